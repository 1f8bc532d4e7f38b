"""What hands make: a pattern of stars, cloth on a loom, bread, books."""

# ruff: noqa: PLR0917 -- what is drawn is told by its place, its size and its inks

from itertools import combinations, groupby
from math import atan2, cos, dist, pi, sin, tan

from minbar.project.demo.drawings.sheet import (
    HEIGHT,
    WIDTH,
    Point,
    Sheet,
    around,
    between,
    mix,
    smooth,
    straight,
)

# A band from the middle of an edge to that of another, with a bend between.
Leg = tuple[Point, Point, Point]
FARTHEST = 920  # from the middle of the sheet to its corners

STARS = [
    ("#f4e8cd", "#1f4a5c", "#2f7a7a", "#c98a2f", "#8f2f2a", "#14262e"),
    ("#f6ead2", "#5a2a3a", "#a8442f", "#d9a441", "#2f5f6a", "#241820"),
    ("#f2ecd8", "#2a4a38", "#4f7f5a", "#c9a03a", "#b5532f", "#16241d"),
    ("#f5e6c8", "#2a3560", "#4a6a9a", "#d08a3a", "#9a3a3a", "#151a30"),
]


def stars(sheet: Sheet) -> None:
    """Draw a girih: polygons in contact, whose lines cross at the middle of every edge.

    E. H. Hankin's construction (1925), as Craig Kaplan describes it (2005): from the middle of each
    edge two rays enter the polygon, each ends where it meets its partner, and straight through the
    edge it goes on in the neighbour. Bands pass over and under by turns.
    """
    chance = sheet.chance
    ivory, blue, teal, gold, red, night = chance.choice(STARS)
    sheet.fill(blue)
    eightfold = chance.random() < 0.5
    edge = chance.uniform(104, 128) if eightfold else chance.uniform(84, 98)
    turn = chance.choice([0, 0, 15, -15, 22.5])
    tiles = _octagons(edge) if eightfold else _decagons(edge)
    tiles = [tile for tile in tiles if _is_seen(_centre(tile), turn, 1.7 * edge)]
    angle = (chance.choice([60, 66]) if eightfold else 54) * pi / 180
    great, small, heart = chance.sample([teal, gold, red], 3)
    wide = edge * 0.125
    sheet.begin(transform=f"rotate({turn} 800 450)")
    bands: list[Leg] = []
    for tile in tiles:
        legs = _legs(tile, angle)
        bands += legs
        for points in _hearts(tile, legs):
            sheet.area(points, great if len(tile) >= 8 else small)
        if len(tile) >= 8:
            _rosette(sheet, tile, edge * (0.5 if eightfold else 0.78), (night, heart, ivory))
    for ink, thick, shift, shown in (
        (night, 1.42, (4, 6), 0.3),
        (night, 1.34, (0, 0), 1),
        (ivory, 1.0, (0, 0), 1),
    ):
        path = "".join(straight([(x + shift[0], y + shift[1]) for x, y in leg]) for leg in bands)
        how = {"stroke_linejoin": "miter", "stroke_opacity": shown}
        sheet.line(path, ink, wide * thick, **how)
    _weave(sheet, tiles, angle, wide, (ivory, night))
    sheet.end()


def _octagons(edge: float) -> list[list[Point]]:
    """Octagons, and the squares between them."""
    step = edge * (1 + 2**0.5)
    radius = edge / (2 * sin(pi / 8))
    tiles = []
    for column in range(-8, 9):
        for row in range(-8, 9):
            x, y = WIDTH / 2 + column * step, HEIGHT / 2 + row * step
            if dist((x, y), (WIDTH / 2, HEIGHT / 2)) < FARTHEST + 2 * edge:
                tiles.append([around(x, y, radius, pi / 8 + k * pi / 4) for k in range(8)])
                square = (x + step / 2, y + step / 2, edge / 2**0.5)
                tiles.append([around(*square, k * pi / 2) for k in range(4)])
    return tiles


