"""Open country: dunes, mountains, wheat, palms, olives."""

# ruff: noqa: PLR0917 -- what is drawn is told by its place, its size and its inks

from itertools import pairwise
from math import cos, hypot, pi, sin

from minbar.project.demo.drawings.sheet import (
    HEIGHT,
    WIDTH,
    Point,
    Sheet,
    between,
    ground,
    jagged,
    mix,
    rolling,
    smooth,
    straight,
)

DUNES = [
    ("#f3dcb4", "#f7ead0", "#e2a45c", "#c9733a", "#7a3b2a", "#b23a2a"),
    ("#e9d9c4", "#f6ecd9", "#d9a679", "#b8745a", "#5b3a4a", "#8f2f2f"),
    ("#cfd8cf", "#f4ead2", "#dcb877", "#b98547", "#4d4438", "#a8442c"),
]


def dunes(sheet: Sheet) -> None:
    """Draw sharp crests, lit from one side, and a few travellers on the farthest."""
    chance = sheet.chance
    sky, pale, sand, warm, shade, red = chance.choice(DUNES)
    sheet.fill(sky)
    sun = chance.uniform(300, 620)
    sheet.disc(sun, chance.uniform(190, 270), chance.uniform(88, 130), chance.choice([pale, red]))
    count = chance.choice([5, 6])
    peak_at = chance.uniform(0.45, 0.6)
    for number in range(count):
        near = number / (count - 1)
        base = 430 + 330 * near**1.2
        peak = (WIDTH * (peak_at % 1), base - 70 - 120 * near - chance.uniform(0, 30))
        peak_at += chance.uniform(0.3, 0.5)
        if not 150 < peak[0] < 1450:
            peak = (chance.uniform(350, 1250), peak[1])
        left = [
            (-60, base + 50),
            (peak[0] * 0.35, base + 30),
            (peak[0] * 0.75, between(peak, (0, base), 0.42)[1]),
            peak,
        ]
        reach = WIDTH - peak[0]
        right = [
            peak,
            (peak[0] + reach * 0.22, peak[1] + 62 + 40 * near),
            (peak[0] + reach * 0.6, base + 22),
            (WIDTH + 60, base + chance.uniform(20, 60)),
        ]
        lit = mix(mix(sand, sky, 0.55), sand, near)
        dark = mix(mix(warm, sky, 0.5), mix(warm, shade, 0.55 * near), near)
        crest = smooth(left) + smooth(right).replace("M", "L", 1)
        sheet.shape(f"{crest}L{WIDTH + 60} {HEIGHT + 20}L-60 {HEIGHT + 20}Z", lit)
        if number == 1:
            _caravan(sheet, peak, reach, shade)
        _ripples(sheet, left, mix(lit, warm, 0.35), near)
        fall = HEIGHT + 40 - peak[1]
        ridge = [
            peak,
            (peak[0] - 26 - 30 * near, peak[1] + fall * 0.16),
            (peak[0] + 40, peak[1] + fall * 0.36),
            (peak[0] - 70 - 90 * near, peak[1] + fall * 0.66),
            (peak[0] + 60, HEIGHT + 40),
        ]
        lee = smooth(ridge[::-1]) + smooth(right).replace("M", "L", 1)
        sheet.shape(f"{lee}L{WIDTH + 60} {HEIGHT + 40}Z", dark)


def _ripples(sheet: Sheet, crest: list[Point], ink: str, near: float) -> None:
    for step in range(2 + round(5 * near)):
        down = 34 + step * (20 + 16 * near)
        line = [(x * (0.96 - 0.03 * step) - 14, y + down + 0.1 * down * near) for x, y in crest]
        sheet.line(smooth(line), ink, 1.6 + 1.6 * near, stroke_dasharray="170 46 90 30")


