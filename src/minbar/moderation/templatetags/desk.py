"""What the queue's templates call."""

from django import template

from minbar.arabic import paragraphs
from minbar.discussion.screening import sentence_of
from minbar.moderation import sentences
from minbar.stories.dates import when

register = template.Library()

register.filter("maker", sentences.maker)
register.filter("ago", sentences.ago)
register.filter("paragraphs", paragraphs)
register.filter("when", when)
register.filter("label_sentence", sentence_of)
