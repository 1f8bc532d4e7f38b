"""The demo's advertisements: a drawing, and beside or below it words on a plain ground."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from minbar.paper.share_cards import LABEL
from minbar.project.demo.drawings.sheet import HEIGHT, WIDTH, Sheet
from minbar.project.demo.pictures import COMPOSITIONS, print_drawing
from minbar.stories.lettering import Lettering
from minbar.stories.nameplate import DISPLAY

DRAWN = 0.37
"""How much of its length the drawing takes."""
AIR = 0.07
"""Of the words' own room, kept free at each side."""


@dataclass(frozen=True)
class Words:
    """What an advertisement says: a name in large letters, and lines below it."""

    name: str
    lines: tuple[str, ...]
    ground: str
    ink: str
    accent: str


@dataclass(frozen=True)
class Box:
    """A part of the picture, in pixels."""

    x: float
    y: float
    width: float
    height: float


def draw_advertisement(
    composition: str, words: Words, *, seed: int, size: tuple[int, int]
) -> bytes:
    """Return a JPEG: the drawing at the left of a wide one, and over the words of another."""
    chance = Random(f"{composition} {seed}")  # noqa: S311 -- nothing here is secret
    sheet = Sheet(chance)
    COMPOSITIONS[composition](sheet)
    width, height = size
    if width > 2 * height:
        drawn = Box(0, 0, width * DRAWN, height)
        said = Box(width * DRAWN, 0, width * (1 - DRAWN), height)
    else:
        drawn = Box(0, 0, width, height * DRAWN)
        said = Box(0, height * DRAWN, width, height * (1 - DRAWN))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="{words.ground}"/>'
        f'<svg x="{drawn.x}" y="{drawn.y}" width="{drawn.width}" height="{drawn.height}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice">'
        f"{''.join(sheet.marks)}</svg>{_said(words, said)}</svg>"
    )
    return print_drawing(svg, chance)


def _said(words: Words, box: Box) -> str:
    """Set the name, a short rule and the lines, one below the other in the middle of their room."""
    name, gap = 0.32 * box.height, 0.09 * box.height
    lines = [LABEL.draw(text) for text in words.lines]
    widest = max(line.right - line.left for line in lines)
    em = min(0.12 * box.height, _room(box) * LABEL.units / widest)
    top = box.y + (box.height - name - gap - 1.5 * em * len(lines)) / 2
    middle, rule = box.x + box.width / 2, top + name + 0.5 * gap
    lettered = DISPLAY.draw(words.name)
    high, wide = lettered.bottom - lettered.top, lettered.right - lettered.left
    scale = min(name / high, _room(box) / wide)
    baseline = top + (name - high * scale) / 2 - lettered.top * scale
    drawn = [
        _line(lettered, scale, middle, baseline, words.ink),
        f'<path d="M{middle - 0.6 * em:.1f} {rule:.1f}h{1.2 * em:.1f}" fill="none"'
        f' stroke="{words.accent}" stroke-width="{0.11 * em:.1f}"/>',
    ]
    for number, line in enumerate(lines):
        baseline = top + name + gap + (1.5 * number + 1.2) * em
        drawn.append(_line(line, em / LABEL.units, middle, baseline, words.ink))
    return "".join(drawn)


def _room(box: Box) -> float:
    return box.width * (1 - 2 * AIR)


def _line(line: Lettering, scale: float, middle: float, baseline: float, ink: str) -> str:
    x = middle - (line.left + line.right) / 2 * scale
    return (
        f'<path fill="{ink}" d="{line.path}"'
        f' transform="translate({x:.2f} {baseline:.2f}) scale({scale:.5f})"/>'
    )
