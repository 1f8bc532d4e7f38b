"""The nameplate: the newspaper's name, drawn, so that no font is loaded for one word."""

from pathlib import Path

from minbar.stories.lettering import Face, is_right_to_left

FACES = Path(__file__).parent / "faces"
ARABIC, LATIN, LATIN_EXTENDED = (
    FACES / f"aref-ruqaa-bold-{part}.woff2" for part in ("arabic", "latin", "latin-ext")
)
DISPLAY = Face(files=(ARABIC, LATIN, LATIN_EXTENDED))
# The height of an alef, in thousandths of an em: a name of low letters keeps the same size.
ALEF = 700


def draw_nameplate(name: str) -> str:
    """Return the name as an SVG of one path, in the colour of the text around it.

    Letters stand in Aref Ruqaa Bold; those that it lacks are left out. The picture is as wide as
    its ink and at least as high as an alef. Raises ValueError if nothing can be drawn.
    """
    lettering = DISPLAY.draw(name, right_to_left=is_right_to_left(name))
    if not lettering.path:
        raise ValueError(f"No letter of {name!r} can be drawn")
    top, bottom = min(lettering.top, -ALEF), max(lettering.bottom, 0)
    box = f"{lettering.left} {top} {lettering.right - lettering.left} {bottom - top}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">'
        f'<path fill="currentColor" d="{lettering.path}"/></svg>'
    )
