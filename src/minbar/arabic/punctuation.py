"""Marks, brackets, spaces and digits of Arabic text, as a proofreader looks at them.

Each function gives what it finds in one walk over the text, in time that grows with its length.
The spacing of marks is that of Arabic typesetting: ، ؛ ؟ . : ! stand at the word before them and a
space follows (the academies' rules of punctuation, and the guides of every agency alike). French
and English in the text keep their own, so a mark is judged by the letter before it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from minbar.arabic.findings import Rule
from minbar.arabic.folding import ARABIC_INDIC, EXTENDED_ARABIC_INDIC, TATWEEL
from minbar.arabic.numbers import arabic_of
from minbar.arabic.safety import UNSEEN

LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3"
    "\u06d5\u06ee\u06ef\u06fa-\u06fc\u0750-\u077f"
)
VOWELS = "\u064b-\u0652\u0670"
BLANKS = " \t\u00a0\u202f\u2009"

ARABIC_MARKS = "،؛؟"
LATIN_MARKS = {",": "،", ";": "؛", "?": "؟"}
CLOSING = "»›”\"')]"
OPENING = "«‹“(["
QUOTES = {"«": "»", "‹": "›", "“": "”"}
BRACKETS = QUOTES | {"(": ")", "[": "]"}
HALVES = {closing: opening for opening, closing in BRACKETS.items()}

BLANKS_OF_A_SLIP = 3
"""More than these part the halves of a verse, or set a column."""
REACH = 40
"""So far back the letter is looked for that says whose mark it is; else a row of marks would cost
its square."""

KEPT_UNSEEN = "\u200c-\u200f\ufe00-\ufe0f\U000e0020-\U000e007f"
"""Joiners, direction marks, shapes of emoji and tags of flags: in their place they are needed."""

SYSTEMS = {
    "latn": "0123456789",
    "arab": ARABIC_INDIC,
    "arabext": EXTENDED_ARABIC_INDIC,
}
"""Numbering systems (CLDR) and their digits."""


class Mark(NamedTuple):
    """A finding that is not put into words yet."""

    start: int
    end: int
    rule: Rule
    suggestions: tuple[str, ...]


_ARABIC_LETTER = re.compile(f"[{LETTERS}]")
_UNSEEN = re.compile(
    f"(?:(?![{KEPT_UNSEEN}]){UNSEEN.pattern}|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff])+"
)
_VOWELS = re.compile(f"[{VOWELS}]{{2,}}")
_SITE = re.compile(f"(?<![{BLANKS}])(?P<blanks>[{BLANKS}]*+)(?P<mark>[،؛؟.:!,;?])")
_DOTS = re.compile(r"\.{2,}")
_BRACKET = re.compile(r"[«»‹›“”„()\[\]\"\n]")
_SPACES = re.compile(f"(?<![{BLANKS}])[{BLANKS}]{{2,}}+")
_NUMBER = re.compile(r"[0-9٠-٩۰-۹]++(?:[.,٫٬][0-9٠-٩۰-۹]++)*+")
_ITEM = re.compile(rf"(?:^|[\s])(?:[0-9٠-٩]{{1,3}}|[{LETTERS}A-Za-z])[-.]?$")
_WORD_BEFORE = re.compile(f"[{LETTERS}{VOWELS}{TATWEEL}]*+$")


def stray_controls(text: str) -> Iterator[Mark]:
    """What nobody sees and what steers the text around it (UAX #9), runs of it at once."""
    for run in _UNSEEN.finditer(text):
        meant = "\n" if set(run[0]) & set("\u2028\u2029\x0b\x0c\x85") else ""
        yield Mark(run.start(), run.end(), Rule.STRAY_CONTROL, (meant,))


def stacked_marks(text: str) -> Iterator[Mark]:
    """A vowel sign that a letter bears twice."""
    for run in _VOWELS.finditer(text):
        once = "".join(dict.fromkeys(run[0]))
        if once != run[0]:
            yield Mark(run.start(), run.end(), Rule.STACKED_MARKS, (once,))


def marks(text: str) -> Iterator[Mark]:
    """Spaces before and after punctuation marks, and Latin marks among Arabic words."""
    for site in _SITE.finditer(text):
        yield from _at_mark(text, site.start(), site.start("mark"))


def dots(text: str) -> Iterator[Mark]:
    """Two dots, or four and more; three are what a keyboard has for the one sign."""
    for run in _DOTS.finditer(text):
        if len(run[0]) != 3 and _is_arabic_before(text, run.start()):
            yield Mark(run.start(), run.end(), Rule.DOTS, ("…",))


def spaces(text: str) -> Iterator[Mark]:
    """Two or three spaces between words; lines' beginnings and ends are left alone."""
    for run in _SPACES.finditer(text):
        is_inside = (
            text[run.start() - 1 : run.start()].strip() and text[run.end() : run.end() + 1].strip()
        )
        if is_inside and len(run[0]) <= BLANKS_OF_A_SLIP:
            kept = "\u00a0" if "\u00a0" in run[0] else " "
            yield Mark(run.start(), run.end(), Rule.DOUBLED_SPACE, (kept,))


def brackets(text: str) -> Iterator[Mark]:
    """Brackets and quotation marks without their other half, and spaces inside a pair."""
    pairs, alone = _paired(text)
    for opening, closing in pairs:
        yield from _spaces_inside(text, opening, closing)
    yield from _alone(text, alone)


def numbers(text: str, region: str) -> Iterator[Mark]:
    """Numbers of two systems of digits, and those that differ from the most in ``text``.

    Where none is in the majority the region's own digits are proposed (CLDR, through Babel).
    """
    found = [(number, _systems(number[0])) for number in _NUMBER.finditer(text)]
    one_system = [next(iter(systems)) for _, systems in found if len(systems) == 1]
    counts = {system: one_system.count(system) for system in SYSTEMS}
    own = arabic_of(region).default_numbering_system
    usual = max(counts, key=lambda system: (counts[system], system == own))
    others = [system for system in ("latn", "arab") if system != usual]
    for number, systems in found:
        rule = Rule.MIXED_NUMBER if len(systems) > 1 else Rule.MIXED_DIGITS
        if systems != {usual}:
            proposed = [usual, *(others if rule is Rule.MIXED_NUMBER else ())]
            suggestions = tuple(_in_digits(number[0], system) for system in proposed)
            yield Mark(number.start(), number.end(), rule, suggestions)


def _systems(number: str) -> set[str]:
    return {name for name, digits in SYSTEMS.items() if not set(digits).isdisjoint(number)}


def _in_digits(number: str, system: str) -> str:
    digits = SYSTEMS[system]
    return "".join(digits[int(sign)] if sign.isdecimal() else sign for sign in number)


def _paired(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Each pair of brackets and quotation marks, kind by kind, and what has no other half."""
    waiting: dict[str, list[int]] = {opening: [] for opening in (*BRACKETS, '"')}
    pairs: list[tuple[int, int]] = []
    alone: list[int] = []
    for bracket in _BRACKET.finditer(text):
        sign, place = bracket[0], bracket.start()
        if sign == "\n":  # straight quotation marks show no side, so each line counts its own
            alone += waiting['"']
            waiting['"'].clear()
        elif sign in "()" and _is_face(text, place):
            continue
        else:
            kind, may_open, may_close = _sides(text, place, sign, waiting)
            if may_close and waiting[kind]:
                pairs.append((waiting[kind].pop(), place))
            elif may_open:
                waiting[kind].append(place)
            elif not (sign == ")" and _ITEM.search(text, max(0, place - 5), place)):
                alone.append(place)  # «1)» and «أ)» open an item of a list
    for places in waiting.values():
        alone += [place for place in places if not _opens_next_line_too(text, place)]
    return pairs, sorted(alone)


def _sides(
    text: str, place: int, sign: str, waiting: dict[str, list[int]]
) -> tuple[str, bool, bool]:
    """The kind of a bracket, and whether it may open and close where it stands."""
    if sign == '"':
        return '"', True, True
    if sign in "“”„":  # some houses open with ” and close with “, as the Arabic keyboard drew them
        is_reversed = bool(waiting["“"]) and text[waiting["“"][-1]] == "”"
        opens_here = not text[place - 1 : place].strip() if place else True
        opens_here = opens_here and bool(text[place + 1 : place + 2].strip())
        if sign == "”":
            return "“", opens_here, not is_reversed
        return "“", not is_reversed, is_reversed
    return HALVES.get(sign, sign), sign in BRACKETS, sign in HALVES


def _is_face(text: str, place: int) -> bool:
    """Whether a bracket is the mouth of «:)» or «;-(»."""
    before = text[max(0, place - 2) : place]
    return before[-1:] in set(":;=") or before in {":-", ";-", "=-"}


def _opens_next_line_too(text: str, place: int) -> bool:
    """Whether a quotation runs over paragraphs, each of which opens it again."""
    is_first = place == 0 or text[place - 1] == "\n"
    if not is_first:
        return False
    end = text.find("\n", place)
    while end != -1 and text[end : end + 1] == "\n":
        end += 1
    return end != -1 and text[end : end + 1] == text[place]


def _alone(text: str, places: list[int]) -> Iterator[Mark]:
    """What stands alone; of a quotation opened by one kind and closed by another, the second."""
    number = 0
    while number < len(places):
        place = places[number]
        sign, following = text[place], places[number + 1] if number + 1 < len(places) else place
        other = text[following]
        is_one_quotation = following > place and sign in QUOTES and other in {"»", "›", "”", '"'}
        if is_one_quotation and "\n" not in text[place:following]:
            yield Mark(following, following + 1, Rule.UNBALANCED, (QUOTES[sign],))
            number += 2
            continue
        is_inch = sign == '"' and text[place - 1 : place].isdecimal()
        if not is_inch:
            yield Mark(place, place + 1, Rule.UNBALANCED, ("",))
        number += 1


def _spaces_inside(text: str, opening: int, closing: int) -> Iterator[Mark]:
    first, last = opening + 1, closing
    while first < closing and text[first] in BLANKS:
        first += 1
    while last > first and text[last - 1] in BLANKS:
        last -= 1
    if first == closing:
        return  # an empty box
    if first > opening + 1 and _is_arabic_after(text, first):
        yield Mark(opening + 1, first, Rule.SPACE_INSIDE_BRACKETS, ("",))
    if last < closing and _is_arabic_before(text, last):
        yield Mark(last, closing, Rule.SPACE_INSIDE_BRACKETS, ("",))


def _at_mark(text: str, start: int, place: int) -> Iterator[Mark]:
    mark, before, after = text[place], text[start - 1 : start], text[place + 1 : place + 2]
    if not before.strip() or (mark == "." and (before in "….،؛؟" or after in {".", "…"})):
        return
    is_in_number = before.isdecimal() and text[place + 1 : place + 3].lstrip(BLANKS)[:1].isdecimal()
    if is_in_number and (mark not in ARABIC_MARKS or after.isdecimal()):
        return  # 08:12, 4.7, 3،5, 2 : 1
    if mark not in ARABIC_MARKS and not _is_arabic_before(text, start):
        return
    if _belongs_to_what_follows(mark, after):
        return
    if start < place and before not in OPENING:
        yield Mark(start, place, Rule.SPACE_BEFORE_MARK, ("",))
    meant = LATIN_MARKS.get(mark, mark)
    missing = " " if _wants_space(text, start, place) else ""
    if meant != mark:
        yield Mark(place, place + 1, Rule.LATIN_MARK, (meant + missing,))
    elif missing:
        yield Mark(place, place + 1, Rule.NO_SPACE_AFTER_MARK, (meant + missing,))


def _is_arabic_before(text: str, place: int) -> bool:
    """Whether the last letter before ``place``, in its line, is Arabic; without one, the next."""
    for letter in reversed(text[max(0, place - REACH) : place]):
        if letter == "\n":
            break
        if letter.isalpha() and letter != TATWEEL:
            return bool(_ARABIC_LETTER.match(letter))
    return _is_arabic_after(text, place + 1)


def _is_arabic_after(text: str, place: int) -> bool:
    following = text[place : place + REACH].lstrip(BLANKS + OPENING)
    return bool(_ARABIC_LETTER.match(following))


def _belongs_to_what_follows(mark: str, after: str) -> bool:
    """Whether the mark opens something: «.net», «:)», «!important»."""
    return (mark == "." and after.isascii() and after.isalnum()) or (
        mark in ":;" and after in set("()-DP")
    )


def _wants_space(text: str, start: int, place: int) -> bool:
    mark, after = text[place], text[place + 1 : place + 2]
    is_word = bool(_ARABIC_LETTER.match(after))
    if mark in ARABIC_MARKS or mark in LATIN_MARKS:
        return is_word or after.isalnum() or (bool(after) and after in OPENING)
    if mark == "!":
        return is_word
    word = _WORD_BEFORE.search(text, max(0, start - REACH), start)
    letters = len(_ARABIC_LETTER.findall(word[0])) if word else 0
    if mark == ":":
        return letters > 1 and (is_word or (bool(after) and after in "«“"))
    # «أ.ف.ب» and «د.محمد» are abbreviations
    return letters > 2 and is_word and bool(_ARABIC_LETTER.match(text[place + 2 : place + 3]))
