"""What the desk decides. Each decision is one transaction of its own, on disk when it returns."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from minbar.discussion import moves, reporting
from minbar.discussion.models import NAME_LENGTH, Comment, Move, MoveKind, PolicyRule, Status
from minbar.discussion.moves import NotAllowed
from minbar.discussion.pages import places_of, shown_on
from minbar.moderation.permissions import DECIDE, is_senior
from minbar.press import keys
from minbar.press.removal import see_gone
from minbar.stories.models import Newspaper

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

    One line stays in its place, so that others keep theirs; what readers reported is settled. When
    this returns no stored page shows the text. Raises ChangedMeanwhile, changing nothing, or
    NotAllowed if it was not published.
    """
    with transaction.atomic(durable=True):
        move = moves.move(comment, MoveKind.STRIKE, by=by, reason=reason, note=note)
        reporting.settle(comment)
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


@transaction.atomic(durable=True)
def keep(comment: Comment) -> int:
    """Leave a reported comment on the page, and return how many reports that settles.

    Raises NotAllowed if it is not published.
    """
    _see_that_it_is_published(comment, "keep")
    return reporting.settle(comment)


@transaction.atomic(durable=True)
def pick(comment: Comment) -> None:
    """Make a published comment the editor's pick. Raises NotAllowed if it is not published."""
    _mark(comment, timezone.now())


@transaction.atomic(durable=True)
def unpick(comment: Comment) -> None:
    """Take the editor's pick back. Raises NotAllowed if the comment is not published."""
    _mark(comment, None)


@transaction.atomic(durable=True)
def answer(comment: Comment, text: str, *, by: "User") -> Comment:
    """Publish the newsroom's reply to a published comment, in the newspaper's name.

    ``text`` is cleaned text. Raises NotAllowed if the comment is not published.
    """
    _see_that_it_is_published(comment, "answer")
    reply = Comment(
        story=comment.story,
        parent=comment,
        thread_id=comment.thread_id or comment.pk,
        name=Newspaper.load().name[:NAME_LENGTH],
        text=text,
        submitted_at=timezone.now(),
        from_newsroom=True,
        written_by=by,
    )
    moves.enter(reply, Status.APPROVED, by=by)
    return reply


def _mark(comment: Comment, picked_at: datetime | None) -> None:
    published = Comment.objects.filter(pk=comment.pk, status=Status.APPROVED)
    if not published.update(picked_at=picked_at):
        raise NotAllowed(comment.status, "pick")
    comment.picked_at = picked_at
    keys.touch(*places_of(comment))


def _see_that_it_is_published(comment: Comment, act: str) -> None:
    if not Comment.objects.filter(pk=comment.pk, status=Status.APPROVED).exists():
        raise NotAllowed(comment.status, act)


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
