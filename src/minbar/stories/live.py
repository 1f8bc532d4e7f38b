"""Live stories: what is told moment by moment, and readers see without waiting for a publication.

Each act touches what shows it in the transaction that stores it. An entry is public at once; the
story around it is written, revised and published like any other.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from minbar import arabic
from minbar.press import keys
from minbar.press.removal import see_gone
from minbar.stories.models import Coverage, LiveEntry, Photo, Story

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ON_PAGE = 50
"""The newest entries, which stand on the story's own page."""


def entries_key(story_id: int) -> str:
    """Return the key of whatever shows the entries of a live story."""
    return f"story:{story_id}:entries"


def coverage_key(story_id: int) -> str:
    """Return the key of whatever says that a story is live, and when it was last added to."""
    return f"story:{story_id}:coverage"


@transaction.atomic
def begin(story: Story) -> Coverage:
    """Open the coverage of a live story, once; one that is there stays as it is."""
    coverage, is_new = Coverage.objects.get_or_create(story=story)
    if is_new:
        _touch(coverage)
    return coverage


@transaction.atomic
def tell(
    coverage: Coverage,
    text: str,
    *,
    headline: str = "",
    photo: Photo | None = None,
    is_key: bool = False,
    by: "User | None",
    at: datetime | None = None,
) -> LiveEntry:
    """Add an entry; text and headline are made safe, never rewritten."""
    entry = LiveEntry.objects.create(
        coverage=coverage,
        at=at or timezone.now(),
        headline=arabic.clean_line(headline),
        text=arabic.clean_text(text),
        photo=photo,
        is_key=is_key,
        by=by,
    )
    _note_newest(coverage)
    _touch(coverage)
    return entry


@transaction.atomic
def tell_otherwise(
    entry: LiveEntry, text: str, *, headline: str, photo: Photo | None, is_key: bool
) -> None:
    """Change an entry; readers see when. Raises ``LiveEntry.DoesNotExist`` where it is gone."""
    stored = LiveEntry.objects.select_for_update().get(pk=entry.pk)
    stored.text, stored.headline = arabic.clean_text(text), arabic.clean_line(headline)
    stored.photo, stored.is_key, stored.edited_at = photo, is_key, timezone.now()
    stored.save()
    _touch(stored.coverage)


def take_back(entry: LiveEntry) -> None:
    """Delete an entry; it is off readers' pages when this returns."""
    with transaction.atomic():
        coverage = entry.coverage
        entry.delete()
        _note_newest(coverage)
        names = _touch(coverage)
    see_gone(*names)


@transaction.atomic
def end(coverage: Coverage) -> None:
    """Say that the coverage is over; done twice it changes nothing."""
    if Coverage.objects.filter(pk=coverage.pk, ended_at=None).update(ended_at=timezone.now()):
        _touch(coverage)


@transaction.atomic
def resume(coverage: Coverage) -> None:
    """Say that it goes on after all."""
    if Coverage.objects.filter(pk=coverage.pk).exclude(ended_at=None).update(ended_at=None):
        _touch(coverage)


def _note_newest(coverage: Coverage) -> None:
    newest = LiveEntry.objects.filter(coverage=coverage).aggregate(at=Max("at"))["at"]
    Coverage.objects.filter(pk=coverage.pk).update(newest_entry_at=newest)


def _touch(coverage: Coverage) -> tuple[str, str]:
    names = entries_key(coverage.story_id), coverage_key(coverage.story_id)
    keys.touch(*names)
    return names
