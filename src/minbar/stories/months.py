"""Stories by the month of their first publication, as archives and sitemaps part them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from minbar.stories.models import UNDATED, AnnouncedPage, Story, StoryQuerySet
from minbar.stories.prepared_sql import Prepared

UNDATED_MONTH = "undated"
"""Where stories stand that nobody can date."""
MOST_TOGETHER = 20_000
"""Stories of a month in one file. A sitemap may have 50,000 addresses and 50 MB
(sitemaps.org/protocol.html); an address of ours has at most 2,300 bytes once it is encoded."""

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""After every story."""

_MONTH = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])")


class NoMonth(ValueError):
    """What was given is not written like ``2026-11``."""


def month_of(listed_at: datetime) -> str:
    """Return the month, in the newspaper's own time, of a moment at which a story is listed."""
    if listed_at == UNDATED:
        return UNDATED_MONTH
    return timezone.localtime(listed_at, timezone.get_default_timezone()).strftime("%Y-%m")


def sitemap_key(month: str) -> str:
    """Return the key of what sitemaps say of the stories of a month."""
    return f"sitemap:{month}"


def stories_of(month: str) -> StoryQuerySet:
    """Published stories of a month, the oldest first. Raises NoMonth."""
    begin, end = bounds_of(month)
    stories = Story.objects.filter(
        announced__live=True, announced__listed_at__gte=begin, announced__listed_at__lt=end
    )
    return stories.order_by("announced__listed_at", "announced__page")


def months() -> Iterator[str]:
    """Months that have published stories, the newest first, and last what nobody can date."""
    yield from months_among(AnnouncedPage.objects.filter(live=True))
    if stories_of(UNDATED_MONTH).exists():
        yield UNDATED_MONTH


def months_among(rows: QuerySet[Any]) -> Iterator[str]:
    """Months of the dated among rows with a ``listed_at``, the newest first.

    Each costs one look into an index, whatever the number of rows. The question is put into SQL
    once: for twenty years it is asked 240 times, whenever a section's page is pressed.
    """
    dated = rows.filter(listed_at__gt=UNDATED).order_by("-listed_at")
    newest = Prepared(
        lambda before: dated.filter(listed_at__lt=before).values_list("listed_at")[:1], "before"
    )
    before = NEVER
    while found := newest.rows(before=before):
        [[listed_at]] = found
        month = month_of(listed_at)
        yield month
        before, _end = bounds_of(month)


def bounds_of(month: str) -> tuple[datetime, datetime]:
    """Return the first moment of a month and the first after it. Raises NoMonth."""
    if month == UNDATED_MONTH:
        return UNDATED, UNDATED + timedelta(microseconds=1)
    written = _MONTH.fullmatch(month)
    if written is None:
        raise NoMonth(month)
    year, number = int(written[1]), int(written[2])
    zone = timezone.get_default_timezone()
    return (
        datetime(year, number, 1, tzinfo=zone),
        datetime(year + number // 12, number % 12 + 1, 1, tzinfo=zone),
    )
