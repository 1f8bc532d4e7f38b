"""The town: arches, domes, lanterns, rain."""

# ruff: noqa: PLR0917 -- what is drawn is told by its place, its size and its inks

from math import pi

from minbar.project.demo.drawings.sheet import (
    HEIGHT,
    WIDTH,
    Point,
    Sheet,
    around,
    between,
    mix,
)

ARCHES = [
    ("#f6e3bd", "#fdf6e4", "#d9914f", "#b04a34", "#6b2f30", "#2b1f2a"),
    ("#cfe0d8", "#fbf4e2", "#c9a25f", "#4f7f7a", "#1f4a52", "#13262e"),
    ("#f3cf9e", "#fcf0da", "#cf7a4a", "#8f4a5a", "#4a2f4f", "#1f1a33"),
]


def arches(sheet: Sheet) -> None:
    """Draw an arcade of horseshoe arches, one behind the other, out into the light."""
    chance = sheet.chance
    sky, pale, stone, brick, shade, night = chance.choice(ARCHES)
    away = (chance.uniform(700, 900), 520.0)
    sheet.fill(sky)
    sheet.disc(away[0] + chance.uniform(-50, 50), 440, chance.uniform(46, 64), brick)
    sheet.bar(-10, 560, WIDTH + 20, 400, pale)
    _cypress(sheet, away[0] - 54, 566, 120, shade)
    _cypress(sheet, away[0] + 62, 566, 96, shade)
    depths = [0.23, 0.34, 0.5, 0.74, 1.1, 1.62]
    for number, scale in enumerate(depths):
        near = number / (len(depths) - 1)
        wall = mix(mix(pale, stone, 0.35 + 0.5 * near), night, max(0.0, near * 1.25 - 0.42))
        _floor(
            sheet,
            away,
            scale,
            mix(pale, shade, 0.1 + 0.7 * near),
            mix(pale, night, 0.2 + 0.7 * near),
        )
        _arch(sheet, away, scale * 0.93, mix(wall, night, 0.35 + 0.3 * near), None)
        light = mix(mix(pale, sky, 0.3), night, max(0.0, near * 1.15 - 0.35))
        red = mix(brick, night, max(0.0, near * 1.1 - 0.3))
        _arch(sheet, away, scale, wall, (red, light, mix(wall, night, 0.35)))


def _floor(sheet: Sheet, away: Point, scale: float, tile: str, joint: str) -> None:
    """The floor from under one arch to under the next, tiled towards the horizon."""
    near, far = away[1] + 250 * scale, away[1] + 250 * scale * 0.68
    sheet.bar(-10, far, WIDTH + 20, HEIGHT, tile)
    for step in range(-16, 17, 2):
        sides = [
            (away[0] + step * 70 * scale * 0.68, far),
            (away[0] + (step + 1) * 70 * scale * 0.68, far),
            (away[0] + (step + 1) * 70 * scale, near),
            (away[0] + step * 70 * scale, near),
        ]
        sheet.area(sides, joint, fill_opacity=0.28)
    # Light falls in between two walls from the side.
    sheet.area(
        [
            (away[0] - 330 * scale, near),
            (away[0] - 150 * scale, near),
            (away[0] + 190 * scale, far + 8 * scale),
            (away[0] + 40 * scale, far + 8 * scale),
        ],
        "#fff3d6",
        fill_opacity=0.4,
    )