def _decagons(edge: float) -> list[list[Point]]:
    """Decagons in a lattice of rhombs, and the waisted hexagons between them."""
    reach = 2 * edge / (2 * tan(pi / 10))
    radius = edge / (2 * sin(pi / 10))
    one, other = around(0, 0, reach, 0), around(0, 0, reach, pi * 0.4)

    def decagon(column: int, row: int) -> list[Point]:
        x = 800 + column * one[0] + row * other[0]
        y = 450 + column * one[1] + row * other[1]
        return [around(x, y, radius, pi / 10 + k * pi / 5) for k in range(10)]

    tiles = []
    for column in range(-12, 13):
        for row in range(-8, 9):
            ten = decagon(column, row)
            if dist(ten[0], (WIDTH / 2, HEIGHT / 2)) > FARTHEST + 3 * edge:
                continue
            right, up, far = (
                decagon(column + 1, row),
                decagon(column, row + 1),
                decagon(column + 1, row + 1),
            )
            tiles += [ten, [ten[0], right[3], far[6], far[5], up[8], ten[1]]]
    return tiles


def _is_seen(place: Point, turn: float, margin: float) -> bool:
    """Say whether a place, once all is turned by so many degrees, is on the sheet or near it."""
    x, y = place[0] - WIDTH / 2, place[1] - HEIGHT / 2
    way = turn * pi / 180
    aside, down = x * cos(way) - y * sin(way), x * sin(way) + y * cos(way)
    return abs(aside) < WIDTH / 2 + margin and abs(down) < HEIGHT / 2 + margin


def _centre(tile: list[Point]) -> Point:
    return (sum(x for x, _ in tile) / len(tile), sum(y for _, y in tile) / len(tile))


def _rays(tile: list[Point], angle: float) -> list[tuple[int, int, Point, Point]]:
    """Return (edge, hand, start, direction) of the two rays that enter through every edge."""
    inside = 1 if sum(a[0] * b[1] - b[0] * a[1] for a, b in _edges(tile)) > 0 else -1
    rays = []
    for number, (a, b) in enumerate(_edges(tile)):
        along = atan2(b[1] - a[1], b[0] - a[0])
        for hand, turn in ((-1, angle), (1, pi - angle)):
            way = along + inside * turn
            rays.append((number, hand, between(a, b, 0.5), (cos(way), sin(way))))
    return rays


def _legs(tile: list[Point], angle: float) -> list[Leg]:
    """Join rays to their partners, the nearest first; each pair is a band with one bend."""
    rays = _rays(tile, angle)
    meetings = []
    for (i, one), (j, other) in combinations(enumerate(rays), 2):
        if one[0] != other[0] and (met := _meeting(one[2:], other[2:])):
            meetings.append((*met, i, j))
    taken: set[int] = set()
    legs = []
    for _, point, i, j in sorted(meetings):
        if not {i, j} & taken:
            taken |= {i, j}
            legs.append((rays[i][2], point, rays[j][2]))
    return legs


def _rosette(sheet: Sheet, tile: list[Point], reach: float, inks: tuple[str, str, str]) -> None:
    """A small star in the heart of a great one."""
    middle = _centre(tile)
    first = between(tile[0], tile[1], 0.5)
    start = atan2(first[1] - middle[1], first[0] - middle[0])
    fold = len(tile)
    for size, ink in zip((1.0, 0.88, 0.42), inks, strict=True):
        points = [
            around(*middle, reach * size * (0.66 if k % 2 else 1), start + k * pi / fold)
            for k in range(2 * fold)
        ]
        sheet.area(points, ink)


def _weave(
    sheet: Sheet, tiles: list[list[Point]], angle: float, wide: float, inks: tuple[str, str]
) -> None:
    """At every crossing lay the right-handed band over the other one."""
    over = {
        (round(place[0]), round(place[1])): (place, along)
        for tile in tiles
        for _, hand, place, along in _rays(tile, angle)
        if hand > 0
    }
    for ink, thick, reach in ((inks[1], wide * 1.34, wide * 1.2), (inks[0], wide, wide * 1.2 + 3)):
        path = "".join(
            straight([(x - dx * reach, y - dy * reach), (x + dx * reach, y + dy * reach)])
            for (x, y), (dx, dy) in over.values()
        )
        sheet.line(path, ink, thick, stroke_linecap="butt")


