"""Legal holds: what is kept of a comment stays kept for a term; off the page it goes all the same.

A hold is a row that nobody deletes: who placed it, why, and until when. A released one ended.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from minbar.discussion.models import MESSAGE_LENGTH, Comment, LegalHold

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NotAHold(Exception):
    """A hold needs a reason and an end that is still to come; the message says which is missing."""


class NothingHeld(Exception):
    """No hold is on this comment."""


@transaction.atomic(durable=True)
def hold(comment: Comment, *, by: "User | None", why: str, until: datetime) -> LegalHold:
    """Suspend the erasure of what is kept of ``comment`` until a moment.

    ``by`` is None where the command line did not say who. Raises NotAHold.
    """
    now = timezone.now()
    why = why.strip()[:MESSAGE_LENGTH]
    if not why:
        raise NotAHold("A hold needs a reason.")
    if until <= now:
        raise NotAHold("A hold ends in the future.")
    return LegalHold.objects.create(comment=comment, by=by, why=why, placed_at=now, until=until)


@transaction.atomic(durable=True)
def release(comment: Comment) -> int:
    """End every hold on ``comment`` now, and return how many there were. Raises NothingHeld."""
    now = timezone.now()
    ended = LegalHold.objects.filter(comment=comment, until__gt=now).update(until=now)
    if not ended:
        raise NothingHeld
    return ended


def hold_on(comment: Comment) -> LegalHold | None:
    """Return the hold that lasts longest of those on ``comment``, if there is one."""
    running = LegalHold.objects.filter(comment=comment, until__gt=timezone.now())
    return running.order_by("until").last()


def is_held(comment: str, now: datetime) -> Exists:
    """Condition on a query: the comment whose key ``comment`` names is under a hold."""
    return Exists(LegalHold.objects.filter(comment=OuterRef(comment), until__gt=now))
