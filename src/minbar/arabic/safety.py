"""A stranger's text made safe to keep and show, without rewriting a word of it.

What goes: whatever could steer the text around it (bidi controls: UAX #9, and CVE-2021-42574 for
why), hide (invisible characters), break storage (NUL, lone surrogates) or smear over its neighbours
(stacks of marks). What stays: every letter, mark, digit, quotation mark and stretch as typed.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from minbar.arabic.normal_forms import cut_runs_of_marks

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
KEYCAPS = frozenset("0123456789#*")
EMPTY_BRAILLE_CELL = "\u2800"
BIDI_CONTROLS = "\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Bidi_Control (PropList.txt), but for the two direction marks."""

UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Default_Ignorable_Code_Point (DerivedCoreProperties.txt), with what else passes for text and is
not seen: interlinear marks, the object replacement character, the empty braille cell."""

EMOJI = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf"
    "\u23e9-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b07"
    "\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
"""Emoji=Yes (emoji-data.txt), its blocks taken whole: Python's tables are older than phones."""

_JOINING_LETTER = re.compile(
    "[\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0710-\u077f\u07ca-\u07f5\u0840-\u085b"
    "\u0860-\u0887\u0889-\u088e\u08a0-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17d3\u1820-\u18aa"
    "\U00010d00-\U00010d27\U0001e900-\U0001e94b]"
)
"""Letters and marks of scripts that the joiners shape (The Unicode Standard, 23.2): Arabic, Syriac,
N'Ko, Mandaic, those of India, Myanmar, Khmer, Mongolian, Hanifi Rohingya, Adlam."""

_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

_HARMLESS_SIGNS = (
    "\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u03ff\u0400-\u0482\u048a-\u052f"
    "\u060c-\u060f\u061b\u061d-\u064a\u0660-\u066f\u0671-\u06d5\u1e00-\u1eff\u2010-\u2027"
    "\u2030-\u205e\u20a0-\u20bf\u2100-\u27bf\u2d30-\u2d67\U0001f300-\U0001faff"
)
_HARAKAT = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
_COLOURED = "(?<=[\u2600-\u27bf])\ufe0f"
_HARMLESS = re.compile(
    f"(?:[{_HARMLESS_SIGNS}]++(?:{_COLOURED}|[{_HARAKAT}]{{0,{ARABIC_MARKS_KEPT}}}+))*+"
)
"""Letters and signs that need no second look; most comments hold nothing else."""

_LINE_SEPARATOR = re.compile("[\x0b\x0c\x85\u2028\u2029]")
"""What else ends a line somewhere (The Unicode Standard, 5.8); word processors paste U+000B."""

_TAGGED_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
"""The flag of a part of a country: its code in tags (UTS #51, ED-14a)."""

_OTHER_BLANK = re.compile(r"[^\S\n ]")
_RUN_OF_BLANKS = re.compile(rf"[^\S\n]{{{BLANKS_KEPT + 1},}}")
_RUN_OF_EMPTY_LINES = re.compile(rf"\n{{{EMPTY_LINES_KEPT + 2},}}")


class Unwanted(StrEnum):
    """What is taken out of a stranger's text. A desk's filters name its codes: none changes."""

    BIDI_CONTROL = "bidi_control"  # an override, embedding or isolate: it turns what stands around
    DIRECTION_MARK = "direction_mark"  # LRM and RLM beyond the few, doubled, or at a name's end
    INVISIBLE_SIGN = "invisible_sign"  # of no width, a filler, or shaping nothing where it stands
    TAG = "tag"  # a second ASCII that nobody sees (U+E0000 to U+E007F), outside a flag
    CONTROL = "control"
    EXCESS_MARK = "excess_mark"  # the rest of a stack
    PRIVATE_USE = "private_use"
    NONCHARACTER = "noncharacter"
    SURROGATE = "surrogate"
    LINE_SEPARATOR = "line_separator"  # another than CR and LF; a line end or a space stands for it
    BLANK = "blank"  # at an edge, or beyond the fortieth in a row
    EMPTY_LINE = "empty_line"  # at the text's ends, or beyond the second in a row


@dataclass(frozen=True)
class Removed:
    """How many characters of one kind were taken out."""

    kind: Unwanted
    count: int


@dataclass(frozen=True)
class Cleaned:
    """A text that is safe to keep and show, and what it lost, in the order of ``Unwanted``."""

    text: str
    removed: tuple[Removed, ...]


