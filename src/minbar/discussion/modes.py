"""How a story takes comments: its own choice, else its section's, else the newspaper's.

Whether the hour of closing has come is asked of the clock where a comment comes in, and of a row
where a page is rendered: the schedule moves that row and tells the press, so that two renderings
give the same bytes.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Length, Substr
from django.utils import timezone

from minbar.discussion import site_settings
from minbar.discussion.models import ClosingTime
from minbar.press import clock, keys
from minbar.stories.models import AnnouncedPage, CommentsMode, Section, Story
from minbar.stories.prepared_sql import Prepared

if TYPE_CHECKING:
    from minbar.discussion.models import DiscussionSettings

_ASKED_OF_A_STORY = frozenset(
    {
        *("id", "title", "path", "url_path", "live", "first_published_at", "page_ptr_id"),
        *("undated", "comments_mode", "comments_close_at"),
    }
)
_FIELDS = [
    each.attname for each in Story._meta.concrete_fields if each.attname in _ASKED_OF_A_STORY
]


def _story_and_section(pk: Value) -> QuerySet[Story, Any]:
    """Ask for a story with the choice of the section over it, in one reading."""
    path_above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Story.steplen)
    above = Section.objects.filter(path=path_above).order_by().values("comments_mode")[:1]
    story = Story.objects.filter(pk=pk, live=True).order_by()
    return story.annotate(of_section=Subquery(above)).values_list(*_FIELDS, "of_section")


_answered = Prepared(_story_and_section, "pk")


def story_that_is_answered(story_id: int) -> Story | None:
    """Return a published story with what a submission asks of it; all else is read on demand."""
    for *values, of_section in _answered.rows(pk=story_id):
        story = Story.from_db(DEFAULT_DB_ALIAS, _FIELDS, values)
        vars(story)["comments_mode_of_section"] = of_section
        return story
    return None


def mode_now(story: Story, settings: "DiscussionSettings") -> CommentsMode:
    """Return how ``story`` takes a comment that comes in now."""
    return _mode(story, settings, timezone.now())


def mode_shown(story: Story) -> CommentsMode:
    """Return how ``story`` takes comments, as its pages say it; at most a minute behind."""
    keys.depends_on(f"story:{story.pk}:page", f"section:{story.section.pk}:name")
    told = ClosingTime.objects.filter(pk=1).values_list("told_until", flat=True).first()
    return _mode(story, site_settings.load(), told)


def takes_comments(story: Story) -> bool:
    """Whether the pages of ``story`` offer a form."""
    return mode_shown(story) != CommentsMode.CLOSED


def closes_at(story: Story, settings: "DiscussionSettings") -> datetime | None:
    """Return when comments on ``story`` close, or None if they stay open.

    Nobody knows how old a story without a date is: only an hour of its own closes it.
    """
    moments = [story.comments_close_at] if story.comments_close_at else []
    if settings.close_after_days is not None and story.published_at:
        moments.append(story.published_at + timedelta(days=settings.close_after_days))
    return min(moments, default=None)


@transaction.atomic
def close_what_is_due(now: datetime | None = None) -> None:
    """Have the pages of stories closed whose moment has come since the last time.

    Nothing is written for a story before: changing the number of days touches no row of any, only
    the settings, which every page with a form shows.
    """
    now = now or timezone.now()
    days = site_settings.load().close_after_days
    told = ClosingTime.objects.filter(pk=1).values_list("told_until", flat=True).first()
    if days is not None and told is not None:
        age = timedelta(days=days)
        closing = AnnouncedPage.objects.filter(
            live=True, listed_at__gt=told - age, listed_at__lte=now - age
        )
        keys.touch(*(f"story:{pk}:page" for pk in closing.values_list("page_id", flat=True)))
    elif days is not None:
        keys.touch(site_settings.KEY)
    ClosingTime.objects.update_or_create(pk=1, defaults={"told_until": now})
    clock.touch_what_is_due(now)  # in this transaction: a story's own hour


def _mode(story: Story, settings: "DiscussionSettings", until: datetime | None) -> CommentsMode:
    closing = closes_at(story, settings)
    if closing is not None and until is not None and closing <= until:
        return CommentsMode.CLOSED
    return CommentsMode(story.comments_mode or _of_section(story) or settings.comments_mode)


def _of_section(story: Story) -> str:
    """Ask for this alone of a section, unless it came along with the story."""
    if "comments_mode_of_section" in vars(story):
        return vars(story)["comments_mode_of_section"] or ""
    path = story.path[: -story.steplen]
    modes = Section.objects.filter(path=path).order_by().values_list("comments_mode", flat=True)
    return next(iter(modes), "")
