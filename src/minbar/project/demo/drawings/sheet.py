"""The sheet on which the demo's pictures are drawn, as a printer of posters would cut them.

A picture is flat areas of a few inks, one over the other. Everything is in units of a sheet of
1600 × 900, whatever size is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin
from random import Random

WIDTH, HEIGHT = 1600, 900

Point = tuple[float, float]


@dataclass
class Sheet:
    """Areas of ink in the order in which they are printed."""

    chance: Random
    marks: list[str] = field(default_factory=list)

    def fill(self, ink: str) -> None:
        self.bar(-10, -10, WIDTH + 20, HEIGHT + 20, ink)

    def bar(self, x: float, y: float, width: float, height: float, ink: str, **how: object) -> None:
        self.mark(
            f'rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"', ink, **how
        )

    def disc(self, x: float, y: float, radius: float, ink: str, **how: object) -> None:
        self.mark(f'circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"', ink, **how)

    def oval(self, x: float, y: float, wide: float, high: float, ink: str, **how: object) -> None:
        self.mark(f'ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{wide:.1f}" ry="{high:.1f}"', ink, **how)

    def area(self, points: Iterable[Point], ink: str, **how: object) -> None:
        """Fill what lies between straight edges."""
        self.shape(straight(points) + "Z", ink, **how)

    def shape(self, path: str, ink: str, **how: object) -> None:
        """Fill a path; holes are cut by the even-odd rule."""
        self.mark(f'path fill-rule="evenodd" d="{path}"', ink, **how)

    def line(self, path: str | Iterable[Point], ink: str, width: float, **how: object) -> None:
        """Draw a line with round ends, along a path or from point to point."""
        path = path if isinstance(path, str) else straight(path)
        how = {"stroke_linecap": "round", "stroke_linejoin": "round"} | how
        self.mark(f'path d="{path}"', "none", stroke=ink, stroke_width=f"{width:.1f}", **how)

    def mark(self, element: str, ink: str, **how: object) -> None:
        """Print an element; ``overprint`` lets what lies under it show through."""
        if how.pop("overprint", False):
            how["style"] = "mix-blend-mode:multiply"
        attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in how.items())
        self.marks.append(f'<{element} fill="{ink}"{attributes}/>')

    def begin(self, **how: object) -> None:
        """Begin a group that is placed, turned or made transparent as one."""
        attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in how.items())
        self.marks.append(f"<g{attributes}>")

    def end(self) -> None:
        self.marks.append("</g>")


def straight(points: Iterable[Point]) -> str:
    """Return a path from point to point."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def smooth(points: Sequence[Point], *, closed: bool = False) -> str:
    """Return a soft path through all points (Catmull and Rom's spline)."""
    if closed:
        around = [points[-1], *points, points[0], points[1]]
    else:
        around = [points[0], *points, points[-1]]
    path = f"M{around[1][0]:.1f} {around[1][1]:.1f}"
    for before, here, there, after in zip(around, around[1:], around[2:], around[3:], strict=False):
        path += (
            f"C{here[0] + (there[0] - before[0]) / 6:.1f}"
            f" {here[1] + (there[1] - before[1]) / 6:.1f}"
            f" {there[0] - (after[0] - here[0]) / 6:.1f} {there[1] - (after[1] - here[1]) / 6:.1f}"
            f" {there[0]:.1f} {there[1]:.1f}"
        )
    return path + ("Z" if closed else "")


def ground(points: Sequence[Point], *, soft: bool = True, bottom: float = HEIGHT + 20) -> str:
    """Return the path of everything under a skyline."""
    top = smooth(points) if soft else straight(points)
    return f"{top}L{points[-1][0]:.1f} {bottom:.1f}L{points[0][0]:.1f} {bottom:.1f}Z"


def rolling(chance: Random, y: float, height: float, *, bends: float = 2.0) -> list[Point]:
    """Return a soft skyline round ``y``, from over one edge of the sheet to over the other."""
    phases = [chance.uniform(0, 2 * pi) for _ in range(3)]
    return [
        (
            x,
            y
            + height
            * (
                sin(bends * x / WIDTH * pi + phases[0])
                + 0.45 * sin(2.3 * bends * x / WIDTH * pi + phases[1])
                + 0.2 * sin(4.1 * bends * x / WIDTH * pi + phases[2])
            )
            / 1.4,
        )
        for x in range(-60, WIDTH + 121, 60)
    ]


def jagged(chance: Random, start: Point, end: Point, rough: float, depth: int) -> list[Point]:
    """Return a broken line: every piece is broken in its middle, ever more gently."""
    if not depth:
        return [start, end]
    middle = (
        (start[0] + end[0]) / 2 + chance.uniform(-0.15, 0.15) * (end[0] - start[0]),
        (start[1] + end[1]) / 2 + chance.uniform(-rough, rough),
    )
    left = jagged(chance, start, middle, rough * 0.52, depth - 1)
    return left + jagged(chance, middle, end, rough * 0.52, depth - 1)[1:]


def around(x: float, y: float, radius: float, turn: float, *, squash: float = 1.0) -> Point:
    """Return the point on a circle, or on one lying flat; ``turn`` is in radians from the right."""
    return (x + radius * cos(turn), y + radius * squash * sin(turn))


def between(one: Point, other: Point, share: float) -> Point:
    return (one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share)


def mix(one: str, other: str, share: float) -> str:
    """Return a tint: ``share`` of the other ink laid into the one."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
