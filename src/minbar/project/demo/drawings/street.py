"""Where people meet: market, tram, stadium, rails."""

# ruff: noqa: PLR0917 -- what is drawn is told by its place, its size and its inks

from itertools import pairwise
from math import cos, pi, sin

from minbar.project.demo.drawings.sheet import (
    HEIGHT,
    WIDTH,
    Point,
    Sheet,
    ground,
    mix,
    rolling,
    smooth,
)

MARKET = [
    ("#f2dcb4", "#fbf3e0", "#dc9a33", "#b5432c", "#4f7550", "#2b2430"),
    ("#dfe2d0", "#faf5e6", "#d8a540", "#c0593a", "#35607a", "#222a3a"),
    ("#f0cfb0", "#fcf1e1", "#d39440", "#8f3346", "#5f7a4a", "#33232b"),
]


def market(sheet: Sheet) -> None:
    """Draw market stalls from the front: awnings, sellers, fruit in tiers, customers."""
    chance = sheet.chance
    sky, pale, gold, red, green, night = chance.choice(MARKET)
    sheet.fill(mix(sky, pale, 0.25))
    back = mix(sky, night, 0.14)
    sheet.bar(-10, 60, WIDTH + 20, 700, back)
    for arch in range(9):
        x = -70 + arch * 205 + chance.uniform(-4, 4)
        sheet.shape(f"M{x:.0f} 700V300a78 78 0 0 1 156 0V700Z", mix(back, night, 0.16))
    sheet.bar(-10, 60, WIDTH + 20, 14, mix(back, night, 0.2))
    sheet.bar(-10, 640, WIDTH + 20, 280, mix(sky, night, 0.3))
    fruits = [gold, red, green, mix(red, gold, 0.5), mix(gold, pale, 0.5), mix(night, red, 0.5)]
    edges = [-40.0, 520 + chance.uniform(-40, 40), 1070 + chance.uniform(-40, 40), 1650.0]
    first = chance.randrange(3)
    for number, (left, right) in enumerate(pairwise(edges)):
        stripe = (red, green, gold)[(first + number) % 3]
        chance.shuffle(fruits)
        _stall(sheet, left + 8, right - 8, (stripe, pale, night, back), fruits)
    customers = [chance.uniform(30, 200), chance.uniform(1380, 1560)]
    customers += [chance.uniform(480, 620) if chance.random() < 0.5 else chance.uniform(980, 1120)]
    for x in customers:
        cloak = mix(chance.choice([red, green, gold, night]), night, 0.3)
        _customer(sheet, x, chance.uniform(470, 540), 1.3, cloak, mix(cloak, night, 0.4), pale)


def _stall(
    sheet: Sheet, left: float, right: float, inks: tuple[str, str, str, str], fruits: list[str]
) -> None:
    """One stall between two posts: its awning, its lamp, its seller, three tiers of crates."""
    stripe, pale, night, back = inks
    chance = sheet.chance
    wide = right - left
    sheet.bar(left + 16, 200, wide - 32, 420, mix(back, night, 0.6))
    for bunch in range(5):
        x = left + wide * (bunch + 1) / 6
        if bunch == 2:
            sheet.line([(x, 250), (x, 330)], night, 3)
            sheet.disc(x, 360, 74, "#ffe9b0", fill_opacity=0.16)
            sheet.area([(x - 30, 352), (x - 10, 322), (x + 10, 322), (x + 30, 352)], stripe)
            sheet.disc(x, 356, 15, "#ffe9b0")
            continue
        _bunch(sheet, x, 262, chance.choice(fruits), night)
    _seller(sheet, left + wide * chance.uniform(0.32, 0.68), 600, stripe, pale, night)
    for tier in range(3):
        y, high = 560 + 92 * tier, 84
        grow = 12 * tier
        crates = 3
        for crate in range(crates):
            a = left - grow + (wide + 2 * grow) * crate / crates + 5
            b = left - grow + (wide + 2 * grow) * (crate + 1) / crates - 5
            _crate(sheet, (a, b), y, high, fruits[(tier * 2 + crate) % len(fruits)], (pale, night))
    strips = 11
    for strip in range(strips):
        ink = stripe if strip % 2 == 0 else pale
        top = [left + 26 + (wide - 52) * share / strips for share in (strip, strip + 1)]
        low = [left - 18 + (wide + 36) * share / strips for share in (strip, strip + 1)]
        half = (low[1] - low[0]) / 2
        sheet.shape(
            f"M{top[0]:.1f} 96H{top[1]:.1f}L{low[1]:.1f} 226v22a{half:.1f} 26 0 0 1"
            f" {-2 * half:.1f} 0v-22Z",
            ink,
        )
        sheet.shape(
            f"M{low[0]:.1f} 226H{low[1]:.1f}v22a{half:.1f} 26 0 0 1 {-2 * half:.1f} 0Z",
            mix(ink, night, 0.2),
        )
    for post in (left + 4, right - 12):
        sheet.bar(post, 226, 10, 640, mix(night, back, 0.15))