def _arch(
    sheet: Sheet, away: Point, scale: float, wall: str, inks: tuple[str, str, str] | None
) -> None:
    """A wall with an opening; with inks also its ring of two-coloured stones, and its columns."""
    x, foot = away[0], away[1] + 250 * scale
    half, radius = 318 * scale, 352 * scale
    spring = away[1] - 40 * scale
    centre = spring - (radius**2 - half**2) ** 0.5
    opening = (
        f"M{x - half:.1f} {foot:.1f}L{x - half:.1f} {spring:.1f}"
        f"A{radius:.1f} {radius:.1f} 0 1 1 {x + half:.1f} {spring:.1f}L{x + half:.1f} {foot:.1f}"
    )
    sheet.shape(
        f"M-20 {foot:.1f}L-20 -20L{WIDTH + 20} -20L{WIDTH + 20} {foot:.1f}Z{opening}Z", wall
    )
    if not inks:
        return
    red, light, dark = inks
    start = pi - 0.44
    stones = 23
    outer = radius * 1.25
    for stone in range(stones):
        turns = [start + (pi + 0.88) * (stone + share) / stones for share in (0, 0.5, 1)]
        wedge = [around(x, centre, radius, turn) for turn in turns]
        wedge += [around(x, centre, outer, turn) for turn in reversed(turns)]
        sheet.area(wedge, light if stone % 2 else red)
    left = around(x, centre, outer, start)
    sheet.line(
        f"M{left[0]:.1f} {left[1]:.1f}A{outer:.1f} {outer:.1f} 0 1 1"
        f" {2 * x - left[0]:.1f} {left[1]:.1f}",
        dark,
        5 * scale,
    )
    for side in (-1, 1):
        parts = [
            (4, spring - 8 * scale, 64, 40 * scale, light, 1),
            (4, spring - 20 * scale, 78, 16 * scale, dark, 1),
            (18, spring + 32 * scale, 38, foot - spring - 32 * scale, red, 1),
            (18, spring + 32 * scale, 14, foot - spring - 32 * scale, light, 0.4),
            (4, foot - 26 * scale, 66, 26 * scale, light, 1),
        ]
        for aside, y, wide, high, ink, thick in parts:
            edge = x + side * (half + aside * scale)
            left_edge = min(edge, edge + side * wide * scale)
            sheet.bar(left_edge, y, wide * scale, high, ink, fill_opacity=thick)


def _cypress(sheet: Sheet, x: float, foot: float, tall: float, ink: str) -> None:
    wide = tall * 0.15
    sheet.shape(
        f"M{x} {foot - tall}C{x + wide * 1.5} {foot - tall * 0.5} {x + wide} {foot} {x} {foot}"
        f"C{x - wide} {foot} {x - wide * 1.5} {foot - tall * 0.5} {x} {foot - tall}Z",
        ink,
    )


DOMES = [
    ("#f4cfa4", "#fdf1da", "#d98a5f", "#9a5566", "#4a3354", "#241d38"),
    ("#d5dfd3", "#fbf5e3", "#a9bfae", "#5f8a8a", "#2a5560", "#17303a"),
    ("#f0dfc2", "#fcf6e8", "#d9b27a", "#a8744a", "#5f4238", "#2f2426"),
]


def domes(sheet: Sheet) -> None:
    """Draw a town of domes and minarets in four veils of distance, roofs before them."""
    chance = sheet.chance
    sky, pale, light, middle, deep, night = chance.choice(DOMES)
    sheet.fill(sky)
    sun = (chance.uniform(380, 1220), chance.uniform(250, 330))
    for ring in range(3):
        sheet.disc(*sun, 330 - 78 * ring, mix(sky, pale, 0.3 + 0.3 * ring))
    sheet.disc(*sun, 106, pale if chance.random() < 0.5 else mix(middle, light, 0.3))
    veils = [mix(light, sky, 0.45), mix(light, middle, 0.35), mix(middle, deep, 0.25), deep]
    for number, ink in enumerate(veils):
        size = (0.5, 0.72, 1.0, 1.3)[number]
        foot = (560, 630, 710, 820)[number]
        lit = mix(ink, pale, 0.2)
        x = -80 + chance.uniform(0, 80)
        step = 0
        while x < WIDTH + 60:
            kind = (step + number + chance.choice([0, 0, 1])) % 5
            step += 1
            if kind == 0:
                x += _dome(sheet, x, foot, 150 * size * chance.uniform(0.8, 1.2), ink, lit)
            elif kind == 3 and number < 3:
                x += _minaret(sheet, x, foot, size * chance.uniform(0.9, 1.15), ink, lit)
            else:
                x += _house(sheet, x, foot, size, ink, lit, mix(ink, night, 0.4))
        sheet.bar(-10, foot - 2, WIDTH + 20, 320, ink)
    _rooftop(sheet, night, mix(deep, night, 0.45), pale, light)
    for _ in range(chance.choice([5, 7, 9])):
        _bird(
            sheet,
            sun[0] + chance.uniform(-420, 420),
            chance.uniform(90, 330),
            chance.uniform(0.7, 1.3),
            night,
        )


