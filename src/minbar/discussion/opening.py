"""Opening a commenter's e-mail: by permission, for a reason, and never without a row that says so.

Nothing else in the newspaper opens a seal to show it.
"""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from minbar.discussion.models import MESSAGE_LENGTH, Comment, OpenedEmail, SealedEmail
from minbar.discussion.sealing import open_seal

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

OPEN = "discussion.open_email"


class NoReason(Exception):
    """An e-mail is opened for a reason that colleagues can read afterwards, or not at all."""


class NoEmail(Exception):
    """The comment has none: none was given, its writer had it forgotten, or its time is over."""


def may_open(user: "User | AnonymousUser") -> bool:
    """Whether this person may open commenters' e-mails. No group may from the beginning."""
    return user.has_perm(OPEN)


def open_email(comment: Comment, *, by: "User", why: str) -> str:
    """Return the e-mail of a comment; that ``by`` opened it, and why, is on disk by then.

    Raises PermissionDenied, NoReason, NoEmail, and CannotOpen where the key is not the one that
    sealed it: nothing was opened then, and nothing is written down.
    """
    if not may_open(by):
        raise PermissionDenied
    why = why.strip()[:MESSAGE_LENGTH]
    if not why:
        raise NoReason
    with transaction.atomic(durable=True):
        sealed = SealedEmail.objects.filter(comment=comment).first()
        if sealed is None:
            raise NoEmail
        OpenedEmail.objects.create(comment=comment, by=by, why=why, at=timezone.now())
        return open_seal(bytes(sealed.ciphertext))
