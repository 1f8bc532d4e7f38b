"""What the paper's templates call to show corrections and replies."""

from datetime import date, datetime, time
from typing import Any

from django import template
from django.utils import timezone

from minbar import arabic
from minbar.corrections import pages
from minbar.corrections.models import Act
from minbar.paper.composition import StoryPage
from minbar.stories.dates import dual_date
from minbar.stories.models import Story

register = template.Library()


@register.inclusion_tag("corrections/of_story.html")
def acts_of_story(story: Story, shown: StoryPage) -> dict[str, Any]:
    """Show what is on record beside a story, and where an error is reported."""
    return {"story": story, "acts": shown.acts}


@register.filter
def listed_at(act: Act) -> str:
    """Give the place of an act in the list of its month."""
    return f"{pages.path_of(pages.month_of(act))}#{act.anchor}"


@register.simple_tag
def dual_day(day: date) -> arabic.DualDate:
    """Return a day in both calendars."""
    return dual_date(datetime.combine(day, time(12), timezone.get_default_timezone()))
