"""How a photo stands on a page: which of its renditions a browser may choose from, and where."""

from dataclasses import dataclass, replace

from minbar.stories.models import Photo, PhotoRendition
from minbar.stories.photo_renditions import Format, Renditions, Shape, for_everyone, renditions_of

PHONE = "(max-width: 47.99rem)"
"""Where lists show a small square; the same width as in the style."""


@dataclass(frozen=True)
class Source:
    """One ``<source>``."""

    type: str
    renditions: list[PhotoRendition]
    sizes: str
    media: str = ""


@dataclass(frozen=True)
class Picture:
    """What ``paper/photo.html`` shows of a photo."""

    sources: list[Source]
    ground: PhotoRendition
    """For browsers that take nothing else."""
    width: int
    height: int
    colour: str


def picture_of(
    photo: Photo, *, sizes: str, square_sizes: str = "", is_whole: bool = False
) -> Picture | None:
    """Say how ``photo`` is shown, or return None while there is nothing of it.

    ``sizes`` say how wide it stands (HTML, «sizes»), ``square_sizes`` how wide the square is that
    phones show in its place. ``is_whole`` shows it uncut, where it has been made so.
    """
    made = renditions_of(photo)
    shape = Shape.WHOLE if is_whole and _has(made, Shape.WHOLE) else Shape.WIDE
    if not _has(made, shape):
        return None
    sources = []
    for written in (Format.AVIF, Format.WEBP):
        if square_sizes and (squares := made.get((Shape.SQUARE, written))):
            sources.append(Source(f"image/{written}", squares, square_sizes, PHONE))
        if found := made.get((shape, written)):
            sources.append(Source(f"image/{written}", found, sizes))
    grounds = made.get((shape, Format.JPEG)) or sources[-1].renditions
    ground = grounds[0] if square_sizes else grounds[min(1, len(grounds) - 1)]
    widest = max(
        (rendition for source in sources if not source.media for rendition in source.renditions),
        key=lambda rendition: rendition.width,
        default=ground,
    )
    return Picture(sources, ground, widest.width, widest.height, photo.dominant_colour)


def uncut_picture_of(photo: Photo, *, sizes: str, on_phones: Photo | None = None) -> Picture | None:
    """Say how ``photo`` is shown uncut, or return None while it is not made so.

    ``on_phones`` is another photo that phones show in its place, once that is made.
    """
    if not _has(renditions_of(photo), Shape.WHOLE):
        return None
    picture = picture_of(photo, sizes=sizes, is_whole=True)
    if picture is None or on_phones is None:
        return picture
    small = renditions_of(on_phones)
    sources = [
        Source(f"image/{written}", found, "100vw", PHONE)
        for written in (Format.AVIF, Format.WEBP)
        if (found := small.get((Shape.WHOLE, written)))
    ]
    return replace(picture, sources=[*sources, *picture.sources])


def face_of(photo: Photo) -> PhotoRendition | None:
    """Return a portrait's smallest square, or what else there is of it."""
    made = renditions_of(photo)
    squares = made.get((Shape.SQUARE, Format.WEBP))
    return squares[0] if squares else for_everyone(made)


def _has(made: Renditions, shape: Shape) -> bool:
    return any(kind[0] is shape for kind in made)
