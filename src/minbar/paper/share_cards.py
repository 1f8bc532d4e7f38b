"""Share cards: the picture that a story shows of itself in Facebook, WhatsApp and elsewhere."""

from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import resvg_py
from PIL import Image, ImageColor

from minbar.stories.lettering import Face, Lettering, is_right_to_left
from minbar.stories.nameplate import draw_nameplate

WIDTH, HEIGHT = 1200, 630
MARGIN = 64
MEASURE = WIDTH - 2 * MARGIN
PAPER, INK = "#fffdf8", "#191510"

FONTS = Path(__file__).parent / "static" / "paper" / "fonts"
PARTS = ("arabic", "latin", "latin-rare", "arabic-rare")
TEXT_FILES = tuple(FONTS / f"markazi-text-{part}.woff2" for part in PARTS)
LABEL_FILES = tuple(FONTS / f"vazirmatn-{part}.woff2" for part in PARTS)
# Each family helps the other out with letters that it lacks: Markazi Text has no «٪» and no «ڭ».
HEADLINE = Face(files=TEXT_FILES + LABEL_FILES, weight=700)
LABEL = Face(files=LABEL_FILES + TEXT_FILES, weight=600)

# The largest size in pixels for a headline of one, two, three and four lines.
LARGEST = (264, 144, 112, 92)
HEADLINE_HEIGHT = 300
KICKER_SIZE = 36
FOOT = 490  # where the double rule runs; text stands over it, the nameplate below
NAMEPLATE_HEIGHT = 68

# Words that lean on the next one: a line that ends with one reads badly.
LEANING_ARABIC = (
    "في من إلى على عن مع بين قبل بعد منذ حتى عند لدى نحو ضد دون بلا كل غير لا لم لن ما قد هل أن إن "
    "أو ثم بل لكن يا و"
)
LEANING_LATIN = "la le les de des du à au aux en et un une the a of in on to and"
LEANING = frozenset((*LEANING_ARABIC.split(), *LEANING_LATIN.split()))


@dataclass(frozen=True)
class Setting:
    """A headline broken into lines, at a size in pixels."""

    lines: tuple[str, ...]
    size: float


def draw_share_card(*, headline: str, kicker: str, newspaper: str, colour: str) -> bytes:
    """Return a JPEG of 1200 × 630 pixels with the headline on the section's colour.

    The headline fills at most four balanced lines; letters are ink or paper, whichever is read
    better on ``colour``. Raises ValueError if ``colour`` is none, or if the newspaper's name has no
    letter that can be drawn.
    """
    ground = ImageColor.getrgb(colour)[:3]
    hex_ground = "#{:02x}{:02x}{:02x}".format(*ground)
    letters = max((PAPER, INK), key=lambda ink: contrast(ImageColor.getrgb(ink)[:3], ground))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}"><rect width="100%" height="100%" fill="{hex_ground}"/>'
        f'<g fill="{letters}" color="{letters}">'
        f"{_text(headline, kicker)}{_foot(newspaper)}</g></svg>"
    )
    drawing = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    card = BytesIO()
    with Image.open(BytesIO(bytes(drawing))) as picture:
        picture.convert("RGB").save(card, "JPEG", quality=90, subsampling=0, optimize=True)
    return card.getvalue()


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def set_headline(headline: str) -> Setting:
    """Break a headline into one to four lines, so that it stands as large as it can."""
    words = headline.split()
    settings = [_balanced(words, count) for count in range(1, min(len(words), 4) + 1)]
    return max(settings, key=lambda setting: setting.size, default=Setting((), LARGEST[0]))


def _balanced(words: list[str], count: int) -> Setting:
    """Break words into exactly so many lines, the widest as narrow as can be."""
    widths = [HEADLINE.width(word) for word in words]
    space = HEADLINE.width("ا ا") - 2 * HEADLINE.width("ا")
    starts = _best_starts(words, widths, space, count)
    lines = tuple(" ".join(words[start:end]) for start, end in pairwise((*starts, len(words))))
    widest = max(HEADLINE.width(line) for line in lines)
    room = HEADLINE_HEIGHT / (1 + _leading(LARGEST[count - 1]) * (count - 1))
    size = min(LARGEST[count - 1], room, MEASURE * HEADLINE.units / max(widest, 1))
    return Setting(lines, size)