LOOMS = [
    ("#f3e6ca", "#fbf5e6", "#c9502f", "#2f5f6a", "#d9a23a", "#3a2a24"),
    ("#ece3d6", "#faf6ec", "#7a2f45", "#3f6f5a", "#d08a3f", "#2a2430"),
    ("#e9e6d4", "#faf7ea", "#2f4a7a", "#b5472f", "#c9a04a", "#2a2a2a"),
]


KNOTS = 100  # across the carpet


def looms(sheet: Sheet) -> None:
    """Draw a carpet that grows on an upright loom: warp above, pattern below, skeins beside."""
    chance = sheet.chance
    wall, wool, red, blue, gold, wood = chance.choice(LOOMS)
    sheet.fill(wall)
    sheet.area([(0, 0), (520, 0), (1180, 900), (340, 900)], wool, fill_opacity=0.6)
    sheet.bar(-10, 800, WIDTH + 20, 120, mix(wall, wood, 0.3))
    left, right = 300 + chance.uniform(-30, 20), 1300 + chance.uniform(-20, 30)
    top, weft, low = 92, 400 + chance.uniform(-40, 60), 800
    beam = mix(wood, gold, 0.3)
    sheet.bar(left - 52 + 24, 30, 34, 830, wood, fill_opacity=0.2)
    threads = "".join(
        f"M{left + k * (right - left) / 110:.1f} {top}V{weft + 20}" for k in range(111)
    )
    sheet.line(threads, mix(wool, wood, 0.18), 3)
    heddle = weft - 140
    second = "".join(
        f"M{left + k * (right - left) / 110:.1f} {heddle}"
        f"L{left + (k + 0.5) * (right - left) / 110:.1f}"
        f" {weft}"
        for k in range(110)
    )
    sheet.line(second, mix(wool, wood, 0.4), 1.4)
    _carpet(sheet, (left, right, weft, low), (red, blue, gold, wool, wood))
    sheet.bar(left - 70, heddle - 9, right - left + 140, 18, beam, rx=9)
    sheet.bar(left - 70, heddle - 9, right - left + 140, 6, mix(beam, wool, 0.4), rx=3)
    for y, high in ((64, 46), (low - 16, 54)):
        sheet.bar(left - 120, y + 12, right - left + 240, high, wood, rx=10, fill_opacity=0.25)
        sheet.bar(left - 120, y, right - left + 240, high, beam, rx=10)
        sheet.bar(left - 120, y, right - left + 240, high * 0.32, mix(beam, wool, 0.3), rx=8)
    for x in (left - 86, right + 46):
        sheet.bar(x, -10, 42, 930, wood)
        sheet.bar(x, -10, 13, 930, mix(wood, gold, 0.35))
    for side, x in ((-1, left - 190), (1, right + 176)):
        sheet.line([(x - 90, 150), (x + 90, 150)], wood, 11)
        for skein in range(3):
            ink = (red, blue, gold)[(skein + (side > 0)) % 3]
            _skein(sheet, x - 62 + 62 * skein, 152, chance.uniform(210, 330), ink, wood)
    for _ in range(chance.choice([4, 5])):
        x = chance.choice([chance.uniform(20, left - 110), chance.uniform(right + 100, 1580)])
        _ball(
            sheet,
            x,
            850 - chance.uniform(0, 16),
            chance.uniform(34, 52),
            chance.choice([red, blue, gold]),
            wool,
            wood,
        )
    x = chance.uniform(600, 1000)
    sheet.begin(transform=f"rotate({chance.uniform(-7, 7):.1f} {x:.0f} {weft - 30:.0f})")
    sheet.shape(f"M{x - 130:.0f} {weft - 34:.0f}q130 -44 260 0q-130 44 -260 0Z", beam)
    sheet.shape(f"M{x - 66:.0f} {weft - 36:.0f}q66 -20 132 0q-66 20 -132 0Z", wood)
    sheet.bar(x - 50, weft - 43, 100, 13, red, rx=6)
    sheet.end()