def _caravan(sheet: Sheet, peak: Point, reach: float, ink: str) -> None:
    """Camels on the way down from the crest, each a few strokes."""
    x, y = peak[0] + reach * 0.3, peak[1] + 66
    for number in range(sheet.chance.choice([3, 4, 5])):
        sheet.begin(transform=f"translate({x + 62 * number:.0f} {y + 9 * number:.0f}) scale(.62)")
        sheet.shape(
            "M-24 -22C-20 -36 -12 -36 -8 -30C-2 -44 8 -44 12 -30C20 -30 24 -26 26 -20"
            "C32 -22 34 -34 36 -44L46 -46L48 -41L41 -38C40 -24 36 -12 26 -10L25 16L22 16L20 -8"
            "L10 -7L9 16L6 16L5 -8L-12 -8L-13 16L-16 16L-17 -8L-22 -10L-25 16L-28 16L-26 -12Z",
            ink,
        )
        sheet.end()


MOUNTAINS = [
    ("#f2e3cb", "#fbf5e6", "#9fb4b4", "#5d7f8a", "#2f4a5c", "#c65a3a"),
    ("#f0d6c0", "#fbf1e3", "#c99a94", "#8a6478", "#3f3550", "#d9793f"),
    ("#dfe4d8", "#fbf7ea", "#a9b79b", "#6b8370", "#2f4740", "#c98b2f"),
]


def mountains(sheet: Sheet) -> None:
    """Draw a white summit over ranges, mist between them, and cedars before all."""
    chance = sheet.chance
    sky, snow, far, middle, dark, sun = chance.choice(MOUNTAINS)
    sheet.fill(sky)
    sheet.disc(chance.uniform(250, 500), chance.uniform(170, 260), chance.uniform(60, 90), sun)
    for band in range(3):
        y = 120 + 74 * band + chance.uniform(0, 30)
        x = chance.uniform(-100, 700)
        sheet.bar(x, y, chance.uniform(500, 900), 9, mix(sky, snow, 0.8), rx=4)
    range_far = jagged(chance, (-40, 420), (WIDTH + 40, 380), 120, 6)
    sheet.shape(ground(range_far, soft=False), mix(far, sky, 0.55))
    _summit(sheet, (chance.uniform(820, 1120), 118), snow, far, middle)
    _mist(sheet, 500, snow, 0.5)
    for number, (y, rough) in enumerate([(560, 110), (660, 90)]):
        ridge = jagged(chance, (-40, y), (WIDTH + 40, y - 40 + 90 * number), rough, 6)
        ink = mix(middle, dark, 0.15 + 0.4 * number)
        sheet.shape(ground(ridge, soft=False), ink)
        _slopes(sheet, ridge, mix(ink, dark, 0.4))
        _mist(sheet, y + 118, snow, 0.4 - 0.18 * number)
    hill = rolling(chance, 800, 34, bends=1.6)
    for tree in range(46):
        place = tree % 2
        x = -30 + tree * 36 + chance.uniform(-12, 12)
        tall = chance.uniform(70, 150) * (1 if abs(x - 800) > 380 else 0.62)
        _fir(sheet, x, 822 + 34 * place, tall, mix(dark, middle, 0.22 * (1 - place)))
    sheet.shape(ground([(x, y + 40) for x, y in hill]), dark)


