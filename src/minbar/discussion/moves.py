"""Where a comment may go from where it stands. The one writer of a comment's status."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from minbar.discussion.models import Comment, Move, MoveKind, PolicyRule, Revision, Status
from minbar.discussion.pages import tell_readers
from minbar.stories.prepared_sql import insert

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

comment_moved = Signal()
"""Sent, with ``comment`` and ``move``, in the transaction that moved it."""

ENTRANCES = (Status.PENDING, Status.APPROVED, Status.REJECTED)
"""What a comment may be from the beginning: held, published where the mode says so, or refused by
a rule that an editor has set to refuse."""
MOVES: dict[MoveKind, tuple[frozenset[Status], Status]] = {
    MoveKind.EDIT: (frozenset({Status.PENDING}), Status.PENDING),
    MoveKind.RETURN: (frozenset({Status.PENDING}), Status.PENDING),
    MoveKind.APPROVE: (frozenset({Status.PENDING, Status.APPEALED}), Status.APPROVED),
    MoveKind.REJECT: (frozenset({Status.PENDING}), Status.REJECTED),
    MoveKind.STRIKE: (frozenset({Status.APPROVED}), Status.REJECTED),
    MoveKind.APPEAL: (frozenset({Status.REJECTED}), Status.APPEALED),
    MoveKind.UPHOLD: (frozenset({Status.APPEALED}), Status.REJECTED),
    MoveKind.WITHDRAW: (frozenset(Status) - {Status.WITHDRAWN}, Status.WITHDRAWN),
}
"""The table of DESIGN section 3: from where, and where to. ``undo`` leads back along its rows."""
UNDOABLE = frozenset(
    {MoveKind.APPROVE, MoveKind.REJECT, MoveKind.STRIKE, MoveKind.RETURN, MoveKind.UPHOLD}
)
"""The desk's moves; a writer's own are the writer's."""


class NotAllowed(Exception):
    """From where the comment stands this cannot be done."""

    def __init__(self, came_from: str, kind: str) -> None:
        super().__init__(f"“{kind}” is nothing that a comment allows that is {came_from}.")
        self.came_from = came_from
        self.kind = kind


class ChangedMeanwhile(Exception):
    """Someone decided, or the writer edited, after the comment was read; nothing was changed."""

    def __init__(self, move: Move) -> None:
        super().__init__(f"The comment is already {move.went_to}.")
        self.move = move
        """What happened meanwhile."""


def enter(
    comment: Comment,
    status: Status = Status.PENDING,
    *,
    reason: PolicyRule | None = None,
    by: "AbstractBaseUser | None" = None,
) -> Move:
    """Store a new comment as ``status`` and write down that it came.

    ``reason`` is what a rule refused it for, ``by`` the colleague who wrote it for the newsroom.
    Raises NotAllowed for what no comment begins as.
    """
    if status not in ENTRANCES:
        raise NotAllowed("", status)
    comment.status = status
    comment.moved_at = comment.submitted_at
    if status == Status.APPROVED:
        comment.first_approved_at = comment.submitted_at
    told = {"reason": reason, "by": by}
    with transaction.atomic(savepoint=False):
        insert(comment)
        return _finish(comment, MoveKind.SUBMIT, comment.submitted_at, came_from="", **told)


@transaction.atomic
def move(
    comment: Comment,
    kind: MoveKind,
    *,
    by: "AbstractBaseUser | None" = None,
    reason: PolicyRule | None = None,
    message: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Move:
    """Carry ``comment``, as it was read, along a row of the table.

    Writes one row of history, dated now unless ``at`` says when it happened elsewhere. Raises
    NotAllowed where the row does not begin there (of what was erased nothing is judged any more),
    and ChangedMeanwhile if the stored comment is no longer what was read.
    """
    may_come_from, to = MOVES[kind]
    is_erased = comment.erased_at is not None and kind != MoveKind.WITHDRAW
    if comment.status not in may_come_from or is_erased:
        raise NotAllowed(comment.status, kind)
    at = at or timezone.now()
    changes: dict[str, Any] = {"status": to, "returned_at": at if kind == MoveKind.RETURN else None}
    if to == Status.APPROVED and comment.first_approved_at is None:
        changes["first_approved_at"] = at
    seen = comment.status
    _change(comment, at, changes)
    told = {"reason": reason, "message": message, "note": note}
    return _finish(comment, kind, at, came_from=seen, by=by, **told)


@transaction.atomic
def rewrite(comment: Comment, *, name: str, place: str, text: str, **changes: Any) -> Move:
    """Give a waiting comment the words that its writer sends now; the old ones are kept beside.

    ``changes`` are what else the new words entail (``labels``, ``folded_digest``). Raises as
    ``move`` does.
    """
    may_come_from, _to = MOVES[MoveKind.EDIT]
    if comment.status not in may_come_from:
        raise NotAllowed(comment.status, MoveKind.EDIT)
    at = timezone.now()
    words = {"name": comment.name, "place": comment.place, "text": comment.text}
    old = Revision(comment=comment, number=comment.revision, replaced_at=at, **words)
    changes |= {"name": name, "place": place, "text": text, "returned_at": None}
    _change(comment, at, changes | {"revision": comment.revision + 1})
    old.save(force_insert=True)
    return _finish(comment, MoveKind.EDIT, at, came_from=comment.status)


@transaction.atomic
def undo(comment: Comment, *, by: "AbstractBaseUser | None", note: str = "") -> Move:
    """Lead ``comment`` back to where it stood before the desk's last decision.

    Whoever calls sees to it that ``by`` may. Raises NotAllowed if something else followed that
    decision, or nothing was decided, and ChangedMeanwhile as ``move`` does.
    """
    last = comment.history.latest()
    if last.kind not in UNDOABLE or comment.erased_at is not None:
        raise NotAllowed(comment.status, MoveKind.UNDO)
    at, seen = timezone.now(), comment.status
    _change(comment, at, {"status": Status(last.came_from), "returned_at": None})
    return _finish(comment, MoveKind.UNDO, at, came_from=seen, by=by, note=note)


def _change(comment: Comment, at: datetime, changes: dict[str, Any]) -> None:
    """Write ``changes`` if the stored comment is still the one that was read."""
    as_read = Comment.objects.filter(
        pk=comment.pk,
        status=comment.status,
        revision=comment.revision,
        moved_at=comment.moved_at,
        erased_at=comment.erased_at,
    )
    changes["moved_at"] = at
    if not as_read.update(**changes):
        raise ChangedMeanwhile(Move.objects.filter(comment=comment).latest())
    for name, value in changes.items():
        setattr(comment, name, value)


def _finish(comment: Comment, kind: MoveKind, at: datetime, *, came_from: str, **told: Any) -> Move:
    if comment.is_or_was_visible:
        tell_readers(comment, came_from)
    step = Move(
        comment=comment,
        kind=kind,
        came_from=came_from,
        went_to=comment.status,
        revision=comment.revision,
        at=at,
        **told,
    )
    insert(step)
    comment_moved.send(Comment, comment=comment, move=step)
    return step