def _best_starts(words: list[str], widths: list[int], space: int, count: int) -> tuple[int, ...]:
    """Return where each line starts: the least cost first of the widest line, then of all."""
    best: dict[int, tuple[tuple[float, float], tuple[int, ...]]] = {0: ((0, 0), ())}
    for line in range(1, count + 1):
        reached: dict[int, tuple[tuple[float, float], tuple[int, ...]]] = {}
        for start, ((widest, total), starts) in best.items():
            ends = (
                [len(words)] if line == count else range(start + 1, len(words) - count + line + 1)
            )
            for end in ends:
                width = float(sum(widths[start:end]) + space * (end - start - 1))
                if end < len(words) and words[end - 1] in LEANING:
                    width *= 1.12
                cost = (max(widest, width), total + width**2)
                if end not in reached or cost < reached[end][0]:
                    reached[end] = (cost, (*starts, start))
        best = reached
    return best[len(words)][1]


def _leading(size: float) -> float:
    """Return the line height in ems: small lines need more air between them."""
    return 1.18 + 0.2 * min(max((92 - size) / 48, 0), 1)


def _text(headline: str, kicker: str) -> str:
    """Draw kicker and headline as one block, in the middle of the room over the foot."""
    right_to_left = is_right_to_left(headline or kicker)
    setting = set_headline(headline)
    scale = setting.size / HEADLINE.units
    lines = [HEADLINE.draw(line, right_to_left=right_to_left) for line in setting.lines]
    leading = setting.size * _leading(setting.size)
    rise = -lines[0].top * scale if lines else 0.0
    fall = lines[-1].bottom * scale + leading * (len(lines) - 1) if lines else 0.0
    label = LABEL.draw(_shortened(kicker), right_to_left=right_to_left)
    # From the top of the kicker's letters to the top of the headline's.
    above = 0.75 * KICKER_SIZE + 36 + 0.08 * setting.size if label.path else 0
    top = (FOOT - rise - fall - above) / 2
    kicker_line = top + 0.75 * KICKER_SIZE
    drawn = _line(label, KICKER_SIZE / LABEL.units, kicker_line, flush_right=right_to_left)
    for number, line in enumerate(lines):
        baseline = top + above + rise + number * leading
        drawn += _line(line, scale, baseline, flush_right=right_to_left)
    return drawn


def _shortened(kicker: str) -> str:
    """Return as many words of the kicker as one line holds."""
    words = kicker.split()
    for count in range(len(words), 0, -1):
        shown = " ".join(words[:count]) + ("…" if count < len(words) else "")
        if LABEL.width(shown) * KICKER_SIZE <= MEASURE * LABEL.units:
            return shown
    return ""


def _line(line: Lettering, scale: float, baseline: float, *, flush_right: bool) -> str:
    """Place a line so that its ink, not its side bearing, meets the margin."""
    x = WIDTH - MARGIN - line.right * scale if flush_right else MARGIN - line.left * scale
    return (
        f'<path transform="translate({x:.2f} {baseline:.2f}) scale({scale:.6f})" d="{line.path}"/>'
    )


def _foot(newspaper: str) -> str:
    """Draw the double rule that closes a sheet, and the nameplate under it."""
    nameplate = draw_nameplate(newspaper)
    align = "xMax" if is_right_to_left(newspaper) else "xMin"
    placed = (
        f'<svg x="{MARGIN}" y="{FOOT + 34}" width="{MEASURE}" height="{NAMEPLATE_HEIGHT}"'
        f' preserveAspectRatio="{align}YMid meet"'
    )
    return (
        f'<rect x="{MARGIN}" y="{FOOT}" width="{MEASURE}" height="4"/>'
        f'<rect x="{MARGIN}" y="{FOOT + 8}" width="{MEASURE}" height="1.5"/>'
        + nameplate.replace("<svg", placed, 1)
    )


def _luminance(colour: tuple[int, ...]) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