def _carpet(sheet: Sheet, box: tuple[float, float, float, float], inks: tuple[str, ...]) -> None:
    """Rows of steps, diamonds and combs, as they are knotted: in little squares."""
    left, right, top, low = box
    red, blue, gold, wool, wood = inks
    chance = sheet.chance
    knot = (right - left) / KNOTS
    rows = int((low - top) / knot)
    sheet.bar(left, top, right - left, low - top, red)
    half = chance.choice([9, 10, 12])
    inner = (*chance.sample([gold, wool, blue], 3), red)
    for row in range(rows):
        knots = [
            _border(column, rows - row, (wood, wool, blue))
            or _diamond(column, rows - row, half, (wood, blue, gold), inner)
            for column in range(KNOTS)
        ]
        start = 0
        for ink, run in groupby(knots):
            long = len(list(run))
            if ink != red:
                sheet.bar(left + start * knot, top + row * knot, long * knot, knot + 0.4, ink)
            start += long
    lines = "".join(f"M{left:.0f} {top + row * knot:.1f}H{right:.0f}" for row in range(rows))
    sheet.line(lines, wood, 1.2, stroke_opacity=0.28)
    edge = [(left + (right - left) * k / 12, top + chance.uniform(-5, 6)) for k in range(13)]
    sheet.line(smooth(edge), wool, 9)
    sheet.line(smooth([(x, y - 9) for x, y in edge]), gold, 7)


def _skein(sheet: Sheet, x: float, y: float, long: float, ink: str, wood: str) -> None:
    half = long * 0.5
    sheet.begin(transform=f"translate({x:.0f} {y:.0f})")
    sheet.shape(
        f"M-20 0C-34 {half:.0f} -30 {long:.0f} 0 {long:.0f}S34 {half:.0f} 20 0Z",
        ink,
    )
    for strand in (-11, -3, 6, 13):
        sheet.line(
            f"M{strand * 0.9:.0f} 4C{strand * 1.5:.0f} {half:.0f}"
            f" {strand * 1.4:.0f} {long * 0.8:.0f} {strand * 0.6:.0f} {long - 8:.0f}",
            mix(ink, wood, 0.35),
            2,
        )
    sheet.bar(-27, long * 0.34, 54, 13, mix(ink, wood, 0.5), rx=6)
    sheet.end()


def _ball(sheet: Sheet, x: float, y: float, radius: float, ink: str, wool: str, wood: str) -> None:
    sheet.oval(x + 16, y + radius * 0.92, radius * 1.15, radius * 0.2, wood, fill_opacity=0.35)
    sheet.disc(x, y, radius, ink)
    for k in range(5):
        r = radius * 0.92
        sheet.line(
            f"M{x - r * cos(0.5 + k * 0.22):.0f} {y - r * sin(0.5 + k * 0.22):.0f}"
            f"Q{x + r * 0.1 * (k - 2):.0f} {y + r * 0.1 * (k - 1):.0f}"
            f" {x + r * cos(1.2 - k * 0.3):.0f} {y + r * sin(1.2 - k * 0.3):.0f}",
            mix(ink, wool if k % 2 else wood, 0.4),
            3,
        )


BREAD = [
    ("#e9d8bb", "#fbf2dd", "#e0a65a", "#b8702f", "#6b3a22", "#3f6a78"),
    ("#d8dccb", "#f8f3e2", "#dba25f", "#a8622f", "#55301f", "#a83f30"),
    ("#efdccb", "#fcf3e6", "#e5b070", "#bf7a3f", "#5f3627", "#5a6f48"),
]


