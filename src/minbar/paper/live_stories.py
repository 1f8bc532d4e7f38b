"""What readers see of a live story: the newest entries, the key moments, whether it runs."""

from dataclasses import dataclass

from django.db.models import QuerySet

from minbar.press import keys
from minbar.stories.live import ON_PAGE, coverage_key, entries_key
from minbar.stories.models import Coverage, LiveEntry, Story


@dataclass(frozen=True)
class LiveStory:
    """A live story's entries, the newest first."""

    story: Story
    coverage: Coverage
    entries: list[LiveEntry]
    key_moments: list[LiveEntry]
    has_earlier: bool
    """Whether there are entries that stand only on the page of all of them."""


def live_story(story: Story) -> LiveStory | None:
    """Gather the newest entries of a live story; None of another, or of one not yet public."""
    coverage = story.live_coverage
    if coverage is None:
        return None
    keys.depends_on(entries_key(story.pk), coverage_key(story.pk))
    newest = list(_entries_of(coverage)[: ON_PAGE + 1])
    shown = newest[:ON_PAGE]
    return LiveStory(
        story=story,
        coverage=coverage,
        entries=shown,
        key_moments=[entry for entry in shown if entry.is_key],
        has_earlier=len(newest) > ON_PAGE,
    )


def all_entries(story: Story) -> list[LiveEntry]:
    """All entries of a live story from the beginning, as they are read afterwards; else none."""
    coverage = story.live_coverage
    if coverage is None:
        return []
    keys.depends_on(entries_key(story.pk), coverage_key(story.pk))
    return list(_entries_of(coverage).order_by("at", "pk"))


def _entries_of(coverage: Coverage) -> QuerySet[LiveEntry]:
    return coverage.entries.select_related("photo").prefetch_related("photo__renditions")
