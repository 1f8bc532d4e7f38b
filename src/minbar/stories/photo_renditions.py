"""In which sizes and formats a photo is made, and which of them a page may name."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from wagtail.images.models import Filter

from minbar.stories.models import Photo, PhotoRendition


class Shape(StrEnum):
    """How a photo is cut."""

    WIDE = "wide"
    """16:9, round its focal point: over stories and in lists."""
    SQUARE = "square"
    """Round its focal point too: beside a headline on a phone, and faces."""
    WHOLE = "whole"
    """Not at all: inside a story."""


class Format(StrEnum):
    """How a photo is written, the smallest file first."""

    AVIF = "avif"
    WEBP = "webp"
    JPEG = "jpeg"


FIRST = "fill-800x450|format-jpeg"
"""Made while the photo is saved, in some hundredths of a second; all others a task makes."""

_SIZES: Mapping[tuple[Shape, Format], tuple[str, ...]] = MappingProxyType(
    {
        (Shape.WIDE, Format.AVIF): ("fill-400x225", "fill-800x450", "fill-1280x720"),
        (Shape.WIDE, Format.WEBP): ("fill-400x225", "fill-800x450", "fill-1280x720"),
        # Where one is named only; the largest is what feeds and machines are told of.
        (Shape.WIDE, Format.JPEG): ("fill-400x225", "fill-800x450", "fill-1280x720"),
        (Shape.SQUARE, Format.AVIF): ("fill-240x240", "fill-360x360"),
        (Shape.SQUARE, Format.WEBP): ("fill-120x120", "fill-240x240", "fill-360x360"),
        (Shape.WHOLE, Format.AVIF): ("max-800x1000", "max-1280x1600"),
        (Shape.WHOLE, Format.WEBP): ("max-800x1000", "max-1280x1600"),
        (Shape.WHOLE, Format.JPEG): ("max-800x1000",),
    }
)
_MADE_FOR = {f"{size}|format-{kind[1]}": kind for kind, sizes in _SIZES.items() for size in sizes}
SPECS = tuple(_MADE_FOR)
"""What pages show; the newsroom has small ones of its own."""

ALMOST_WIDE = 0.02
"""A photo whose shape differs so little from 16:9 is whole when it is wide."""


def specs_of(photo: Photo) -> list[str]:
    """Return what ``photo`` is to be made in; nothing larger than it is, and nothing twice."""
    specs = []
    for (shape, written), sizes in _SIZES.items():
        if shape is Shape.WHOLE and is_wide(photo):
            continue
        before = 0.0
        for size in sizes:
            width = _width_of(photo, size)
            if width > before:
                specs.append(f"{size}|format-{written}")
            before = width
    return specs


def current_key(photo: Photo, spec: str) -> str:
    """Return what a rendition is known by as the photo is cut now (Wagtail's)."""
    key: str = Filter(spec).get_cache_key(photo)
    return key


def is_wide(photo: Photo) -> bool:
    """Whether the whole photo has the shape of one that is cut for lists."""
    return abs(photo.width * 9 / (photo.height * 16) - 1) < ALMOST_WIDE


Renditions = Mapping[tuple[Shape, Format], list[PhotoRendition]]


def renditions_of(photo: Photo) -> Renditions:
    """Return what there is of ``photo``, each kind from the narrowest to the widest.

    Rows are read, one query where they were not fetched before; nothing is ever made.
    """
    newest: dict[str, PhotoRendition] = {}
    for rendition in sorted(photo.renditions.all(), key=lambda rendition: rendition.pk):
        if rendition.filter_spec in _MADE_FOR and rendition.replaced_at is None:
            newest[rendition.filter_spec] = rendition
    found: dict[tuple[Shape, Format], dict[int, PhotoRendition]] = {}
    for spec, rendition in newest.items():
        found.setdefault(_MADE_FOR[spec], {}).setdefault(rendition.width, rendition)
    return {kind: [widths[width] for width in sorted(widths)] for kind, widths in found.items()}


def for_everyone(renditions: Renditions) -> PhotoRendition | None:
    """Return the largest that every program reads: a JPEG, or what else there is."""
    for written in (Format.JPEG, Format.WEBP, Format.AVIF):
        if made := renditions.get((Shape.WIDE, written)):
            return made[-1]
    return None


def _width_of(photo: Photo, size: str) -> float:
    """How wide ``photo`` becomes in a size, which never blows it up."""
    cut, _, measures = size.partition("-")
    width, height = map(int, measures.split("x"))
    if cut == "fill":
        return min(width, photo.width, photo.height * width / height)
    return photo.width * min(1, width / photo.width, height / photo.height)
