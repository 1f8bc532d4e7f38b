"""Which stories stand where, with what their cards show of other rooms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from minbar.audience import rankings
from minbar.audience.models import Period, views_of
from minbar.corrections.pages import RecordsOfStory, corrected_at, records_of
from minbar.discussion.models import comments_of
from minbar.discussion.models import most_discussed as count_most_discussed
from minbar.discussion.pages import DiscussionPage, count_key, discussion_page
from minbar.paper.live_stories import LiveStory, live_story
from minbar.paper.showing import shows_cards
from minbar.press import keys
from minbar.stories import editions
from minbar.stories.dates import latest
from minbar.stories.models import Section, Story

RANKING_LENGTH = 5
SECTION_LENGTH = 40


@dataclass(frozen=True)
class SectionPage:
    """What a section's page shows."""

    stories: list[Story]
    comments: dict[int, int]


@dataclass(frozen=True)
class StoryPage:
    """What a story's page shows beside the story itself."""

    views: int
    comment_count: int
    discussion: DiscussionPage
    """Its first page, with the comments of which only a line is left."""
    related: list[Story]
    on_record: RecordsOfStory
    """Corrections of it, and the replies of whoever it is about."""
    live: LiveStory | None
    """Its entries, where it is a live story."""
    modified_at: datetime | None
    """When the newsroom last changed what it says: the story, a correction, a live entry."""


def compose_section(section: Section) -> SectionPage:
    """List a section's newest stories."""
    keys.depends_on(f"section:{section.pk}:list")
    stories = list(section.stories().with_what_cards_show()[:SECTION_LENGTH])
    shows_cards(stories)
    return SectionPage(stories, comments_of(stories))


def compose_story(story: Story) -> StoryPage:
    """Gather what stands around and below a story."""
    keys.depends_on(count_key(story.pk))
    related = [related.shown for related in story.related.select_related("shown")]
    keys.depends_on(*(f"story:{other.pk}:card" for other in related))
    on_record, live = records_of(story), live_story(story)
    return StoryPage(
        views=views_of([story]).get(story.pk, 0),
        comment_count=comments_of([story]).get(story.pk, 0),
        discussion=discussion_page(story, 1),
        related=related,
        on_record=on_record,
        live=live,
        modified_at=_modified_at(story, on_record, live),
    )


def most_read(
    length: int = RANKING_LENGTH, period: Period | None = None
) -> list[tuple[Story, int]]:
    """The stories that are read most of late, or in a period, with how often."""
    return [(ranked.story, ranked.views) for ranked in rankings.most_read(length, period)]


def most_discussed(length: int = RANKING_LENGTH) -> list[tuple[Story, int]]:
    """The most answered stories, with their published comments."""
    keys.depends_on("most-discussed")
    counted = count_most_discussed(length, editions.current())
    stories = Story.objects.in_bulk([story_id for story_id, _comments in counted])
    keys.depends_on(*(f"story:{story_id}:card" for story_id in stories))
    return [(stories[story_id], comments) for story_id, comments in counted]


def _modified_at(
    story: Story, on_record: RecordsOfStory, live: LiveStory | None
) -> datetime | None:
    return latest(
        story.updated_at or story.published_at,
        corrected_at(on_record.corrections),
        live.coverage.newest_entry_at if live else None,
    )


def sections_of(stories: Iterable[Story]) -> dict[int, Section]:
    """The section of each story, by the story's key, all fetched at once."""
    paths = {story.pk: story.path[: -Story.steplen] for story in stories}
    sections = {
        section.path: section for section in Section.objects.filter(path__in=set(paths.values()))
    }
    return {story_id: sections[path] for story_id, path in paths.items()}
