"""A stranger's text made safe to keep and show, without rewriting a word of it.

What goes: whatever could steer the text around it (bidi controls: UAX #9, and CVE-2021-42574 for
why), hide (invisible characters), break storage (NUL, lone surrogates) or smear over its neighbours
(stacks of marks). What stays: every letter, mark, digit, quotation mark and stretch as typed.
"""

import re
import unicodedata

ARABIC_MARKS_KEPT = 4
"""On one letter: a vowel with its shadda, and two signs of Koranic text."""
OTHER_MARKS_KEPT = 2
BLANKS_KEPT = 40
EMPTY_LINES_KEPT = 2
DIRECTION_MARKS_KEPT = 8
"""LRM and RLM have their use beside a Latin name; a text full of them has another."""

DIRECTION_MARKS = "\u200e\u200f"
JOINERS = "\u200c\u200d"
TEXT_OR_EMOJI = "\ufe0e\ufe0f"
EMPTY_BRAILLE_CELL = "\u2800"

UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U000e0000-\U000e0fff]"
)
"""Default_Ignorable_Code_Point (DerivedCoreProperties.txt), with what else passes for text and is
not seen: interlinear marks, the object replacement character, the empty braille cell."""

_HARMLESS = re.compile(
    "[\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u03ff\u060c-\u060f\u061b\u061d-\u064a"
    "\u0660-\u066f\u0671-\u06d5\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u27bf]*"
)
"""Letters and signs that need no second look; most comments hold nothing else."""

_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
_TAGGED_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f")
_BLANK = re.compile(r"\s+")
_BLANKS_AT_LINE_END = re.compile(r"[^\S\n]+(?=\n|\Z)")
_RUN_OF_BLANKS = re.compile(rf"[^\S\n]{{{BLANKS_KEPT + 1},}}")
_RUN_OF_EMPTY_LINES = re.compile(rf"\n{{{EMPTY_LINES_KEPT + 2},}}")


def clean_text(text: str) -> str:
    """Return ``text`` safe to keep and show, its lines kept; cleaning again changes nothing.

    NFC is applied and nothing else is rewritten. Line ends become LF; at most two empty lines
    follow one another; blanks at a line's end and the rest of very long runs of blanks go.
    """
    text = _without_hazards(_LINE_END.sub("\n", text))
    text = _RUN_OF_BLANKS.sub(lambda run: run[0][:BLANKS_KEPT], text)
    text = _BLANKS_AT_LINE_END.sub("", text)
    return _RUN_OF_EMPTY_LINES.sub("\n" * (EMPTY_LINES_KEPT + 1), text).strip("\n")


def clean_line(text: str) -> str:
    """Return ``text`` as one safe line, as ``clean_text`` would, for a name or a town."""
    line = _BLANK.sub(" ", _without_hazards(_LINE_END.sub(" ", text)))
    return line.strip(f" {DIRECTION_MARKS}")


def is_blank(text: str) -> bool:
    """Whether nothing in ``text`` can be seen: blanks, marks without a letter, invisible signs."""
    return not any(
        unicodedata.category(sign)[0] in "LNPS" and not UNSEEN.match(sign) for sign in text
    )


def _without_hazards(text: str) -> str:
    text = unicodedata.normalize("NFC", text.encode(errors="ignore").decode())
    if _HARMLESS.fullmatch(text):
        return text
    while (kept := unicodedata.normalize("NFC", _Walk(text).kept())) != text:
        text = kept  # what stood apart may now compose, or join what it must not
    return text


class _Walk:
    """One walk over a text, sign by sign, that keeps what is safe where it stands."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._kept: list[str] = []
        self._marks = 0
        self._direction_marks = 0
        self._in_flags = {
            place for flag in _TAGGED_FLAG.finditer(text) for place in range(*flag.span())
        }

    def kept(self) -> str:
        for place, sign in enumerate(self._text):
            if sign == "\n" or place in self._in_flags or self._keeps(place, sign):
                self._kept.append(sign)
            elif sign == "\t":
                self._kept.append(" ")
        return "".join(self._kept)

    def _keeps(self, place: int, sign: str) -> bool:
        category = unicodedata.category(sign)
        is_unseen = bool(UNSEEN.match(sign))
        if category in {"Mn", "Me"} and not is_unseen:
            return self._keeps_mark(sign)
        self._marks = 0
        if is_unseen:
            return self._keeps_unseen(place, sign)
        return category not in {"Cc", "Cs", "Co", "Zl", "Zp"} and not _is_noncharacter(sign)

    def _keeps_mark(self, sign: str) -> bool:
        self._marks += 1
        is_arabic = "\u0600" <= sign <= "\u08ff"
        return self._marks <= (ARABIC_MARKS_KEPT if is_arabic else OTHER_MARKS_KEPT)

    def _keeps_unseen(self, place: int, sign: str) -> bool:
        before = self._kept[-1] if self._kept else ""
        if sign in DIRECTION_MARKS:
            self._direction_marks += 1
            return self._direction_marks <= DIRECTION_MARKS_KEPT and before != sign
        if sign in JOINERS:
            after = self._text[place + 1 : place + 2]
            return _can_be_joined(before) and (sign == "\u200c" or _can_be_joined(after))
        return sign in TEXT_OR_EMOJI and _is_pictorial(before)


def _can_be_joined(sign: str) -> bool:
    """Whether it is a letter of a script that joins (Arabic, Syriac, N'Ko, Indic), or an emoji."""
    is_of_joining_script = "\u0600" <= sign <= "\u08ff" or "\u0900" <= sign <= "\u0dff"
    is_letter = bool(sign) and unicodedata.category(sign) in {"Lo", "Lm", "Mn", "Mc"}
    return (is_of_joining_script and is_letter) or _is_pictorial(sign)


def _is_pictorial(sign: str) -> bool:
    """Whether it is an emoji, a sign that can be shown as one (a keycap's digit), or a selector."""
    if not sign:
        return False
    is_new_emoji = "\U0001f000" <= sign <= "\U0001faff"  # the tables of Python may be older
    category = unicodedata.category(sign)
    return is_new_emoji or category in {"So", "Sm"} or sign in "0123456789#*©®‼⁉\ufe0f"


def _is_noncharacter(sign: str) -> bool:
    """Whether it is one of the 66 code points that Unicode keeps for nobody (Unicode 15, 23.7)."""
    return "\ufdd0" <= sign <= "\ufdef" or ord(sign) & 0xFFFE == 0xFFFE
