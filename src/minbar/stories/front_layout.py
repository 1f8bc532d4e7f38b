"""How the front page is laid out: band under band, their places filled by hand or by rule."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

COLUMN_LENGTH = 4
STRIP_LENGTH = 4
OPINION_LENGTH = 4
MOST_IN_A_BAND = 12


class Rule(models.TextChoices):
    """What fills the places that no hand has filled."""

    NEWEST = "newest", _("The newest news")
    SECTION = "section", _("The newest of a section")
    MOST_READ = "most-read", _("The most read")
    MOST_DISCUSSED = "most-discussed", _("The most discussed")
    NOTHING = "nothing", _("Nothing: the places stay empty")


class Timed(blocks.StructValue):
    """Something that may stand from one hour, or until another."""

    def stands(self, at: datetime) -> bool:
        """Whether it stands at a moment; the hour of its end is no longer its own."""
        begins, ends = self.get("begins_at"), self.get("ends_at")
        return (begins is None or begins <= at) and (ends is None or at < ends)

    def hours(self) -> list[datetime]:
        """When it comes and goes."""
        return [hour for hour in (self.get("begins_at"), self.get("ends_at")) if hour]


class TimedBlock(blocks.StructBlock):
    """What its kinds have in common: two hours, of which the second comes later."""

    begins_at = blocks.DateTimeBlock(
        label=_("From"), required=False, help_text=_("Without an hour at once.")
    )
    ends_at = blocks.DateTimeBlock(
        label=_("Until"), required=False, help_text=_("Without an hour until it is taken away.")
    )

    class Meta:
        value_class = Timed

    def clean(self, value: Any) -> Any:
        """Refuse an end before the beginning."""
        cleaned = super().clean(value)
        begins, ends = cleaned.get("begins_at"), cleaned.get("ends_at")
        if begins and ends and ends <= begins:
            message = _("It would end before it begins. Choose a later hour.")
            raise StructBlockValidationError(block_errors={"ends_at": ValidationError(message)})
        return cleaned


class PickedBlock(TimedBlock):
    """A story that an editor puts into a place."""

    story = blocks.PageChooserBlock(label=_("Story"), page_type="stories.Story")

    class Meta:
        icon = "doc-full"
        label = _("Story")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child_blocks.move_to_end("story", last=False)


def _picked_by_hand(told: Any) -> blocks.ListBlock:
    """Stories that stand first in a band or a column; ``told`` says what becomes of the rest."""
    return blocks.ListBlock(PickedBlock(), label=_("Picked by hand"), default=[], help_text=told)


def _length(label: Any, usual: int, least: int = 1) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(
        label=label, default=usual, min_value=least, max_value=MOST_IN_A_BAND
    )


class PlacesBlock(blocks.StructBlock):
    """Places for stories: those picked by hand stand first, a rule fills the rest."""

    picked = _picked_by_hand(
        _("In this order. What is not published, or not yet due, is passed over.")
    )
    rule = blocks.ChoiceBlock(label=_("Then"), choices=Rule.choices, default=Rule.NEWEST)
    section = blocks.PageChooserBlock(
        label=_("Section"),
        page_type="stories.Section",
        required=False,
        help_text=_("Where the rule is the newest of a section."),
    )

    def clean(self, value: Any) -> Any:
        """Refuse a rule that lacks its section."""
        cleaned = super().clean(value)
        if cleaned.get("rule") == Rule.SECTION and not cleaned.get("section"):
            message = _("Choose the section that the rule takes from.")
            raise StructBlockValidationError(block_errors={"section": ValidationError(message)})
        return cleaned


class LeadBlock(PlacesBlock):
    """The one place at the head of the page."""

    class Meta:
        icon = "pick"
        label = _("Lead")


class ColumnBlock(PlacesBlock):
    """A column beside the lead."""

    length = _length(_("Number of stories"), COLUMN_LENGTH, least=0)

    class Meta:
        icon = "list-ul"
        label = _("Column")


class OpeningBlock(blocks.StructBlock):
    """The lead in the middle, and a column at each side."""

    lead = LeadBlock()
    first_column = ColumnBlock(label=_("First column: headlines"))
    second_column = ColumnBlock(label=_("Second column: opens with a picture"))

    class Meta:
        icon = "home"
        label = _("Lead and columns")


class OpinionBandBlock(blocks.StructBlock):
    """Opinion pieces with the faces of their writers."""

    picked = _picked_by_hand(_("The newest opinion pieces fill the places that are left."))
    length = _length(_("Number of pieces"), OPINION_LENGTH)

    class Meta:
        icon = "openquote"
        label = _("Opinion")


class StripBlock(blocks.StructBlock):
    """A section's own strip."""

    section = blocks.PageChooserBlock(label=_("Section"), page_type="stories.Section")
    picked = _picked_by_hand(_("The newest of the section fill the places that are left."))
    length = _length(_("Number of stories"), STRIP_LENGTH)

    class Meta:
        icon = "folder-open-inverse"
        label = _("Strip of a section")


