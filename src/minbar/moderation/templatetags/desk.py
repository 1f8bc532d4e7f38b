"""What the queue's templates call."""

from django import template
from django.utils.translation import pgettext_lazy

from minbar.arabic import paragraphs
from minbar.discussion.models import Move, Status
from minbar.moderation import sentences
from minbar.stories.dates import when

register = template.Library()

MOVE_NAMES = {
    Status.PENDING: pgettext_lazy("move of a comment", "Changed"),
    Status.APPROVED: pgettext_lazy("move of a comment", "Published"),
    Status.REJECTED: pgettext_lazy("move of a comment", "Refused"),
    Status.APPEALED: pgettext_lazy("move of a comment", "Appealed"),
    Status.WITHDRAWN: pgettext_lazy("move of a comment", "Withdrawn"),
}
"""What a move is called by where it leads."""

OTHER_MOVE_NAMES = {
    ("", Status.PENDING): pgettext_lazy("move of a comment", "Sent"),
    (Status.APPROVED, Status.REJECTED): pgettext_lazy("move of a comment", "Struck"),
    (Status.APPEALED, Status.REJECTED): pgettext_lazy("move of a comment", "Refusal upheld"),
}
"""What it is called instead, where it also matters where it came from."""

register.filter("maker", sentences.maker)
register.filter("ago", sentences.ago)
register.filter("paragraphs", paragraphs)
register.filter("when", when)


@register.filter
def move_name(move: Move) -> str:
    """Name a move in a word or two: sent, published, refused, struck."""
    to = Status(move.went_to)
    return str(OTHER_MOVE_NAMES.get((move.came_from, to), MOVE_NAMES[to]))
