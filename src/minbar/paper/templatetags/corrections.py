"""What the paper's templates call to show corrections and replies."""

from typing import Any

from django import template

from minbar.corrections import pages
from minbar.corrections.models import Record
from minbar.paper.composition import StoryPage
from minbar.stories.models import Story
from minbar.stories.months import month_of

register = template.Library()


@register.inclusion_tag("corrections/of_story.html")
def records_of_story(story: Story, shown: StoryPage) -> dict[str, Any]:
    """Show what is on record beside a story, and where an error is reported."""
    return {"story": story, "records": shown.on_record}


@register.filter
def listed_at(record: Record) -> str:
    """Give the place of a record in the list of its month."""
    return f"{pages.path_of(month_of(record.at))}#{record.anchor}"
