"""Pictures: how the lines of a page look, drawn as the page with slots in it.

``{name}`` stands for what differs from page to page, ``[…]`` for what may be missing (a whole line
or a part of one), a blank line for one or more, and everything else for itself. A line is indented
as the picture has it. A backslash takes the meaning from the sign after it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from minbar.arabic import is_blank

ANYTHING = "anything"
"""The slot for a line or a piece that is the site's own, and is not kept."""

TEXT = r"\S(?:.*?\S)??"
NUMBER = r"\d{1,3}(?:[.,٬ \u00a0\u202f]\d{3}){1,4}|\d{1,15}"

LONGEST = 2_000
"""Signs; a longer line is of a body or a comment. No part that stands on one line has room for so
many, and what a pattern with two slots costs grows with their square."""

_TOKEN = re.compile(r"\\(?P<escaped>.)|\{(?P<slot>\w*)\}|(?P<bracket>[\[\]])|(?P<literal>.)")


class BadPicture(Exception):
    """A picture that cannot be read; the message says where and why."""


class Gap(Enum):
    """A blank line of a picture."""

    GAP = "blank lines"


GAP = Gap.GAP


@dataclass(frozen=True)
class Line:
    """A line of a picture."""

    drawn: str
    pattern: re.Pattern[str]

    @property
    def slots(self) -> tuple[str, ...]:
        """What stands in it, ``anything`` left out."""
        return tuple(self.pattern.groupindex)

    @property
    def is_optional(self) -> bool:
        """Whether a page may lack it."""
        return self.pattern.fullmatch("") is not None

    @property
    def is_telling(self) -> bool:
        """Whether it has words of the site's own, and no page lacks it."""
        words = re.sub(r"\{\w*\}|\[[^]]*\]", "", self.drawn)
        return not self.is_optional and any(sign.isalpha() for sign in words)

    def match(self, line: str) -> dict[str, str] | None:
        """Return what stands in the slots if ``line`` is like this one."""
        if len(line) > LONGEST or is_blank(line):
            return None
        match = self.pattern.fullmatch(line)
        if match is None:
            return None
        return {slot: found for slot, found in match.groupdict().items() if found}


Row = Line | Gap
Found = list[tuple[str, str]]
"""Slots and what stands in them, from top to bottom."""


def draw(picture: str, *, slots: Iterable[str], shapes: Mapping[str, str]) -> list[Row]:
    """Read a picture. ``shapes`` are regular expressions of slots that are not just any text.

    Raises BadPicture for a slot that is not among ``slots``, a bracket left open, a bad shape.
    """
    known = {*slots, ANYTHING}
    rows: list[Row] = []
    for drawn in picture.strip("\n").split("\n"):
        if drawn.strip():
            rows.append(draw_line(drawn.rstrip(), slots=known, shapes=shapes))
        elif rows and rows[-1] is not GAP:
            rows.append(GAP)
    return rows


def draw_line(drawn: str, *, slots: Iterable[str], shapes: Mapping[str, str]) -> Line:
    """Read one line of a picture; see ``draw``."""
    known = {*slots, ANYTHING}
    pattern = "".join(_piece(token, drawn, known, shapes) for token in _TOKEN.finditer(drawn))
    try:
        return Line(drawn, re.compile(pattern))
    except re.error as error:
        raise BadPicture(f"“{drawn.strip()}” cannot be read: {error}.") from error


def _piece(token: re.Match[str], drawn: str, slots: set[str], shapes: Mapping[str, str]) -> str:
    if token["bracket"]:
        return "(?:" if token["bracket"] == "[" else ")?"
    if token["slot"] is None:
        return re.escape(token["escaped"] or token["literal"])
    slot = token["slot"]
    if slot not in slots:
        known = ", ".join(sorted(slots))
        raise BadPicture(f"“{drawn.strip()}” has the slot {{{slot}}}; those known are {known}.")
    shape = shapes.get(slot, TEXT)
    return f"(?:{shape})" if slot == ANYTHING else f"(?P<{slot}>{shape})"


class Walk:
    """Lays rows of pictures over the lines of a page, and remembers how far that went well."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.furthest = 0
        self.expected = ""
        """What would have had to stand at ``furthest``."""

    def fit(self, rows: Sequence[Row], at: int) -> tuple[Found, int] | None:
        """Return what stands in the slots of ``rows`` from line ``at`` on, and the line after."""
        if not rows:
            return [], at
        first, rest = rows[0], rows[1:]
        if isinstance(first, Gap):
            return self.fit(rest, self.past_blanks(at)) if self._is_gap(at) else None
        found = first.match(self.lines[at]) if at < len(self.lines) else None
        if found is not None:
            further = self.fit(rest, at + 1)
            if further is not None:
                return [*found.items(), *further[0]], further[1]
        elif at >= self.furthest and not first.is_optional:
            self.furthest, self.expected = at, first.drawn
        return self.fit(rest, at) if first.is_optional else None

    def past_blanks(self, at: int) -> int:
        """Return the first line from ``at`` on in which something can be seen."""
        while at < len(self.lines) and is_blank(self.lines[at]):
            at += 1
        return at

    def _is_gap(self, at: int) -> bool:
        if at == 0 or at >= len(self.lines) or is_blank(self.lines[at - 1]):
            return True
        if is_blank(self.lines[at]):
            return True
        if at >= self.furthest:
            self.furthest, self.expected = at, "a blank line"
        return False
