"""Where on pages advertisements may stand, and in which shape.

A place has one shape, known before anything is loaded: the page keeps that room free whatever comes
into it, so that nothing that is read moves.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

ALMOST = 0.1
"""By so much the shape of a picture may differ: what is left of the room stays empty."""


@dataclass(frozen=True)
class Size:
    """In pixels of the style, and how many of a picture's there are to one on good screens."""

    width: int
    height: int
    dots: int = 2

    @property
    def sent(self) -> tuple[int, int]:
        """How wide and how high a picture is to be sent."""
        return self.dots * self.width, self.dots * self.height

    def is_shape_of(self, width: int, height: int) -> bool:
        """Whether a picture of these measures has this shape, or almost."""
        return abs(width * self.height / (height * self.width) - 1) <= ALMOST


class Shape(StrEnum):
    """What a place is like; the style has the same measures."""

    WIDE = "wide"
    """A band across the page; on phones it is higher for its width."""
    BOX = "box"

    @property
    def size(self) -> Size:
        """On wide screens, where they differ."""
        return Size(970, 250) if self is Shape.WIDE else Size(300, 250)

    @property
    def size_on_phones(self) -> Size:
        """On phones."""
        return Size(320, 100, dots=3) if self is Shape.WIDE else self.size


class Place(models.TextChoices):
    """Where on a page."""

    FRONT = "front", _("Front page, below its opening")
    SECTION = "section", _("Page of a section, between its stories")
    STORY = "story", _("Under a story, before its discussion")
    BESIDE = "beside", _("Beside a story")

    @property
    def shape(self) -> Shape:
        """Its shape."""
        return Shape.BOX if self is Place.BESIDE else Shape.WIDE


class PageKind(StrEnum):
    """The pages that have places."""

    FRONT = "front"
    SECTION = "section"
    STORY = "story"

    @property
    def places(self) -> list[Place]:
        """The places on such a page."""
        if self is PageKind.STORY:
            return [Place.STORY, Place.BESIDE]
        return [Place(self.value)]


def kind_of(place: Place) -> PageKind:
    """Return on which pages a place is."""
    return next(kind for kind in PageKind if place in kind.places)
