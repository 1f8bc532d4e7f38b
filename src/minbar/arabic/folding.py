"""Text as search and duplicate checks compare it: what readers take for the same is the same.

The table follows Lucene's ``ArabicNormalizer`` and ``DecimalDigitFilter`` and goes beyond them for
the letters that Maghrebi and Persian spelling borrow. Code points are those of Unicode 15.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from minbar.arabic.normal_forms import normal_form
from minbar.arabic.tracing import Traced

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
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Default_Ignorable_Code_Point (DerivedCoreProperties.txt), as the inside of a character class."""

MARKS = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06e8\u06ea-\u06ed"
    "\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
    "\ufc5e-\ufc63\ufe70\ufe72\ufe74\ufe76\ufe78\ufe7a\ufe7c\ufe7e"
)
"""Combining marks (Blocks.txt: Combining Diacritical Marks and its four supplements), Arabic marks
(general category Mn; 06DD, 06DE and 06E9 are signs), and the isolated presentation forms of Arabic
marks, out of which NFKC would make a space within a word."""

TATWEEL = "\u0640"

ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
EXTENDED_ARABIC_INDIC = "۰۱۲۳۴۵۶۷۸۹"

GROWTH = 4
"""No character folds to more than this many."""

SPELLED_OUT = (
    "\u3307\u3315-\u3317\u3319\u331a\u3320\u332b\u332e\u3332\u3334\u3336\u3347\u334a\u3356"
    "\u33ae\u33af\ufdfa\ufdfb"
)
"""What NFKC makes longer than that (U+FDFA alone becomes 18); these stay as they are."""

COMMON = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÂÇÈÉÊËÎÏÔÙÛÜŒàâçèéêëîïôùûüœ…\u00a0\u202f\u200b\u200c\u200d\u200e\u200f\ufe0f"
    "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
)
"""What, beyond the table, is usual enough in comments to be given the short way."""

_PLAIN = re.compile(r"[ -@\[-~\nءابت-غف-وي،؛؟«»–—‘’“”\u2600-\u27bf\U0001f300-\U0001faff]*")
_DROPPED = re.compile(f"[{INVISIBLE}{MARKS}{TATWEEL}]+")
_FOLDED = re.compile(f"[{''.join(FOLDED_LETTERS)}{ARABIC_INDIC}{EXTENDED_ARABIC_INDIC}٫]")
_SPELLED_OUT = re.compile(f"([{SPELLED_OUT}])")
_SEPARATOR_IN_NUMBER = re.compile(r"(?<=\d)٬(?=\d)")
# «ماء» without its hamza would be «ما», which every text is full of.
_NOT_IN_WATER = "".join(
    rf"(?<!\b{clitic}ماء)" for clitic in ("", "ال", "وال", "فال", "بال", "كال", "لل", *"وفبكل")
)
# From the first of a run only and without going back, or a long run would take its square.
_HAMZA_AT_END = re.compile(r"ء(?<=[^\Wء]ء)" + _NOT_IN_WATER + r"ء*+(?!\w)")
_REPLACEMENT = (
    FOLDED_LETTERS
    | {
        digit: str(value)
        for digits in (ARABIC_INDIC, EXTENDED_ARABIC_INDIC)
        for value, digit in enumerate(digits)
    }
    | {"٫": "."}
)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text that knows where it came from; ``folded, offsets = …`` takes it apart."""

    text: str
    offsets: list[int]
    """For each character of ``text``, the place in the original of what it was folded from."""
    original_length: int

    def __iter__(self) -> Iterator[str | list[int]]:
        return iter((self.text, self.offsets))

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that ``text[start:end]`` came from.

        What was dropped belongs to the letter before it: its marks, its stretch, its hamza. Of a
        letter that folded to two, half a letter gives the whole. An empty span stays empty.
        """
        if start >= end:
            place = self.offsets[start] if start < len(self.offsets) else self.original_length
            return place, place
        last = self.offsets[end - 1]
        # One letter folds to few, but a run of signs that compose may all come from one place.
        after = bisect_right(self.offsets, last, lo=end - 1)
        ends_at = self.offsets[after] if after < len(self.offsets) else self.original_length
        return self.offsets[start], ends_at


