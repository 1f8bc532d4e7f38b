"""The front page: the bands of its layout, each with its stories. No story stands twice in them.

What a hand has picked is set aside before any rule chooses, so that a rule at the head never takes
what an editor has put further down.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.utils.timezone import localdate
from wagtail.models import Page

from minbar.discussion.models import comments_of
from minbar.paper import figures
from minbar.paper.composition import most_discussed, most_read
from minbar.paper.showing import shows_cards
from minbar.press import keys
from minbar.stories import editions
from minbar.stories.front_layout import STRIP_LENGTH, Rule, Timed, stories_picked
from minbar.stories.models import Front, Kind, Photo, Section, Story, StoryQuerySet

NEWEST_CONSIDERED = 60
RANKED_CONSIDERED = 20
WIDTHS_OF_LEAD = {
    4: "(min-width: 77rem) 32.6rem, (min-width: 64rem) calc(50vw - 6rem), 100vw",
    3: "(min-width: 77rem) 46.8rem, (min-width: 64rem) calc(67vw - 4rem), 100vw",
    2: "(min-width: 77rem) 42.5rem, (min-width: 64rem) calc(60vw - 3rem), 100vw",
}
WIDTHS_OF_COLUMN = {
    4: "(min-width: 77rem) 16.4rem, (min-width: 64rem) calc(25vw - 3rem), "
    "(min-width: 40rem) calc(50vw - 2.6rem), calc(100vw - 2.2rem)",
    3: "(min-width: 77rem) 22.4rem, (min-width: 64rem) calc(33vw - 3rem), calc(100vw - 2.2rem)",
    2: "(min-width: 77rem) 34.6rem, (min-width: 40rem) calc(50vw - 2.6rem), calc(100vw - 2.2rem)",
    1: "(min-width: 77rem) 73.2rem, calc(100vw - 2.2rem)",
}
"""Of photos, as ``sizes`` says them and front.css makes them, by how many columns there are."""


@dataclass
class Band:
    """A part of the front page, as wide as the sheet, and the template that shows it."""

    template: ClassVar[str]

    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return False


@dataclass
class Opening(Band):
    """The lead between two columns."""

    template = "stories/bands/opening.html"
    lead: Story | None
    first_column: list[Story]
    second_column: list[Story]

    def is_empty(self) -> bool:
        """Whether no place has a story."""
        return not self.columns

    @property
    def columns(self) -> int:
        """How many there are across; the lead is worth two."""
        return 2 * bool(self.lead) + bool(self.first_column) + bool(self.second_column)

    @property
    def lead_widths(self) -> str:
        """How wide the photo of the lead is."""
        return WIDTHS_OF_LEAD[self.columns]

    @property
    def column_widths(self) -> str:
        """How wide a photo is that stands in a column."""
        return WIDTHS_OF_COLUMN[self.columns]


@dataclass
class Opinion(Band):
    """Opinion pieces with the faces of their writers, and the section that has them all."""

    template = "stories/bands/opinion.html"
    stories: list[Story]
    section: Section | None

    def is_empty(self) -> bool:
        """Whether there is no piece."""
        return not self.stories


@dataclass
class Strip(Band):
    """Stories of a section, those with pictures together."""

    template = "stories/bands/strip.html"
    section: Section
    stories: list[Story]

    def is_empty(self) -> bool:
        """Whether the section has nothing that stands nowhere else."""
        return not self.stories


@dataclass
class PhotoOfTheDay(Band):
    """A large photo, what is said of it, and the story that it leads to."""

    template = "stories/bands/photo_of_the_day.html"
    photo: Photo
    alternative_text: str
    caption: str
    credit: str
    story: Story | None


@dataclass
class Rankings(Band):
    """The most read and the most discussed; they may name a story that stands above."""

    template = "stories/bands/rankings.html"
    most_read: list[figures.RankedStory]
    most_discussed: list[figures.RankedStory]

    def is_empty(self) -> bool:
        """Whether nothing was counted yet."""
        return not (self.most_read or self.most_discussed)


@dataclass
class FrontPage:
    """What the front page shows, with the comments of each story in it."""

    bands: list[Band]
    comments: dict[int, int]
    updated_at: datetime | None
    """When the newest of its dated stories was published."""
    was_updated_today: bool


def compose_front(front: Front, at: datetime) -> FrontPage:
    """Lay out the front page as it is at an hour; bands without anything to show are left out."""
    keys.depends_on("front")
    sheet = Sheet(front, at)
    bands = [band for band in sheet.bands() if not band.is_empty()]
    shows_cards(sheet.placed)
    moments = [story.published_at for story in sheet.placed if story.published_at]
    updated_at = max(moments, default=None)
    return FrontPage(
        bands=bands,
        comments=comments_of(sheet.placed),
        updated_at=updated_at,
        was_updated_today=bool(updated_at) and localdate(updated_at) == localdate(),
    )


class Sheet:
    """A layout whose places are being filled; each story that has a place is ``placed``."""

    def __init__(self, front: Front, at: datetime) -> None:
        self._bands = front.bands
        self._at = at
        self._edition = editions.edition_at(front.url_path)
        self._by_hand = _cards(self._published()).in_bulk(list(stories_picked(front.bands, at)))
        considered = NEWEST_CONSIDERED + len(self._by_hand)
        self._newest = list(_cards(self._published())[:considered])
        self.placed: list[Story] = []

    def bands(self) -> Iterator[Band]:
        """Fill the bands from head to foot."""
        for band in self._bands:
            match band.block_type:
                case "opening":
                    yield self._opening(band.value)
                case "opinion":
                    yield self._opinion(band.value)
                case "strip":
                    yield from self._strip(band.value)
                case "other_strips":
                    yield from self._other_strips()
                case "photo_of_the_day":
                    yield from self._photo_of_the_day(band.value)
                case "rankings":
                    yield Rankings(
                        figures.ranked_by_views(most_read()),
                        figures.ranked_by_comments(most_discussed()),
                    )

    def _opening(self, value: Any) -> Opening:
        """Fill the places that want a picture first; the column without takes what is left."""
        first, second = value["first_column"], value["second_column"]
        lead = self._places(value["lead"], 1, pictured=True)
        pictured = self._places(second, second["length"], pictured=True)
        plain = self._places(first, first["length"])
        return Opening(lead[0] if lead else None, plain, pictured)

    def _opinion(self, value: Any) -> Opinion:
        newest = [story for story in self._newest if story.kind == Kind.OPINION]
        stories = self._take(value["picked"], newest, value["length"])
        return Opinion(stories, stories[0].section if stories else None)

    def _strip(self, value: Any) -> Iterator[Strip]:
        section = value["section"]
        if section and section.live and self._is_of_this_edition(section):
            newest = self._newest_of(section, value["length"])
            yield _strip(section, self._take(value["picked"], newest, value["length"]))

    def _other_strips(self) -> Iterator[Strip]:
        """Part what is left of the news by section, in the order of the sections."""
        by_section: dict[str, list[Story]] = {}
        for story in self._news():
            by_section.setdefault(story.path[: -story.steplen], []).append(story)
        strips = (band.value for band in self._bands if band.block_type == "strip")
        own = [value["section"].pk for value in strips if value["section"]]
        sections = Section.objects.filter(path__in=by_section, in_navigation=True)
        for section in sections.exclude(pk__in=own).order_by("path"):
            yield _strip(section, self._take([], by_section[section.path], STRIP_LENGTH))

    def _photo_of_the_day(self, value: Any) -> Iterator[PhotoOfTheDay]:
        photo, story = value["photo"], value["story"]
        if photo and value.stands(self._at):
            yield PhotoOfTheDay(
                photo=photo,
                alternative_text=value["alternative_text"] or photo.description,
                caption=value["caption"] or photo.caption,
                credit=value["credit"] or photo.credit,
                story=story if self._may_lead_to(story) else None,
            )

    def _places(self, value: Any, length: int, *, pictured: bool = False) -> list[Story]:
        """Fill places by hand and then by rule; where a rule opens them, with a picture if told."""
        candidates = [story for story in self._by_rule(value, length) if self._is_free(story)]
        if pictured and not self._picked(value["picked"]):
            first = next((story for story in candidates if story.lead_photo_id), None)
            candidates.sort(key=lambda story: story is not first)
        return self._take(value["picked"], candidates, length)

    def _by_rule(self, value: Any, length: int) -> Iterable[Story]:
        match value["rule"]:
            case Rule.SECTION:
                section = value["section"]
                is_ours = section and self._is_of_this_edition(section)
                return self._newest_of(section, length) if is_ours else []
            case Rule.MOST_READ:
                return self._ranked(most_read(RANKED_CONSIDERED))
            case Rule.MOST_DISCUSSED:
                return self._ranked(most_discussed(RANKED_CONSIDERED))
            case Rule.NOTHING:
                return []
        return self._news()

    def _take(
        self, picked: Iterable[Timed], candidates: Iterable[Story], length: int
    ) -> list[Story]:
        """Give places to what is picked and then to candidates that have none, at most so many."""
        taken = [*self._picked(picked), *filter(self._is_free, candidates)][:length]
        self.placed += taken
        return taken

    def _picked(self, picked: Iterable[Timed]) -> list[Story]:
        due = [each["story"].pk for each in picked if each["story"] and each.stands(self._at)]
        found = [self._by_hand[pk] for pk in dict.fromkeys(due) if pk in self._by_hand]
        return [story for story in found if story not in self.placed]

    def _is_free(self, story: Story) -> bool:
        return story not in self.placed and story.pk not in self._by_hand

    def _published(self) -> StoryQuerySet:
        return Story.objects.published().of_edition(self._edition)

    def _is_of_this_edition(self, page: Page) -> bool:
        return editions.edition_at(page.url_path) == self._edition

    def _may_lead_to(self, story: Story | None) -> bool:
        return story is not None and story.live and self._is_of_this_edition(story)

    def _news(self) -> list[Story]:
        return [story for story in self._newest if story.kind != Kind.OPINION]

    def _newest_of(self, section: Section, length: int) -> Iterable[Story]:
        """So many that enough are left when all that stand somewhere are passed over."""
        return _cards(section.stories())[: length + len(self.placed) + len(self._by_hand)]

    def _ranked(self, ranked: list[tuple[Story, int]]) -> Iterable[Story]:
        return _cards(self._published()).in_order([story.pk for story, _figure in ranked])


def _cards(stories: StoryQuerySet) -> StoryQuerySet:
    return stories.with_what_cards_show().without_their_bodies()


def _strip(section: Section, stories: list[Story]) -> Strip:
    return Strip(section, sorted(stories, key=lambda story: story.lead_photo_id is None))
