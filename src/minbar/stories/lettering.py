"""Lettering: a line of text set as outlines, for the nameplate and the share cards.

Letters are shaped by HarfBuzz from the face files that we ship, so a line looks the same on every
machine: nothing depends on the fonts or the bidi library that a system happens to have.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

import uharfbuzz
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

BRACKETS = {"(": ")", "[": "]", "{": "}"}
STRONG = {"L": "L", "R": "R", "AL": "R"}
NUMBERS = ("EN", "AN")
# Embeddings, overrides and isolates: a stranger's controls do not steer our lines.
CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Lettering:
    """A line as SVG path data: x from the line's left end, y downwards from the baseline.

    All numbers are units of the face, ``Face.units`` to the em. The ink box is what is painted; the
    advance is the room that the line takes beside others.
    """

    path: str
    advance: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class Face:
    """A typeface in one weight, perhaps cut into files; the first that has a letter sets it.

    ``weight`` chooses a point on the axis of a variable face.
    """

    files: tuple[Path, ...]
    weight: int | None = None

    @property
    def units(self) -> int:
        """Units to the em."""
        return int(self._fonts()[0].face.upem)

    def width(self, text: str) -> int:
        """Return the advance of the line, in units; it is the same whichever way the line runs."""
        return sum(glyph.advance for glyph in self._shaped(text, right_to_left=True))

    def draw(self, text: str, *, right_to_left: bool = True) -> Lettering:
        """Set a line of text, in the order in which it is read.

        A letter that no file of the face holds is left out: what remains may be empty.
        """
        fonts = self._fonts()
        pen = SVGPathPen(None, ntos=lambda number: str(round(number)))
        ink: list[tuple[int, int, int, int]] = []
        x = 0
        for glyph in self._shaped(text, right_to_left=right_to_left):
            font = fonts[glyph.file]
            left, baseline = x + glyph.x_offset, glyph.y_offset
            font.draw_glyph_with_pen(
                glyph.number, TransformPen(pen, (1, 0, 0, -1, left, -baseline))
            )
            box = font.get_glyph_extents(glyph.number)
            if box.width and box.height:
                start, top = left + box.x_bearing, -(baseline + box.y_bearing)
                ink.append((start, top, start + box.width, top - box.height))
            x += glyph.advance
        lefts, tops, rights, bottoms = zip(*ink, strict=True) if ink else ((0,),) * 4
        return Lettering(
            path=pen.getCommands(),
            advance=x,
            left=min(lefts),
            top=min(tops),
            right=max(rights),
            bottom=max(bottoms),
        )

    def _fonts(self) -> list[uharfbuzz.Font]:
        return [_font(file, self.weight) for file in self.files]

    def _shaped(self, text: str, *, right_to_left: bool) -> list[_Glyph]:
        """Return the glyphs of a line from left to right."""
        return [
            glyph
            for run in visual_runs(text, right_to_left=right_to_left)
            for glyph in self._shaped_run(run)
        ]

    def _shaped_run(self, run: Run) -> list[_Glyph]:
        backwards = run.level % 2 == 1
        stretches = self._stretches(run.text)
        codepoints = list(map(ord, run.text))
        glyphs: list[_Glyph] = []
        for file, start, end in reversed(stretches) if backwards else stretches:
            # The whole run goes along as context: a letter joins across a change of file.
            buffer = uharfbuzz.Buffer()
            buffer.add_codepoints(codepoints, item_offset=start, item_length=end - start)
            buffer.direction = "rtl" if backwards else "ltr"
            buffer.script = "Arab" if backwards else "Latn"
            buffer.language = "ar" if backwards else "en"
            uharfbuzz.shape(self._fonts()[file], buffer)
            glyphs += [
                _Glyph(file, info.codepoint, at.x_advance, at.x_offset, at.y_offset)
                for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
            ]
        return glyphs

    def _stretches(self, text: str) -> list[tuple[int, int, int]]:
        """Part a run into (file, start, end), leaving out what no file holds.

        A mark, joiner or space comes from the file of the letter before it, if that has one.
        """
        held = [_characters(file) for file in self.files]
        chosen: list[int | None] = []
        for character in text:
            having = [file for file, characters in enumerate(held) if ord(character) in characters]
            before = chosen[-1] if chosen else None
            follows = unicodedata.category(character) in {"Mn", "Zs", "Cf"}
            chosen.append(before if follows and before in having else having[0] if having else None)
        stretches = []
        for file, places in groupby(range(len(text)), key=chosen.__getitem__):
            if file is not None:
                inside = list(places)
                stretches.append((file, inside[0], inside[-1] + 1))
        return stretches


@dataclass(frozen=True)
class Run:
    """Letters that run one way: an odd level runs from right to left."""

    text: str
    level: int


@dataclass(frozen=True)
class _Glyph:
    file: int
    number: int
    advance: int
    x_offset: int
    y_offset: int


def is_right_to_left(text: str) -> bool:
    """Say whether any letter runs from right to left: «BBC عربي» is an Arabic name."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)


