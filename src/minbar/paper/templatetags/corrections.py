"""What the paper's templates call to show corrections and replies."""

from datetime import date, datetime, time
from typing import Any

from django import template
from django.utils import timezone

from minbar import arabic
from minbar.corrections import pages
from minbar.corrections.models import Record
from minbar.paper.composition import StoryPage
from minbar.stories.dates import dual_date
from minbar.stories.models import Story

register = template.Library()


@register.inclusion_tag("corrections/of_story.html")
def records_of_story(story: Story, shown: StoryPage) -> dict[str, Any]:
    """Show what is on record beside a story, and where an error is reported."""
    return {"story": story, "records": shown.on_record}


@register.filter
def listed_at(record: Record) -> str:
    """Give the place of a record in the list of its month."""
    return f"{pages.path_of(pages.month_of(record))}#{record.anchor}"


@register.simple_tag
def dual_day(day: date) -> arabic.DualDate:
    """Return a day in both calendars."""
    return dual_date(datetime.combine(day, time(12), timezone.get_default_timezone()))