class OtherStripsBlock(blocks.StaticBlock):
    """A strip for each section that has none of its own in the layout."""

    class Meta:
        icon = "list-ul"
        label = _("Strips of the other sections")
        admin_text = _("Each section of the row of sections that has something new, in its order.")


class PhotoOfTheDayBlock(TimedBlock):
    """One large photo with its caption."""

    photo = ImageChooserBlock(label=_("Photo"))
    alternative_text = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        help_text=_("What the photo shows, for who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=500)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=120)
    story = blocks.PageChooserBlock(
        label=_("Story that it leads to"), page_type="stories.Story", required=False
    )

    class Meta:
        icon = "image"
        label = _("Photo of the day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for hour in ("begins_at", "ends_at"):
            self.child_blocks.move_to_end(hour)


class RankingsBlock(blocks.StaticBlock):
    """What readers make of it."""

    class Meta:
        icon = "order"
        label = _("Most read and most discussed")
        admin_text = _("Counted by itself.")


class FrontBands(blocks.StreamBlock):
    """The bands of the front page, from its head to its foot."""

    opening = OpeningBlock()
    opinion = OpinionBandBlock()
    strip = StripBlock()
    photo_of_the_day = PhotoOfTheDayBlock()
    other_strips = OtherStripsBlock()
    rankings = RankingsBlock()

    class Meta:
        block_counts = {
            name: {"max_num": 1} for name in ("opening", "opinion", "other_strips", "rankings")
        }


def default_bands() -> list[tuple[str, Any]]:
    """Return the layout of a newspaper whose editors have made none: everything by rule."""

    def places(**further: int) -> dict[str, Any]:
        return {"picked": [], "rule": Rule.NEWEST, "section": None, **further}

    opening = {
        "lead": places(),
        "first_column": places(length=COLUMN_LENGTH),
        "second_column": places(length=COLUMN_LENGTH),
    }
    return [
        ("opening", opening),
        ("opinion", {"picked": [], "length": OPINION_LENGTH}),
        ("other_strips", None),
        ("rankings", None),
    ]


def hours_of(bands: blocks.StreamValue) -> list[datetime]:
    """Return when something in a layout comes or goes, in order."""
    return sorted({hour for each in timed_in(bands) for hour in each.hours()})


def stories_picked(bands: blocks.StreamValue, at: datetime) -> Iterable[int]:
    """Return the stories that a hand has put into places, by key, from head to foot."""
    picked = (each for each in _picked_in(bands) if each.stands(at))
    return [each["story"].pk for each in picked if each["story"]]


def timed_in(bands: blocks.StreamValue) -> Iterator[Timed]:
    """Everything in a layout that may come and go by the clock."""
    yield from _picked_in(bands)
    yield from (band.value for band in bands if band.block_type == "photo_of_the_day")


def _picked_in(bands: blocks.StreamValue) -> Iterator[Timed]:
    for band in bands:
        if band.block_type == "opening":
            for places in band.value.values():
                yield from places["picked"]
        elif band.block_type in {"opinion", "strip"}:
            yield from band.value["picked"]