def visual_runs(text: str, *, right_to_left: bool) -> list[Run]:
    """Return the runs of one line from left to right, each with its letters as they are read.

    The Unicode Bidirectional Algorithm (UAX #9) for one line whose direction is known: the weak
    types, pairs of brackets and neutrals; explicit controls are taken out instead of obeyed.
    """
    text = CONTROLS.sub("", text).strip()
    base = "R" if right_to_left else "L"
    types = [unicodedata.bidirectional(character) for character in text]
    _resolve_weak(types, base)
    _resolve_brackets(text, types, base)
    _resolve_neutrals(types, base)
    levels = [_level(type_, right_to_left=right_to_left) for type_ in types]
    runs = []
    start = 0
    for level, letters in groupby(levels):
        end = start + len(list(letters))
        runs.append(Run(text[start:end], level))
        start = end
    for turned in range(max(levels, default=0), 0, -1):
        runs = _turn(runs, turned)
    return runs


def _resolve_weak(types: list[str], base: str) -> None:
    """Rules W1 to W7: marks, numbers and what stands between them."""
    strong = base
    for place, type_ in enumerate(types):
        if type_ == "NSM":  # W1
            types[place] = types[place - 1] if place else base
        if types[place] in STRONG:
            strong = types[place]
        elif types[place] == "EN" and strong == "AL":  # W2
            types[place] = "AN"
    types[:] = ["R" if type_ == "AL" else type_ for type_ in types]  # W3
    for place in range(1, len(types) - 1):  # W4
        before, type_, after = types[place - 1 : place + 2]
        if before == after and (
            (type_ == "CS" and before in NUMBERS) or (type_ == "ES" and before == "EN")
        ):
            types[place] = before
    start = 0
    for type_, letters in groupby(list(types)):  # W5
        end = start + len(list(letters))
        if type_ == "ET" and "EN" in (*types[max(start - 1, 0) : start], *types[end : end + 1]):
            types[start:end] = ["EN"] * (end - start)
        start = end
    strong = base
    for place, type_ in enumerate(types):
        if type_ in {"ES", "ET", "CS"}:  # W6
            types[place] = "ON"
        elif type_ == "EN" and strong == "L":  # W7
            types[place] = "L"
        elif type_ in STRONG:
            strong = type_


def _resolve_brackets(text: str, types: list[str], base: str) -> None:
    """Rule N0: a pair of brackets runs as what it holds, or as what stands before it."""
    for opening, closing in _bracket_pairs(text, types):
        inside = {_direction(type_) for type_ in types[opening + 1 : closing]}
        if base in inside:
            types[opening] = types[closing] = base
        elif inside & {"L", "R"}:
            before = (_direction(type_) for type_ in reversed(types[:opening]))
            types[opening] = types[closing] = next((d for d in before if d), base)


def _bracket_pairs(text: str, types: list[str]) -> list[tuple[int, int]]:
    pairs = []
    waiting: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        if types[place] != "ON":
            continue
        if character in BRACKETS:
            waiting.append((BRACKETS[character], place))
        elif character in {closing for closing, _ in waiting}:
            while waiting:
                closing, opening = waiting.pop()
                if closing == character:
                    pairs.append((opening, place))
                    break
    return sorted(pairs)


def _resolve_neutrals(types: list[str], base: str) -> None:
    """Rules N1 and N2: between two of a kind like them, otherwise like the line."""
    start = 0
    before = base
    for direction, letters in groupby([_direction(type_) for type_ in types]):
        end = start + len(list(letters))
        if direction is None:
            after = _direction(types[end]) if end < len(types) else base
            types[start:end] = [before if before == after else base] * (end - start)
        else:
            before = direction
        start = end


def _direction(type_: str) -> str | None:
    """Return the direction that a type gives to its neighbours: numbers count as right to left."""
    return "R" if type_ in NUMBERS else STRONG.get(type_)


def _level(type_: str, *, right_to_left: bool) -> int:
    """Rules I1 and I2."""
    if type_ in NUMBERS:
        return 2
    if type_ == "R":
        return 1
    return 2 if right_to_left else 0


def _turn(runs: list[Run], level: int) -> list[Run]:
    """Rule L2, one step: reverse every stretch of runs at this level or above."""
    turned: list[Run] = []
    for high, stretch in groupby(runs, key=lambda run: run.level >= level):
        inside = list(stretch)
        turned += reversed(inside) if high else inside
    return turned


@cache
def _font(file: Path, weight: int | None) -> uharfbuzz.Font:
    font = uharfbuzz.Font(uharfbuzz.Face(_unpacked(file)))
    if weight is not None:
        font.set_variations({"wght": weight})
    return font


@cache
def _characters(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _unpacked(file: Path) -> bytes:
    """Return the font without its web compression, which HarfBuzz does not read."""
    unpacked = BytesIO()
    with TTFont(file) as font:
        font.flavor = None
        font.save(unpacked)
    return unpacked.getvalue()
