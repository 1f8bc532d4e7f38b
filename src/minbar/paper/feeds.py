"""What readers' programs take: the newest stories as RSS 2.0 and JSON Feed 1.1, and comments.

The syntax is that of Django's feed generator. Its view is left aside: it makes addresses of the
request's host and, where no item has a date, asks the clock.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import (
    Enclosure,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc2822_date,
    rfc3339_date,
)
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from minbar.arabic import clean_line, clean_text
from minbar.corrections.pages import corrected_at, corrections_of
from minbar.discussion.models import Comment
from minbar.paper.composition import sections_of
from minbar.paper.feed_text import full_text
from minbar.paper.share_addresses import short_address, whole_address
from minbar.paper.showing import shows_photo
from minbar.press import keys
from minbar.stories import editions
from minbar.stories.dates import latest
from minbar.stories.edition_names import newspaper_in
from minbar.stories.listings import Listing
from minbar.stories.models import OF_STORY, Newspaper, Photo, Section, Story
from minbar.stories.photo_renditions import for_everyone, renditions_of
from minbar.stories.signals import FEEDS

FEED_LENGTH = 30
COMMENTS_LENGTH = 50

Kind = TypeVar("Kind", bound=SyndicationFeed)


@dataclass(frozen=True)
class FeedPhoto:
    """A story's photo, as feeds name it."""

    address: str
    type: str
    width: int
    height: int
    length: int
    """Bytes, or 0 where the storage does not tell (RSS Advisory Board's profile, «enclosure»)."""


class RssFeed(Rss201rev2Feed):
    """RSS 2.0 with every signature (Dublin Core) and the measures of photos (Media RSS)."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        """Name the vocabularies once."""
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_root_elements(self, handler: Any) -> None:
        """Describe the channel; without a dated item it says nothing of when it was built."""
        for name in ("title", "link", "description", "language"):
            handler.addQuickElement(name, self.feed[name])
        itself = {"rel": "self", "href": self.feed["feed_url"], "type": "application/rss+xml"}
        handler.addQuickElement("atom:link", None, itself)
        newest = max((item["pubdate"] for item in self.items if item["pubdate"]), default=None)
        if newest:
            handler.addQuickElement("lastBuildDate", rfc2822_date(newest))

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write an item, its photo and all who signed it."""
        title, description = _without_markup(item["title"]), item["description"] or None
        super().add_item_elements(handler, {**item, "title": title, "description": description})
        for name in item["creators"]:
            handler.addQuickElement("dc:creator", _without_markup(name))
        if item["updateddate"]:
            handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        if item["full_text"]:
            handler.addQuickElement("content:encoded", item["full_text"])
        photo: FeedPhoto | None = item["photo"]
        if photo:
            measures = {"width": str(photo.width), "height": str(photo.height)}
            kind = {"url": photo.address, "medium": "image", "type": photo.type}
            handler.addQuickElement("media:content", None, kind | measures)


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1 (jsonfeed.org)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        """Write it whole, into what takes text."""
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "items": [self._item(item) for item in self.items],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False, indent=1))

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        photo: FeedPhoto | None = item["photo"]
        date, changed = item["pubdate"], item["updateddate"]
        text = {"content_html": item["full_text"]} if item["full_text"] else {}
        told = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_text": None if text else item["text"] or item["title"],
            **text,
            "summary": item["text"],
            "image": photo.address if photo else None,
            "date_published": date.isoformat(timespec="seconds") if date else None,
            "date_modified": changed.isoformat(timespec="seconds") if changed else None,
            "authors": [{"name": name} for name in item["creators"]],
            "tags": item["categories"],
        }
        return {name: value for name, value in told.items() if value}


def front_feed(kind: type[Kind], address: str) -> Kind:
    """Give the newest stories of this edition; the feed's own address is the path ``address``."""
    keys.depends_on("feed")
    newspaper = newspaper_in(editions.current())
    told = {"title": newspaper.name, "link": reverse("front"), "description": newspaper.tagline}
    stories = Story.objects.published().of_edition(editions.current())
    shown = stories.with_what_cards_show()[:FEED_LENGTH]
    return _with_stories(_feed(kind, address, **told), shown, newspaper)


def section_feed(section: Section, address: str) -> RssFeed:
    """Give the newest stories of a section."""
    keys.depends_on(f"section:{section.pk}:name", f"section:{section.pk}:list")
    newspaper = newspaper_in(editions.current())
    title = f"{section.title} | {newspaper.name}"
    feed = _feed(RssFeed, address, title=title, link=section.url)
    stories = section.stories().with_what_cards_show()[:FEED_LENGTH]
    return _with_stories(feed, stories, newspaper)


