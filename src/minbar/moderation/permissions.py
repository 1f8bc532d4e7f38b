"""Who may judge comments."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

DECIDE = "discussion.decide_comment"


def may_decide(user: "User | AnonymousUser") -> bool:
    """Whether this person may publish and refuse comments."""
    return user.has_perm(DECIDE)
