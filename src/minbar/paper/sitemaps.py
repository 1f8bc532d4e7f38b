"""What search engines take: an index of sitemaps, one of each month, and one of the news.

A publication changes the file of its month and no other: the index has no dates of its files, and a
story stays in its file for good. The syntax is of ``django.contrib.sitemaps``, without its views:
they make addresses of the request's host.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone

from minbar.arabic import clean_line
from minbar.corrections.models import Correction
from minbar.paper.lists import authors_with_stories, compose_archive, tags_with_stories
from minbar.paper.tree_addresses import location_of, site_root
from minbar.press import keys
from minbar.stories import editions, news_window
from minbar.stories.dates import latest
from minbar.stories.models import Section, Story, StoryOfTag, StoryQuerySet
from minbar.stories.months import MOST_TOGETHER, NoMonth, months, sitemap_key, stories_of

SECTIONS, AUTHORS, TAGS, ARCHIVE = "sections", "authors", "tags", "archive"
MOST_NEWS = 1000
"""What Google takes in one news sitemap."""

_NAME = re.compile(r"(?P<month>\d{4}-\d{2}|undated)(?:-(?P<part>[2-9]|[1-9]\d{1,3}))?")


@dataclass(frozen=True)
class NewsStory:
    """A story in the news sitemap."""

    location: str
    language: str
    headline: str
    published_at: datetime


def sitemap_names() -> Iterator[str]:
    """Names of all files: the sections' and other lists', then the months', the newest first."""
    keys.depends_on("sitemaps")
    yield from (SECTIONS, AUTHORS, ARCHIVE)
    if StoryOfTag.objects.exists():
        yield TAGS
    for month in months():
        parts = -(-stories_of(month).count() // MOST_TOGETHER)
        for part in range(1, parts + 1):
            yield f"{month}-{part}" if part > 1 else month


def sitemap_address(name: str) -> str:
    """Return the whole address of a file."""
    return f"{settings.MINBAR_SITE_URL}{reverse('sitemap', args=[name])}"


def locations(name: str) -> list[dict[str, Any]]:
    """Return what a file lists, as Django's template takes it; nothing where there is no file."""
    if name in LISTS:
        return LISTS[name]()
    written = _NAME.fullmatch(name)
    if written is None:
        return []
    month, part = written["month"], int(written["part"] or 1)
    try:
        stories = stories_of(month)
    except NoMonth:
        return []
    keys.depends_on(sitemap_key(month))
    corrected = _corrected_at(stories)
    return _stories(stories[(part - 1) * MOST_TOGETHER : part * MOST_TOGETHER], corrected)


def news() -> list[NewsStory]:
    """Return the stories of the last two days, the newest first."""
    keys.depends_on(news_window.KEY)
    newest = Story.objects.published().filter(announced__listed_at__gte=news_window.news_since())
    rows = newest.values_list("announced__url_path", "title", "announced__listed_at")
    root = site_root()
    return [
        NewsStory(
            location_of(url_path, root),
            editions.language_of(editions.edition_at(url_path)),
            clean_line(headline),
            timezone.localtime(listed_at),
        )
        for url_path, headline, listed_at in rows[:MOST_NEWS]
    ]


def _sections() -> list[dict[str, Any]]:
    root = site_root()
    sections = Section.objects.live().order_by("path").values_list("pk", "url_path")
    keys.depends_on(*(f"section:{pk}:name" for pk, _url_path in sections))
    fronts = [root, *(editions.root_of(other) for other in editions.every_edition()[1:])]
    paths = [*fronts, *(url_path for _pk, url_path in sections)]
    return [{"location": location_of(url_path, root)} for url_path in paths]


def _authors() -> list[dict[str, Any]]:
    return _at_in_every_edition(
        lambda: [
            reverse("authors"),
            *(reverse("author", args=[author.slug]) for author in authors_with_stories()),
        ]
    )


def _tags() -> list[dict[str, Any]]:
    return _at_in_every_edition(
        lambda: [reverse("tag", args=[tag.slug]) for tag in tags_with_stories()]
    )


def _archive() -> list[dict[str, Any]]:
    """The months; they lead to their days."""
    return _at_in_every_edition(
        lambda: [
            reverse("archive"),
            *(
                reverse("archive-month", args=[month])
                for year in compose_archive()
                for month in year.months
            ),
        ]
    )


def _at_in_every_edition(addresses_of_this: Callable[[], list[str]]) -> list[dict[str, Any]]:
    addresses: list[str] = []
    for edition in editions.every_edition():
        with editions.reading(edition):
            addresses += addresses_of_this()
    return _at(addresses)


def _at(addresses: list[str]) -> list[dict[str, Any]]:
    """Give the addresses whole, as many as a file may have; what leads to them names the rest."""
    return [{"location": settings.MINBAR_SITE_URL + path} for path in addresses[:MOST_TOGETHER]]


def _corrected_at(stories: StoryQuerySet) -> dict[int, datetime]:
    """When a correction of each was last made or withdrawn; of most there is none."""
    found = Correction.objects.filter(story__in=stories.order_by().values("pk"))
    last = Greatest(Max("at"), Coalesce(Max("withdrawn_at"), Max("at")))
    return dict(found.values_list("story_id").annotate(last=last))


def _stories(stories: StoryQuerySet, corrected: Mapping[int, datetime]) -> list[dict[str, Any]]:
    """Give each its address and, unless it is undated, when it was last published or corrected."""
    root = site_root()
    rows = stories.values_list("pk", "announced__url_path", "undated", "last_published_at")
    return [
        {
            "location": location_of(url_path, root),
            "lastmod": None if undated else latest(published_at, corrected.get(pk)),
        }
        for pk, url_path, undated, published_at in rows
    ]


LISTS = {SECTIONS: _sections, AUTHORS: _authors, TAGS: _tags, ARCHIVE: _archive}
"""What makes the files that are not a month's."""