def clean_text(text: str) -> str:
    """Return ``text`` safe to keep and show, its lines kept; cleaning again changes nothing.

    NFC is applied and nothing else is rewritten. Line ends become LF; at most two empty lines
    follow one another; blanks at a line's end and the rest of very long runs of blanks go.
    """
    return inspect_text(text).text


def inspect_text(text: str) -> Cleaned:
    """Clean ``text`` as ``clean_text`` does, and report what was taken out.

    What every form and keyboard puts in is not reported: CR becomes LF, a tab a space.
    """
    removed: Counter[Unwanted] = Counter()
    text = _shortened(_without_hazards(text, removed), removed)
    stripped = "\n".join([line.rstrip() for line in text.split("\n")])
    removed[Unwanted.BLANK] += len(text) - len(stripped)
    kept = stripped.strip("\n")
    if "\n" * (EMPTY_LINES_KEPT + 2) in kept:
        kept = _RUN_OF_EMPTY_LINES.sub("\n" * (EMPTY_LINES_KEPT + 1), kept)
    removed[Unwanted.EMPTY_LINE] += len(stripped) - len(kept)
    return _report(kept, removed)


def clean_line(text: str) -> str:
    """Return ``text`` as one safe line, for a name or a town, without direction marks at its ends.

    A line end becomes a space; all else is as in ``clean_text``.
    """
    return inspect_line(text).text


def inspect_line(text: str) -> Cleaned:
    """Clean ``text`` as ``clean_line`` does, and report what was taken out."""
    removed: Counter[Unwanted] = Counter()
    line = _shortened(_without_hazards(text, removed).replace("\n", " "), removed)
    kept = line
    while (shorter := kept.strip().strip(DIRECTION_MARKS)) != kept:
        kept = shorter
    marks = sum(line.count(mark) - kept.count(mark) for mark in DIRECTION_MARKS)
    removed[Unwanted.DIRECTION_MARK] += marks
    removed[Unwanted.BLANK] += len(line) - len(kept) - marks
    return _report(kept, removed)


def is_blank(text: str) -> bool:
    """Whether nothing in ``text`` can be seen: blanks, marks without a letter, invisible signs."""
    return not any(_is_seen(sign) for sign in text)


def _is_seen(sign: str) -> bool:
    if UNSEEN.match(sign) or _is_noncharacter(sign):
        return False
    category = unicodedata.category(sign)
    # Python's tables know no letter or emoji that is younger than they; phones do.
    return category == "Cn" or category[0] in "LNPS"


def _report(text: str, removed: Counter[Unwanted]) -> Cleaned:
    if not any(removed.values()):
        return Cleaned(text, ())
    return Cleaned(text, tuple(Removed(kind, removed[kind]) for kind in Unwanted if removed[kind]))


def _shortened(text: str, removed: Counter[Unwanted]) -> str:
    if "  " not in text and not _OTHER_BLANK.search(text):
        return text  # trying at every blank was a third of the time
    shortened = _RUN_OF_BLANKS.sub(lambda run: run[0][:BLANKS_KEPT], text)
    removed[Unwanted.BLANK] += len(text) - len(shortened)
    return shortened


def _without_hazards(text: str, removed: Counter[Unwanted]) -> str:
    text = text.replace("\r\n", "\n")  # as every form sends it
    if _is_harmless(text):
        return text
    text = _composed(_storable(_with_line_feeds(text, removed), removed), removed)
    while not _is_harmless(text):
        before, text = text, _composed(_Walk(text, removed).kept(), removed)
        if text == before:  # else what stood apart may now compose, or join what it must not
            break
    return text


def _is_harmless(text: str) -> bool:
    return bool(_HARMLESS.fullmatch(text)) and unicodedata.is_normalized("NFC", text)


def _with_line_feeds(text: str, removed: Counter[Unwanted]) -> str:
    text = text.replace("\r", "\n")
    text, separators = _LINE_SEPARATOR.subn("\n", text)
    removed[Unwanted.LINE_SEPARATOR] += separators
    return text


def _storable(text: str, removed: Counter[Unwanted]) -> str:
    storable = text.encode(errors="ignore").decode()
    removed[Unwanted.SURROGATE] += len(text) - len(storable)
    return storable


def _composed(text: str, removed: Counter[Unwanted]) -> str:
    if unicodedata.is_normalized("NFC", text):
        return text
    cut = cut_runs_of_marks(text)
    removed[Unwanted.EXCESS_MARK] += len(text) - len(cut)
    return unicodedata.normalize("NFC", cut)


