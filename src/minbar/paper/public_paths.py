"""Every public page that there is, those that readers want most first, for the press to press."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from minbar.advertising.frames import frame_ids
from minbar.advertising.slots import fragment_paths
from minbar.audience.models import Figures
from minbar.corrections import pages as corrections
from minbar.discussion.pages import further_paths
from minbar.moderation import transparency
from minbar.paper.print_issues import years_of_print
from minbar.paper.sitemaps import sitemap_names
from minbar.paper.tree_addresses import path_of, site_root
from minbar.stories import editions
from minbar.stories.listings import day_of
from minbar.stories.models import (
    OF_PAGE,
    UNDATED,
    Author,
    AuthorQuerySet,
    Kind,
    Section,
    Story,
    StoryOfAuthor,
    StoryOfTag,
    Tag,
    TagQuerySet,
)

CHUNK = 2000
"""Stories in one query. Each is read whole before a path of it is given out: between two paths the
press writes, and on SQLite none may write while it still reads what another has changed since."""
MOST_READ = 500
BESIDE_PAGES = (
    *("feed", "json-feed", "comments-feed", "most-read", "review-time", "icon", "manifest"),
    *("policy", "privacy", "my-comments", "robots", "news-sitemap", "sitemap-index"),
    *("about", "contact", "authors", "archive"),
    *("reading-list", "offline", "service-worker", "icon-picture"),
    *("transparency", "transparency-months", "transparency-schema", "corrections"),
)


def public_paths() -> Iterator[str]:
    """Yield every path, decoded; a story that is read much comes twice."""
    root = site_root()
    yield from _in_every_edition(lambda _edition: [reverse("front")])
    sections = Section.objects.live().order_by("path").values_list("url_path", flat=True)
    paths = [path_of(url_path, root) for url_path in sections]
    yield from paths
    yield from [f"{path}feed/" for path in paths]
    yield from _in_every_edition(lambda _edition: map(reverse, BESIDE_PAGES))
    yield from _in_every_edition(lambda _edition: fragment_paths())
    for advertisement_id in frame_ids():
        yield reverse("advertising-frame", args=[advertisement_id])
    for month in transparency.months():
        yield reverse("transparency-month", args=[month])
    yield from _in_every_edition(lambda _edition: map(corrections.path_of, corrections.months()))
    printed = [month for year in years_of_print() for month in year.months]
    if printed:
        yield reverse("print")
    yield from [reverse("print-month", args=[each]) for each in printed]
    yield from _most_read(root)
    further = further_paths()
    days: set[tuple[str, date]] = set()
    months_of_sections: set[tuple[str, str]] = set()
    for story_id, url_path, listed_at in _newest_first():
        path = path_of(url_path, root)
        yield path
        yield from [f"{path}{below}" for below in further.get(story_id, ())]
        if listed_at != UNDATED:
            day = day_of(listed_at)
            days.add((editions.edition_at(url_path), day))
            months_of_sections.add((_parent_of(path), f"{day:%Y/%m}"))
    yield from _in_every_edition(
        lambda edition: _lists(Author.objects.all(), StoryOfAuthor, "author", edition)
    )
    yield from _in_every_edition(
        lambda edition: _lists(Tag.objects.all(), StoryOfTag, "tag", edition)
    )
    yield from sorted((f"{path}{month}/" for path, month in months_of_sections), reverse=True)
    yield from _in_every_edition(
        lambda edition: _archive([day for of, day in days if of == edition])
    )
    for story_id, _url_path, _listed_at in _newest_first():
        yield reverse("short", args=[story_id])
        yield reverse("figures", args=[story_id])
    for story_id, url_path in _live_stories():
        with editions.reading(editions.edition_at(url_path)):
            entries = reverse("live-entries", args=[story_id])
        yield entries
        yield f"{path_of(url_path, root)}entries/"
    for name in sitemap_names():
        yield reverse("sitemap", args=[name])


def _in_every_edition(paths_of: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """Paths under each language; whoever is given one is not left with that language."""
    for edition in editions.every_edition():
        with editions.reading(edition):
            paths = list(paths_of(edition))
        yield from paths


def _archive(days: list[date]) -> Iterator[str]:
    root = reverse("archive")
    yield from [f"{root}{month}/" for month in sorted({f"{day:%Y/%m}" for day in days})]
    yield from [f"{root}{day:%Y/%m/%d}/" for day in sorted(days, reverse=True)]


def _lists(
    owners: AuthorQuerySet | TagQuerySet,
    rows: type[StoryOfAuthor] | type[StoryOfTag],
    kind: str,
    edition: str,
) -> Iterator[str]:
    """Pages, feeds and months of all authors, or of all tags, of an edition."""
    slugs = dict(owners.with_stories_in(edition).values_list("pk", "slug"))
    root = f"{reverse('front')}{kind}s/"
    yield from [f"{root}{slug}/" for slug in slugs.values()]
    yield from [f"{root}{slug}/feed/" for slug in slugs.values()]
    months: set[str] = set()
    last = 0
    listed = editions.of_edition(rows._default_manager.all(), edition, OF_PAGE)
    listed = listed.filter(listed_at__gt=UNDATED).order_by("pk")
    while chunk := list(
        listed.filter(pk__gt=last).values_list("pk", f"{kind}_id", "listed_at")[:CHUNK]
    ):
        months.update(
            f"{root}{slugs[owner]}/{day_of(listed_at):%Y/%m}/"
            for _pk, owner, listed_at in chunk
            if owner in slugs
        )
        last = chunk[-1][0]
    yield from sorted(months)


def _parent_of(path: str) -> str:
    """Return the path of the section of a story's."""
    return f"{path.rstrip('/').rpartition('/')[0]}/"


def _most_read(root: str) -> Iterator[str]:
    most_read = list(Figures.objects.most_read(MOST_READ).values_list("story_id", flat=True))
    addresses = dict(
        Story.objects.filter(pk__in=most_read).published().values_list("pk", "announced__url_path")
    )
    for story_id in most_read:
        if story_id in addresses:
            yield path_of(addresses[story_id], root)


def _live_stories() -> list[tuple[int, str]]:
    """Keys and places of the live stories that something was told of."""
    told = Story.objects.live().filter(kind=Kind.LIVE, coverage__newest_entry_at__isnull=False)
    return list(told.values_list("pk", "url_path"))


def _newest_first() -> Iterator[tuple[int, str, datetime]]:
    """Keys, places and moments of all published stories."""
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
        yield from rows
        if len(rows) < CHUNK:
            return
        after = (rows[-1][2], rows[-1][0])