def list_feed(listing: Listing, address: str, *, name: str, link: str) -> RssFeed | None:
    """Give the newest stories of an author or a tag, or None where there are none."""
    keys.depends_on(listing.key("list"))
    stories = Story.objects.with_what_cards_show().in_order(listing.newest(FEED_LENGTH))
    if not stories:
        return None
    newspaper = newspaper_in(editions.current())
    title = f"{name} | {newspaper.name}"
    return _with_stories(_feed(RssFeed, address, title=title, link=link), stories, newspaper)


def comments_feed(address: str) -> RssFeed:
    """Give the newest published comments on stories of this edition."""
    keys.depends_on("comments-feed", "feed")  # a story that comes back brings its comments
    title = _("Comments | %(newspaper)s") % {"newspaper": newspaper_in(editions.current()).name}
    feed = _feed(RssFeed, address, title=title, link=reverse("front"))
    comments = editions.of_edition(Comment.objects.newest(), editions.current(), OF_STORY)
    for comment in comments[:COMMENTS_LENGTH]:
        keys.depends_on(f"story:{comment.story_id}:card")
        _add_comment(feed, comment)
    return feed


def _feed(kind: type[Kind], address: str, *, title: str, link: str, description: str = "") -> Kind:
    return kind(
        title=clean_line(title),
        link=whole_address(link),
        description=clean_line(description or title),
        language=editions.language_of(editions.current()),
        feed_url=whole_address(address),
    )


def _with_stories(feed: Kind, stories: Iterable[Story], newspaper: Newspaper) -> Kind:
    keys.depends_on(FEEDS)
    stories = list(stories)
    sections, corrections = sections_of(stories), corrections_of(stories)
    for story in stories:
        corrected = corrections.get(story.pk, [])
        text = full_text(story, corrected) if newspaper.full_text_in_feeds else ""
        _add_story(feed, story, sections[story.pk], corrected_at(corrected), text)
    return feed


def _add_story(
    feed: SyndicationFeed,
    story: Story,
    section: Section,
    corrected: datetime | None,
    whole: str,
) -> None:
    # A new revision has another date, and perhaps another text.
    keys.depends_on(f"story:{story.pk}:revision", f"story:{story.pk}:card")
    keys.depends_on(f"section:{section.pk}:name")
    keys.depends_on(*(f"author:{author.pk}" for author in story.authors))
    creators = [author.name for author in story.authors]
    if story.desk:
        keys.depends_on(f"desk:{story.desk.pk}")
        creators.append(story.desk.name)
    photo = _photo(story.lead_photo)
    text = clean_text(story.standfirst)
    sponsored = [_("Sponsored")] if story.sponsor else []
    feed.add_item(
        title=clean_line(": ".join([*sponsored, story.title])),
        link=whole_address(story.url),
        description=linebreaks(text, autoescape=True),
        unique_id=short_address(story),
        unique_id_is_permalink=True,
        pubdate=_in_our_time(story.published_at),
        updateddate=_in_our_time(latest(story.updated_at, corrected)),
        categories=[clean_line(section.title), *sponsored],
        enclosures=[Enclosure(photo.address, str(photo.length), photo.type)] if photo else [],
        text=text,
        full_text=clean_text(whole),
        photo=photo,
        creators=[clean_line(name) for name in creators],
    )


def _add_comment(feed: RssFeed, comment: Comment) -> None:
    address = whole_address(reverse("comment", args=[comment.pk]))
    named = {"name": comment.name, "headline": comment.story.title}
    text = clean_text(comment.text)
    feed.add_item(
        title=clean_line(_("%(name)s on “%(headline)s”") % named),
        link=address,
        description=linebreaks(text, autoescape=True),
        unique_id=address,
        unique_id_is_permalink=True,
        pubdate=_in_our_time(None if comment.undated else comment.submitted_at),
        text=text,
        full_text="",
        photo=None,
        creators=[clean_line(comment.name)],
    )


def _photo(photo: Photo | None) -> FeedPhoto | None:
    if photo is None:
        return None
    shows_photo(photo)
    rendition = for_everyone(renditions_of(photo))
    if rendition is None:
        return None
    length = 0
    with suppress(OSError):
        length = rendition.file.size
    media_type = f"image/{rendition.filter_spec.rpartition('-')[2]}"
    address = whole_address(rendition.url)
    return FeedPhoto(address, media_type, rendition.width, rendition.height, length)


def _without_markup(text: str) -> str:
    """Escape what would begin markup, and nothing else: RSS does not say if a title is markup.

    Quotation marks are left as they are, for programs that take it as plain text.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _in_our_time(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None
