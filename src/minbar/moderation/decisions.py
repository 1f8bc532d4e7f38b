"""What the desk decides. Each decision is one transaction of its own, on disk when it returns."""

from typing import TYPE_CHECKING

from django.db import transaction

from minbar.discussion import moves
from minbar.discussion.models import Comment, Move, PolicyRule, Status
from minbar.discussion.moves import NotAllowed
from minbar.discussion.pages import shown_on
from minbar.press.removal import see_gone

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@transaction.atomic(durable=True)
def approve(comment: Comment, *, by: "AbstractBaseUser | None", note: str = "") -> Move:
    """Publish a held or appealed comment, as it was read.

    ``by`` is None where the command line did not say who decides; ``note`` stays at the desk.
    Raises ChangedMeanwhile, changing nothing, if someone decided, or its writer edited, since
    ``comment`` was read; NotAllowed if it did not wait for a decision even then.
    """
    return moves.move(comment, Status.APPROVED, by=by, note=note)


@transaction.atomic(durable=True)
def reject(
    comment: Comment, *, by: "AbstractBaseUser | None", reason: PolicyRule, note: str = ""
) -> Move:
    """Refuse a held comment, for a reason that its writer will read.

    The receipt shows ``reason`` in the writer's language; ``note`` stays at the desk, in no
    export. Raises ChangedMeanwhile, changing nothing, if someone decided, or its writer edited,
    since ``comment`` was read. A published comment is struck and an appealed one's refusal upheld,
    each a decision of its own: for those, too, NotAllowed.
    """
    if comment.status != Status.PENDING:
        raise NotAllowed(comment.status, Status.REJECTED)
    return moves.move(comment, Status.REJECTED, by=by, reason=reason, note=note)


def strike(
    comment: Comment, *, by: "AbstractBaseUser | None", reason: PolicyRule, note: str = ""
) -> Move:
    """Take a published comment from the page, for a reason that its writer and readers will read.

    One line stays in its place, so that others keep theirs. When this returns no stored page shows
    the text. Raises ChangedMeanwhile, changing nothing, or NotAllowed if it was not published.
    """
    if comment.status != Status.APPROVED:
        raise NotAllowed(comment.status, Status.REJECTED)
    with transaction.atomic(durable=True):
        move = moves.move(comment, Status.REJECTED, by=by, reason=reason, note=note)
    see_gone(*shown_on(comment))
    return move
