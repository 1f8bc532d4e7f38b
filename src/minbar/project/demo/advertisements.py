"""The demo's advertisements: a drawing, and beside or below it words on a plain ground."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from minbar.paper.share_cards import LABEL
from minbar.project.demo.drawings.sheet import HEIGHT, WIDTH, Sheet
from minbar.project.demo.pictures import COMPOSITIONS, print_drawing
from minbar.stories.lettering import Face
from minbar.stories.nameplate import DISPLAY

DRAWN = 0.4
"""How much of its length the drawing takes."""
AIR = 0.1
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
    name, line = 0.3 * box.height, 0.105 * box.height
    gap = 0.085 * box.height
    whole = name + gap + len(words.lines) * 1.6 * line
    top = box.y + (box.height - whole) / 2
    middle = box.x + box.width / 2
    rule = top + name + 0.55 * gap
    drawn = [
        _line(DISPLAY, words.name, Box(box.x, top, box.width, name), words.ink),
        f'<path d="M{middle - 0.6 * line:.1f} {rule:.1f}h{1.2 * line:.1f}" fill="none"'
        f' stroke="{words.accent}" stroke-width="{0.11 * line:.1f}"/>',
    ]
    for number, text in enumerate(words.lines):
        y = top + name + gap + (1.6 * number + 0.5) * line
        drawn.append(_line(LABEL, text, Box(box.x, y, box.width, line), words.ink))
    return "".join(drawn)


def _line(face: Face, text: str, box: Box, ink: str) -> str:
    """Set a line in the middle of a box, as high as it is, or smaller where it is too long."""
    set_ = face.draw(text)
    high, wide = set_.bottom - set_.top, set_.right - set_.left
    em = box.height if face is LABEL else box.height * face.units / high
    scale = min(em / face.units, box.width * (1 - 2 * AIR) / wide)
    x = box.x + (box.width - wide * scale) / 2 - set_.left * scale
    if face is LABEL:
        y = box.y + box.height * 0.78
    else:
        y = box.y + (box.height - high * scale) / 2 - set_.top * scale
    return (
        f'<path fill="{ink}" d="{set_.path}"'
        f' transform="translate({x:.2f} {y:.2f}) scale({scale:.5f})"/>'
    )