class _Walk:
    """One walk over a text that keeps what is safe where it stands, and counts what is not."""

    def __init__(self, text: str, removed: Counter[Unwanted]) -> None:
        self._text = text
        self._removed = removed
        self._kept: list[str] = []
        self._marks = 0
        self._direction_marks = 0
        self._in_flags = {
            place for flag in _TAGGED_FLAG.finditer(text) for place in range(*flag.span())
        }

    def kept(self) -> str:
        place = 0
        while place < len(self._text):
            harmless = _HARMLESS.match(self._text, place)
            if harmless and harmless[0]:
                self._keep_harmless(harmless[0])
                place = harmless.end()
            else:
                self._step(place, self._text[place])
                place += 1
        return "".join(self._kept)

    def _keep_harmless(self, run: str) -> None:
        self._marks = len(run) - len(run.rstrip(_HARAKAT))
        self._kept.append(run)

    def _step(self, place: int, sign: str) -> None:
        if sign == "\t":
            self._marks = 0
            self._kept.append(" ")
        elif place in self._in_flags or not (unwanted := self._unwanted(place, sign)):
            self._kept.append(sign)
        else:
            self._removed[unwanted] += 1

    def _unwanted(self, place: int, sign: str) -> Unwanted | None:
        if UNSEEN.match(sign):  # does not begin a new stack of marks: it is drawn on the old one
            return self._unwanted_unseen(place, sign)
        category = unicodedata.category(sign)
        if category in {"Mn", "Me"}:
            return self._unwanted_mark(sign)
        if category == "Cc":
            return Unwanted.CONTROL
        if category == "Co":
            return Unwanted.PRIVATE_USE
        if _is_noncharacter(sign):
            return Unwanted.NONCHARACTER
        self._marks = 0
        return None

    def _unwanted_mark(self, sign: str) -> Unwanted | None:
        self._marks += 1
        is_arabic = "\u0600" <= sign <= "\u08ff"
        most = ARABIC_MARKS_KEPT if is_arabic else OTHER_MARKS_KEPT
        return None if self._marks <= most else Unwanted.EXCESS_MARK

    def _unwanted_unseen(self, place: int, sign: str) -> Unwanted | None:
        before = self._kept[-1][-1] if self._kept else ""
        after = self._text[place + 1 : place + 2]
        if sign in DIRECTION_MARKS:
            self._direction_marks += 1
            is_one_of_few = self._direction_marks <= DIRECTION_MARKS_KEPT and before != sign
            return None if is_one_of_few else Unwanted.DIRECTION_MARK
        if _is_unseen_wanted(sign, before, after):
            return None
        if sign in BIDI_CONTROLS:
            return Unwanted.BIDI_CONTROL
        return Unwanted.TAG if "\U000e0000" <= sign <= "\U000e007f" else Unwanted.INVISIBLE_SIGN


def _is_unseen_wanted(sign: str, before: str, after: str) -> bool:
    """Whether an invisible sign does the work that it is made for where it stands."""
    if sign in JOINERS:
        return _is_joiner_wanted(sign, before, after)
    if sign == EMPTY_BRAILLE_CELL:
        return "\u2801" <= before <= "\u28ff"
    return _is_variation_wanted(sign, before, after)


def _is_joiner_wanted(sign: str, before: str, after: str) -> bool:
    """Whether it shapes the letter before it, as in «هـ» and Persian, or makes one emoji of two."""
    if _JOINING_LETTER.match(before):
        return True
    is_after_emoji = before == "\ufe0f" or bool(EMOJI.match(before))
    return sign == "\u200d" and is_after_emoji and bool(EMOJI.match(after))


def _is_variation_wanted(sign: str, before: str, after: str) -> bool:
    """Whether it chooses a shape of an emoji, a keycap (UTS #51) or an ideograph (UTS #37)."""
    if _IDEOGRAPH.match(before):
        return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"
    if sign not in TEXT_OR_EMOJI:
        return False
    return bool(EMOJI.match(before)) or (before in KEYCAPS and after == "\u20e3")


def _is_noncharacter(sign: str) -> bool:
    """Whether it is one of the 66 code points that Unicode keeps for nobody (Unicode 15, 23.7)."""
    return "\ufdd0" <= sign <= "\ufdef" or ord(sign) & 0xFFFE == 0xFFFE
