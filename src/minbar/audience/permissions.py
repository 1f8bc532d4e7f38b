"""Who may see how often stories are read, and by way of what."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

SEE = "audience.see_audience"


def may_see(user: "User | AnonymousUser") -> bool:
    """Whether this person may see the newsroom's page of figures."""
    return user.has_perm(SEE)
