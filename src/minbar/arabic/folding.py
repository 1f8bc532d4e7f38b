"""Text as search and duplicate checks compare it: what readers take for the same is the same.

The table follows Lucene's ``ArabicNormalizer`` and ``DecimalDigitFilter`` and goes beyond them for
the letters that Maghrebi and Persian spelling borrow. Code points are those of Unicode 15.
"""

import re
import unicodedata

FOLDED_LETTERS = {
    # alef: with madda, hamza, wasla, wavy hamza, high hamza
    "\u0622": "ا",  # ARABIC LETTER ALEF WITH MADDA ABOVE (Lucene)
    "\u0623": "ا",  # ARABIC LETTER ALEF WITH HAMZA ABOVE (Lucene)
    "\u0625": "ا",  # ARABIC LETTER ALEF WITH HAMZA BELOW (Lucene)
    "\u0671": "ا",  # ARABIC LETTER ALEF WASLA
    "\u0672": "ا",  # ARABIC LETTER ALEF WITH WAVY HAMZA ABOVE
    "\u0673": "ا",  # ARABIC LETTER ALEF WITH WAVY HAMZA BELOW
    "\u0674": "",  # ARABIC LETTER HIGH HAMZA, which is what NFKC leaves of U+0675
    # yeh
    "\u0649": "ي",  # ARABIC LETTER ALEF MAKSURA (Lucene)
    "\u06cc": "ي",  # ARABIC LETTER FARSI YEH
    "\u06d0": "ي",  # ARABIC LETTER E
    "\u06d2": "ي",  # ARABIC LETTER YEH BARREE
    "\u0626": "ي",  # ARABIC LETTER YEH WITH HAMZA ABOVE: «مسئول» is «مسؤول» in another house
    # waw
    "\u0624": "و",  # ARABIC LETTER WAW WITH HAMZA ABOVE
    "\u06c7": "و",  # ARABIC LETTER U
    # teh marbuta and heh
    "\u0629": "ه",  # ARABIC LETTER TEH MARBUTA (Lucene)
    "\u06c1": "ه",  # ARABIC LETTER HEH GOAL
    "\u06be": "ه",  # ARABIC LETTER HEH DOACHASHMEE
    "\u06c0": "ه",  # ARABIC LETTER HEH WITH YEH ABOVE
    "\u06d5": "ه",  # ARABIC LETTER AE, which is what decomposing leaves of U+06C0
    "\u06c3": "ه",  # ARABIC LETTER TEH MARBUTA GOAL
    # kaf, with the Moroccan and Algerian g
    "\u06a9": "ك",  # ARABIC LETTER KEHEH
    "\u06aa": "ك",  # ARABIC LETTER SWASH KAF
    "\u06ad": "ك",  # ARABIC LETTER NG
    "\u06af": "ك",  # ARABIC LETTER GAF
    # borrowed letters: Maghrebi papers write one town both ways, «ڨالمة» and «قالمة»
    "\u067e": "ب",  # ARABIC LETTER PEH
    "\u06a4": "ف",  # ARABIC LETTER VEH
    "\u06a5": "ف",  # ARABIC LETTER FEH WITH THREE DOTS BELOW
    "\u0686": "ج",  # ARABIC LETTER TCHEH
    "\u06a8": "ق",  # ARABIC LETTER QAF WITH THREE DOTS ABOVE
    "\u0698": "ز",  # ARABIC LETTER JEH
    # Latin: what decomposition leaves whole
    "œ": "oe",  # LATIN SMALL LIGATURE OE
    "æ": "ae",  # LATIN SMALL LETTER AE
}

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
"""Default_Ignorable_Code_Point (DerivedCoreProperties.txt), as the inside of a character class."""

MARKS = (
    "\u0300-\u036f"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06e8\u06ea-\u06ed"
    "\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
)
"""Combining marks of Latin and Arabic (general category Mn); 06DD, 06DE and 06E9 are signs."""

TATWEEL = "\u0640"

ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
EXTENDED_ARABIC_INDIC = "۰۱۲۳۴۵۶۷۸۹"

GROWTH = 4
"""No character folds to more than this many, whatever NFKC makes of it (U+FDFA becomes 18)."""

_UNUSUAL = re.compile(r"[^\u0021-\u0040\u005b-\u007e\n ءابت-غف-وي]")
_DROPPED = re.compile(f"[{INVISIBLE}{MARKS}{TATWEEL}]+")
_FOLDED = re.compile(f"[{''.join(FOLDED_LETTERS)}{ARABIC_INDIC}{EXTENDED_ARABIC_INDIC}٫]")
_SEPARATOR_IN_NUMBER = re.compile(r"(?<=\d)٬(?=\d)")
_HAMZA_AT_END = re.compile(r"(?<=\w)ء+(?!\w)")
_REPLACEMENT = (
    FOLDED_LETTERS
    | {
        digit: str(value)
        for digits in (ARABIC_INDIC, EXTENDED_ARABIC_INDIC)
        for value, digit in enumerate(digits)
    }
    | {"٫": "."}
)


def fold(text: str) -> str:
    """Return ``text`` as search and duplicate checks compare it.

    Seats of hamza, alef maqsura and ta marbuta fall together (Larkey, Ballesteros and Connell,
    SIGIR 2002), harakat and tatweel go, digits become ASCII. For comparing only, never shown.

    >>> fold("إلى الأُمَّـة ١٩٦٢")
    'الي الامه 1962'
    """
    if not _UNUSUAL.search(text):
        return _HAMZA_AT_END.sub("", text) if "ء" in text else text
    folded = _fold_once(text)
    # Dropping a mark or an ending can bring two characters together that compose or drop in turn.
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def _fold_once(text: str) -> str:
    if not unicodedata.is_normalized("NFKC", text):
        text = _compatible(text)
    text = _DROPPED.sub("", unicodedata.normalize("NFD", text.casefold()))
    text = unicodedata.normalize("NFC", text)
    text = _FOLDED.sub(lambda letter: _REPLACEMENT[letter[0]], text)
    text = _SEPARATOR_IN_NUMBER.sub("", text)
    return _HAMZA_AT_END.sub("", text)


def _compatible(text: str) -> str:
    """Apply NFKC, leaving alone the few signs that it spells out as whole phrases."""
    spelled = unicodedata.normalize("NFKC", text)
    if len(spelled) <= len(text):
        return spelled
    return "".join(_spelled(character) for character in text)


def _spelled(character: str) -> str:
    spelled = unicodedata.normalize("NFKC", character)
    return spelled if len(spelled) <= GROWTH else character