def fold(text: str) -> str:
    """Return ``text`` as search and duplicate checks compare it.

    Seats of hamza, alef maqsura and ta marbuta fall together (Larkey, Ballesteros and Connell,
    SIGIR 2002), harakat and tatweel go, digits become ASCII. For comparing only, never shown.

    >>> fold("إلى الأُمَّـة ١٩٦٢")
    'الي الامه 1962'
    """
    # The short way, after which most comments are plain. Measured: 2,000 letters take 20 µs, and
    # 280 µs by the long way. ``in`` costs 0.1 µs, ``str.replace`` for nothing ten times that.
    for typed, folded in _SHORT_WAY:
        if typed in text:
            text = text.replace(typed, folded)
    while not _PLAIN.fullmatch(text):
        # Dropping a mark or an ending can bring two characters together that compose or drop.
        before, text = text, _fold_once(text)
        if text == before:
            return text
    return _HAMZA_AT_END.sub("", text)


def without_marks(text: str) -> str:
    """Return ``text`` as it is plainly spelled: without harakat, tatweel and invisible signs.

    >>> without_marks("الحُكومـةُ إلى")
    'الحكومة إلى'
    """
    return _DROPPED.sub("", text)


def fold_with_map(text: str) -> FoldedText:
    """Return ``fold(text)``, with the place in ``text`` of each of its characters.

    Letter by letter, but in text that Unicode composes anew: there a cluster (a letter with its
    marks, a syllable of Hangul) is one, and each sign of it comes from where the cluster begins.

    >>> folded = fold_with_map("قال الأُمَّـة")
    >>> folded.text.index("امه")
    6
    >>> folded.original_span(6, 9)
    (6, 13)
    """
    if _ONE_FOR_ONE.fullmatch(text) and len(folded := fold(text)) == len(text):
        return FoldedText(folded, list(range(len(text))), len(text))
    traced = Traced(text)
    for typed, replacement in _SHORT_WAY_ONE_FOR_ONE:
        if typed in traced.text:
            traced.text = traced.text.replace(typed, replacement)
    traced.drop(_SHORT_WAY_DROPPED)
    traced.replace(_SHORT_WAY_LONGER, lambda sign: _FOLDED_THE_SHORT_WAY[sign[0]])
    while not _PLAIN.fullmatch(traced.text):
        before = traced.text
        _fold_traced_once(traced)
        if traced.text == before:
            break
    else:
        traced.replace(_HAMZA_AT_END, "")
    return FoldedText(traced.text, traced.offsets, len(text))


def _fold_once(text: str) -> str:
    text = _compatible(_DROPPED.sub("", text))
    text = _DROPPED.sub("", normal_form("NFD", text.casefold()))
    text = normal_form("NFC", text)
    text = _FOLDED.sub(lambda letter: _REPLACEMENT[letter[0]], text)
    text = _SEPARATOR_IN_NUMBER.sub("", text)
    return _HAMZA_AT_END.sub("", text)


def _fold_traced_once(text: Traced) -> None:
    """Do what ``_fold_once`` does, step by step."""
    text.replace(_DROPPED, "")
    text.normalise("NFKC", apart=_SPELLED_OUT)
    text.casefold()
    text.normalise("NFD")
    text.replace(_DROPPED, "")
    text.normalise("NFC")
    text.replace(_FOLDED, lambda letter: _REPLACEMENT[letter[0]])
    text.replace(_SEPARATOR_IN_NUMBER, "")
    text.replace(_HAMZA_AT_END, "")


def _compatible(text: str) -> str:
    """Apply NFKC, but to the few signs that it would spell out."""
    return "".join(
        part if _SPELLED_OUT.fullmatch(part) else normal_form("NFKC", part)
        for part in _SPELLED_OUT.split(text)
    )


_SHORT_WAY = [(typed, _fold_once(typed)) for typed in (*_REPLACEMENT, *COMMON, TATWEEL)]

_FOLDED_THE_SHORT_WAY = dict(_SHORT_WAY)
_SHORT_WAY_ONE_FOR_ONE = [(typed, folded) for typed, folded in _SHORT_WAY if len(folded) == 1]
_SHORT_WAY_DROPPED = frozenset(typed for typed, folded in _SHORT_WAY if not folded)
_SHORT_WAY_LONGER = re.compile(
    f"[{''.join(typed for typed, folded in _SHORT_WAY if len(folded) > 1)}]"
)
_ONE_FOR_ONE = re.compile(
    _PLAIN.pattern.replace("[", f"[{''.join(typed for typed, _ in _SHORT_WAY_ONE_FOR_ONE)}", 1)
)
"""Text of which folding drops nothing, but hamza at the end and separators within numbers."""
