"""The sizes in which photos are shown; each is made once, when the photo comes."""

from minbar.stories.models import Photo, PhotoRendition

PHOTO_SIZES = ("fill-400x225|format-webp", "fill-800x450|format-webp", "fill-1280x720|format-webp")
COVER_SIZE = "width-640|format-webp"
PORTRAIT_SIZE = "fill-120x120|format-webp"


def sizes_of(photo: Photo) -> list[PhotoRendition]:
    """Return ``photo`` in each size, the smallest first; asked for again, they are at hand."""
    kept: list[PhotoRendition] | None = getattr(photo, "_sizes_for_pages", None)
    if kept is None:
        kept = list(photo.get_renditions(*PHOTO_SIZES).values())
        photo._sizes_for_pages = kept
    return kept
