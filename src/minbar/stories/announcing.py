"""Telling the press what has changed on the newspaper's pages: whatever shows it is touched.

Our own functions announce a page in the transaction that changes it. Wagtail sends its signals
after its commit, so a kill may come between; ``announce_missed`` finds what was never announced.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Length, Substr
from django.dispatch import Signal
from django.utils import timezone
from wagtail.models import Page

from minbar.press import keys
from minbar.stories import editions, listed, live, news_window
from minbar.stories.front_time import turn_front_page
from minbar.stories.models import UNDATED, AnnouncedPage, Front, Kind, RelatedStory, Section, Story
from minbar.stories.months import MOST_TOGETHER, month_of, sitemap_key, stories_of

story_announced = Signal()
"""Sent, with ``story``, in the transaction in which one was published, changed or taken back; a
story that was deleted is one of which only the key is known."""

RELATED_LENGTH = 4
SWEPT_AT_ONCE = 200


@dataclass(frozen=True)
class Announcement:
    """What is told of a page."""

    url_path: str
    edition: str | None
    section_path: str
    live: bool
    live_revision: int
    listed_at: datetime
    card: str
    place: str

    @classmethod
    def of(cls, page: Page) -> "Announcement":
        """Say how ``page`` stands now."""
        return cls(
            url_path=page.url_path,
            edition=editions.edition_at(page.url_path) or None,
            section_path=page.path[: -page.steplen],
            live=page.live,
            live_revision=page.live_revision_id or 0,
            listed_at=(page.published_at if isinstance(page, Story) else None) or UNDATED,
            card=_digest(_card(page)),
            place=_digest(_place(page)),
        )


@transaction.atomic
def announce(page: Page) -> list[str]:
    """Touch what shows ``page`` otherwise than it is, and return the keys that were touched.

    Nothing is touched where nothing differs from what was announced before, or where readers never
    saw the page. What is published in an edition that is closed is withheld until it is opened.
    """
    page = page.specific
    if page.live and not editions.is_served(editions.edition_at(page.url_path)):
        _withhold(page)
    row = AnnouncedPage.objects.filter(pk=page.pk).first()
    before = None if row is None else _told(row)
    now = Announcement.of(page)
    was_listed, is_listed = _lists(page, before)
    if (now == before and was_listed == is_listed) or (before is None and not now.live):
        return []
    AnnouncedPage.objects.update_or_create(pk=page.pk, defaults=asdict(now))
    names = list(dict.fromkeys(_touched_by(page, before, now)))
    if isinstance(page, Story):
        places = _standing(before, was_listed), _standing(now, is_listed)
        listed.write(page.pk, *places)
        names += [name for name in listed.touched(page.pk, *places) if name not in names]
    if before is not None and before.url_path != now.url_path:
        names.append("redirects")  # some may lead to it
    keys.touch(*names)
    if isinstance(page, Story):
        _after_story(page, before, now)
        story_announced.send(Story, story=page)
    if isinstance(page, Front):
        turn_front_page()  # what stands by the hour in its layout, stands from now on
    return names


def _withhold(page: Page) -> None:
    """Take back a page that its edition alone keeps from readers, and mark it."""
    page.live = False
    Page.objects.filter(pk=page.pk).update(live=False)
    told = asdict(Announcement.of(page)) | {"withheld_at": timezone.now()}
    if not AnnouncedPage.objects.filter(pk=page.pk).update(withheld_at=told["withheld_at"]):
        AnnouncedPage.objects.create(pk=page.pk, **told)


def announce_below(page: Page) -> list[str]:
    """Announce ``page`` and every page under it: their addresses follow its own."""
    names = announce(page)
    for below in page.get_descendants().order_by("path").iterator():
        names += announce(below)
    return names


def announce_reordered(section: Section) -> list[str]:
    """Announce that a section stands elsewhere among the others; its address is the same.

    The tree gives those beside it other paths, too, and with them all their stories, of which
    nothing that readers see has changed.
    """
    sections = list(section.get_siblings().specific())
    for each in sections:
        told = AnnouncedPage.objects.filter(page__in=each.get_children().values("pk"))
        told.exclude(section_path=each.path).update(section_path=each.path)
    return [name for each in sections for name in announce(each)]


@transaction.atomic
def announce_deleted(page: Page) -> list[str]:
    """Touch what shows a page that is deleted; its address stays known, as one that is gone."""
    before = AnnouncedPage.objects.filter(pk=page.pk, live=True).first()
    if before is None:
        return []
    gone = Announcement(**{**asdict(_told(before)), "live": False})
    AnnouncedPage.objects.filter(pk=page.pk).update(live=False)
    names = list(dict.fromkeys(_touched_by(page, _told(before), gone)))
    if isinstance(page, Story):
        place = _standing(_told(before), listed.Lists.told(page.pk))
        listed.write(page.pk, place, None)
        names += listed.touched(page.pk, place, None)
    keys.touch(*names)
    if isinstance(page, Story):
        story_announced.send(Story, story=Story(pk=page.pk, live=False))
    return names


def announce_missed() -> int:
    """Announce what a kill, or a change past our functions, has kept from the press."""
    count = 0
    for page in _missed().iterator(chunk_size=SWEPT_AT_ONCE):
        count += bool(announce(page))
    there = Page.objects.filter(pk=OuterRef("pk"))
    for row in AnnouncedPage.objects.filter(~Exists(there), live=True):
        count += bool(announce_deleted(Story(pk=row.pk, path=row.section_path + "0000")))
    return count


def _missed() -> Any:
    """Pages whose row is missing, or says otherwise."""
    differs = (
        Q(announced__isnull=True, live=True)
        | ~Q(announced__live=F("live"))
        | ~Q(announced__live_revision=F("revision"))
        | ~Q(announced__url_path=F("url_path"))
        | ~Q(announced__section_path=Substr("path", 1, Length("path") - Page.steplen))
    )
    pages = Page.objects.filter(depth__gt=1).annotate(revision=Coalesce("live_revision_id", 0))
    was_seen = Q(announced__isnull=False) | Q(live=True)
    return pages.filter(differs & was_seen).order_by("path")


def _touched_by(page: Page, before: Announcement | None, now: Announcement) -> Iterator[str]:
    """Keys of what differs, the page's own first."""
    if isinstance(page, Story):
        yield from _touched_by_story(page, before, now)
    elif isinstance(page, Section):
        yield from _touched_by_section(page, before, now)
    elif isinstance(page, Front):
        yield "front"
        if before is not None and before.place != now.place:
            yield keys.EVERY_PAGE  # its name stands over each page of its edition
    if editions.are_several() and _leads_elsewhere(before, now):
        yield translations_key(page)