def _dome(sheet: Sheet, x: float, foot: float, wide: float, ink: str, lit: str) -> float:
    drum, rise = wide * 0.34, wide * sheet.chance.uniform(0.56, 0.72)
    base, middle = foot - wide * 0.5, x + wide / 2
    top = base - drum - rise
    sheet.bar(x - wide * 0.12, base, wide * 1.24, foot - base + 4, ink)
    sheet.bar(x + wide * 0.04, base - drum, wide * 0.92, drum + 4, ink)
    curve = (
        f"M{x:.0f} {base - drum:.0f}C{x - wide * 0.07:.0f} {base - drum - rise * 0.62:.0f}"
        f" {middle - wide * 0.2:.0f} {top + rise * 0.1:.0f} {middle:.0f} {top:.0f}"
    )
    sheet.shape(
        f"{curve}C{middle + wide * 0.2:.0f} {top + rise * 0.1:.0f} {x + wide * 1.07:.0f}"
        f" {base - drum - rise * 0.62:.0f} {x + wide:.0f} {base - drum:.0f}Z",
        ink,
    )
    sheet.shape(
        f"{curve}C{middle - wide * 0.12:.0f} {top + rise * 0.2:.0f} {middle - wide * 0.2:.0f}"
        f" {base - drum - rise * 0.5:.0f} {middle - wide * 0.16:.0f} {base - drum:.0f}Z",
        lit,
    )
    sheet.bar(x - wide * 0.03, base - drum - 3, wide * 1.06, wide * 0.045, lit)
    for window in range(5):
        sheet.bar(
            x + wide * (0.13 + 0.17 * window), base - drum * 0.72, wide * 0.06, drum * 0.5, lit
        )
    sheet.line([(middle, top + 4), (middle, top - wide * 0.2)], ink, max(2.0, wide * 0.02))
    for ball, size in ((0.06, 0.035), (0.13, 0.024)):
        sheet.disc(middle, top - wide * ball, wide * size, ink)
    return wide * 1.16


def _minaret(sheet: Sheet, x: float, foot: float, size: float, ink: str, lit: str) -> float:
    """A square tower of the west, or a slender one of the east."""
    if sheet.chance.random() < 0.5:
        wide, tall = 62 * size, 330 * size
        sheet.bar(x, foot - tall, wide, tall, ink)
        sheet.bar(x, foot - tall, wide * 0.3, tall, lit)
        sheet.bar(x - 4 * size, foot - tall - 6 * size, wide + 8 * size, 12 * size, ink)
        for merlon in range(5):
            sheet.bar(
                x - 3 * size + merlon * 14 * size, foot - tall - 18 * size, 9 * size, 14 * size, ink
            )
        upper = wide * 0.5
        sheet.bar(x + wide * 0.25, foot - tall - 76 * size, upper, 80 * size, ink)
        sheet.disc(x + wide / 2, foot - tall - 78 * size, upper / 2, ink)
        sheet.line(
            [(x + wide / 2, foot - tall - 90 * size), (x + wide / 2, foot - tall - 136 * size)],
            ink,
            3 * size,
        )
        for row in range(2):
            y = foot - tall + (44 + 90 * row) * size
            sheet.shape(
                f"M{x + wide * 0.5:.0f} {y:.0f}v{50 * size:.0f}h{14 * size:.0f}"
                f"v{-40 * size:.0f}q{-2 * size:.0f} {-10 * size:.0f} {-14 * size:.0f}"
                f" {-10 * size:.0f}Z",
                lit,
            )
        return wide + 30 * size
    wide, tall = 26 * size, 380 * size
    sheet.bar(x, foot - tall, wide, tall, ink)
    sheet.bar(x, foot - tall, wide * 0.34, tall, lit)
    for share in (0.44, 0.74):
        y = foot - tall * share
        sheet.area(
            [
                (x - 3, y + 16 * size),
                (x - 13 * size, y),
                (x + wide + 13 * size, y),
                (x + wide + 3, y + 16 * size),
            ],
            ink,
        )
        sheet.bar(x - 13 * size, y - 9 * size, wide + 26 * size, 7 * size, lit)
    sheet.area(
        [
            (x - 3, foot - tall),
            (x + wide / 2, foot - tall - 76 * size),
            (x + wide + 3, foot - tall),
        ],
        ink,
    )
    sheet.line(
        [(x + wide / 2, foot - tall - 66 * size), (x + wide / 2, foot - tall - 104 * size)],
        ink,
        3 * size,
    )
    return wide + 40 * size


