"""What the queue's templates call."""

from django import template

from minbar.arabic import paragraphs
from minbar.discussion.screening import sentence_of
from minbar.moderation import sentences
from minbar.stories.dates import day_of_moment, when

register = template.Library()

register.filter("maker", sentences.maker)
register.filter("ago", sentences.ago)
register.filter("paragraphs", paragraphs)
register.filter("when", when)
register.filter("day", day_of_moment)
register.filter("label_sentence", sentence_of)
register.filter("colleague", sentences.name_of)
