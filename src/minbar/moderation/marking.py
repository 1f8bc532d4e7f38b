"""A comment's text with what rules found in it marked, as it was typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from minbar.arabic import direction
from minbar.moderation.rules import Mark

_BETWEEN = re.compile(r"\n{2,}")


@dataclass(frozen=True)
class Piece:
    """Some of a paragraph's text, and why it is marked, if it is."""

    text: str
    why: str = ""


@dataclass(frozen=True)
class MarkedParagraph:
    """A paragraph in pieces, and which way it runs if its letters say so."""

    pieces: list[Piece]
    direction: str | None


def marked_paragraphs(text: str, marks: Iterable[Mark]) -> list[MarkedParagraph]:
    """Part ``text`` at its empty lines and at its marks; of marks that overlap the first counts.

    The pieces together are the text, but for the empty lines.
    """
    in_order = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    paragraphs, start = [], 0
    for end, following in [*(gap.span() for gap in _BETWEEN.finditer(text)), (len(text),) * 2]:
        pieces = _pieces(text, start, end, in_order)
        paragraphs.append(MarkedParagraph(pieces, direction(text[start:end])))
        start = following
    return paragraphs


def _pieces(text: str, start: int, end: int, marks: list[Mark]) -> list[Piece]:
    pieces, place = [], start
    for mark in marks:
        first, last = max(mark.start, place), min(mark.end, end)
        if first >= last:
            continue
        if first > place:
            pieces.append(Piece(text[place:first]))
        pieces.append(Piece(text[first:last], f"{mark.rule.name}: «{mark.term}»"))
        place = last
    if place < end:
        pieces.append(Piece(text[place:end]))
    return pieces