def _house(
    sheet: Sheet, x: float, foot: float, size: float, ink: str, lit: str, dark: str
) -> float:
    chance = sheet.chance
    wide, tall = chance.uniform(80, 150) * size, chance.uniform(60, 150) * size
    sheet.bar(x, foot - tall, wide + 2, tall + 4, ink)
    sheet.bar(x, foot - tall, wide + 2, 5 * size, lit)
    for column in range(int(wide // (30 * size))):
        for row in range(int(tall // (44 * size))):
            if chance.random() < 0.7:
                sheet.bar(
                    x + (12 + 28 * column) * size,
                    foot - tall + (20 + 42 * row) * size,
                    10 * size,
                    18 * size,
                    chance.choice([lit, dark, dark]),
                )
    return wide


def _rooftop(sheet: Sheet, night: str, edge: str, pale: str, warm: str) -> None:
    chance = sheet.chance
    roof = chance.uniform(800, 826)
    sheet.bar(-10, roof, WIDTH + 20, 120, night)
    sheet.bar(-10, roof, WIDTH + 20, 10, edge)
    left = chance.uniform(120, 420)
    right = left + chance.uniform(560, 700)
    for post in (left, right):
        sheet.line([(post, roof), (post, roof - 128)], night, 7)
    sag = 34
    line = f"M{left:.0f} {roof - 118:.0f}Q{(left + right) / 2:.0f} {roof - 118 + 2 * sag:.0f}"
    sheet.line(f"{line} {right:.0f} {roof - 118:.0f}", night, 2.5)
    share = 0.08
    while share < 0.88:
        wide = chance.uniform(52, 110)
        long = chance.uniform(56, 100)
        x = left + (right - left) * share
        y = roof - 118 + 4 * sag * share * (1 - share)
        sheet.shape(
            f"M{x:.0f} {y:.0f}q{wide / 2:.0f} 6 {wide:.0f} 2l-3 {long:.0f}"
            f"q{-wide / 3:.0f} -8 {-wide + 8:.0f} 0Z",
            chance.choice([pale, warm, edge, pale]),
        )
        share += (wide + chance.uniform(14, 34)) / (right - left)
    dish = chance.uniform(1250, 1450)
    sheet.line([(dish, roof), (dish, roof - 66)], night, 8)
    sheet.oval(dish, roof - 92, 46, 50, edge, transform=f"rotate(-32 {dish:.0f} {roof - 92:.0f})")
    sheet.line([(dish, roof - 92), (dish - 50, roof - 112)], night, 4)


def _bird(sheet: Sheet, x: float, y: float, size: float, ink: str) -> None:
    w, h = 26 * size, 12 * size
    sheet.shape(
        f"M{x - w:.1f} {y - h:.1f}Q{x - w * 0.4:.1f} {y - h:.1f} {x:.1f} {y:.1f}"
        f"Q{x + w * 0.4:.1f} {y - h:.1f} {x + w:.1f} {y - h * 0.8:.1f}"
        f"Q{x + w * 0.4:.1f} {y - h * 0.3:.1f} {x:.1f} {y + h * 0.5:.1f}"
        f"Q{x - w * 0.4:.1f} {y - h * 0.4:.1f} {x - w:.1f} {y - h:.1f}Z",
        ink,
    )


def _passer(sheet: Sheet, x: float, foot: float, size: float, cloak: str, skin: str) -> None:
    """Someone in a long cloak, seen from behind."""
    sheet.begin(transform=f"translate({x:.1f} {foot:.1f}) scale({size:.2f})")
    sheet.oval(20, 0, 70, 9, skin, fill_opacity=0.35)
    sheet.shape(
        "M0 -238c34 0 34 36 30 56c34 10 42 110 46 182h-152"
        "c4 -72 12 -172 46 -182c-4 -20 -4 -56 30 -56Z",
        cloak,
    )
    sheet.line([(8, -170), (16, -20)], skin, 4, stroke_opacity=0.4)
    sheet.end()


LANTERNS = [
    ("#1d2440", "#33406a", "#f3c25a", "#d8662f", "#8f2f3f", "#fbeac0"),
    ("#15302f", "#2a5450", "#f0c766", "#c9862f", "#a8432f", "#fbf0cf"),
    ("#2b1a2e", "#55304c", "#f2b84f", "#d6503a", "#3f6f74", "#fde9c4"),
]


def lanterns(sheet: Sheet) -> None:
    """Draw lanterns of pierced brass over a lane at night, each in its pool of light."""
    chance = sheet.chance
    night, dusk, gold, amber, red, glow = chance.choice(LANTERNS)
    sheet.fill(mix(night, dusk, 0.5))
    for star in range(60):
        x, y = chance.uniform(520, 1080), chance.uniform(0, 460)
        sheet.disc(x, y, chance.choice([1.6, 2.2, 3]), glow, fill_opacity=0.5 if star % 3 else 0.9)
    moon = chance.uniform(690, 760)
    sheet.shape(f"M{moon:.0f} 70a60 60 0 1 0 52 92a48 48 0 1 1 -52 -92Z", glow)
    sheet.bar(-10, 640, WIDTH + 20, 300, mix(dusk, night, 0.3))
    for side in (-1, 1):
        for depth in range(4):
            _lane_house(
                sheet, side, depth, mix(dusk, night, (0.1, 0.4, 0.7, 1)[depth]), gold, night
            )
    _lane(sheet, mix(dusk, amber, 0.16), night, gold)
    for x, size in ((748, 0.4), (806, 0.46), (870, 0.38)):
        cloak = mix(night, "#000000", 0.2)
        _passer(sheet, x + chance.uniform(-16, 16), 730 + 40 * size, size, cloak, night)
    big, small = chance.choice(
        [((0.3, 0.5), (0.74, 0.4)), ((0.69, 0.5), (0.25, 0.38)), ((0.5, 0.5), (0.87, 0.36))]
    )
    hung = [
        (0.5, 0.36, 0.4) if big[0] != 0.5 else (0.36, 0.34, 0.44),
        (0.6, 0.26, 0.56),
        (*small, 0.92),
        (0.1, 0.4, 0.72) if small[0] > 0.5 else (0.92, 0.34, 0.72),
        (*big, 1.36),
    ]
    placed = [
        (WIDTH * x + chance.uniform(-20, 20), HEIGHT * y + chance.uniform(-30, 30), size)
        for x, y, size in hung
    ]
    for x, y, size in placed:
        for ring, thick in ((230, 0.1), (160, 0.14), (100, 0.2)):
            sheet.disc(x, y, ring * size, gold, fill_opacity=thick)
    for x, y, size in placed:
        _lantern(sheet, x, y, size, (night, gold, chance.choice([amber, red]), glow))


def _lantern(
    sheet: Sheet, x: float, y: float, size: float, inks: tuple[str, str, str, str]
) -> None:
    night, gold, glass, glow = inks
    sheet.line([(x, -20), (x, y - 150 * size)], night, 3.5 * size)
    sheet.begin(transform=f"translate({x:.1f} {y:.1f}) scale({size:.3f})")
    sheet.disc(0, -152, 11, "none", stroke=night, stroke_width=5)
    sheet.shape("M0 -142C10 -120 54 -112 62 -78H-62C-54 -112 -10 -120 0 -142Z", night)
    sheet.bar(-70, -80, 140, 13, gold)
    panes = [(-66, -40), (-40, -14), (-14, 14), (14, 40), (40, 66)]
    for number, (left, right) in enumerate(panes):
        lower = 0.72
        ink = glow if number == 2 else (gold if number in (1, 3) else glass)
        sheet.area([(left, -67), (right, -67), (right * lower, 74), (left * lower, 74)], ink)
    for left, _ in panes[1:]:
        sheet.line([(left, -67), (left * 0.72, 74)], night, 4)
    for row in range(3):
        for number, (left, right) in enumerate(panes):
            middle = (left + right) / 2 * (0.94 - 0.11 * row)
            _eight(sheet, middle, -42 + 42 * row, 10 if number in (1, 2, 3) else 7, night)
    sheet.line([(-66, -67), (-48, 74)], night, 5)
    sheet.line([(66, -67), (48, 74)], night, 5)
    sheet.bar(-54, 74, 108, 12, gold)
    sheet.shape("M-46 86H46C40 116 12 118 0 146C-12 118 -40 116 -46 86Z", night)
    sheet.disc(0, 154, 8, gold)
    sheet.end()


def _eight(sheet: Sheet, x: float, y: float, radius: float, ink: str) -> None:
    points = [around(x, y, radius if k % 2 == 0 else radius * 0.62, k * pi / 8) for k in range(16)]
    sheet.area(points, ink)


RAIN = [
    ("#9fb0b4", "#c9d2cf", "#5f7480", "#2f3f4f", "#b8402f", "#f0d9a0"),
    ("#a9a6a8", "#d6cfc4", "#6f6672", "#35303f", "#c98a2f", "#f6e3b4"),
    ("#8fa8a0", "#c4d2c6", "#4f7068", "#21393c", "#a8384a", "#f3dfb0"),
]


def rain(sheet: Sheet) -> None:
    """Draw umbrellas in a street under slanting rain: one of them is red."""
    chance = sheet.chance
    sky, mist, middle, dark, red, lamp = chance.choice(RAIN)
    street = 620
    sheet.fill(sky)
    _blocks(sheet, -30, 150, mix(sky, middle, 0.28), lamp, dark)
    _blocks(sheet, -70, 240, mix(sky, middle, 0.62), lamp, dark)
    sheet.bar(-10, street, WIDTH + 20, 300, mix(sky, mist, 0.5))
    for place in (chance.uniform(200, 340), chance.uniform(1220, 1400)):
        _street_lamp(sheet, place, street, lamp, dark)
    for streak in range(46):
        y = street + 8 + (streak % 12) ** 1.7 * 4.4
        x, wide = chance.uniform(-60, WIDTH), chance.uniform(60, 260)
        ink = chance.choice([mist, middle])
        sheet.bar(x, y, wide, 3 + (y - street) * 0.016, ink, rx=2, fill_opacity=0.6)
    rows = [(600, 0.42, 13), (660, 0.66, 9), (740, 1.0, 7), (880, 1.6, 5)]
    chosen = chance.choice([(2, 2), (2, 3), (2, 4), (3, 1), (3, 2)])
    for number, (foot, size, count) in enumerate(rows):
        ink = mix(mix(sky, middle, 0.6), dark, number / 3)
        gap = (WIDTH + 200) / count
        for place_in_row in range(count):
            x = -60 + gap * (place_in_row + 0.5) + chance.uniform(-0.18, 0.18) * gap
            y = foot + chance.uniform(-24, 24) * size
            own = mix(ink, chance.choice([dark, middle, mist]), 0.16)
            if (number, place_in_row) == chosen:
                own = red
            _umbrella(sheet, x, y, size, own, mix(dark, ink, 0.3))
    _drops(sheet, mist, 2.2, 0.75)
    _drops(sheet, "#f4efe2", 1.6, 0.6)


def _umbrella(sheet: Sheet, x: float, y: float, size: float, ink: str, coat: str) -> None:
    """A canopy of six panels, and under it a back."""
    r = 132 * size
    lean = sheet.chance.uniform(-12, 12)
    sheet.shape(
        f"M{x - 56 * size:.0f} {y + 330 * size:.0f}C{x - 66 * size:.0f} {y + 120 * size:.0f}"
        f" {x - 40 * size:.0f} {y + 36 * size:.0f} {x:.0f} {y + 36 * size:.0f}"
        f"C{x + 40 * size:.0f} {y + 36 * size:.0f} {x + 66 * size:.0f} {y + 120 * size:.0f}"
        f" {x + 56 * size:.0f} {y + 330 * size:.0f}Z",
        coat,
    )
    sheet.disc(x, y + 12 * size, 30 * size, mix(coat, "#000000", 0.2))
    sheet.begin(transform=f"rotate({lean:.1f} {x:.1f} {y:.1f})")
    edges = [-1, -0.66, -0.23, 0.23, 0.66, 1]
    scallops = "".join(
        f"Q{x + r * (a + b) / 2:.1f} {y - 0.16 * r:.1f} {x + r * a:.1f} {y:.1f}"
        for b, a in zip(edges[::-1], edges[::-1][1:], strict=False)
    )
    sheet.shape(
        f"M{x - r:.1f} {y:.1f}C{x - r * 0.95:.1f} {y - r * 0.95:.1f} {x + r * 0.95:.1f}"
        f" {y - r * 0.95:.1f} {x + r:.1f} {y:.1f}{scallops}Z",
        ink,
    )
    for left, right, light in ((-0.66, -0.23, 0.16), (0.23, 0.66, -0.2), (0.66, 1, -0.34)):
        tint = mix(ink, "#f4efe2", light) if light > 0 else mix(ink, "#14181f", -light)
        sheet.shape(
            f"M{x:.1f} {y - r * 0.71:.1f}Q{x + r * left * 1.02:.1f} {y - r * 0.6:.1f}"
            f" {x + r * left:.1f} {y:.1f}Q{x + r * (left + right) / 2:.1f} {y - 0.16 * r:.1f}"
            f" {x + r * right:.1f} {y:.1f}Q{x + r * right * 1.02:.1f} {y - r * 0.6:.1f}"
            f" {x:.1f} {y - r * 0.71:.1f}Z",
            tint,
        )
    sheet.line([(x, y - r * 0.7), (x, y - r * 0.84)], ink, 6 * size)
    sheet.end()


def _lane_house(sheet: Sheet, side: int, depth: int, wall: str, gold: str, night: str) -> None:
    """One house of the lane, with its lattice balcony and windows; the last stands nearest."""
    chance = sheet.chance
    inner = 800 + side * (96, 190, 330, 560)[depth]
    top = (330, 240, 110, -60)[depth]
    size = (0.4, 0.62, 0.95, 1.5)[depth]
    foot = 670 + (0, 30, 90, 240)[depth]
    sheet.area(
        [
            (inner, top),
            (inner + side * 900, top - 60 * size),
            (inner + side * 900, 930),
            (inner, foot),
        ],
        wall,
    )
    for row in range(3):
        y = top + (70 + 190 * row) * size
        for column in range(2):
            x = inner + side * (62 + 120 * column) * size
            wide, lit = 46 * size, chance.random() < 0.45
            ink = mix(gold, wall, 0.25) if lit else mix(wall, "#000000", 0.35)
            sheet.shape(
                f"M{x - wide / 2:.0f} {y + wide * 1.9:.0f}v{-wide * 1.2:.0f}q0 {-wide * 0.5:.0f}"
                f" {wide / 2:.0f} {-wide * 0.8:.0f}q{wide / 2:.0f} {wide * 0.3:.0f}"
                f" {wide / 2:.0f} {wide * 0.8:.0f}v{wide * 1.2:.0f}Z",
                ink,
            )
            if lit:
                for bar in (-0.17, 0.17):
                    sheet.bar(x + bar * wide - size, y - wide * 0.1, 2.5 * size, wide * 2, night)
    if depth in (1, 2):
        y = top + 214 * size
        near, far = inner - side * 52 * size, inner + side * 8 * size
        sheet.area(
            [(far, y), (near, y + 10 * size), (near, y + 150 * size), (far, y + 176 * size)],
            mix(wall, gold, 0.2),
        )
        for slat in range(7):
            at = between((near, 0), (far, 0), (slat + 0.5) / 7)[0]
            sheet.line([(at, y + 12 * size), (at, y + 152 * size)], mix(wall, night, 0.7), 3 * size)
        sheet.area(
            [(far, y - 26 * size), (near - side * 8 * size, y + 12 * size), (far, y + 12 * size)],
            mix(wall, night, 0.6),
        )


def _lane(sheet: Sheet, paving: str, night: str, gold: str) -> None:
    """Paving that runs away from us, with pools of light on it."""
    sheet.area([(704, 650), (896, 650), (1500, 920), (100, 920)], paving)
    for row in range(9):
        y = 654 + row**2 * 3.7
        spread = (y - 640) / 250
        sheet.line(
            [(704 - 560 * spread, y), (896 + 560 * spread, y)],
            night,
            1.5 + row * 0.4,
            stroke_opacity=0.5,
        )
        for joint in range(-6, 7):
            x = 800 + (joint + 0.5 * (row % 2)) * (26 + 92 * spread)
            far, deep = y, (row * 2 + 1) * 3.7
            sheet.line(
                [(x, far), (800 + (x - 800) * 1.16, far + deep)],
                night,
                1.2 + row * 0.3,
                stroke_opacity=0.35,
            )
    for x, y, wide in ((800, 700, 110), (680, 770, 190), (960, 830, 260)):
        sheet.oval(x, y, wide, wide * 0.16, gold, fill_opacity=0.22)


def _blocks(sheet: Sheet, x: float, top: float, wall: str, lamp: str, dark: str) -> None:
    """Houses across the street, a window lit here and there."""
    chance = sheet.chance
    while x < WIDTH:
        wide, high = chance.uniform(110, 230), top + chance.uniform(-80, 90)
        sheet.bar(x, high, wide + 2, 800, wall)
        for column in range(int(wide // 40)):
            for row in range(7):
                if chance.random() < 0.42:
                    ink = lamp if chance.random() < 0.4 else mix(wall, dark, 0.25)
                    sheet.bar(x + 18 + 38 * column, high + 30 + 56 * row, 14, 24, ink)
        x += wide


def _street_lamp(sheet: Sheet, x: float, street: float, lamp: str, dark: str) -> None:
    for ring, thick in ((150, 0.14), (96, 0.2), (54, 0.35)):
        sheet.disc(x, 300, ring, lamp, fill_opacity=thick)
    sheet.bar(x - 5, 316, 10, 340, dark)
    sheet.area([(x - 24, 322), (x - 15, 274), (x + 15, 274), (x + 24, 322)], lamp)
    sheet.area([(x - 22, 274), (x, 250), (x + 22, 274)], dark)
    sheet.bar(x - 24, street + 20, 48, 240, lamp, fill_opacity=0.3)


def _drops(sheet: Sheet, ink: str, width: float, opacity: float) -> None:
    chance = sheet.chance
    path = ""
    for _ in range(150):
        x, y = chance.uniform(-40, WIDTH + 200), chance.uniform(-60, HEIGHT)
        long = chance.uniform(26, 84)
        path += f"M{x:.0f} {y:.0f}l{-long * 0.28:.0f} {long:.0f}"
    sheet.line(path, ink, width, stroke_opacity=opacity)