def bread(sheet: Sheet) -> None:
    """Draw round loaves from above, stamped and seeded, on a striped cloth."""
    chance = sheet.chance
    table, flour, crumb, crust, burnt, cloth = chance.choice(BREAD)
    sheet.fill(mix(table, burnt, 0.5))
    for board in range(6):
        y = board * 152 + chance.uniform(-6, 6)
        wood = mix(table, burnt, chance.uniform(0.42, 0.54))
        sheet.bar(-10, y, WIDTH + 20, 148, wood)
        for _ in range(4):
            x = chance.uniform(-100, 1500)
            bend, long = chance.uniform(-9, 9), chance.uniform(160, 380)
            sheet.line(
                f"M{x:.0f} {y + chance.uniform(20, 130):.0f}q90 {bend:.0f} {long:.0f} 0",
                mix(wood, burnt, 0.3),
                2,
            )
    tilt = chance.uniform(-16, 16)
    sheet.begin(transform=f"rotate({tilt:.1f} 800 450)")
    sheet.bar(254, -220, 1120, 1400, burnt, fill_opacity=0.3)
    sheet.bar(236, -240, 1120, 1400, flour)
    for x, wide in ((262, 30), (302, 10), (322, 10), (1220, 10), (1240, 10), (1300, 30)):
        sheet.bar(x, -240, wide, 1400, cloth)
    for row in range(-2, 12):
        sheet.bar(236, row * 120 + 40, 1120, 9, cloth, fill_opacity=0.35)
    sheet.end()
    for _ in range(160):
        sheet.disc(chance.uniform(0, 1600), chance.uniform(0, 900), chance.uniform(1, 3.4), flour)
    spots = [
        (420, 250),
        (800, 190),
        (1180, 250),
        (230, 600),
        (610, 560),
        (1000, 540),
        (1390, 590),
        (420, 880),
        (800, 890),
        (1190, 880),
        (60, 280),
        (1550, 260),
    ]
    loaves = [
        (x + chance.uniform(-24, 24), y + chance.uniform(-24, 24), chance.uniform(168, 196))
        for x, y in spots
    ]
    chance.shuffle(loaves)
    for number, (x, y, radius) in enumerate(loaves):
        tone = chance.choice([0.0, 0.1, 0.2, 0.5])
        inks = (
            mix(mix(crumb, flour, 0.4), crust, tone),
            mix(crust, burnt, tone * 0.8),
            burnt,
            flour,
        )
        _loaf(sheet, (x, y), radius, number % 4, inks)


def _loaf(
    sheet: Sheet, middle: Point, radius: float, kind: int, inks: tuple[str, str, str, str]
) -> None:
    crumb, crust, burnt, flour = inks
    chance = sheet.chance

    def round_(size: float, wobble: float = 0.012) -> str:
        points = [
            around(*middle, size * (1 + chance.uniform(-wobble, wobble)), k * pi / 9)
            for k in range(18)
        ]
        return smooth(points, closed=True)

    sheet.begin(transform="translate(20 24)")
    sheet.shape(round_(radius), burnt, fill_opacity=0.34)
    sheet.end()
    sheet.shape(round_(radius), crust)
    sheet.shape(round_(radius * 0.93), mix(crust, crumb, 0.55))
    sheet.shape(round_(radius * 0.8), crumb)
    x, y = middle
    start = chance.uniform(0, pi)
    scorch = mix(crust, burnt, 0.3)
    if kind == 0:  # a stamped rosette
        for size, count, dot in ((0.2, 8, 6), (0.4, 12, 6.5), (0.62, 20, 6.5)):
            for k in range(count):
                sheet.disc(*around(x, y, radius * size, start + 2 * pi * k / count), dot, scorch)
        petals = [
            around(x, y, radius * (0.52 if k % 2 else 0.3), start + k * pi / 8) for k in range(16)
        ]
        sheet.line(smooth(petals, closed=True), scorch, 5)
    elif kind == 1:  # slashed across, and seeds
        for k in range(-2, 3):
            reach = (0.74**2 - (k * 0.25) ** 2) ** 0.5 * radius
            for turn in (start, start + pi / 2):
                foot = around(x, y, radius * 0.25 * k, turn + pi / 2)
                sheet.line([around(*foot, reach, turn), around(*foot, -reach, turn)], scorch, 7)
    elif kind == 2:  # sesame
        for _ in range(120):
            at = around(x, y, radius * 0.82 * chance.random() ** 0.5, chance.uniform(0, 2 * pi))
            sheet.oval(
                *at,
                6.5,
                3.4,
                chance.choice([flour, flour, scorch]),
                transform=f"rotate({chance.uniform(0, 180):.0f} {at[0]:.0f} {at[1]:.0f})",
            )
    else:  # a bubbled flat bread
        for _ in range(22):
            at = around(x, y, radius * 0.74 * chance.random() ** 0.5, chance.uniform(0, 2 * pi))
            size = chance.uniform(6, 24)
            sheet.oval(*at, size, size * 0.8, chance.choice([crust, scorch]), fill_opacity=0.75)
            sheet.oval(at[0] - 2, at[1] - 3, size * 0.5, size * 0.35, mix(crumb, flour, 0.4))
    shine = [around(x, y, radius * 0.87, pi * (1.05 + 0.1 * k)) for k in range(6)]
    sheet.line(smooth(shine), flour, 8, stroke_opacity=0.5)


