"""What the paper's templates call to keep room for advertisements, and to show them."""

from django import template

from minbar.advertising import frames, slots
from minbar.advertising.models import Advertisement, Slot
from minbar.advertising.places import PageKind
from minbar.paper.photos import Picture, uncut_picture_of
from minbar.paper.showing import shows_photo
from minbar.stories.models import Section

register = template.Library()

SIZES = "(min-width: 64rem) 60.625rem, 100vw"
"""How wide the widest place is."""

register.simple_tag(frames.may_have_frames)


@register.simple_tag
def open_slots(kind: str, section: Section | None = None) -> dict[str, Slot]:
    """Give the slots of a page, by their places; in most newspapers there are none."""
    return slots.open_slots(PageKind(kind), section)


@register.simple_tag
def advertised_picture(advertisement: Advertisement) -> Picture | None:
    """Say how the picture of an advertisement is shown; words stand there until it is made."""
    picture, small = advertisement.picture, advertisement.picture_for_phones
    for photo in filter(None, (picture, small)):
        shows_photo(photo)
    return uncut_picture_of(picture, sizes=SIZES, on_phones=small) if picture else None