TRAM = [
    ("#f3dfc0", "#fbf5e6", "#d9a05a", "#b03a2e", "#3f5f6f", "#23262e"),
    ("#d4e0dc", "#fbf6e8", "#d9b66a", "#2f6f74", "#5a6f5a", "#1f2a30"),
    ("#f0cdb0", "#fbf1e2", "#cf8a5a", "#2f4a7a", "#7a5a6a", "#25202c"),
]


def tram(sheet: Sheet) -> None:
    """Draw a tram before a street of balconies, its wires above and its rails below."""
    chance = sheet.chance
    sky, pale, wall, body, cool, night = chance.choice(TRAM)
    sheet.fill(sky)
    sheet.disc(chance.uniform(200, 1400), 150, 80, mix(pale, wall, 0.25))
    x = -60.0
    number = chance.randrange(3)
    while x < WIDTH + 20:
        wide = chance.choice([232, 276, 320])
        ink = (mix(wall, pale, 0.45), mix(wall, sky, 0.15), mix(cool, pale, 0.6))[number % 3]
        _facade(sheet, x, chance.uniform(96, 220), wide, ink, (pale, cool, mix(ink, night, 0.3)))
        number += 1
        x += wide
    sheet.bar(-10, 704, WIDTH + 20, 240, mix(sky, night, 0.26))
    sheet.bar(-10, 704, WIDTH + 20, 12, mix(sky, night, 0.5))
    for lane in (786, 846):
        sheet.bar(-10, lane, WIDTH + 20, 6, night)
        sheet.bar(-10, lane + 6, WIDTH + 20, 3, pale, fill_opacity=0.5)
    for sleeper in range(40):
        sheet.area(
            [
                (sleeper * 44 - 20, 778),
                (sleeper * 44 + 2, 778),
                (sleeper * 44 - 16, 862),
                (sleeper * 44 - 42, 862),
            ],
            night,
            fill_opacity=0.13,
        )
    for wire, y in enumerate((236, 258)):
        sheet.line(f"M-20 {y}Q800 {y + 16 + 8 * wide / 300:.0f} 1620 {y}", night, 3 - wire)
    start = chance.uniform(120, 300)
    _carriages(sheet, start, (body, pale, cool, night))
    for pole in (chance.uniform(30, 90), chance.uniform(1490, 1560)):
        sheet.bar(pole, 190, 13, 700, night)
        sheet.line(f"M{pole + 6:.0f} 214q70 -6 150 20", night, 6)
        sheet.bar(pole - 8, 850, 29, 60, night)
    sheet.bar(-10, 874, WIDTH + 20, 60, mix(sky, night, 0.12))
    sheet.bar(-10, 870, WIDTH + 20, 7, mix(sky, night, 0.5))
    for _ in range(chance.choice([2, 3, 4])):
        _walker(
            sheet, chance.uniform(100, 1500), 896, 1.15, night, chance.choice([body, wall, pale])
        )