BOOKS = [
    ("#f2dfbb", "#fbf4e2", "#a83f2f", "#2f5a64", "#c9902f", "#33241f"),
    ("#e6dccb", "#faf5e8", "#5a2f4a", "#3f6a58", "#c98a45", "#261f28"),
    ("#dfe3d8", "#f9f6e9", "#2f4a70", "#a84f2f", "#bfa04a", "#20252a"),
]


def books(sheet: Sheet) -> None:
    """Draw a library: shelves to the ceiling, a window among them, a ladder, a book left open."""
    chance = sheet.chance
    light, paper, red, blue, gold, wood = chance.choice(BOOKS)
    case = mix(wood, gold, 0.26)
    sheet.fill(mix(wood, case, 0.3))
    window = chance.uniform(560, 900)
    inks = [
        red,
        blue,
        gold,
        mix(red, wood, 0.4),
        mix(blue, paper, 0.3),
        mix(gold, paper, 0.5),
        mix(blue, wood, 0.45),
        paper,
        mix(red, gold, 0.45),
    ]
    for row in range(4):
        floor = 190 + row * 186
        sheet.bar(-10, floor - 166, WIDTH + 20, 166, mix(wood, "#000000", 0.22))
        _row_of_books(sheet, floor, inks, (paper, gold, wood))
        sheet.bar(-10, floor, WIDTH + 20, 20, case)
        sheet.bar(-10, floor, WIDTH + 20, 6, mix(case, light, 0.3))
        sheet.bar(-10, floor + 20, WIDTH + 20, 12, wood, fill_opacity=0.5)
    for post in range(5):
        x = -20 + post * 405
        if not window - 60 < x < window + 330:
            sheet.bar(x, -10, 26, 950, case)
            sheet.bar(x, -10, 8, 950, mix(case, light, 0.3))
    _window(sheet, window, light, paper, gold, case, blue)
    _ladder(
        sheet,
        chance.choice([chance.uniform(120, 300), chance.uniform(1290, 1400)]),
        mix(case, light, 0.25),
        wood,
    )
    _desk(sheet, window + 140, (paper, gold, red, blue, wood, case))


def _row_of_books(sheet: Sheet, floor: float, inks: list[str], trims: tuple[str, str, str]) -> None:
    paper, gold, wood = trims
    chance = sheet.chance
    x = -10.0
    while x < WIDTH + 20:
        if chance.random() < 0.05:
            x += chance.uniform(20, 60)
            continue
        if chance.random() < 0.06:
            y = floor
            for _ in range(chance.choice([3, 4])):
                thick = chance.uniform(18, 28)
                y -= thick
                wide = chance.uniform(92, 120)
                sheet.bar(
                    x + chance.uniform(0, 10), y, wide, thick - 1.5, chance.choice(inks), rx=2
                )
                sheet.bar(x + 14, y + thick * 0.35, 40, 3, gold)
            x += 134
            continue
        run = chance.randint(2, 5) if chance.random() < 0.4 else 1
        ink = chance.choice(inks)
        wide, tall = chance.uniform(17, 42), chance.uniform(104, 150)
        for _ in range(run):
            lean = 0.0
            if run == 1 and chance.random() < 0.09:
                lean = chance.uniform(5, 9)
            sheet.begin(transform=f"rotate({lean:.1f} {x + wide:.0f} {floor:.0f})")
            sheet.bar(x, floor - tall, wide - 1.5, tall, ink, rx=2)
            sheet.bar(x + wide * 0.72, floor - tall, wide * 0.24, tall, wood, fill_opacity=0.25)
            trim = gold if ink != gold else paper
            style = chance.randrange(4)
            if style == 0:
                for share in (0.1, 0.14, 0.84):
                    sheet.bar(x, floor - tall * (1 - share), wide - 1.5, 3, trim)
            elif style == 1:
                sheet.bar(
                    x + wide * 0.18,
                    floor - tall * 0.84,
                    wide * 0.6,
                    tall * 0.26,
                    mix(paper, gold, 0.25),
                )
            elif style == 2:
                sheet.line(
                    [(x + wide / 2, floor - tall * 0.82), (x + wide / 2, floor - tall * 0.42)],
                    trim,
                    3.4,
                )
                sheet.disc(x + wide / 2, floor - tall * 0.2, 4.4, trim)
            else:
                for share in (0.2, 0.4, 0.6, 0.8):
                    sheet.bar(x, floor - tall * share, wide - 1.5, 2.4, mix(ink, wood, 0.5))
            sheet.end()
            x += wide + (10 if lean else 0)


