"""Lists of published stories: of a section, an author, a tag, and of a whole edition.

Those of all editions have the same keys: a page is pressed once too often, never too seldom.

A list has its newest, and is parted into months and days by the newspaper's clock. Each of these is
a look into an index, whose cost does not grow with the list.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db.models import QuerySet
from django.utils import timezone

from minbar.stories import editions
from minbar.stories.models import (
    OF_PAGE,
    UNDATED,
    AnnouncedPage,
    Story,
    StoryOfAuthor,
    StoryOfTag,
    StoryQuerySet,
)
from minbar.stories.months import bounds_of, month_of, months_among


@dataclass(frozen=True)
class Span:
    """A month or a day, as keys write it, by the newspaper's clock."""

    name: str
    begin: datetime
    end: datetime
    """The first moment after it."""

    @classmethod
    def month(cls, month: str) -> Self:
        """Return a month written like ``2026-11``. Raises NoMonth."""
        return cls(month, *bounds_of(month))

    @classmethod
    def day(cls, day: date) -> Self:
        """Return a day."""
        zone = timezone.get_default_timezone()
        begin, end = (
            datetime.combine(when, time(), zone) for when in (day, day + timedelta(days=1))
        )
        return cls(day.isoformat(), begin, end)

    def like(self, moment: datetime) -> "Span":
        """Return the month, or the day where this is one, that a moment lies in."""
        is_day = len(self.name) > len("2026-11")
        return Span.day_at(moment) if is_day else Span.month_at(moment)

    @classmethod
    def month_at(cls, moment: datetime) -> Self:
        """Return the month that a moment lies in."""
        return cls.month(month_of(moment))

    @classmethod
    def day_at(cls, moment: datetime) -> Self:
        """Return the day that a moment lies in."""
        return cls.day(day_of(moment))


@dataclass(frozen=True)
class Listing:
    """A list of published stories."""

    name: str
    """What its keys begin with: ``author:5``."""
    rows: QuerySet[Any]
    """Each with ``page`` and ``listed_at``, in any order."""

    def key(self, part: str) -> str:
        """Return the key of a part of it: its newest (``list``), a month or a day."""
        return f"{self.name}:{part}"

    def newest(self, length: int) -> list[int]:
        """Keys of its newest stories; undated ones come last."""
        rows = self.rows.order_by("-listed_at", "-page")
        return list(rows.values_list("page_id", flat=True)[:length])

    def within(self, span: Span) -> StoryQuerySet:
        """Its stories of a month or day, the newest first."""
        pages = self._rows_within(span).values("page_id")
        stories = Story.objects.filter(pk__in=pages).select_related("announced")
        return stories.order_by("-announced__listed_at", "-announced__page")

    def moments_within(self, span: Span) -> Iterator[datetime]:
        """When each of its stories of a month was published."""
        yield from self._rows_within(span).values_list("listed_at", flat=True).iterator()

    def earlier(self, span: Span) -> datetime | None:
        """When the last story before a month or day was published, or None."""
        before = self.rows.filter(listed_at__lt=span.begin, listed_at__gt=UNDATED)
        return before.order_by("-listed_at").values_list("listed_at", flat=True).first()

    def later(self, span: Span) -> datetime | None:
        """When the first story after a month or day was published, or None."""
        after = self.rows.filter(listed_at__gte=span.end)
        return after.order_by("listed_at").values_list("listed_at", flat=True).first()

    def has_any(self, span: Span | None = None) -> bool:
        """Whether there are stories in it, or in a month or day of it."""
        return (self.rows if span is None else self._rows_within(span)).exists()

    def months(self) -> Iterator[str]:
        """Months of its dated stories, the newest first."""
        return months_among(self.rows)

    def without(self, story_id: int) -> "Listing":
        """Return it as it would be if a story were not there."""
        return Listing(self.name, self.rows.exclude(page=story_id))

    def _rows_within(self, span: Span) -> QuerySet[Any]:
        rows = self.rows.filter(listed_at__gte=span.begin, listed_at__lt=span.end)
        return rows.exclude(listed_at=UNDATED)


def archive(edition: str) -> Listing:
    """Every published story of an edition."""
    rows = AnnouncedPage.objects.filter(live=True)
    return Listing("archive", editions.of_edition(rows, edition))


def of_section(section_id: int | None, path: str) -> Listing:
    """Return a section's list; ``path`` is where it stands in the tree."""
    rows = AnnouncedPage.objects.filter(live=True, section_path=path)
    return Listing(f"section:{section_id}", rows)


def of_author(author_id: int, edition: str) -> Listing:
    """Return the list of what somebody signs in an edition."""
    rows = StoryOfAuthor.objects.filter(author=author_id)
    return Listing(f"author:{author_id}", editions.of_edition(rows, edition, OF_PAGE))


def of_tag(tag_id: int, edition: str) -> Listing:
    """Return the list of what an edition writes about a tag."""
    rows = StoryOfTag.objects.filter(tag=tag_id)
    return Listing(f"tag:{tag_id}", editions.of_edition(rows, edition, OF_PAGE))


def day_of(moment: datetime) -> date:
    """Return the day, in the newspaper's own time, of a moment."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()