def _facade(
    sheet: Sheet, x: float, top: float, wide: float, wall: str, inks: tuple[str, str, str]
) -> None:
    pale, shutter, dark = inks
    sheet.bar(x, top, wide + 2, 620, wall)
    sheet.bar(x - 4, top - 12, wide + 10, 18, mix(wall, pale, 0.6))
    sheet.bar(x + wide - 14, top + 6, 16, 620, dark, fill_opacity=0.35)
    columns = int(wide // 88)
    gap = wide / columns
    for row in range(4):
        y = top + 52 + 132 * row
        for column in range(columns):
            left = x + gap * (column + 0.5) - 19
            arched = f"M{left:.0f} {y + 78:.0f}v-60a19 19 0 0 1 38 0v60Z"
            sheet.shape(arched, dark)
            if sheet.chance.random() < 0.75:
                sheet.bar(left - 17, y + 8, 15, 70, shutter)
                sheet.bar(left + 40, y + 8, 15, 70, shutter)
        sheet.bar(x + 16, y + 78, wide - 32, 5, dark)
        for rail in range(int((wide - 36) // 9)):
            sheet.bar(x + 18 + 9 * rail, y + 58, 2.4, 22, dark)
        sheet.bar(x + 16, y + 56, wide - 32, 3.4, dark)


def _carriages(sheet: Sheet, start: float, inks: tuple[str, str, str, str]) -> None:
    body, pale, glass, night = inks
    chance = sheet.chance
    top, foot = 420, 790
    length = 1120
    sheet.oval(start + length / 2, foot + 26, length / 2 + 20, 17, night, fill_opacity=0.5)
    sheet.line(
        [(start + 560, top - 8), (start + 520, top - 92), (start + 590, top - 164)], night, 6
    )
    sheet.line([(start + 540, top - 164), (start + 640, top - 164)], night, 6)
    for car in range(3):
        x = start + car * 376
        wide = 368
        front = car == 2
        back = car == 0
        path = f"M{x + (70 if back else 0):.0f} {top}H{x + wide - (70 if front else 0):.0f}"
        path += (
            f"Q{x + wide - 12:.0f} {top} {x + wide:.0f} {top + 210}V{foot - 24}"
            f"Q{x + wide:.0f} {foot}"
            f" {x + wide - 28:.0f} {foot}"
            if front
            else f"V{foot}"
        )
        path += (
            f"H{x + 28:.0f}Q{x:.0f} {foot} {x:.0f} {foot - 24}V{top + 210}Q{x + 12:.0f} {top}"
            f" {x + 70:.0f} {top}Z"
            if back
            else f"H{x:.0f}Z"
        )
        sheet.shape(path, body)
        sheet.bar(
            x + (66 if back else 0),
            top + 2,
            wide - (66 if back or front else 0),
            22,
            mix(body, night, 0.45),
        )
        sheet.bar(x + (6 if back else 0), foot - 104, wide - (6 if back or front else 0), 14, pale)
        sheet.bar(x + 30, foot - 20, wide - 60, 26, night)
        for wheel in (86, wide - 86):
            sheet.disc(x + wheel, foot + 6, 24, night)
            sheet.disc(x + wheel, foot + 6, 9, glass)
        for window in range(4):
            left = x + 26 + window * 84
            if (window, car) == (0, 0) or (window, car) == (3, 2):
                continue
            if window == 2 or (window == 1 and car == 1):
                sheet.bar(left, top + 46, 62, 300, mix(body, night, 0.3), rx=6)
                sheet.bar(left + 6, top + 54, 50, 170, glass, rx=5)
                sheet.bar(left + 29, top + 46, 4, 300, night)
                continue
            sheet.bar(left - 4, top + 54, 72, 160, night, rx=8)
            sheet.bar(left, top + 58, 64, 152, glass, rx=6)
            sheet.area(
                [
                    (left + 8, top + 210),
                    (left + 44, top + 58),
                    (left + 62, top + 58),
                    (left + 26, top + 210),
                ],
                pale,
                fill_opacity=0.25,
            )
            if chance.random() < 0.75:
                head = left + chance.uniform(20, 44)
                sheet.disc(head, top + 142, 15, night)
                sheet.shape(f"M{head - 27:.0f} {top + 210}v-20q2 -30 27 -30q25 0 27 30v20Z", night)
        if back:
            sheet.shape(
                f"M{x + 12} {top + 210}Q{x + 22:.0f} {top + 60} {x + 74:.0f} {top + 56}"
                f"H{x + 94:.0f}"
                f"V{top + 210}Z",
                glass,
            )
        if front:
            e = x + wide
            sheet.shape(
                f"M{e - 12} {top + 210}Q{e - 22:.0f} {top + 60} {e - 74:.0f} {top + 56}"
                f"H{e - 94:.0f}"
                f"V{top + 210}Z",
                glass,
            )
            sheet.disc(e - 20, foot - 60, 12, "#ffe9b0")
        if not front:
            for fold in range(3):
                sheet.bar(x + wide - 2 + 4 * fold, top + 14, 2.6, foot - top - 14, night)


def _walker(sheet: Sheet, x: float, foot: float, size: float, ink: str, coat: str) -> None:
    """Someone on the way, from the side: long or short coat, a bag or none."""
    chance = sheet.chance
    long, side = chance.choice([0, 34]), chance.choice([-1, 1])
    sheet.begin(transform=f"translate({x:.0f} {foot:.0f}) scale({side * size:.2f} {size:.2f})")
    sheet.line([(-2, -84), (-24, -40), (-36, -4)], ink, 15)
    sheet.line([(2, -84), (20, -42), (16, -2), (28, -2)], ink, 15)
    sheet.shape(
        f"M-20 -160Q0 -172 20 -160L{26 + long * 0.2:.0f} {-74 + long}H{-26 - long * 0.3:.0f}Z", coat
    )
    sheet.line([(4, -150), (14, -112), (34, -92)], mix(coat, ink, 0.3), 13)
    sheet.line([(0, -150), (-14, -116), (-10, -88)], mix(coat, ink, 0.18), 13)
    if chance.random() < 0.5:
        sheet.bar(20, -92, 40, 34, mix(ink, coat, 0.25), rx=4)
    sheet.bar(-6, -176, 13, 20, "#9a6a4a")
    sheet.oval(1, -190, 16, 19, "#a8714c")
    sheet.shape("M-17 -188C-20 -214 14 -220 18 -198C8 -204 -4 -204 -6 -184Z", ink)
    sheet.end()


STADIUM = [
    ("#1f2a44", "#f6ead0", "#4f8a5a", "#3f744c", "#c0492f", "#e3b04b"),
    ("#2b1f33", "#f8ecd6", "#6f9a5f", "#5c864f", "#d0652f", "#a9b8c4"),
    ("#14353a", "#f5eed8", "#8aa35a", "#74904a", "#b23a3a", "#e0b860"),
]


def stadium(sheet: Sheet) -> None:
    """Draw a full stadium in the evening, from behind one goal."""
    chance = sheet.chance
    night, light, grass, mown, red, gold = chance.choice(STADIUM)
    sheet.fill(mix(night, red, 0.12))
    middle = chance.uniform(740, 860)
    for ring in range(4):
        sheet.oval(
            middle, 330, 1180 - 150 * ring, 300 - 40 * ring, mix(night, gold, 0.06 + 0.07 * ring)
        )
    masts = [middle - 640, middle - 300, middle + 300, middle + 640]
    for mast in masts:
        _floodlight(sheet, mast, 60 + abs(mast - middle) * 0.1, middle, night, light)
    tiers = 15
    for tier in range(tiers):
        near = tier / (tiers - 1)
        wide, high = 1330 - 520 * near, 420 - 236 * near
        y = 470 + 44 * near
        sheet.oval(middle, y, wide, high, mix(night, light, 0.05 + 0.05 * (tier % 2)))
        _crowd(
            sheet,
            (middle, y),
            (wide - 12, high - 7),
            5.4 - 1.6 * near,
            (light, red, gold, mix(night, light, 0.4), mix(night, light, 0.25)),
        )
        if tier == 6:
            sheet.oval(middle, y + 4, wide - 22, high - 12, mix(night, light, 0.6))
            sheet.oval(middle, y + 9, wide - 28, high - 14, night)
    sheet.oval(middle, 522, 770, 172, mix(night, red, 0.5))
    sheet.oval(middle, 530, 760, 164, mix(night, light, 0.18))
    _pitch(sheet, middle, grass, mown, light)
    for _ in range(3):
        flag = chance.uniform(120, 1480)
        sheet.line([(flag, 920), (flag + 30, 760)], night, 7)
        wave = chance.choice([-1, 1]) * 22
        sheet.shape(
            f"M{flag + 30:.0f} 760q60 {wave} 130 -6l-8 84q-66 {-wave} -132 8Z",
            chance.choice([red, gold, light]),
        )
    _heads(sheet, mix(night, "#000000", 0.25))


def _floodlight(sheet: Sheet, x: float, y: float, middle: float, night: str, light: str) -> None:
    for spread, thick in ((300, 0.07), (170, 0.1)):
        target = middle + (x - middle) * 0.25
        sheet.area(
            [(x - 24, y), (x + 24, y), (target + spread, 640), (target - spread, 640)],
            light,
            fill_opacity=thick,
        )
    sheet.bar(x - 4, y, 8, 300, mix(night, light, 0.2))
    for row in range(3):
        for lamp in range(5):
            sheet.disc(x - 34 + 17 * lamp, y - 34 + 17 * row, 6.4, light)


def _crowd(sheet: Sheet, middle: Point, size: Point, head: float, inks: tuple[str, ...]) -> None:
    """People as dots along the far half of an oval."""
    chance = sheet.chance
    dots: dict[str, str] = {}
    turn = pi * 0.97
    step = head * 2.7 / size[0]
    while turn < pi * 2.03:
        turn += step * (1 + 0.9 * abs(cos(turn)) * 0) * chance.uniform(0.8, 1.35)
        x, y = middle[0] + size[0] * cos(turn), middle[1] + size[1] * sin(turn)
        if -10 < x < WIDTH + 10:
            ink = chance.choice(inks)
            dots[ink] = dots.get(ink, "") + (
                f"M{x - head:.0f} {y:.1f}a{head:.1f} {head:.1f} 0 1 0 {2 * head:.1f} 0"
                f"a{head:.1f} {head:.1f} 0 1 0 {-2 * head:.1f} 0Z"
            )
    for ink, path in dots.items():
        sheet.mark(f'path d="{path}"', ink)


def _pitch(sheet: Sheet, middle: float, grass: str, mown: str, light: str) -> None:
    """The grass in perspective: twelve mown bands, lines, two goals."""
    far_y, near_y, far, near = 452, 850, 330, 830

    def at(across: float, along: float) -> Point:
        depth = along / (along + (1 - along) * near / far)
        y = far_y + (near_y - far_y) * depth
        half = far + (near - far) * depth
        return (middle + across * half, y)

    for band in range(12):
        a, b = band / 12, (band + 1) / 12
        sheet.area(
            [at(-1.06, a), at(1.06, a), at(1.06, b), at(-1.06, b)], grass if band % 2 else mown
        )
    lines = [
        [at(-1, 0.02), at(1, 0.02), at(1, 0.98), at(-1, 0.98), at(-1, 0.02)],
        [at(-1, 0.5), at(1, 0.5)],
        [at(-0.55, 0.02), at(-0.55, 0.17), at(0.55, 0.17), at(0.55, 0.02)],
        [at(-0.55, 0.98), at(-0.55, 0.83), at(0.55, 0.83), at(0.55, 0.98)],
        [at(-0.26, 0.02), at(-0.26, 0.07), at(0.26, 0.07), at(0.26, 0.02)],
        [at(-0.26, 0.98), at(-0.26, 0.93), at(0.26, 0.93), at(0.26, 0.98)],
    ]
    for line in lines:
        sheet.line(line, light, 4)
    circle = [at(0.24 * cos(k * pi / 24), 0.5 + 0.105 * sin(k * pi / 24)) for k in range(48)]
    sheet.line(smooth(circle, closed=True), light, 4)
    left, right = at(-0.1, 0.02), at(0.1, 0.02)
    for net in range(9):
        x = left[0] + (right[0] - left[0]) * net / 8
        sheet.line([(x, left[1]), (x, left[1] - 34)], light, 1, stroke_opacity=0.6)
    sheet.line([left, (left[0], left[1] - 34), (right[0], right[1] - 34), right], light, 4)
    for _ in range(15):
        x, y = at(sheet.chance.uniform(-0.85, 0.85), sheet.chance.uniform(0.1, 0.85))
        size = 0.2 + (y - far_y) / 900
        ink = sheet.chance.choice(["#fbf3e0", "#b23a2e"])
        sheet.oval(x + 20 * size, y + 2, 26 * size, 5 * size, "#12241c", fill_opacity=0.4)
        _player(sheet, x, y, 0.62 * size + 0.2, ink, "#231d22")


def _heads(sheet: Sheet, ink: str) -> None:
    """The nearest rows, seen from behind, some with arms up."""
    chance = sheet.chance
    x = -20.0
    while x < WIDTH + 40:
        y = 866 + chance.uniform(-14, 16)
        sheet.disc(x, y, 30, ink)
        sheet.shape(f"M{x - 58:.0f} 930q4 -52 58 -52q54 0 58 52Z", ink)
        if chance.random() < 0.3:
            for side in (-1, 1):
                sheet.line(
                    [(x + side * 44, 910), (x + side * 62, y - 30), (x + side * 46, y - 88)],
                    ink,
                    19,
                )
        x += chance.uniform(78, 104)


def _crate(
    sheet: Sheet, sides: Point, y: float, high: float, fruit: str, inks: tuple[str, str]
) -> None:
    """A tilted crate, full to over its edge."""
    pale, night = inks
    left, right = sides
    wood = mix(pale, night, 0.35)
    sheet.area(
        [(left + 8, y - 34), (right - 8, y - 34), (right, y + 44), (left, y + 44)],
        mix(wood, night, 0.6),
    )
    size = 19
    for row in range(4):
        count = int((right - left - 10) / (2 * size))
        for number in range(count):
            x = left + 6 + size + (right - left - 12 - 2 * size) * number / (count - 1)
            x += size * 0.5 * (row % 2) * (0.6 if number < count - 1 else -0.6)
            at = y - 36 + row * 21 + sheet.chance.uniform(-3, 3)
            sheet.disc(x, at, size, fruit, stroke=mix(fruit, night, 0.45), stroke_width=2.5)
            sheet.disc(x - 6, at - 7, 4.5, mix(fruit, pale, 0.6))
    sheet.bar(left, y + 40, right - left, high - 46, wood)
    sheet.bar(left, y + 56, right - left, 3, mix(wood, night, 0.4))
    if sheet.chance.random() < 0.45:
        x = (left + right) / 2
        sheet.line([(x, y + 20), (x, y - 60)], night, 3)
        sheet.bar(x - 26, y - 92, 52, 38, pale)
        sheet.bar(x - 16, y - 80, 32, 4, night)
        sheet.bar(x - 16, y - 70, 20, 4, night)


def _bunch(sheet: Sheet, x: float, y: float, ink: str, night: str) -> None:
    """A string of peppers or garlic under the awning."""
    sheet.line([(x, y - 20), (x, y + 92)], mix(ink, night, 0.5), 4)
    for bead in range(6):
        for side in (-1, 1):
            sheet.oval(
                x + side * 10,
                y + bead * 16,
                8,
                14,
                ink if side < 0 else mix(ink, night, 0.22),
                transform=f"rotate({side * -32} {x + side * 10:.0f} {y + bead * 16:.0f})",
            )


def _seller(sheet: Sheet, x: float, foot: float, scarf: str, pale: str, night: str) -> None:
    skin = mix("#b9805a", night, sheet.chance.uniform(0, 0.3))
    sheet.begin(transform=f"translate({x:.0f} {foot:.0f})")
    sheet.shape("M-84 0q6 -126 62 -134h44q56 8 62 134Z", mix(scarf, pale, 0.72))
    sheet.shape("M-34 0v-112l34 20l34 -20v112Z", mix(scarf, night, 0.25))
    if sheet.chance.random() < 0.5:
        sheet.shape(
            "M0 -240C42 -240 52 -204 48 -172C46 -146 54 -126 66 -116C30 -92 -30 -92 -66 -116"
            "C-54 -126 -46 -146 -48 -172C-52 -204 -42 -240 0 -240Z",
            scarf,
        )
        sheet.oval(0, -180, 29, 36, skin)
        sheet.shape(
            "M-31 -190C-28 -226 28 -226 31 -190C20 -214 -20 -214 -31 -190Z", mix(scarf, night, 0.3)
        )
    else:
        sheet.bar(-15, -156, 30, 44, mix(skin, night, 0.2))
        sheet.oval(0, -184, 33, 40, skin)
        sheet.shape("M-34 -196v-22q34 -26 68 0v22q-34 -14 -68 0Z", pale)
        sheet.shape("M-28 -170q28 30 56 0q-4 32 -28 32q-24 0 -28 -32Z", mix(night, skin, 0.15))
    sheet.end()


def _customer(
    sheet: Sheet, x: float, top: float, size: float, cloak: str, shade: str, pale: str
) -> None:
    """Someone close to us, from behind, with a basket: in a scarf, a cap or bare-headed."""
    chance = sheet.chance
    hair = mix("#2b2024", shade, 0.3)
    sheet.begin(transform=f"translate({x:.0f} {top:.0f}) scale({size:.2f})")
    sheet.shape("M-132 420C-130 220 -120 138 -44 118H44C120 138 130 220 132 420Z", cloak)
    sheet.shape("M52 121C118 142 130 220 132 420H74C84 300 84 200 52 121Z", shade)
    head = chance.randrange(3)
    if head == 0:
        scarf = mix(
            pale, chance.choice(["#b5532f", "#4f7550", "#c9902f"]), chance.uniform(0.3, 0.8)
        )
        sheet.shape(
            "M0 0C50 0 60 44 54 84C52 108 66 130 84 142C40 166 -40 166 -84 142"
            "C-66 130 -52 108 -54 84C-60 44 -50 0 0 0Z",
            scarf,
        )
        sheet.shape(
            "M24 8C50 18 58 50 54 84C52 108 66 130 84 142C70 150 54 154 40 156C34 110 44 60 24 8Z",
            mix(scarf, shade, 0.3),
        )
    else:
        sheet.bar(-21, 78, 42, 56, "#a8714c")
        sheet.shape(
            "M0 6C44 6 52 44 46 76C42 100 22 108 0 108C-22 108 -42 100 -46 76C-52 44 -44 6 0 6Z",
            hair,
        )
        sheet.shape("M-34 92C-20 112 20 112 34 92V112H-34Z", "#a8714c")
        if head == 1:
            sheet.shape("M-47 44C-46 6 -22 -6 0 -6S46 6 47 44C20 34 -20 34 -47 44Z", pale)
        sheet.shape("M-50 122C-20 136 20 136 50 122L42 112C16 122 -16 122 -42 112Z", shade)
    sheet.end()
    basket = x + chance.choice([-1, 1]) * 168 * size
    y = HEIGHT - 64
    weave = mix(pale, "#a8743a", 0.6)
    sheet.line(f"M{basket - 66:.0f} {y}q66 -130 132 0", mix(weave, shade, 0.5), 11)
    for leaf in range(5):
        at = basket - 50 + leaf * 25
        sheet.line(
            f"M{at:.0f} {y}q{chance.uniform(-20, 20):.0f} -40 {chance.uniform(-26, 26):.0f} -74",
            "#5f7a3f",
            12,
        )
    sheet.shape(f"M{basket - 86:.0f} {y}h172l-20 140h-132Z", weave)
    for row in range(3):
        wide = 84 - 4 * row
        sheet.line(
            [(basket - wide, y + 14 + 26 * row), (basket + wide, y + 14 + 26 * row)],
            mix(weave, shade, 0.35),
            4,
            stroke_dasharray="16 12",
        )


def _player(sheet: Sheet, x: float, foot: float, size: float, shirt: str, dark: str) -> None:
    stride = sheet.chance.choice([-1, 1]) * sheet.chance.uniform(10, 26) * size
    hip = foot - 44 * size
    sheet.line([(x, hip), (x - stride, foot)], dark, 10 * size)
    sheet.line([(x, hip), (x + stride * 1.2, foot - 6 * size)], dark, 10 * size)
    sheet.line(
        [(x - 26 * size, hip - 30 * size), (x, hip - 52 * size), (x + 28 * size, hip - 24 * size)],
        shirt,
        11 * size,
    )
    sheet.area(
        [
            (x - 17 * size, hip - 60 * size),
            (x + 17 * size, hip - 60 * size),
            (x + 15 * size, hip + 6 * size),
            (x - 15 * size, hip + 6 * size),
        ],
        shirt,
    )
    sheet.disc(x, hip - 76 * size, 13 * size, dark)


RAILS = [
    ("#f4d3a4", "#fcefd6", "#d98a4f", "#8f5a4a", "#4a3542", "#231d2b"),
    ("#cfdcd8", "#faf3e0", "#d9b06a", "#7f8f6f", "#3f5a58", "#1c2a30"),
    ("#e6cfc4", "#fbf0e4", "#c98a8a", "#7a5f7a", "#433a58", "#1f1c30"),
]


def rails(sheet: Sheet) -> None:
    """Draw a line that runs to the evening, wires over it, and the lamps of a train far away."""
    chance = sheet.chance
    sky, pale, warm, earth, shade, night = chance.choice(RAILS)
    away = (chance.uniform(620, 980), 470.0)
    sheet.fill(mix(sky, warm, 0.35))
    sun = (away[0] + chance.uniform(-120, 120), chance.uniform(330, 400))
    for ring in range(4):
        sheet.disc(*sun, 520 - 116 * ring, mix(mix(sky, warm, 0.35), pale, 0.14 + 0.16 * ring))
    sheet.disc(*sun, 88, mix(warm, "#c8452f", chance.choice([0.1, 0.85])))
    for number, ink in enumerate(
        [mix(warm, sky, 0.3), mix(earth, sky, 0.3), mix(earth, shade, 0.3)]
    ):
        sheet.shape(
            ground(rolling(chance, 400 + 30 * number, 34 - 8 * number, bends=2 + number)), ink
        )
    sheet.bar(-10, away[1], WIDTH + 20, 500, mix(earth, warm, 0.3))
    for furrow in range(-13, 14):
        if furrow % 2:
            far, near = away[0] + furrow * 34, away[0] + furrow * 300
            bed = [(far, away[1]), (far + 26, away[1]), (near + 230, 910), (near, 910)]
            sheet.area(bed, mix(earth, shade, 0.28))
    _track(sheet, away, 1.25, (mix(earth, pale, 0.3), night, pale, shade))
    _track(sheet, away, -0.5, (mix(earth, pale, 0.38), night, pale, shade))
    _train(sheet, away, night, pale, mix(warm, "#c8452f", 0.7))
    _wires(sheet, away, night)
    _signal(sheet, away, night)
    for _ in range(chance.choice([50, 70])):
        x, y = chance.uniform(-20, 1620), chance.uniform(800, 910)
        if abs(x - away[0]) > 430:
            sheet.line(
                f"M{x:.0f} 920q{chance.uniform(-20, 20):.0f} -30 {chance.uniform(-16, 16):.0f}"
                f" {y - 930:.0f}",
                night,
                4,
            )


def _track(sheet: Sheet, away: Point, shift: float, inks: tuple[str, str, str, str]) -> None:
    """Ballast, sleepers and two rails; ``shift`` is how far beside the middle the track lies."""
    ballast, night, pale, shade = inks
    x, y = away

    def at(across: float, depth: float) -> Point:
        return (x + (shift * 250 + across * 150) * depth, y + 450 * depth)

    sheet.area([at(-1.6, 0), at(1.6, 0), at(1.6, 1.05), at(-1.6, 1.05)], ballast)
    for _ in range(230):
        depth = sheet.chance.uniform(0.1, 1.02) ** 0.7
        sheet.oval(
            *at(sheet.chance.uniform(-1.55, 1.55), depth),
            7 * depth,
            3.6 * depth,
            sheet.chance.choice([shade, pale]),
            fill_opacity=0.4,
        )
    depth = 1.06
    while depth > 0.02:
        thick = depth * 0.952
        sheet.area(
            [at(-1.18, depth), at(1.18, depth), at(1.18, thick), at(-1.18, thick)],
            mix(shade, night, 0.35),
        )
        sheet.area(
            [at(-1.18, thick), at(1.18, thick), at(1.18, thick * 0.985), at(-1.18, thick * 0.985)],
            mix(shade, pale, 0.3),
        )
        depth *= 0.885
    for side in (-0.76, 0.76):
        sheet.area([at(side, 0), at(side - 0.07, 1.05), at(side + 0.09, 1.05)], night)
        sheet.area([at(side, 0), at(side - 0.045, 1.05), at(side + 0.02, 1.05)], pale)


def _train(sheet: Sheet, away: Point, night: str, pale: str, red: str) -> None:
    depth = sheet.chance.uniform(0.16, 0.26)
    x, foot = away[0] + 1.25 * 250 * depth, away[1] + 450 * depth
    sheet.begin(transform=f"translate({x:.1f} {foot:.1f}) scale({depth:.3f})")
    sheet.disc(0, -300, 560, pale, fill_opacity=0.2)
    sheet.shape("M-190 -10V-420Q-190 -560 0 -560T190 -420V-10Z", night)
    sheet.shape("M-170 -150V-250H170V-150Q0 -110 -170 -150Z", red)
    sheet.shape("M-150 -300V-430Q-140 -510 0 -510T150 -430V-300Z", mix(night, pale, 0.4))
    sheet.bar(-6, -510, 12, 210, night)
    for lamp in (-118, 118):
        sheet.disc(lamp, -90, 84, pale, fill_opacity=0.35)
        sheet.disc(lamp, -90, 42, "#fff3c9")
    sheet.disc(0, -530, 26, "#fff3c9")
    sheet.bar(-200, -40, 400, 40, night)
    sheet.end()


def _wires(sheet: Sheet, away: Point, night: str) -> None:
    """Masts on both sides, each a step nearer, and the wires that they carry."""
    x, y = away
    for side in (-1, 1):
        reach = 1.02 if side > 0 else 0.64
        depth = 0.05
        while depth < 1.6:
            foot, top = y + 430 * depth, y - 640 * depth
            post = x + side * reach * 680 * depth
            sheet.bar(post - 9 * depth, top, 18 * depth, foot - top, night)
            arm = post - side * 300 * depth
            sheet.line([(post, top + 60 * depth), (arm, top + 90 * depth)], night, 8 * depth)
            sheet.line([(post, top + 170 * depth), (arm, top + 92 * depth)], night, 5 * depth)
            sheet.bar(arm - 5 * depth, top + 86 * depth, 10 * depth, 40 * depth, night)
            depth *= 1.62
        for high, aside in ((515, 380), (550, 380), (640, 680)):
            sheet.line([(x, y), (x + side * reach * aside * 2, y - high * 2)], night, 2.2)


def _signal(sheet: Sheet, away: Point, night: str) -> None:
    x = away[0] - 560 if away[0] > 800 else away[0] + 640
    sheet.bar(x - 8, 330, 16, 560, night)
    sheet.bar(x - 44, 300, 88, 190, night, rx=40)
    lit = sheet.chance.choice([0, 1])
    for number, ink in enumerate(["#e0452f", "#7fc08a"]):
        on = number == lit
        if on:
            sheet.disc(x, 350 + 84 * number, 62, ink, fill_opacity=0.25)
        sheet.disc(x, 350 + 84 * number, 25, ink if on else mix(night, ink, 0.25))
    sheet.bar(x - 34, 860, 68, 60, night)
