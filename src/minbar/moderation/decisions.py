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
from minbar.moderation.permissions import OVERSEE, is_senior
from minbar.press import keys
from minbar.press.removal import see_gone
from minbar.stories.edition_names import newspaper_in
from minbar.stories.editions import edition_at

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NeedsAnotherJudge(Exception):
    """An appeal against one's own refusal, where the newsroom has somebody else to judge it."""


class NeedsASenior(Exception):
    """An appeal, which a senior judges."""


class NeedsAName(Exception):
    """An appeal is judged by a person other than the one who refused: say who judges."""


class NotYours(Exception):
    """Somebody else made the decision that is to be undone, and only a senior may undo that."""


def approve(comment: Comment, *, by: "User | None", note: str = "") -> Move:
    """Publish a held or appealed comment, as it was read.

    ``by`` is None where the command line did not say who decides; ``note`` stays at the desk.
    Raises as ``judge`` does.
    """
    with transaction.atomic(durable=True):
        return judge(comment, MoveKind.APPROVE, by=by, note=note)


@transaction.atomic(durable=True)
def reject(comment: Comment, *, by: "User | None", reason: PolicyRule, note: str = "") -> Move:
    """Refuse a held comment, for a reason that its writer will read.

    The receipt shows ``reason`` in the writer's language; ``note`` stays at the desk, in no
    export. A published comment is struck and an appealed one's refusal upheld, each a decision of
    its own: for those NotAllowed. Raises as ``judge`` does.
    """
    return judge(comment, MoveKind.REJECT, by=by, reason=reason, note=note)


@transaction.atomic(durable=True)
def return_to_writer(
    comment: Comment, *, by: "User | None", reason: PolicyRule, message: str = "", note: str = ""
) -> Move:
    """Ask the writer of a held comment to change it, for a reason; till then it leaves the queue.

    The receipt shows ``reason`` and ``message``. Raises as ``judge`` does.
    """
    return judge(comment, MoveKind.RETURN, by=by, reason=reason, message=message, note=note)


@transaction.atomic(durable=True)
def uphold(comment: Comment, *, by: "User | None", note: str = "") -> Move:
    """Let the refusal of an appealed comment stand, for the reason that it had; this is final.

    Raises as ``judge`` does.
    """
    return judge(comment, MoveKind.UPHOLD, by=by, note=note)


def strike(comment: Comment, *, by: "User | None", reason: PolicyRule, note: str = "") -> Move:
    """Take a published comment from the page, for a reason that its writer and readers will read.

    One line stays in its place, so that others keep theirs; what readers reported is settled. When
    this returns no stored page shows the text. Raises as ``judge`` does.
    """
    with transaction.atomic(durable=True):
        move = judge(comment, MoveKind.STRIKE, by=by, reason=reason, note=note)
    see_gone(*shown_on(comment))
    return move


def undo(comment: Comment, *, by: "User | None", note: str = "") -> Move:
    """Take the last decision on a comment back, as if it had not been made; both stay written down.

    One's own, or a colleague's for a senior and for the command line. When this returns no stored
    page shows what is no longer published. Raises ChangedMeanwhile, NotAllowed where nothing was
    decided or something followed, and NotYours.
    """
    with transaction.atomic(durable=True):
        move = take_back(comment, by=by, note=note)
    if move.came_from == Status.APPROVED:
        see_gone(*shown_on(comment))
    return move


@transaction.atomic
def judge(
    comment: Comment,
    kind: MoveKind,
    *,
    by: "User | None",
    reason: PolicyRule | None = None,
    message: str = "",
    note: str = "",
) -> Move:
    """Make one of the desk's decisions, as part of a transaction that may make others.

    Raises ChangedMeanwhile, changing nothing, if someone decided, or its writer edited, since
    ``comment`` was read, and NotAllowed where such a comment allows no such thing. An appeal raises
    NeedsASenior, NeedsAnotherJudge or NeedsAName. After a strike the caller sees to it that no
    stored page shows the comment.
    """
    if kind == MoveKind.RETURN and comment.returned_at is not None:
        raise NotAllowed(comment.status, kind)
    if kind == MoveKind.UPHOLD and comment.status != Status.APPEALED:
        raise NotAllowed(comment.status, kind)
    if comment.status == Status.APPEALED and kind in {MoveKind.APPROVE, MoveKind.UPHOLD}:
        refusal = comment.history.filter(went_to=Status.REJECTED).latest()
        _see_that_another_judges(refusal, by)
        reason = refusal.reason if kind == MoveKind.UPHOLD else None
    move = moves.move(comment, kind, by=by, reason=reason, message=message, note=note)
    if kind == MoveKind.STRIKE:
        reporting.settle(comment)
    return move


@transaction.atomic
def take_back(comment: Comment, *, by: "User | None", note: str = "") -> Move:
    """Undo the last decision on a comment, as part of a transaction; see ``undo``."""
    decided_by = comment.history.latest().by_id
    move = moves.undo(comment, by=by, note=note)
    if by is not None and decided_by != by.pk and not is_senior(by):
        raise NotYours
    return move


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
        name=newspaper_in(edition_at(comment.story.url_path)).name[:NAME_LENGTH],
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


def _see_that_another_judges(refusal: Move, by: "User | None") -> None:
    if by is not None and not is_senior(by):
        raise NeedsASenior
    if refusal.by_id is None:
        return
    seniors = get_user_model().objects.with_perm(
        OVERSEE, backend="django.contrib.auth.backends.ModelBackend"
    )
    if not seniors.exclude(pk=refusal.by_id).exists():
        return  # a newsroom of one; the receipt says so
    if by is None:
        raise NeedsAName
    if by.pk == refusal.by_id:
        raise NeedsAnotherJudge
