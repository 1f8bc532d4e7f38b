"""Which stories stand where, with what their cards show of other rooms."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from minbar.audience import rankings
from minbar.audience.models import Period, views_of
from minbar.corrections.pages import RecordsOfStory, records_of
from minbar.discussion.models import comments_of
from minbar.discussion.models import most_discussed as count_most_discussed
from minbar.discussion.pages import DiscussionPage, count_key, discussion_page
from minbar.paper.showing import shows_cards
from minbar.press import keys
from minbar.stories.models import Kind, Section, Story

COLUMN_LENGTH = 4
STRIP_LENGTH = 4
OPINION_LENGTH = 4
RANKING_LENGTH = 5
SECTION_LENGTH = 40
NEWEST_CONSIDERED = 60


@dataclass(frozen=True)
class Strip:
    """A section on the front page."""

    section: Section
    stories: list[Story]


@dataclass
class FrontPage:
    """What the front page shows; no story stands twice outside the rankings."""

    lead: Story | None = None
    first_column: list[Story] = field(default_factory=list)
    second_column: list[Story] = field(default_factory=list)
    opinion: list[Story] = field(default_factory=list)
    opinion_section: Section | None = None
    strips: list[Strip] = field(default_factory=list)
    comments: dict[int, int] = field(default_factory=dict)


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


def compose_front() -> FrontPage:
    """Lay out the front page by recency: the newest with a photo leads, opinion has its band."""
    keys.depends_on("front")
    newest = list(Story.objects.published().with_what_cards_show()[:NEWEST_CONSIDERED])
    shows_cards(newest)
    news = [story for story in newest if story.kind != Kind.OPINION]
    front = FrontPage(comments=comments_of(newest))
    front.lead = next((story for story in news if story.lead_photo), news[0] if news else None)
    rest = [story for story in news if story is not front.lead]
    front.second_column = _led_by_a_photo(rest)
    rest = [story for story in rest if story not in front.second_column]
    front.first_column = rest[:COLUMN_LENGTH]
    front.opinion = [story for story in newest if story.kind == Kind.OPINION][:OPINION_LENGTH]
    if front.opinion:
        front.opinion_section = front.opinion[0].section
    front.strips = _strips(rest[COLUMN_LENGTH:])
    return front


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
    return StoryPage(
        views=views_of([story]).get(story.pk, 0),
        comment_count=comments_of([story]).get(story.pk, 0),
        discussion=discussion_page(story, 1),
        related=related,
        on_record=records_of(story),
    )


def most_read(
    length: int = RANKING_LENGTH, period: Period | None = None
) -> list[tuple[Story, int]]:
    """The stories that are read most of late, or in a period, with how often."""
    return [(ranked.story, ranked.views) for ranked in rankings.most_read(length, period)]


def most_discussed(length: int = RANKING_LENGTH) -> list[tuple[Story, int]]:
    """The most answered stories, with their published comments."""
    keys.depends_on("most-discussed")
    counted = count_most_discussed(length)
    stories = Story.objects.in_bulk([story_id for story_id, _comments in counted])
    keys.depends_on(*(f"story:{story_id}:card" for story_id in stories))
    return [(stories[story_id], comments) for story_id, comments in counted]


def sections_of(stories: Iterable[Story]) -> dict[int, Section]:
    """The section of each story, by the story's key, all fetched at once."""
    paths = {story.pk: story.path[: -Story.steplen] for story in stories}
    sections = {
        section.path: section for section in Section.objects.filter(path__in=set(paths.values()))
    }
    return {story_id: sections[path] for story_id, path in paths.items()}


def _led_by_a_photo(stories: list[Story]) -> list[Story]:
    """The column that opens with a picture: the newest pictured story, then what is newest."""
    pictured = next((story for story in stories if story.lead_photo), None)
    if pictured is None:
        return stories[:COLUMN_LENGTH]
    return [pictured, *(story for story in stories if story is not pictured)][:COLUMN_LENGTH]


def _strips(stories: Iterable[Story]) -> list[Strip]:
    """Part what is left by section, in the order of the sections; pictures stand together."""
    by_section: dict[str, list[Story]] = {}
    for story in stories:
        by_section.setdefault(story.path[: -Story.steplen], []).append(story)
    sections = Section.objects.filter(path__in=by_section, in_navigation=True).order_by("path")
    return [Strip(section, _strip(by_section[section.path])) for section in sections]


def _strip(stories: list[Story]) -> list[Story]:
    return sorted(stories[:STRIP_LENGTH], key=lambda story: story.lead_photo is None)
