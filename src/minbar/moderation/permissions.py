"""Who may judge comments."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

DECIDE = "discussion.decide_comment"
OVERSEE = "discussion.oversee_comment"


def may_decide(user: "User | AnonymousUser") -> bool:
    """Whether this person may publish and refuse comments."""
    return user.has_perm(DECIDE)


def is_senior(user: "User | AnonymousUser") -> bool:
    """Whether this person may undo what colleagues decided."""
    return user.has_perm(OVERSEE)