def translations_key(page: Page) -> str:
    """Return the key of whatever leads to the translations of a page, or is one of them."""
    return f"translations:{page.translation_key}"


def _leads_elsewhere(before: Announcement | None, now: Announcement) -> bool:
    was = before.url_path if before and before.live else ""
    return was != (now.url_path if now.live else "")


def _touched_by_story(
    story: Story, before: Announcement | None, now: Announcement
) -> Iterator[str]:
    yield f"story:{story.pk}:page"
    yield f"story:{story.pk}:revision"
    if before is None or before.live != now.live or before.place != now.place:
        yield f"story:{story.pk}:card"
        yield "front"
        for path in {now.section_path, before.section_path if before else now.section_path}:
            section = Section.objects.filter(path=path).values_list("pk", flat=True).first()
            yield f"section:{section}:list"
        yield "feed"
    elif before.card != now.card or before.url_path != now.url_path:
        yield f"story:{story.pk}:card"
    yield from _touched_sitemaps(story, before, now)


def _touched_sitemaps(
    story: Story, before: Announcement | None, now: Announcement
) -> Iterator[str]:
    """The sitemap of its month, what names all of them where one begins or ends, and the news."""
    listed = [told for told in (before, now) if told and told.live]
    for month in dict.fromkeys(month_of(told.listed_at) for told in listed):
        yield sitemap_key(month)
        if stories_of(month).exclude(pk=story.pk).count() % MOST_TOGETHER == 0:
            yield "sitemaps"
    is_listed_alike = before and replace(before, live_revision=now.live_revision) == now
    since = news_window.news_since()
    if not is_listed_alike and any(told.listed_at >= since for told in listed):
        yield news_window.KEY