def _summit(sheet: Sheet, top: Point, snow: str, far: str, middle: str) -> None:
    chance = sheet.chance
    left = jagged(chance, (top[0] - 760, 640), top, 60, 5)
    right = jagged(chance, top, (top[0] + 700, 640), 60, 5)
    sheet.area([*left, *right[1:]], far)
    spine = jagged(chance, top, (top[0] + 60, 650), 4, 4)
    spine = [(x + chance.uniform(-34, 34) * (y - top[1]) / 500, y) for x, y in spine]
    sheet.area([*spine[::-1], *right[1:]], mix(far, middle, 0.75))
    edge = []
    for number, share in enumerate([0.4, 0.47, 0.54, 0.62, 0.7, 0.78, 0.86, 0.93]):
        x, y = between(left[0], top, share)
        edge.append((x + 40, y + (90 if number % 2 else 10) + chance.uniform(0, 40)))
    start = left[round(0.42 * len(left)) :]
    sheet.area([*start, spine[1], *((x, y + 30) for x, y in reversed(edge[2:]))], snow)
    down = between(right[0], right[-1], 0.42)
    sheet.area(
        [
            top,
            *right[1 : round(0.42 * len(right))],
            (down[0] - 60, down[1] + 40),
            between(spine[1], down, 0.5),
            spine[len(spine) // 3],
            *spine[1 : len(spine) // 3][::-1],
        ],
        mix(snow, far, 0.45),
    )


def _slopes(sheet: Sheet, ridge: list[Point], ink: str) -> None:
    """Shade the side of every height that is turned from the sun, down to a point."""
    start = 0
    while start < len(ridge) - 3:
        here = ridge[start]
        end = start
        while end < len(ridge) - 1 and ridge[end + 1][1] > ridge[end][1] - 4:
            end += 1
        if end - start > 2:
            low = ridge[end]
            deep = (low[0] - here[0]) * 0.9 + sheet.chance.uniform(30, 80)
            middle = (here[0] + 0.3 * (low[0] - here[0]), here[1] + deep * 0.62)
            tip = (here[0] + 0.62 * (low[0] - here[0]), here[1] + deep)
            gully = (here[0] + 0.16 * (low[0] - here[0]), here[1] + deep * 0.36)
            sheet.area([*ridge[start : end + 1], tip, middle, gully], ink)
        start = end + 1


def _mist(sheet: Sheet, y: float, ink: str, thick: float) -> None:
    top = rolling(sheet.chance, y, 16, bends=5)
    under = rolling(sheet.chance, y + 62, 18, bends=4)
    sheet.shape(
        smooth(top) + smooth(under[::-1]).replace("M", "L", 1) + "Z", ink, fill_opacity=thick
    )


def _fir(sheet: Sheet, x: float, y: float, tall: float, ink: str) -> None:
    tiers = 6
    right = []
    for tier in range(tiers):
        level = y - tall + tall * tier / tiers
        wide = 7 + tall * 0.23 * (tier + 1) / tiers
        right += [(wide * 0.42, level + 4), (wide, level + tall / tiers)]
    points = [(x, y - tall - 8)] + [(x + a, b) for a, b in right]
    sheet.area([*points, *((x - a, b) for a, b in reversed(right))], ink)
    sheet.bar(x - 3, y - 4, 6, 60, ink)


WHEAT = [
    ("#f4e6c4", "#fbf3de", "#e8b84a", "#c98a2b", "#5c4326", "#b5462f"),
    ("#cfdcd4", "#f7efd8", "#e5bd62", "#bf8a35", "#3f4632", "#c4552f"),
    ("#f0cfa8", "#faecd2", "#e0a23c", "#b0682a", "#4a2f2a", "#8f2f26"),
]


def wheat(sheet: Sheet) -> None:
    """Draw rows that run to the horizon, and ears so near that they cross the sky."""
    chance = sheet.chance
    sky, pale, gold, amber, dark, red = chance.choice(WHEAT)
    sheet.fill(sky)
    horizon = chance.uniform(380, 440)
    away = chance.uniform(550, 1050)
    sheet.disc(away + chance.uniform(-150, 150), horizon - 60, chance.uniform(120, 170), red)
    sheet.shape(ground(rolling(chance, horizon - 46, 26, bends=3)), mix(amber, sky, 0.45))
    sheet.shape(ground(rolling(chance, horizon - 16, 12, bends=5)), mix(dark, amber, 0.55))
    sheet.bar(-10, horizon, WIDTH + 20, HEIGHT, gold)
    rows = 26
    for row in range(rows):
        left, right = ((row + share) * 2 / rows - 1 for share in (0, 0.46))
        spread = WIDTH * 2.3
        furrow = [
            (away + left * 60, horizon),
            (away + right * 60, horizon),
            (away + right * spread, HEIGHT + 10),
            (away + left * spread, HEIGHT + 10),
        ]
        sheet.area(furrow, amber if row % 2 else mix(gold, amber, 0.45))
    _farm(sheet, away + chance.choice([-330, 220]), horizon, pale, red, dark)
    count = chance.choice([30, 33, 36])
    for number in range(count):
        near = number / (count - 1)
        x = chance.uniform(-60, WIDTH + 60)
        from_middle = min(1, abs(x - away) / 700)
        top = 690 - 250 * from_middle * chance.uniform(0.4, 1) - 50 * near + chance.uniform(-30, 50)
        if near > 0.84:
            x = chance.choice([chance.uniform(-20, 330), chance.uniform(1270, 1620)])
            top = chance.uniform(230, 360)
        foot = (x + chance.uniform(-90, 20), HEIGHT + 20)
        stem = mix(dark, amber, 0.6 - 0.6 * near)
        _ear(sheet, foot, (x, top), 0.62 + 0.8 * near**2, stem, mix(pale, gold, 0.95 - 0.6 * near))


def _ear(sheet: Sheet, foot: Point, top: Point, size: float, stem: str, grain: str) -> None:
    lean = (top[0] - foot[0]) / (foot[1] - top[1])
    sheet.line(
        f"M{foot[0]:.1f} {foot[1]:.1f}Q{foot[0]:.1f} {(foot[1] + top[1]) / 2:.1f}"
        f" {top[0]:.1f} {top[1]:.1f}",
        stem,
        5 * size,
    )
    turn = 57.3 * lean * 1.5
    sheet.begin(
        transform=f"translate({top[0]:.1f} {top[1]:.1f}) rotate({turn:.1f}) scale({size:.2f})"
    )
    tiers = [-21 * tier for tier in range(9)]
    awns = [
        straight([(side * 7, y), (side * (30 + y / 21), y - 122)])
        for y in tiers
        for side in (-1, 1)
    ]
    sheet.line("".join(awns), stem, 1.8)
    how = {"stroke": stem, "stroke_width": 2.4}
    for y in tiers:
        pair = "".join(
            f"M0 {y + 10}C{side * 22} {y + 4} {side * 25} {y - 22} {side * 13} {y - 38}"
            f"C{side * 3} {y - 26} 0 {y - 8} 0 {y + 10}Z"
            for side in (-1, 1)
        )
        sheet.shape(pair, grain, **how)
    sheet.shape("M0 -170C9 -182 9 -204 0 -220C-9 -204 -9 -182 0 -170Z", grain, **how)
    sheet.end()


PALMS = [
    ("#f5d9b0", "#fbf0d9", "#cf8a4e", "#8a9a5b", "#2f5148", "#b8442c"),
    ("#bcd6d2", "#f6ecd4", "#d6a668", "#6f9470", "#1f4a4c", "#d0652f"),
    ("#efc4a0", "#f9e7cd", "#b06a4a", "#7d7f4e", "#3a3f3a", "#8f2f2f"),
]


def palms(sheet: Sheet) -> None:
    """Draw an oasis: a walled village, a channel of water, and palms one before the other."""
    chance = sheet.chance
    sky, pale, clay, green, dark, red = chance.choice(PALMS)
    sheet.fill(sky)
    sun = (chance.uniform(560, 1000), chance.uniform(270, 350))
    sheet.disc(*sun, chance.uniform(150, 200), chance.choice([red, pale]))
    sheet.shape(ground(rolling(chance, 520, 50, bends=2)), mix(clay, sky, 0.6))
    _village(sheet, 590, clay, mix(clay, dark, 0.55), pale)
    shade = mix(green, dark, 0.35)
    for place in range(-40, WIDTH + 60, 74):
        _palm(
            sheet, place + chance.uniform(-20, 20), 640, chance.uniform(70, 120), 0.32, shade, shade
        )
    sheet.shape(ground(rolling(chance, 640, 8)), mix(green, pale, 0.12))
    mouth = chance.uniform(520, 1000)
    _channel(sheet, mouth, mix(sky, dark, 0.2), pale, green, dark)
    for x, scale in [(chance.uniform(220, 330), 0.82), (chance.uniform(1230, 1330), 0.9)]:
        sheet.oval(x + 60, 762, 130, 13, mix(green, dark, 0.55))
        tall = chance.uniform(330, 390)
        _palm(sheet, x, 764, tall, scale, mix(dark, clay, 0.35), mix(green, dark, 0.5))
    for x, scale in [(chance.uniform(20, 110), 1.25), (chance.uniform(1450, 1540), 1.35)]:
        _palm(sheet, x, 930, chance.uniform(520, 620), scale, dark, dark)
    sheet.shape(ground(rolling(chance, 880, 12, bends=3)), dark)


def _village(sheet: Sheet, foot: float, wall: str, shade: str, light: str) -> None:
    chance = sheet.chance
    x = chance.uniform(80, 260)
    end = x + chance.uniform(900, 1080)
    while x < end:
        wide, tall = chance.uniform(60, 130), chance.uniform(60, 130)
        if chance.random() < 0.22:
            wide, tall = 52, chance.uniform(150, 200)
            sheet.area(
                [
                    (x, foot + 60),
                    (x + 6, foot - tall),
                    (x + wide - 6, foot - tall),
                    (x + wide, foot + 60),
                ],
                mix(wall, light, 0.18),
            )
        else:
            sheet.bar(
                x, foot - tall, wide, tall + 60, mix(wall, light, chance.choice([0, 0.1, 0.22]))
            )
        sheet.bar(
            x + wide * 0.72, foot - tall + 4, wide * 0.24, tall + 60, shade, fill_opacity=0.55
        )
        for window in range(int(wide // 30)):
            sheet.bar(x + 12 + 22 * window, foot - tall + 24, 7, 14, shade)
        for merlon in range(int(wide // 16)):
            sheet.bar(x + 6 + 15 * merlon, foot - tall - 7, 8, 9, wall)
        x += wide - 8


def _palm(
    sheet: Sheet, x: float, foot: float, tall: float, size: float, trunk: str, leaf: str
) -> None:
    chance = sheet.chance
    lean = chance.uniform(-40, 40) * size
    top = (x + lean, foot - tall)
    wide = 17 * size
    sheet.shape(
        f"M{x - wide * 1.25:.1f} {foot:.1f}Q{x - wide:.1f} {foot - tall / 2:.1f}"
        f" {top[0] - wide * 0.62:.1f} {top[1]:.1f}L{top[0] + wide * 0.62:.1f} {top[1]:.1f}"
        f"Q{x + wide:.1f} {foot - tall / 2:.1f} {x + wide * 1.25:.1f} {foot:.1f}Z",
        trunk,
    )
    if size > 0.5:
        for ring in range(10):
            share = 0.08 + 0.09 * ring
            at = x + lean * share**2
            half = wide * (1.15 - 0.5 * share)
            sheet.line(
                f"M{at - half:.0f} {foot - tall * share:.0f}q{half:.0f} 12 {2 * half:.0f} 0",
                mix(trunk, "#f5d9b0", 0.25),
                3,
            )
    for frond in range(13):
        turn = -pi / 2 + (frond - 6) * 0.43 + chance.uniform(-0.1, 0.1)
        _frond(sheet, top, turn, (215 - 8 * abs(frond - 6)) * size, leaf)


def _frond(sheet: Sheet, root: Point, turn: float, reach: float, ink: str) -> None:
    """A bow with leaflets on both sides, drawn as one comb."""
    tip = (root[0] + reach * cos(turn), root[1] + reach * sin(turn) + 0.42 * reach * abs(cos(turn)))
    bow = (root[0] + reach * 0.62 * cos(turn), root[1] + reach * 0.75 * sin(turn) - 0.2 * reach)
    leaflets = 22 if reach > 80 else 8
    wide = reach * (0.017 if reach > 80 else 0.03)
    path = ""
    for number in range(1, leaflets):
        t = number / leaflets
        x, y = between(between(root, bow, t), between(bow, tip, t), t)
        dx, dy = (
            (1 - t) * (bow[0] - root[0]) + t * (tip[0] - bow[0]),
            (1 - t) * (bow[1] - root[1]) + t * (tip[1] - bow[1]),
        )
        norm = hypot(dx, dy) or 1
        dx, dy = dx / norm, dy / norm
        long = reach * 0.3 * (1 - t) ** 0.45 * min(1, 0.35 + t * 3)
        for side in (-1, 1):
            leaf = (
                x + (dx * 0.72 - dy * side * 0.7) * long,
                y + (dy * 0.72 + dx * side * 0.7 + 0.25) * long,
            )
            foot = (x - dx * wide, y - dy * wide), (x + dx * wide, y + dy * wide)
            path += straight([foot[0], leaf, foot[1]]) + "Z"
    sheet.mark(f'path d="{path}"', ink)
    arc = f"M{root[0]:.1f} {root[1]:.1f}Q{bow[0]:.1f} {bow[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}"
    sheet.line(arc, ink, max(1.4, reach * 0.02))


OLIVES = [
    ("#e9e4cc", "#fbf6e4", "#a9b08a", "#6f7d4a", "#2f3d2c", "#4b2f45"),
    ("#f1d9b6", "#fbf2de", "#b3ae7d", "#7b7a3c", "#353a26", "#4a2740"),
    ("#d3dedb", "#f6f1e0", "#9fb09a", "#5d7859", "#22403a", "#352a44"),
]


def olives(sheet: Sheet) -> None:
    """Draw a laden branch close by, and the grove on its hills behind."""
    chance = sheet.chance
    sky, pale, silver, leaf, dark, fruit = chance.choice(OLIVES)
    sheet.fill(sky)
    sheet.disc(chance.uniform(300, 1300), chance.uniform(200, 280), chance.uniform(90, 130), pale)
    for number in range(4):
        near = number / 3
        hill = rolling(chance, 520 + 120 * number, 46, bends=1.8)
        soil = mix(mix(silver, sky, 0.6), mix(silver, leaf, 0.35), near)
        sheet.shape(ground(hill), soil)
        inks = (mix(leaf, dark, 0.1 + 0.4 * near), silver, soil, dark)
        gap = 74 + 60 * near
        for row in range(2):
            for tree in range(int(WIDTH / gap) + 2):
                x = tree * gap + row * gap / 2 + chance.uniform(-8, 8)
                at = hill[min(int((x + 60) / 60), len(hill) - 1)][1]
                _grove_tree(sheet, x, at + 26 + row * (34 + 24 * near), 15 + 16 * near, inks)
    _branch(sheet, pale, silver, leaf, dark, fruit)


def _grove_tree(
    sheet: Sheet, x: float, y: float, size: float, inks: tuple[str, str, str, str]
) -> None:
    leaf, lit, soil, dark = inks
    sheet.oval(x + size * 0.8, y + size, size * 1.5, size * 0.24, mix(soil, dark, 0.28))
    sheet.line([(x, y + size), (x - size * 0.06, y)], dark, size * 0.2)
    for side, up, wide in ((-0.62, 0, 0.72), (0.62, -0.02, 0.74), (0, -0.42, 0.86)):
        sheet.disc(x + side * size, y + up * size, size * wide, leaf)
    sheet.oval(x - size * 0.34, y - size * 0.62, size * 0.52, size * 0.34, mix(leaf, lit, 0.6))
    sheet.oval(x - size * 0.86, y - size * 0.2, size * 0.34, size * 0.24, mix(leaf, lit, 0.6))


def _branch(sheet: Sheet, pale: str, silver: str, leaf: str, dark: str, fruit: str) -> None:
    chance = sheet.chance
    spine = [
        (-60, 70),
        (300, 190 + chance.uniform(-30, 30)),
        (680, 250 + chance.uniform(-40, 40)),
        (1060, 380 + chance.uniform(-40, 60)),
        (1420, 620 + chance.uniform(-60, 40)),
    ]
    for (x0, y0), (x1, y1) in pairwise(spine):
        for step in range(6):
            t = step / 6
            x, y = x0 + (x1 - x0) * t, y0 + (y1 - y0) * t
            for side in (-1, 1):
                turn = 25 + side * chance.uniform(28, 62)
                _leaf(sheet, (x, y), turn, chance.uniform(150, 220), leaf, silver, dark)
    sheet.line(smooth(spine), dark, 15)
    sheet.line(smooth([(x, y - 4) for x, y in spine]), mix(dark, silver, 0.45), 4)
    for x0, y0 in spine[1:]:
        for _ in range(chance.choice([2, 3, 4])):
            x, y = x0 + chance.uniform(-170, 90), y0 + chance.uniform(56, 130)
            sheet.line([(x0 - 40 + (x - x0) * 0.5, y0 - 4), (x, y - 30)], dark, 4)
            ink = chance.choice([fruit, fruit, mix(leaf, pale, 0.15)])
            sheet.begin(transform=f"rotate({chance.uniform(-22, 22):.0f} {x:.0f} {y:.0f})")
            sheet.oval(x, y, 31, 42, ink)
            sheet.shape(
                f"M{x + 4:.0f} {y + 41:.0f}A31 42 0 0 0 {x + 10:.0f} {y - 39:.0f}"
                f"A40 60 0 0 1 {x + 4:.0f} {y + 41:.0f}Z",
                mix(ink, dark, 0.55),
            )
            sheet.oval(x - 12, y - 15, 5, 9, mix(ink, pale, 0.75))
            sheet.end()


def _leaf(
    sheet: Sheet, root: Point, turn: float, long: float, ink: str, back: str, rib: str
) -> None:
    wide = long * 0.13
    upper, lower = (ink, back) if sheet.chance.random() < 0.65 else (back, mix(back, ink, 0.5))
    sheet.begin(transform=f"translate({root[0]:.1f} {root[1]:.1f}) rotate({turn:.1f})")
    sheet.shape(
        f"M0 0C{long * 0.25:.1f} {-wide * 1.5:.1f} {long * 0.75:.1f} {-wide:.1f} {long:.1f} 0Z",
        upper,
    )
    sheet.shape(
        f"M0 0C{long * 0.25:.1f} {wide * 1.4:.1f} {long * 0.75:.1f} {wide:.1f} {long:.1f} 0Z", lower
    )
    sheet.line([(0, 0), (long * 0.9, 0)], rib, 2)
    sheet.end()


def _farm(sheet: Sheet, x: float, foot: float, wall: str, roof: str, dark: str) -> None:
    for tree in range(4):
        sheet.oval(x - 90 + 26 * tree, foot - 34, 11, 44, dark)
    sheet.bar(x, foot - 42, 110, 46, wall)
    sheet.area([(x - 10, foot - 42), (x + 55, foot - 76), (x + 120, foot - 42)], roof)
    sheet.bar(x + 46, foot - 24, 18, 28, dark)


def _channel(sheet: Sheet, mouth: float, water: str, light: str, green: str, dark: str) -> None:
    """Water that runs from the village towards us, and beds on both sides of it."""
    chance = sheet.chance
    for bank, reach in ((-1, -260), (1, 300)):
        for row in range(12):
            aside = 34 + row * 62
            far = mouth + bank * (30 + aside * 0.55)
            near = mouth + reach + bank * (100 + aside * 3.3)
            bed = [(far, 644), (far + bank * 6, 644), (near + bank * 84, 910), (near, 910)]
            sheet.area(bed, mix(green, dark, 0.22))
        edge = [
            (mouth, 636),
            (mouth + bank * 24, 636),
            (mouth + reach + bank * 56, 910),
            (mouth + reach, 910),
        ]
        sheet.area(edge, mix(green, dark, 0.62))
    sheet.area(
        [(mouth - 14, 636), (mouth + 14, 636), (mouth + 300, 910), (mouth - 260, 910)], water
    )
    for step in range(16):
        y = 650 + 0.95 * step**2
        half = 14 + (y - 636) * 0.95
        wide = half * chance.uniform(0.25, 0.6)
        x = mouth + (y - 636) * 0.07 + chance.uniform(-0.55, 0.55) * (half - wide)
        sheet.bar(x - wide, y, 2 * wide, 2 + step * 0.4, light, rx=3)
