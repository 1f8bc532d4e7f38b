"""In which lists a story stands, written down when it is announced, and what that changes.

A list's newest are touched by each story that comes, goes or changes its date; a month or day of it
only by its own stories, and by the first or last of the month or day beside it, to which it leads.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from minbar.stories.listings import Listing, Span, archive, of_author, of_section, of_tag
from minbar.stories.models import UNDATED, Section, Story, StoryOfAuthor, StoryOfTag


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
            frozenset(signature.author_id for signature in story.signatures.all()),
            frozenset(tagged.tag_id for tagged in story.tagged.all()),
        )


@dataclass(frozen=True)
class Standing:
    """Where a published story stands."""

    listed_at: datetime
    section_path: str
    lists: Lists
    edition: str

    def listings(self) -> dict[tuple[str, str], Listing]:
        """All its lists but that of the whole edition, by their names and the edition."""
        section = Section.objects.filter(path=self.section_path).values_list("pk", flat=True)
        found = [
            of_section(section.first(), self.section_path),
            *(of_author(pk, self.edition) for pk in sorted(self.lists.authors)),
            *(of_tag(pk, self.edition) for pk in sorted(self.lists.tags)),
        ]
        return {(listing.name, self.edition): listing for listing in found}


def write(story_id: int, was: Standing | None, is_now: Standing | None) -> None:
    """Write down in which lists of authors and tags a story stands now."""
    before, now = (each.lists if each else Lists() for each in (was, is_now))
    authors = StoryOfAuthor.objects.filter(page=story_id)
    authors.filter(author__in=before.authors - now.authors).delete()
    tags = StoryOfTag.objects.filter(page=story_id)
    tags.filter(tag__in=before.tags - now.tags).delete()
    if is_now is None:
        return
    at = is_now.listed_at
    if was is not None and was.listed_at != at:
        authors.update(listed_at=at)
        tags.update(listed_at=at)
    StoryOfAuthor.objects.bulk_create(
        StoryOfAuthor(author_id=author_id, page_id=story_id, listed_at=at)
        for author_id in sorted(now.authors - before.authors)
    )
    StoryOfTag.objects.bulk_create(
        StoryOfTag(tag_id=tag_id, page_id=story_id, listed_at=at)
        for tag_id in sorted(now.tags - before.tags)
    )


def touched(story_id: int, was: Standing | None, is_now: Standing | None) -> Iterator[str]:
    """Keys of the lists that a story enters, leaves, or stands in at another place."""
    before, now = (each.listings() if each else {} for each in (was, is_now))
    for name_and_edition, listing in (before | now).items():
        moments = [
            each.listed_at
            for each, listings in ((was, before), (is_now, now))
            if each and name_and_edition in listings
        ]
        if len(moments) == 2 and moments[0] == moments[1]:
            continue
        others = listing.without(story_id)
        yield listing.key("list")
        is_alone = yield from _touched_spans(others, _spans(Span.month_at, moments))
        if is_alone and not listing.name.startswith("section:") and not others.has_any():
            kind = listing.name.partition(":")[0]
            yield f"{kind}s"  # all authors, or all tags, that have stories
            if not others.rows.model._default_manager.exclude(page=story_id).exists():
                yield "sitemaps"  # names a file of tags while there are any
    if _place(was) != _place(is_now):
        stood = [each for each in (was, is_now) if each]
        moments = [each.listed_at for each in stood]
        for edition in dict.fromkeys(each.edition for each in stood):
            yield from _touched_archive(edition, story_id, moments)


def _touched_archive(edition: str, story_id: int, moments: list[datetime]) -> Iterator[str]:
    others = archive(edition).without(story_id)
    yield from _touched_spans(others, _spans(Span.day_at, moments))
    months = _spans(Span.month_at, moments)
    yield from _touched_spans(others, months)
    if any(not others.has_any(month) for month in months):
        yield others.name  # names every month


def _touched_spans(others: Listing, spans: Iterable[Span]) -> Generator[str, None, bool]:
    """Yield the keys of months or days, and of the neighbours of those that begin or end.

    ``others`` is the list without the story that comes or goes. Returns whether the story is, or
    was, alone in each of them.
    """
    is_alone = True
    for span in spans:
        yield others.key(span.name)
        if others.has_any(span):
            is_alone = False
            continue
        for beside in (others.earlier(span), others.later(span)):
            if beside is not None:
                yield others.key(span.like(beside).name)
    return is_alone


def _spans(at: Callable[[datetime], Span], moments: Iterable[datetime]) -> list[Span]:
    """Each month or day of these moments once; what nobody can date is in none."""
    return list(dict.fromkeys(at(moment) for moment in moments if moment != UNDATED))


def _place(standing: Standing | None) -> tuple[datetime, str] | None:
    return (standing.listed_at, standing.section_path) if standing else None