def _window(
    sheet: Sheet, x: float, light: str, paper: str, gold: str, case: str, blue: str
) -> None:
    wide, foot = 280, 640
    arch = f"M{x:.0f} {foot}V220a{wide / 2} {wide / 2} 0 0 1 {wide} 0V{foot}Z"
    outer = f"M{x - 30:.0f} {foot + 30}V220a{wide / 2 + 30} {wide / 2 + 30} 0 0 1 {wide + 60} 0"
    frame = f"{outer}V{foot + 30}Z"
    sheet.shape(frame, case)
    sheet.shape(arch, light)
    sheet.disc(x + wide * 0.62, 300, 58, paper)
    chance = sheet.chance
    sheet.shape(f"M{x:.0f} {foot}V500q60 -46 130 -12t150 -8V{foot}Z", mix(blue, light, 0.55))
    sheet.shape(f"M{x:.0f} {foot}V570q80 -34 160 0t120 -14V{foot}Z", mix(blue, light, 0.3))
    for tree in range(3):
        at = x + 40 + tree * 86 + chance.uniform(-14, 14)
        sheet.shape(f"M{at:.0f} {foot}c-26 0 -22 -60 0 -132c22 72 26 132 0 132Z", blue)
    for bar in (0.333, 0.667):
        sheet.bar(x + wide * bar - 4, 90, 8, foot - 90, case)
    for y in (226, 360, 500):
        sheet.bar(x, y, wide, 7, case)
    sheet.shape(
        f"{outer}V{foot + 30}h-30V220a{wide / 2} {wide / 2} 0 0 0 {-wide} 0V{foot + 30}Z",
        case,
    )
    sheet.area(
        [(x, foot + 30), (x + wide, foot + 30), (x + wide + 260, 930), (x + 60, 930)],
        light,
        fill_opacity=0.16,
    )


def _ladder(sheet: Sheet, x: float, ink: str, wood: str) -> None:
    for shift, colour, thick in ((12, wood, 0.4), (0, ink, 1)):
        for side in (0, 96):
            sheet.line(
                [(x + side + shift, 940), (x + side * 0.72 + 52 + shift, -20)],
                colour,
                13,
                stroke_opacity=thick,
            )
        for rung in range(9):
            y = 850 - rung * 100
            at = x + 52 * (940 - y) / 960
            sheet.line(
                [(at + shift, y), (at + 96 - 27 * (940 - y) / 960 + shift, y)],
                colour,
                9,
                stroke_opacity=thick,
            )


