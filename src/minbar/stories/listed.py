"""In which lists a story stands, written down when it is announced, and what that changes.

A list's newest are touched by each story that comes, goes or changes its date; a month or day of it
only by its own stories, and by the first or last of the month or day beside it, to which it leads.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from minbar.stories.listings import Listing, Span, archive, of_author, of_section, of_tag
from minbar.stories.models import UNDATED, Section, Story, StoryOfAuthor, StoryOfTag

Row = TypeVar("Row", StoryOfAuthor, StoryOfTag)


@dataclass(frozen=True)
class Lists:
    """The lists of authors and tags in which a story stands."""

    authors: frozenset[int] = field(default_factory=frozenset)
    tags: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def told(cls, story_id: int) -> "Lists":
        """As the press was last told."""
        authors = StoryOfAuthor.objects.filter(page=story_id).values_list("author_id", flat=True)
        tags = StoryOfTag.objects.filter(page=story_id).values_list("tag_id", flat=True)
        return cls(frozenset(authors), frozenset(tags))

    @classmethod
    def now(cls, story: Story) -> "Lists":
        """As the story stands now; one that is not published stands nowhere."""
        if not story.live:
            return cls()
        return cls(
            frozenset(author.pk for author in story.authors),
            frozenset(tag.pk for tag in story.shown_tags),
        )


@dataclass(frozen=True)
class Standing:
    """Where a published story stands."""

    listed_at: datetime
    section_path: str
    lists: Lists

    def listings(self) -> dict[str, Listing]:
        """All its lists but that of the whole newspaper, by their names."""
        section = Section.objects.filter(path=self.section_path).values_list("pk", flat=True)
        found = [
            of_section(section.first(), self.section_path),
            *(of_author(pk) for pk in sorted(self.lists.authors)),
            *(of_tag(pk) for pk in sorted(self.lists.tags)),
        ]
        return {listing.name: listing for listing in found}


def write(story_id: int, listed_at: datetime, lists: Lists) -> None:
    """Write down that a story stands in these lists of authors and tags, and in no others."""
    _write(StoryOfAuthor, "author_id", story_id, listed_at, lists.authors)
    _write(StoryOfTag, "tag_id", story_id, listed_at, lists.tags)


def touched(story_id: int, before: Standing | None, now: Standing | None) -> Iterator[str]:
    """Keys of the lists that a story enters, leaves, or stands in at another place."""
    was, is_now = (each.listings() if each else {} for each in (before, now))
    for name, listing in (was | is_now).items():
        moments = {
            each.listed_at: None
            for each, listings in ((before, was), (now, is_now))
            if each and name in listings
        }
        if len(moments) == 1 and name in was and name in is_now:
            continue
        others = listing.without(story_id)
        yield listing.key("list")
        yield from _touched_months(others, moments)
        if not name.startswith("section:") and not others.has_any():
            yield f"{name.partition(':')[0]}s"  # all authors, or all tags, that have stories
            if not others.rows.model._default_manager.exclude(page=story_id).exists():
                yield "sitemaps"  # names a file of tags while there are any
    if _place(before) != _place(now):
        yield from _touched_archive(story_id, [each.listed_at for each in (before, now) if each])


def _place(standing: Standing | None) -> tuple[datetime, str] | None:
    return (standing.listed_at, standing.section_path) if standing else None


def _touched_archive(story_id: int, moments: Iterable[datetime]) -> Iterator[str]:
    others = archive().without(story_id)
    for moment in dict.fromkeys(moments):
        if moment == UNDATED:
            continue
        yield from _touched_beside(others, Span.day_at(moment))
        if not others.has_any(Span.month_at(moment)):
            yield others.name  # names every month
    yield from _touched_months(others, moments)


def _touched_months(others: Listing, moments: Iterable[datetime]) -> Iterator[str]:
    for moment in dict.fromkeys(moments):
        if moment != UNDATED:
            yield from _touched_beside(others, Span.month_at(moment))


def _touched_beside(others: Listing, span: Span) -> Iterator[str]:
    """Yield a month's or day's key, and those of its neighbours where it begins or ends.

    ``others`` is the list without the story that comes or goes.
    """
    yield others.key(span.name)
    if others.has_any(span):
        return
    at = Span.day_at if len(span.name) > len("2026-11") else Span.month_at
    for beside in (others.earlier(span), others.later(span)):
        if beside is not None:
            yield others.key(at(beside).name)


def _write(
    model: type[Row],
    field_name: str,
    story_id: int,
    listed_at: datetime,
    wanted: frozenset[int],
) -> None:
    rows = model._default_manager.filter(page=story_id)
    rows.exclude(**{f"{field_name}__in": wanted}).delete()
    rows.exclude(listed_at=listed_at).update(listed_at=listed_at)
    missing = wanted - set(rows.values_list(field_name, flat=True))
    model._default_manager.bulk_create(
        model(page_id=story_id, listed_at=listed_at, **{field_name: pk}) for pk in sorted(missing)
    )
