"""What readers see of a live story: the newest entries, the key moments, whether it runs."""

from dataclasses import dataclass

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
    entries = coverage.entries.select_related("photo").prefetch_related("photo__renditions")
    newest = list(entries[: ON_PAGE + 1])
    return LiveStory(
        story=story,
        coverage=coverage,
        entries=newest[:ON_PAGE],
        key_moments=[entry for entry in newest[:ON_PAGE] if entry.is_key],
        has_earlier=len(newest) > ON_PAGE,
    )


def all_entries(story: Story) -> list[LiveEntry]:
    """All entries of a live story from the beginning, as they are read afterwards."""
    keys.depends_on(entries_key(story.pk))
    entries = LiveEntry.objects.filter(coverage__story=story).order_by("at", "pk")
    return list(entries.select_related("photo").prefetch_related("photo__renditions"))