def _desk(sheet: Sheet, x: float, inks: tuple[str, ...]) -> None:
    paper, gold, red, blue, wood, case = inks
    sheet.bar(-10, 800, WIDTH + 20, 130, mix(case, gold, 0.25))
    sheet.bar(-10, 800, WIDTH + 20, 9, mix(case, paper, 0.45))
    sheet.oval(x, 836, 280, 24, wood, fill_opacity=0.35)
    for side in (-1, 1):
        for leaf in range(4):
            lift = 9 * leaf
            sheet.shape(
                f"M{x:.0f} {822 - lift * 0.3:.0f}C{x + side * 60:.0f} {770 - lift:.0f}"
                f" {x + side * 170:.0f} {772 - lift:.0f} {x + side * (246 - 4 * leaf):.0f}"
                f" {800 - lift:.0f}L{x + side * (252 - 4 * leaf):.0f} {836 - lift:.0f}"
                f"C{x + side * 170:.0f} {806 - lift:.0f} {x + side * 60:.0f} {806 - lift:.0f}"
                f" {x:.0f} {848 - lift * 0.3:.0f}Z",
                mix(paper, wood, 0.3 - 0.1 * leaf),
            )
        for line in range(4):
            bow = [(34, 764), (98, 757), (160, 758), (222, 772)]
            written = [(x + side * aside, y + 7 * line) for aside, y in bow]
            sheet.line(smooth(written), wood, 2.2, stroke_opacity=0.55)
    lamp = x + sheet.chance.choice([-430, 400])
    sheet.area(
        [(lamp - 150, 640), (lamp + 150, 640), (lamp + 330, 830), (lamp - 330, 830)],
        gold,
        fill_opacity=0.2,
    )
    sheet.oval(lamp, 818, 70, 14, wood)
    sheet.line([(lamp, 816), (lamp, 640)], wood, 12)
    sheet.area([(lamp - 92, 650), (lamp - 52, 560), (lamp + 52, 560), (lamp + 92, 650)], red)
    sheet.bar(lamp - 96, 644, 192, 11, gold)
    pile = x + sheet.chance.choice([330, -330]) * (1 if lamp < x else -1)
    y = 812.0
    for ink in (blue, paper, red):
        y -= 30
        sheet.bar(pile - 96 + sheet.chance.uniform(-14, 14), y, 190, 28, ink, rx=3)


def _hearts(tile: list[Point], legs: list[Leg]) -> list[list[Point]]:
    """Return what the bands enclose: a star, or in a waisted tile a kite at each of its ends."""
    if len(tile) != 6:
        x, y = _centre(tile)
        corners = {(round(p[0], 1), round(p[1], 1)): p for leg in legs for p in leg}
        return [sorted(corners.values(), key=lambda p: atan2(p[1] - y, p[0] - x))]
    middles = [between(a, b, 0.5) for a, b in _edges(tile)]
    kites = []
    for one, bend, other in legs:
        if dist(between(one, other, 0.5), bend) > 1:
            end = min(
                (p for p in middles if min(dist(p, one), dist(p, other)) > 1),
                key=lambda p: dist(p, one) + dist(p, other),
            )
            kites.append([one, bend, other, end])
    return kites


def _edges(tile: list[Point]) -> list[tuple[Point, Point]]:
    return list(zip(tile, tile[1:] + tile[:1], strict=True))


def _meeting(one: tuple[Point, Point], other: tuple[Point, Point]) -> tuple[float, Point] | None:
    """Return how far two rays run until they meet, and where; None if they do not."""
    (x1, y1), (dx1, dy1) = one
    (x2, y2), (dx2, dy2) = other
    cross = dx1 * dy2 - dy1 * dx2
    if abs(cross) < 1e-6:
        if abs((x2 - x1) * dy1 - (y2 - y1) * dx1) > 1e-3:
            return None
        return dist(one[0], other[0]), between(one[0], other[0], 0.5)
    s = ((x2 - x1) * dy2 - (y2 - y1) * dx2) / cross
    t = ((x2 - x1) * dy1 - (y2 - y1) * dx1) / cross
    if min(s, t) <= 1e-6:
        return None
    return s + t, (x1 + s * dx1, y1 + s * dy1)


def _border(column: int, from_low: int, inks: tuple[str, str, str]) -> str | None:
    """Return the ink of a knot in the border: a dark edge, a striped band, a dark line."""
    dark, pale, colour = inks
    aside = min(column, KNOTS - 1 - column, from_low - 1)
    if aside < 2 or aside == 6:
        return dark
    if aside < 6:
        return pale if (column + from_low) // 2 % 2 else colour
    return None


def _diamond(
    column: int, from_low: int, half: int, outer: tuple[str, str, str], inner: tuple[str, ...]
) -> str:
    """Return the ink of a knot in the field: diamonds in one another, corner to corner."""
    line, ground_ink, halo = outer
    ring, comb, heart, field = inner
    x = abs((column - KNOTS // 2 + half) % (2 * half) - half)
    y = abs((from_low - 8 + half) % (2 * half) - half)
    away = x + y
    if away > half:
        return ground_ink if away > half + 2 else halo
    if away == half:
        return line
    if half - 3 <= away <= half - 2:
        return ring
    if away == 3 or (x == 0 and away < 7):
        return comb
    return heart if away < 3 else field
