"""Water: a harbour, a shoal of fish, a well seen from above."""

# ruff: noqa: PLR0917 -- what is drawn is told by its place, its size and its inks

from collections.abc import Callable
from itertools import pairwise
from math import atan2, cos, degrees, pi, sin

from minbar.project.demo.drawings.sheet import (
    HEIGHT,
    WIDTH,
    Point,
    Sheet,
    around,
    ground,
    mix,
    rolling,
    smooth,
)

HARBOUR = [
    ("#f5dcb8", "#fdf6e6", "#7fb0b4", "#2f6f80", "#1b3f52", "#c8502f"),
    ("#cfe0e2", "#fdf8ea", "#6f9fb0", "#35668a", "#1f3550", "#d9963a"),
    ("#f3c9a4", "#fdf2de", "#c48a86", "#7a5a78", "#38304f", "#b83a34"),
]


def harbour(sheet: Sheet) -> None:
    """Draw a white town over its harbour, boats one behind the other, gulls before all."""
    chance = sheet.chance
    sky, pale, shallow, sea, deep, red = chance.choice(HARBOUR)
    sheet.fill(sky)
    sun = (chance.uniform(1000, 1280), chance.uniform(160, 230))
    sheet.disc(*sun, chance.uniform(74, 100), mix(pale, red, chance.choice([0, 0.75])))
    sheet.shape(ground(rolling(chance, 350, 30, bends=1.4)), mix(shallow, sky, 0.55))
    _hill_town(sheet, pale, mix(shallow, sky, 0.3), mix(sea, sky, 0.25), red)
    water = 486
    sheet.bar(-10, water, WIDTH + 20, 500, shallow)
    _mole(sheet, water, pale, red, deep, sea)
    for band in range(9):
        y = water + 12 + band**1.75 * 8.2
        swell = rolling(chance, y, 1.5 + band, bends=7 - band * 0.4)
        sheet.shape(ground(swell), mix(shallow, sea, 0.16 + 0.09 * band))
    for glint in range(26):
        y = water + 14 + glint**1.5 * 2.9
        wide = chance.uniform(20, 90) * (0.5 + glint / 18)
        left = sun[0] - wide / 2 + chance.uniform(-40, 40)
        sheet.bar(left, y, wide, 2 + glint * 0.13, pale, rx=2)
    boats = [(0.34, 540, 0.42), (0.62, 560, 0.5), (0.16, 606, 0.72), (0.46, 664, 1.02)]
    boats.append((chance.choice([0.74, 0.78]), 745, 1.42))
    hulls = [red, pale, deep, mix(shallow, pale, 0.3), red]
    chance.shuffle(hulls)
    for hull, (x, y, size) in zip(hulls, boats, strict=True):
        trim = pale if hull != pale else red
        at = WIDTH * x + chance.uniform(-50, 50)
        _boat(sheet, at, y, size, (hull, trim, deep, mix(sea, deep, 0.5)))
    _quay(sheet, deep, mix(deep, pale, 0.25))
    for _ in range(chance.choice([3, 4, 5])):
        x, y = chance.uniform(760, 1560), chance.uniform(70, 300)
        _gull(sheet, (x, y), chance.uniform(0.4, 0.75), pale, deep)
    _gull(sheet, (chance.uniform(940, 1120), chance.uniform(300, 360)), 1.7, pale, deep)


