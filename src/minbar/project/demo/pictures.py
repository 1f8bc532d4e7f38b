"""The demo's pictures: drawn by program, so that the edition has photographs of its own.

A composition is flat areas of a few inks (``drawings``), painted by resvg and then given the tooth
of paper, like a poster pulled through a screen. The same name and seed give the same picture.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from random import Random
from types import MappingProxyType

import resvg_py
from PIL import Image, ImageChops, ImageFilter

from minbar.project.demo.drawings import craft, land, street, town, water
from minbar.project.demo.drawings.sheet import HEIGHT, WIDTH, Sheet

COMPOSITIONS: Mapping[str, Callable[[Sheet], None]] = MappingProxyType(
    {
        "arches": town.arches,
        "dunes": land.dunes,
        "harbour": water.harbour,
        "stars": craft.stars,
        "looms": craft.looms,
        "stadium": street.stadium,
        "rain": town.rain,
        "bread": craft.bread,
        "tram": street.tram,
        "palms": land.palms,
        "books": craft.books,
        "mountains": land.mountains,
        "wheat": land.wheat,
        "fish": water.fish,
        "domes": town.domes,
        "wells": water.wells,
        "market": street.market,
        "olives": land.olives,
        "rails": street.rails,
        "lanterns": town.lanterns,
    }
)
BARE_PAPER = (250, 244, 230)
LARGEST = 245_000  # bytes


def draw_picture(composition: str, *, seed: int, size: tuple[int, int] = (1600, 900)) -> bytes:
    """Return a JPEG of a composition; the seed chooses inks, light and the place of things.

    Where ``size`` has another shape than 16:9, the sides or the top and bottom are cut off. Raises
    KeyError if there is no such composition.
    """
    draw = COMPOSITIONS[composition]
    chance = Random(f"{composition} {seed}")  # noqa: S311 -- nothing here is secret
    sheet = Sheet(chance)
    mirrored = chance.random() < 0.5
    draw(sheet)
    return print_drawing(_drawing(sheet, size, mirrored=mirrored), chance)


def print_drawing(svg: str, chance: Random) -> bytes:
    """Return a drawing as a JPEG, printed with the tooth of paper."""
    png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    with Image.open(BytesIO(bytes(png))) as painted:
        return _compressed(_with_grain(painted.convert("RGB"), chance))


def _drawing(sheet: Sheet, size: tuple[int, int], *, mirrored: bool) -> str:
    turned = f' transform="translate({WIDTH} 0) scale(-1 1)"' if mirrored else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice">'
        f"<g{turned}>{''.join(sheet.marks)}</g></svg>"
    )


def _with_grain(picture: Image.Image, chance: Random) -> Image.Image:
    """Lay ink unevenly: fine tooth, soft clouds, and specks where the paper took none."""
    size = picture.size
    tooth = _noise(size, chance).filter(ImageFilter.Kernel((3, 3), (1, 2, 1, 2, 4, 2, 1, 2, 1)))
    clouds = _noise((size[0] // 40 + 2, size[1] // 40 + 2), chance)
    clouds = clouds.resize(size, Image.Resampling.BICUBIC)
    uneven = ImageChops.add(_softened(tooth, 0.15), _softened(clouds, 0.06), offset=-128)
    picture = ImageChops.soft_light(picture, Image.merge("RGB", (uneven, uneven, uneven)))
    missed = _noise((size[0] // 2 + 1, size[1] // 2 + 1), chance)
    missed = missed.point([0] * 255 + [110]).resize(size, Image.Resampling.BILINEAR)
    picture.paste(BARE_PAPER, (0, 0), missed)
    return picture


def _noise(size: tuple[int, int], chance: Random) -> Image.Image:
    return Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))


def _compressed(picture: Image.Image) -> bytes:
    """Return a JPEG that a telephone is glad of: busy pictures are pressed a little harder."""
    jpeg = BytesIO()
    for quality in (84, 78, 72, 66, 60, 54):
        jpeg = BytesIO()
        picture.save(jpeg, "JPEG", quality=quality, optimize=True)
        if jpeg.tell() < LARGEST:
            break
    return jpeg.getvalue()


def _softened(noise: Image.Image, share: float) -> Image.Image:
    """Draw noise together round the middle grey, which changes nothing."""
    return noise.point([128 + round((value - 128) * share) for value in range(256)])
