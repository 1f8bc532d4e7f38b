"""What the queue's templates call."""

from datetime import datetime

from django import template

from minbar.arabic import paragraphs
from minbar.discussion.screening import sentence_of
from minbar.moderation import sentences
from minbar.stories.dates import dual_date, when

register = template.Library()

register.filter("maker", sentences.maker)
register.filter("ago", sentences.ago)
register.filter("paragraphs", paragraphs)
register.filter("when", when)
register.filter("label_sentence", sentence_of)
register.filter("colleague", sentences.name_of)


@register.filter
def day(moment: datetime) -> str:
    """Write the day of a moment, without its hour."""
    return dual_date(moment).gregorian