def _hill_town(sheet: Sheet, wall: str, shade: str, window: str, red: str) -> None:
    """Houses as cubes that climb, the farthest first."""
    chance = sheet.chance
    top = chance.uniform(420, 620)
    for row in range(8):
        y = 262 + row * 32
        reach = 170 + row * 88
        x = top - reach * 0.8
        while x < top + reach:
            wide, high = chance.uniform(38, 70), chance.uniform(44, 76)
            lift = abs(x - top) / reach * 42
            house = mix(wall, shade, chance.choice([0, 0.12, 0.3]))
            sheet.bar(x, y - high + lift, wide, high + 130, house)
            sheet.bar(
                x + wide * 0.68, y - high + lift, wide * 0.32, high + 130, mix(house, shade, 0.8)
            )
            for pane in range(int(wide // 20)):
                sheet.bar(x + 8 + 17 * pane, y - high + lift + 13, 6.5, 11, window)
            if chance.random() < 0.13:
                sheet.disc(x + wide * 0.42, y - high + lift, wide * 0.34, house)
            elif chance.random() < 0.1:
                sheet.area(
                    [
                        (x - 3, y - high + lift),
                        (x + wide / 2, y - high - 18 + lift),
                        (x + wide + 3, y - high + lift),
                    ],
                    red,
                )
            x += wide + chance.uniform(-4, 6)
    tower = top + chance.uniform(-30, 30)
    sheet.bar(tower, 120, 34, 170, wall)
    sheet.bar(tower + 23, 120, 11, 170, shade)
    sheet.bar(tower + 8, 88, 18, 36, wall)
    sheet.disc(tower + 17, 88, 9, red)
    for y in (146, 190):
        sheet.bar(tower + 10, y, 8, 18, window)


def _mole(sheet: Sheet, water: float, pale: str, red: str, deep: str, sea: str) -> None:
    end = sheet.chance.uniform(1220, 1400)
    sheet.bar(end - 60, water - 16, 700, 26, mix(sea, deep, 0.5))
    sheet.bar(end - 60, water - 20, 700, 7, mix(pale, sea, 0.4))
    sheet.area(
        [
            (end - 22, water - 18),
            (end - 14, water - 166),
            (end + 18, water - 166),
            (end + 26, water - 18),
        ],
        pale,
    )
    for stripe in (0, 2):
        y = water - 56 - 44 * stripe / 1.2
        sheet.area(
            [
                (end - 20 + stripe, y),
                (end - 18.5 + stripe, y - 32),
                (end + 22 - stripe, y - 32),
                (end + 24 - stripe, y),
            ],
            red,
        )
    sheet.bar(end - 20, water - 174, 44, 9, deep)
    sheet.bar(end - 9, water - 200, 22, 28, "#ffe9b0")
    sheet.area([(end - 16, water - 200), (end + 2, water - 222), (end + 20, water - 200)], deep)


def _boat(sheet: Sheet, x: float, y: float, size: float, inks: tuple[str, str, str, str]) -> None:
    """A fishing boat with a wheelhouse and a mast, and what the water gives back of it."""
    hull, trim, dark, wet = inks
    chance = sheet.chance
    sheet.begin(transform=f"translate({x:.0f} {y:.0f}) scale({size})")
    for strip in range(7):
        wide = 300 - 26 * strip + chance.uniform(-30, 30)
        sheet.bar(
            -wide / 2 + chance.uniform(-16, 16),
            58 + 13 * strip,
            wide,
            7,
            mix(hull, wet, 0.55),
            rx=3,
            fill_opacity=0.85,
        )
    sheet.bar(-3, 64, 6, 92, wet, rx=3, fill_opacity=0.6)
    sheet.line([(-20, 0), (-20, -218)], dark, 6)
    sheet.line([(-20, -206), (168, -30)], dark, 2)
    sheet.line([(-20, -206), (-158, -4)], dark, 2)
    sheet.line([(-20, -78), (-120, -128)], dark, 4)
    sheet.area([(-20, -196), (-20, -164), (34, -180)], trim if hull != trim else dark)
    sheet.bar(16, -92, 92, 96, mix(trim, "#ffffff", 0.25))
    sheet.bar(80, -92, 28, 96, mix(trim, dark, 0.2))
    sheet.bar(8, -102, 108, 13, dark)
    for pane in (26, 54):
        sheet.bar(pane, -76, 21, 28, dark)
    sheet.shape(
        "M-164 -14C-152 46 -124 64 -70 66H92C140 62 172 14 186 -44C130 -14 -80 -4 -164 -14Z", hull
    )
    sheet.shape(
        "M-156 16C-146 50 -124 64 -70 66H92C124 64 148 42 164 10C100 30 -70 34 -156 16Z",
        mix(hull, dark, 0.45),
    )
    sheet.shape("M-164 -14C-80 -4 130 -14 186 -44L181 -27C128 0 -80 10 -161 0Z", trim)
    for tyre in (-96, -34, 30, 92):
        sheet.disc(tyre, 22, 10, "none", stroke=dark, stroke_width=6)
    sheet.end()


def _quay(sheet: Sheet, dark: str, edge: str) -> None:
    chance = sheet.chance
    sheet.bar(-10, 852, WIDTH + 20, 80, dark)
    sheet.bar(-10, 852, WIDTH + 20, 9, edge)
    for bollard in (chance.uniform(140, 300), chance.uniform(980, 1200)):
        sheet.bar(bollard - 17, 806, 34, 52, dark)
        sheet.bar(bollard - 30, 796, 60, 20, dark, rx=9)
        sheet.line(f"M{bollard:.0f} 826q150 74 420 {-20 + chance.uniform(-20, 20):.0f}", dark, 6)
    pots = chance.uniform(420, 700)
    for pot in range(4):
        x, y = pots + 74 * pot, 852
        sheet.shape(f"M{x - 36:.0f} {y}v-34a36 36 0 0 1 72 0v34Z", dark)
        for mesh in (-18, 0, 18):
            sheet.line([(x + mesh, y - 6), (x + mesh, y - 54)], edge, 2)
        sheet.line([(x - 34, y - 30), (x + 34, y - 30)], edge, 2)


def _gull(sheet: Sheet, place: Point, size: float, white: str, dark: str) -> None:
    turn = sheet.chance.uniform(-14, 14)
    wide = size * sheet.chance.choice([-1, 1])
    grey = mix(white, dark, 0.3)
    sheet.begin(
        transform=f"translate({place[0]:.0f} {place[1]:.0f}) rotate({turn:.0f})"
        f" scale({wide:.2f} {size:.2f})"
    )
    sheet.shape("M-8 4C-30 -34 -62 -66 -128 -74C-92 -54 -70 -22 -34 12Z", grey)
    sheet.shape(
        "M-128 -74C-110 -73 -98 -70 -84 -65C-90 -56 -86 -52 -78 -44C-96 -58 -110 -66 -128 -74Z",
        dark,
    )
    sheet.shape(
        "M-62 22L-92 20L-84 30L-94 38L-56 32C-20 42 26 34 50 14"
        "C54 6 48 -2 38 -2C16 -4 -30 6 -62 22Z",
        white,
    )
    sheet.shape("M-60 25C-30 36 24 30 50 14C40 34 -16 42 -56 32Z", grey)
    sheet.shape("M-26 14C-12 -30 22 -74 96 -98C74 -66 46 -16 18 16Z", mix(white, dark, 0.1))
    sheet.shape("M96 -98C76 -92 62 -84 52 -76C62 -70 60 -64 58 -56C72 -70 84 -82 96 -98Z", dark)
    sheet.shape("M46 4L68 12L48 17Z", "#e0962f")
    sheet.disc(40, 6, 3, dark)
    sheet.end()


FISH = [
    ("#dcebe0", "#9cc7c0", "#4f97a0", "#24607a", "#123a52", "#d8572f"),
    ("#f2e3bf", "#c3cfae", "#6fa39a", "#356f78", "#1a3f4f", "#d08a2a"),
    ("#d9dfe8", "#a6b7cf", "#6a86ad", "#3d5585", "#20305a", "#cf4a45"),
]


def fish(sheet: Sheet) -> None:
    """Draw a shoal under a boat: all swim one way but one."""
    chance = sheet.chance
    light, shallow, water, deep, abyss, red = chance.choice(FISH)
    sheet.fill(light)
    surface = 120
    steps = [
        shallow,
        mix(shallow, water, 0.5),
        water,
        mix(water, deep, 0.5),
        deep,
        mix(deep, abyss, 0.55),
    ]
    for number, ink in enumerate(steps):
        y = surface + number * 128 + chance.uniform(-14, 14)
        sheet.shape(ground(rolling(chance, y, 8 + 5 * number, bends=6 - number * 0.7)), ink)
    boat = chance.uniform(980, 1240)
    for _ in range(6):
        x = chance.uniform(60, 1500)
        wide = chance.uniform(26, 80)
        sheet.area(
            [
                (x, surface + 10),
                (x + wide, surface + 10),
                (x + wide * 3 - 330, 920),
                (x - wide - 420, 920),
            ],
            light,
            fill_opacity=0.1,
        )
    sheet.shape(
        f"M{boat - 210:.0f} 96C{boat - 170:.0f} 176 {boat - 90:.0f} 196 {boat:.0f} 196"
        f"S{boat + 180:.0f} 172 {boat + 220:.0f} 84C{boat + 90:.0f} 104 {boat - 100:.0f} 108"
        f" {boat - 210:.0f} 96Z",
        abyss,
    )
    sheet.line(
        f"M{boat - 200:.0f} 98C{boat - 100:.0f} 110 {boat + 90:.0f} 106 {boat + 214:.0f} 88", red, 8
    )
    sheet.line([(boat - 30, 100), (boat - 30, -20)], abyss, 8)
    sheet.line(f"M{boat - 120:.0f} 168q-60 200 {chance.uniform(-60, 20):.0f} 330", abyss, 2.4)
    path = _stream(chance.uniform(0, 2 * pi), chance.uniform(0.8, 1.25))
    shoal = []
    for _ in range(150):
        share = chance.random()
        aside = chance.gauss(0, 1)
        x, y, turn = path(share)
        off = aside * (62 + 70 * sin(pi * share))
        size = chance.uniform(0.34, 0.56) + 0.5 * max(0, (off + 120) / 420)
        shoal.append((size, x - off * sin(turn), y + off * cos(turn), turn + chance.gauss(0, 0.1)))
    chosen = chance.randrange(118, 138)
    for number, (size, x, y, turn) in enumerate(sorted(shoal)):
        near = number / len(shoal)
        back = mix(mix(water, deep, 0.3), abyss, near)
        belly = mix(mix(shallow, water, 0.3), light, near)
        if number == chosen:
            _one_fish(sheet, x, y, size * 1.25, turn + pi, (red, mix(red, light, 0.6), abyss))
        else:
            _one_fish(sheet, x, y, size, turn, (back, belly, abyss))
    sheet.shape(ground(rolling(chance, 846, 26, bends=3)), abyss)
    for x in range(-20, WIDTH + 40, 46):
        if chance.random() < 0.72:
            _weed(
                sheet,
                x + chance.uniform(-16, 16),
                chance.uniform(90, 260),
                chance.choice([abyss, mix(abyss, deep, 0.4), mix(abyss, water, 0.3)]),
            )


def _stream(phase: float, bend: float) -> Callable[[float], tuple[float, float, float]]:
    """Return the way of the shoal: place and direction at every share of it."""

    def at(share: float) -> tuple[float, float, float]:
        turn = share * 2 * pi * bend + phase
        slope = 150 * 2 * pi * bend * cos(turn) / (WIDTH + 120)
        return -60 + share * (WIDTH + 120), 500 + 150 * sin(turn), atan2(slope, 1)

    return at


def _one_fish(
    sheet: Sheet, x: float, y: float, size: float, turn: float, inks: tuple[str, str, str]
) -> None:
    back, belly, dark = inks
    flip = -1 if cos(turn) < 0 else 1
    sheet.begin(
        transform=f"translate({x:.0f} {y:.0f}) rotate({degrees(turn):.0f})"
        f" scale({size:.2f} {size * flip:.2f})"
    )
    sheet.shape("M-66 0L-104 -30C-96 -10 -96 10 -104 30Z", back)
    sheet.shape("M-4 -22L-30 -40L-34 -20ZM6 20L-14 36L-18 18Z", back)
    sheet.shape("M80 0C56 -26 -10 -34 -72 -4L-72 4C-10 34 56 26 80 0Z", belly)
    sheet.shape("M80 0C56 -26 -10 -34 -72 -4L-72 2C-20 -8 40 -8 80 0Z", back)
    sheet.line("M40 -15Q32 0 40 14", dark, 2.4)
    sheet.disc(58, -5, 5, belly)
    sheet.disc(58.5, -5, 2.8, dark)
    sheet.end()


def _weed(sheet: Sheet, x: float, tall: float, ink: str) -> None:
    sway = sheet.chance.uniform(-50, 50)
    foot = HEIGHT + 10
    sheet.shape(
        f"M{x - 11:.0f} {foot}C{x - 30:.0f} {foot - tall * 0.4:.0f} {x + sway:.0f}"
        f" {foot - tall * 0.5:.0f} {x + sway * 0.6:.0f} {foot - tall:.0f}"
        f"C{x + sway + 22:.0f} {foot - tall * 0.5:.0f} {x:.0f} {foot - tall * 0.4:.0f}"
        f" {x + 13:.0f} {foot}Z",
        ink,
    )


WELLS = [
    ("#ecd9b4", "#faf0d9", "#c99a62", "#8f6440", "#4a3428", "#7fb3bd"),
    ("#e3d3c0", "#f8eee0", "#b98a78", "#7d5a58", "#3a2a35", "#a8c4c0"),
    ("#dcd8c0", "#f6f0dc", "#a89a78", "#6f6650", "#333028", "#8fb0c8"),
]


def wells(sheet: Sheet) -> None:
    """Look down a well: rings of stone, ever darker, and far below a disc of sky."""
    chance = sheet.chance
    sand, pale, stone, earth, dark, water = chance.choice(WELLS)
    sheet.fill(sand)
    middle = (chance.uniform(680, 920), 450.0)
    _yard(sheet, middle, (sand, pale, stone, earth))
    bottom = (middle[0] + chance.uniform(-90, 90), middle[1] + chance.uniform(30, 80))
    sheet.disc(middle[0] + 66, middle[1] + 58, 486, mix(sand, earth, 0.5))
    rings = 9
    for ring in range(rings):
        share = ring / (rings - 1)
        away = 1.02 - 1.02 / (1 + 2.1 * share)
        radius = 474 * (1 - away)
        inner = 474 * (1.02 / (1 + 2.1 * (ring + 1) / (rings - 1)) - 0.02)
        x = middle[0] + (bottom[0] - middle[0]) * away * 1.4
        y = middle[1] + (bottom[1] - middle[1]) * away * 1.4
        shade = mix(mix(pale, stone, min(1, 0.1 + share * 2.4)), dark, min(1, share * 1.25))
        sheet.disc(x, y, radius, mix(shade, dark, 0.5))
        _ring(sheet, (x, y), (radius, inner), (shade, dark, pale), lit=1 - share)
    x = middle[0] + (bottom[0] - middle[0]) * 0.98
    y = middle[1] + (bottom[1] - middle[1]) * 0.98
    _water_disc(sheet, (x, y), 152, water, pale, dark)
    _rope(sheet, middle, (x, y), pale, earth, dark)
    side = chance.choice([-1, 1])
    for number in range(chance.choice([2, 3])):
        at = (
            middle[0] + side * (590 + 120 * (number % 2)),
            250 + 190 * number + chance.uniform(-30, 30),
        )
        _jar(sheet, at, chance.uniform(64, 84), (pale, earth, dark))
    _coil(sheet, (middle[0] - side * 640, chance.uniform(560, 700)), pale, earth)


def _ring(
    sheet: Sheet, middle: Point, radii: Point, inks: tuple[str, str, str], *, lit: float
) -> None:
    """A course of stones; those opposite the sun are lit."""
    shade, dark, pale = inks
    outer, inner = radii
    chance = sheet.chance
    stones = chance.choice([19, 21, 23])
    start = chance.uniform(0, 2 * pi)
    edges = [start + 2 * pi * (k + chance.uniform(-0.16, 0.16)) / stones for k in range(stones)]
    for a, b in pairwise([*edges, edges[0] + 2 * pi]):
        gap = 3.2 / outer
        facing = 0.5 + 0.5 * cos((a + b) / 2 - pi * 0.22)
        ink = mix(shade, pale, 0.42 * facing * lit)
        ink = mix(ink, dark, 0.42 * (1 - facing) + chance.uniform(0, 0.12))
        turns = [a + gap + (b - a - 2 * gap) * k / 4 for k in range(5)]
        points = [around(*middle, outer - 2, turn) for turn in turns]
        points += [around(*middle, inner + 2, turn) for turn in reversed(turns)]
        sheet.area(points, ink)


def _water_disc(
    sheet: Sheet, middle: Point, radius: float, water: str, pale: str, dark: str
) -> None:
    """The sky in the water: the sun, and rings from the drops of the bucket."""
    x, y = middle
    sheet.disc(x, y, radius, mix(water, dark, 0.62))
    sheet.disc(x + 5, y + 5, radius * 0.88, water)
    sheet.disc(x - radius * 0.34, y + radius * 0.34, radius * 0.2, pale)
    for ripple in range(4):
        sheet.disc(
            x + 24,
            y - 20,
            radius * (0.34 + 0.13 * ripple),
            "none",
            stroke=pale,
            stroke_width=2.6,
            stroke_opacity=0.6 - 0.1 * ripple,
        )


def _rope(sheet: Sheet, middle: Point, water: Point, pale: str, earth: str, dark: str) -> None:
    """A beam across the mouth, its wheel, and a bucket that hangs in the light."""
    chance = sheet.chance
    tilt = chance.uniform(-8, 8)
    sheet.begin(transform=f"rotate({tilt:.1f} {middle[0]:.0f} {middle[1]:.0f})")
    y = middle[1] - 210
    sheet.bar(middle[0] - 700, y + 16, 1400, 34, dark, fill_opacity=0.3)
    sheet.bar(middle[0] - 720, y - 20, 1440, 40, earth)
    sheet.bar(middle[0] - 720, y - 20, 1440, 10, mix(earth, pale, 0.4))
    for grain in range(9):
        at = middle[0] - 700 + grain * 158 + chance.uniform(-30, 30)
        sheet.line([(at, y + 4), (at + 90, y + 6)], mix(earth, dark, 0.5), 2.4)
    sheet.bar(middle[0] - 44, y - 36, 88, 74, dark, rx=8)
    sheet.bar(middle[0] - 30, y - 32, 60, 66, mix(earth, pale, 0.25), rx=5)
    sheet.end()
    bucket = (water[0] * 0.45 + middle[0] * 0.55 + 12, water[1] - 40)
    sheet.line([(middle[0] + 4, y + 20), (bucket[0], bucket[1] - 52)], pale, 7)
    sheet.line(
        [(middle[0] + 4, y + 20), (bucket[0], bucket[1] - 52)],
        mix(pale, earth, 0.6),
        7,
        stroke_dasharray="3 11",
        stroke_linecap="butt",
    )
    sheet.oval(bucket[0] + 34, bucket[1] + 30, 62, 50, dark, fill_opacity=0.35)
    sheet.disc(*bucket, 60, mix(earth, dark, 0.35))
    sheet.disc(*bucket, 49, mix(pale, earth, 0.25))
    sheet.disc(*bucket, 42, dark)
    sheet.line(f"M{bucket[0] - 54:.0f} {bucket[1]:.0f}q54 -104 108 0", mix(pale, earth, 0.5), 6)


def _yard(sheet: Sheet, middle: Point, inks: tuple[str, str, str, str]) -> None:
    """Flagstones round the mouth, worn where people stand, and gravel between them."""
    sand, pale, stone, earth = inks
    chance = sheet.chance
    for course in range(2):
        inner = 500 + 190 * course
        stones = 17 + 6 * course
        for number in range(stones):
            if chance.random() < 0.2 + 0.3 * course:
                continue
            a = 2 * pi * (number + chance.uniform(-0.1, 0.1)) / stones
            b = a + 2 * pi * 0.93 / stones
            outer = inner + 176 + chance.uniform(-14, 10)
            points = [around(*middle, inner, a + (b - a) * k / 3) for k in range(4)]
            points += [around(*middle, outer, b - (b - a) * k / 3) for k in range(4)]
            sheet.area(
                points, mix(sand, chance.choice([pale, stone, stone]), chance.uniform(0.15, 0.4))
            )
    for _ in range(320):
        x, y = chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT)
        sheet.oval(
            x,
            y,
            chance.uniform(2, 8),
            chance.uniform(1.5, 5),
            mix(sand, chance.choice([stone, pale, earth]), 0.45),
        )


def _jar(sheet: Sheet, middle: Point, radius: float, inks: tuple[str, str, str]) -> None:
    """A water jar from above."""
    pale, earth, dark = inks
    x, y = middle
    clay = mix(earth, "#b5532f", 0.5)
    sheet.oval(
        x + radius * 0.5, y + radius * 0.45, radius * 1.1, radius * 0.9, dark, fill_opacity=0.28
    )
    for turn in (0.6, 0.6 + pi):
        sheet.disc(*around(x, y, radius * 0.92, turn), radius * 0.22, mix(clay, dark, 0.4))
    sheet.disc(x, y, radius, clay)
    sheet.disc(x - radius * 0.12, y - radius * 0.12, radius * 0.78, mix(clay, pale, 0.2))
    sheet.disc(x, y, radius * 0.46, mix(clay, dark, 0.35))
    sheet.disc(x, y, radius * 0.34, dark)


def _coil(sheet: Sheet, middle: Point, pale: str, earth: str) -> None:
    """A rope that lies in rings."""
    x, y = middle
    turns = [around(x, y, 26 + 1.55 * k, k * pi / 7) for k in range(56)]
    sheet.line(smooth([(a + 8, b + 9) for a, b in turns]), earth, 17, stroke_opacity=0.4)
    sheet.line(smooth(turns), mix(pale, earth, 0.35), 16)
    sheet.line(
        smooth(turns), mix(pale, earth, 0.7), 16, stroke_dasharray="3 12", stroke_linecap="butt"
    )
