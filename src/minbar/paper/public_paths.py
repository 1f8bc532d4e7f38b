"""Every public page that there is, those that readers want most first, for the press to press."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from minbar.audience.models import Figures
from minbar.corrections import pages as corrections
from minbar.discussion.pages import further_paths
from minbar.moderation import transparency
from minbar.paper.sitemaps import sitemap_names
from minbar.paper.tree_addresses import path_of, site_root
from minbar.stories.models import Section, Story

CHUNK = 2000
"""Stories in one query. Each is read whole before a path of it is given out: between two paths the
press writes, and on SQLite none may write while it still reads what another has changed since."""
MOST_READ = 500
BESIDE_PAGES = (
    *("feed", "json-feed", "comments-feed", "most-read", "review-time", "icon", "manifest"),
    *("policy", "privacy", "my-comments", "robots", "news-sitemap", "sitemap-index"),
    *("transparency", "transparency-months", "transparency-schema", "corrections"),
)


def public_paths() -> Iterator[str]:
    """Yield every path, decoded; a story that is read much comes twice."""
    root = site_root()
    yield "/"
    sections = Section.objects.live().order_by("path").values_list("url_path", flat=True)
    paths = [path_of(url_path, root) for url_path in sections]
    yield from paths
    yield from [f"{path}feed/" for path in paths]
    for name in BESIDE_PAGES:
        yield reverse(name)
    for month in transparency.months():
        yield reverse("transparency-month", args=[month])
    for month_of_records in corrections.months():
        yield corrections.path_of(month_of_records)
    yield from _most_read(root)
    further = further_paths()
    for story_id, url_path in _newest_first():
        path = path_of(url_path, root)
        yield path
        yield from [f"{path}{below}" for below in further.get(story_id, ())]
    for story_id, _url_path in _newest_first():
        yield reverse("short", args=[story_id])
        yield reverse("figures", args=[story_id])
    for name in sitemap_names():
        yield reverse("sitemap", args=[name])


def _most_read(root: str) -> Iterator[str]:
    most_read = list(Figures.objects.most_read(MOST_READ).values_list("story_id", flat=True))
    addresses = dict(
        Story.objects.filter(pk__in=most_read).published().values_list("pk", "announced__url_path")
    )
    for story_id in most_read:
        if story_id in addresses:
            yield path_of(addresses[story_id], root)


def _newest_first() -> Iterator[tuple[int, str]]:
    """Keys and places of all published stories."""
    after: tuple[datetime, int] | None = None
    while True:
        stories = Story.objects.published()
        if after is not None:
            listed_at, story_id = after
            # Said in two conditions so that the first can be looked up in the index.
            stories = stories.filter(
                Q(announced__listed_at__lt=listed_at) | Q(announced__page__lt=story_id),
                announced__listed_at__lte=listed_at,
            )
        rows = list(
            stories.values_list("announced__page", "announced__url_path", "announced__listed_at")[
                :CHUNK
            ]
        )
        for story_id, url_path, _listed_at in rows:
            yield story_id, url_path
        if len(rows) < CHUNK:
            return
        after = (rows[-1][2], rows[-1][0])
