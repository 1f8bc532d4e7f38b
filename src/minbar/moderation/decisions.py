"""What the desk decides. Each decision is one transaction of its own, on disk when it returns."""

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from minbar.discussion import moves
from minbar.discussion.models import Comment, Move, MoveKind, PolicyRule, Status
from minbar.discussion.moves import NotAllowed
from minbar.discussion.pages import shown_on
from minbar.moderation.permissions import DECIDE, is_senior
from minbar.press.removal import see_gone

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NeedsAnotherJudge(Exception):
    """An appeal against one's own refusal, where the newsroom has somebody else to judge it."""


class NeedsAName(Exception):
    """An appeal is judged by a person other than the one who refused: say who judges."""


class NotYours(Exception):
    """Somebody else made the decision that is to be undone, and only a senior may undo that."""


def approve(comment: Comment, *, by: "User | None", note: str = "") -> Move:
    """Publish a held or appealed comment, as it was read.

    ``by`` is None where the command line did not say who decides; ``note`` stays at the desk.
    Raises ChangedMeanwhile, changing nothing, if someone decided, or its writer edited, since
    ``comment`` was read; NotAllowed if it did not wait for a decision even then. An appeal raises
    NeedsAnotherJudge or NeedsAName.
    """
    with transaction.atomic(durable=True):
        if comment.status == Status.APPEALED:
            _see_that_another_judges(comment, by)
        return moves.move(comment, MoveKind.APPROVE, by=by, note=note)


@transaction.atomic(durable=True)
def reject(comment: Comment, *, by: "User | None", reason: PolicyRule, note: str = "") -> Move:
    """Refuse a held comment, for a reason that its writer will read.

    The receipt shows ``reason`` in the writer's language; ``note`` stays at the desk, in no
    export. Raises ChangedMeanwhile, changing nothing, if someone decided, or its writer edited,
    since ``comment`` was read. A published comment is struck and an appealed one's refusal upheld,
    each a decision of its own: for those, too, NotAllowed.
    """
    return moves.move(comment, MoveKind.REJECT, by=by, reason=reason, note=note)


@transaction.atomic(durable=True)
def return_to_writer(
    comment: Comment, *, by: "User | None", reason: PolicyRule, message: str = "", note: str = ""
) -> Move:
    """Ask the writer of a held comment to change it, for a reason; till then it leaves the queue.

    The receipt shows ``reason`` and ``message``. Raises as ``reject`` does.
    """
    if comment.returned_at is not None:
        raise NotAllowed(comment.status, MoveKind.RETURN)
    return moves.move(comment, MoveKind.RETURN, by=by, reason=reason, message=message, note=note)


@transaction.atomic(durable=True)
def uphold(comment: Comment, *, by: "User | None", note: str = "") -> Move:
    """Let the refusal of an appealed comment stand, for the reason that it had; this is final.

    Raises as ``approve`` does.
    """
    if comment.status != Status.APPEALED:
        raise NotAllowed(comment.status, MoveKind.UPHOLD)
    _see_that_another_judges(comment, by)
    return moves.move(
        comment, MoveKind.UPHOLD, by=by, reason=_refusal_of(comment).reason, note=note
    )


def strike(comment: Comment, *, by: "User | None", reason: PolicyRule, note: str = "") -> Move:
    """Take a published comment from the page, for a reason that its writer and readers will read.

    One line stays in its place, so that others keep theirs. When this returns no stored page shows
    the text. Raises ChangedMeanwhile, changing nothing, or NotAllowed if it was not published.
    """
    with transaction.atomic(durable=True):
        move = moves.move(comment, MoveKind.STRIKE, by=by, reason=reason, note=note)
    see_gone(*shown_on(comment))
    return move


def undo(comment: Comment, *, by: "User | None", note: str = "") -> Move:
    """Take the last decision on a comment back, as if it had not been made; both stay written down.

    One's own, or a colleague's for a senior and for the command line. When this returns no stored
    page shows what is no longer published. Raises ChangedMeanwhile, NotAllowed where nothing was
    decided or something followed, and NotYours.
    """
    with transaction.atomic(durable=True):
        decided_by = comment.history.latest().by_id
        move = moves.undo(comment, by=by, note=note)
        if by is not None and decided_by != by.pk and not is_senior(by):
            raise NotYours
    if move.came_from == Status.APPROVED:
        see_gone(*shown_on(comment))
    return move


def _see_that_another_judges(comment: Comment, by: "User | None") -> None:
    refused_by = _refusal_of(comment).by_id
    if refused_by is None:
        return
    deciders = get_user_model().objects.with_perm(
        DECIDE, backend="django.contrib.auth.backends.ModelBackend"
    )
    if not deciders.exclude(pk=refused_by).exists():
        return  # a newsroom of one; the receipt says so
    if by is None:
        raise NeedsAName
    if by.pk == refused_by:
        raise NeedsAnotherJudge


def _refusal_of(comment: Comment) -> Move:
    return comment.history.filter(went_to=Status.REJECTED).latest()
