"""Where a comment may go from where it stands. The one writer of a comment's status."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from minbar.discussion.models import Comment, Move, PolicyRule, Status
from minbar.discussion.pages import tell_readers

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

comment_moved = Signal()
"""Sent, with ``comment``, in the transaction that moved it."""

MOVES: dict[str, frozenset[str]] = {
    Status.PENDING: frozenset({Status.APPROVED, Status.REJECTED, Status.WITHDRAWN}),
    Status.APPROVED: frozenset({Status.REJECTED, Status.WITHDRAWN}),
    Status.REJECTED: frozenset({Status.APPEALED, Status.WITHDRAWN}),
    Status.APPEALED: frozenset({Status.APPROVED, Status.REJECTED, Status.WITHDRAWN}),
    Status.WITHDRAWN: frozenset(),
}
"""The table of DESIGN section 3, without what each move is called."""


class NotAllowed(Exception):
    """No move leads from where the comment stands to where it was to go."""

    def __init__(self, came_from: str, went_to: str) -> None:
        super().__init__(f"A comment that is {came_from} cannot become {went_to}.")
        self.came_from = came_from
        self.went_to = went_to


class ChangedMeanwhile(Exception):
    """Someone decided, or the writer edited, after the comment was read; nothing was changed."""

    def __init__(self, move: Move) -> None:
        super().__init__(f"The comment is already {move.went_to}.")
        self.move = move
        """What happened meanwhile."""


@transaction.atomic
def enter(comment: Comment) -> Move:
    """Store a new comment as it stands and write down that it came."""
    comment.save(force_insert=True)
    return _write_down(comment, at=comment.submitted_at, came_from="", by=None)


@transaction.atomic
def move(
    comment: Comment,
    to: Status,
    *,
    by: "AbstractBaseUser | None",
    reason: PolicyRule | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Move:
    """Carry ``comment``, as it was read, to a status that its present one allows.

    Writes one row of history, dated now unless ``at`` says when it happened elsewhere. Raises
    NotAllowed where no move leads there, and ChangedMeanwhile if the stored comment is no longer
    what was read (another status, or another revision).
    """
    seen = comment.status
    if to not in MOVES[seen]:
        raise NotAllowed(seen, to)
    at = at or timezone.now()
    changes: dict[str, Any] = {"status": to}
    if to == Status.APPROVED and comment.first_approved_at is None:
        changes["first_approved_at"] = at
    as_read = Comment.objects.filter(pk=comment.pk, status=seen, revision=comment.revision)
    if not as_read.update(**changes):
        raise ChangedMeanwhile(Move.objects.filter(comment=comment).latest())
    for name, value in changes.items():
        setattr(comment, name, value)
    if comment.is_or_was_visible:
        tell_readers(comment)
    step = _write_down(comment, at=at, came_from=seen, by=by, reason=reason, note=note)
    comment_moved.send(Comment, comment=comment)
    return step


def _write_down(comment: Comment, **step: Any) -> Move:
    return comment.history.create(went_to=comment.status, revision=comment.revision, **step)
