"""What stands in the lists of the past: of an author, a tag, a section, and of all stories by day.

The newest of a list are cards. What is older is found by months and days, whose pages never shift:
each says which month or day before it, and after it, has stories.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from minbar.discussion.models import comments_of
from minbar.paper.composition import sections_of
from minbar.paper.showing import shows_cards, shows_lines
from minbar.press import keys
from minbar.stories import editions
from minbar.stories.listings import Listing, Span, archive, day_of
from minbar.stories.models import Author, Section, Story, Tag

NEWEST_LENGTH = 30


@dataclass(frozen=True)
class Year:
    """A year and those of its months that have stories, the newest first."""

    number: str
    months: list[str]


@dataclass(frozen=True)
class NewestPage:
    """The first page of a list."""

    stories: list[Story]
    comments: dict[int, int]
    years: list[Year]
    """Where what is older is found; none where all stands here."""


@dataclass(frozen=True)
class Part:
    """Stories of a page that belong together: of a day, or of a section."""

    day: date | None
    section: Section | None
    stories: list[Story]


@dataclass(frozen=True)
class PastPage:
    """A month or a day of a list, with its neighbours that have stories."""

    parts: list[Part]
    earlier: str
    later: str

    @property
    def is_empty(self) -> bool:
        """Whether there is no such page."""
        return not self.parts


@dataclass(frozen=True)
class CalendarMonth:
    """The days of a month that have stories, the first first, with how many."""

    days: list[tuple[date, int]]
    earlier: str
    later: str


def compose_newest(listing: Listing) -> NewestPage:
    """Gather the newest stories of a list, and the months of what is older."""
    keys.depends_on(listing.key("list"))
    found = listing.newest(NEWEST_LENGTH + 1)
    stories = newest_stories(found[:NEWEST_LENGTH])
    shows_cards(stories)
    has_older = len(found) > NEWEST_LENGTH
    return NewestPage(stories, comments_of(stories), years_of(listing) if has_older else [])


def newest_stories(wanted: Iterable[int]) -> list[Story]:
    """Fetch stories by their keys, in that order, with what their cards show."""
    return Story.objects.with_what_cards_show().without_their_bodies().in_order(wanted)


def years_of(listing: Listing) -> list[Year]:
    """Part the months of a list by years; a page that shows them shows its newest as well."""
    return by_years(listing.months())


def by_years(months: Iterable[str]) -> list[Year]:
    """Part months, in whichever order they come, by years."""
    return [Year(year, list(of_year)) for year, of_year in groupby(months, lambda month: month[:4])]


def compose_month(listing: Listing, month: str) -> PastPage:
    """Gather a month of a list, by days, the newest first."""
    span = Span.month(month)
    stories = _lines(listing, span)
    days = groupby(stories, key=lambda story: day_of(story.announced.listed_at))
    parts = [Part(day, None, list(of_day)) for day, of_day in days]
    return PastPage(parts, *_months_beside(listing, span))


def compose_day(day: date) -> PastPage:
    """Gather all stories of a day by section, in the order of the sections."""
    listing, span = archive(editions.current()), Span.day(day)
    stories = _lines(listing, span)
    sections = sections_of(stories)
    keys.depends_on(*(f"section:{section.pk}:name" for section in sections.values()))
    stories.sort(key=lambda story: sections[story.pk].path)  # keeps the newest first within each
    by_section = groupby(stories, key=lambda story: sections[story.pk])
    parts = [Part(None, section, list(of_section)) for section, of_section in by_section]
    earlier, later = listing.earlier(span), listing.later(span)
    beside = (day_of(moment).isoformat() if moment else "" for moment in (earlier, later))
    return PastPage(parts, *beside)


def compose_calendar_month(month: str) -> CalendarMonth:
    """Count the stories of each day of a month."""
    listing, span = archive(editions.current()), Span.month(month)
    keys.depends_on(listing.key(span.name))
    counted = Counter(day_of(moment) for moment in listing.moments_within(span))
    return CalendarMonth(sorted(counted.items()), *_months_beside(listing, span))


def compose_archive() -> list[Year]:
    """Name every month in which this edition has stories."""
    listing = archive(editions.current())
    keys.depends_on(listing.name)
    return years_of(listing)


def authors_with_stories() -> list[Author]:
    """Everyone who has published something in this edition, by name."""
    keys.depends_on("authors")
    found = Author.objects.with_stories_in(editions.current()).select_related("portrait")
    authors = list(found.prefetch_related("portrait__renditions"))
    keys.depends_on(*(f"author:{author.pk}" for author in authors))
    return authors


def tags_with_stories() -> list[Tag]:
    """Every tag that a published story of this edition has."""
    keys.depends_on("tags")
    tags = list(Tag.objects.with_stories_in(editions.current()))
    keys.depends_on(*(f"tag:{tag.pk}" for tag in tags))
    return tags


def _lines(listing: Listing, span: Span) -> list[Story]:
    """Stories of a month or day as a line shows them: when, and what they are called."""
    keys.depends_on(listing.key(span.name))
    stories = list(listing.within(span).without_their_bodies())
    shows_lines(stories)
    return stories


def _months_beside(listing: Listing, span: Span) -> tuple[str, str]:
    earlier, later = (
        Span.month_at(moment).name if moment else ""
        for moment in (listing.earlier(span), listing.later(span))
    )
    return earlier, later