def _touched_by_section(
    section: Section, before: Announcement | None, now: Announcement
) -> Iterator[str]:
    yield f"section:{section.pk}:page"
    if before is None or before.card != now.card or before.url_path != now.url_path:
        yield f"section:{section.pk}:name"
    was = None if before is None or not before.live else (before.place, before.url_path)
    if was != (now.place, now.url_path):
        yield keys.EVERY_PAGE  # the row of sections stands over each


def _after_story(story: Story, before: Announcement | None, now: Announcement) -> None:
    """Choose what the story points to, and let others point elsewhere where it went."""
    was_there = before is not None and before.live
    moved = was_there and before is not None and before.section_path != now.section_path
    if now.live and story.comments_close_at:
        keys.touch_at(f"story:{story.pk}:page", story.comments_close_at)
    if now.live and story.kind == Kind.LIVE:
        live.begin(story)
    if now.live and (not was_there or moved):
        choose_related(story)
    if was_there and (not now.live or moved):
        for other in Story.objects.filter(related__shown=story):
            choose_related(other)
            keys.touch(f"story:{other.pk}:page")


def choose_related(story: Story) -> None:
    """Choose what ``story`` points to: the newest of its section, as things stand now."""
    RelatedStory.objects.filter(story=story).delete()
    newest = story.section.stories().exclude(pk=story.pk)[:RELATED_LENGTH]
    RelatedStory.objects.bulk_create(
        RelatedStory(story=story, shown=shown, place=place) for place, shown in enumerate(newest)
    )


def _lists(page: Page, before: Announcement | None) -> tuple[listed.Lists, listed.Lists]:
    """In which lists of authors and tags it was told to stand, and where it stands now."""
    if not isinstance(page, Story):
        return listed.Lists(), listed.Lists()
    was = listed.Lists() if before is None else listed.Lists.told(page.pk)
    return was, listed.Lists.now(page)


def _standing(told: Announcement | None, lists: listed.Lists) -> listed.Standing | None:
    if told is None or not told.live:
        return None
    return listed.Standing(told.listed_at, told.section_path, lists, told.edition or editions.OWN)


def _told(row: AnnouncedPage) -> Announcement:
    names = Announcement.__dataclass_fields__
    return Announcement(**{name: getattr(row, name) for name in names})


def _card(page: Page) -> list[Any]:
    """What lists show of it."""
    told: list[Any] = [page.title, page.url_path]
    if isinstance(page, Story):
        authors = [author.pk for author in page.authors]
        told += [page.kicker, page.standfirst, page.lead_photo_id, page.desk_id, authors]
        # Only where there is one, or every story told before would be announced anew.
        told += [page.sponsor] if page.sponsor else []
        if page.photo_count:
            told.append(page.photo_count)
    if isinstance(page, Section):
        # The ground of its stories' share cards, and whether their pages offer a form.
        told += [page.colour, page.comments_mode]
    return told


def _place(page: Page) -> list[Any]:
    """What decides where it stands in lists; of a front page, what stands over all others."""
    if isinstance(page, Front):
        names = [page.newspaper_name, page.tagline]
        return names if any(names) else []
    if isinstance(page, Story):
        listed_at = (page.published_at or UNDATED).astimezone(UTC).isoformat()
        return [page.kind, bool(page.lead_photo_id), listed_at, page.path[: -page.steplen]]
    if isinstance(page, Section):
        return [page.title, page.in_navigation, page.live, page.path if page.in_navigation else ""]
    return []


def _digest(told: list[Any]) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
