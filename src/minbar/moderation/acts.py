"""What one key does at the desk: a decision on a comment, or on a whole group, undone as one.

Each act is one transaction, on disk when it returns. It names the revisions that were read, and it
is known by its key: sent again after a lost answer it is done once. What cannot be decided is left
as it is, and said; the others of the group are decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minbar.discussion import reporting
from minbar.discussion.erasing import overwriting
from minbar.discussion.models import UNDECIDED, Comment, Move, MoveKind, PolicyRule, Status
from minbar.discussion.moves import ChangedMeanwhile, NotAllowed
from minbar.discussion.pages import shown_on
from minbar.moderation import bans, decisions, leases, queue, queueing, sentences
from minbar.moderation.models import Act, ActStep, QueuedComment
from minbar.moderation.permissions import is_senior
from minbar.press.removal import see_gone

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_AT_ONCE = 200
"""Comments of one act: its transaction keeps other writers waiting."""
OF_PUBLISHED = frozenset({Act.Kind.STRIKE, Act.Kind.KEEP})
GIVES_A_REASON = frozenset({Act.Kind.REJECT, Act.Kind.RETURN, Act.Kind.STRIKE, Act.Kind.BAN})
MOVES = {Act.Kind.BAN: MoveKind.REJECT}
"""What an act does to a comment, where it is not called the same."""

Judged = decisions.NeedsASenior, decisions.NeedsAnotherJudge, decisions.NotYours


class Unacceptable(Exception):
    """An act that nobody can do as it was sent; nothing was changed. Says why, for people."""


@dataclass(frozen=True)
class Order:
    """What a moderator wants done, as it was sent."""

    key: UUID
    kind: Act.Kind
    comments: tuple[queue.Reference, ...]
    reason: PolicyRule | None = None
    message: str = ""
    note: str = ""
    term: timedelta | None = None
    """For how long its writer is banned; None until somebody lifts it."""


@dataclass
class Outcome:
    """Which comments an act decided, and why not the others: a sentence each."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def carry_out(order: Order, *, by: "User") -> Outcome:
    """Do what a moderator wants done. Raises Unacceptable."""
    if order.kind in GIVES_A_REASON and order.reason is None:
        raise Unacceptable(_("Choose the rule that it cites; its writer will read it."))
    if not 0 < len(order.comments) <= MOST_AT_ONCE:
        raise Unacceptable(_("This names no comment, or too many for one decision."))
    outcome = Outcome()
    with transaction.atomic(durable=True):
        act, is_new = Act.objects.get_or_create(
            key=order.key, defaults={"kind": order.kind, "by": by, "at": timezone.now()}
        )
        if act.by_id != by.pk:
            raise Unacceptable(_("This was sent from another account. Reload the page."))
        if not is_new:
            return _outcome_of(act, order, by)
        struck = _decide(order, act, by, outcome)
        if order.kind == Act.Kind.BAN and outcome.done:
            _ban(outcome.done[0], order, act, by)
    see_gone(*struck)
    return outcome


def undo(key: UUID, *, by: "User") -> Outcome:
    """Take an act back: each of its comments that nothing followed on. Raises Unacceptable.

    What comes back is leased to ``by``, who wants to see it.
    """
    outcome = Outcome()
    with overwriting(), transaction.atomic(durable=True):
        act = Act.objects.select_for_update().filter(key=key).first()
        if act is None or act.by_id != by.pk:
            raise Unacceptable(_("There is no such decision of yours to undo."))
        steps = list(act.steps.select_related("comment__story", "move").order_by("pk"))
        if act.undone_at is not None:
            outcome.done = [step.comment_id for step in steps]
            return outcome
        gone = _take_back(act, steps, by, outcome)
        if act.ban is not None and act.ban.is_running(timezone.now()):
            bans.end(act.ban, by=by)
        if outcome.done:
            act.undone_at = timezone.now()
            act.save(update_fields=["undone_at"])
        QueuedComment.objects.filter(pk__in=outcome.done).update(
            leased_by=by, leased_until=timezone.now() + leases.LEASE
        )
    see_gone(*gone)
    return outcome


def last_acts(*, by: "User", most: int = 20) -> list[Act]:
    """Acts of a moderator that can be undone, the latest first."""
    acts = Act.objects.filter(by=by, undone_at=None).order_by("-at")
    return list(acts.prefetch_related("steps__comment")[:most])


def _decide(order: Order, act: Act, by: "User", outcome: Outcome) -> list[str]:
    """Decide each comment, and return the keys of what no page may show any more."""
    named = [each.comment for each in order.comments]
    readers = leases.read_by_others(named, than=by)
    for_seniors = set() if is_senior(by) else _held_among(named)
    steps, gone, held = [], [], []
    statuses = (Status.APPROVED,) if order.kind in OF_PUBLISHED else UNDECIDED
    for reference in order.comments:
        try:
            comment = queue.as_read(reference, statuses=statuses)
            if reader := readers.get(comment.pk):
                told = sentences.being_read(comment, sentences.name_of(reader))
                outcome.refused[comment.pk] = told
                continue
            if comment.pk in for_seniors:
                raise decisions.NeedsASenior
            move = None
            if order.kind == Act.Kind.HOLD:
                held.append(comment.pk)
            elif order.kind == Act.Kind.KEEP:
                reporting.settle(comment, at=act.at)
            else:
                move = _judge(order, comment, by)
        except (Comment.DoesNotExist, ChangedMeanwhile, NotAllowed, *Judged) as error:
            outcome.refused[reference.comment] = why_not(reference.comment, error, by)
            continue
        if order.kind == Act.Kind.STRIKE:
            gone += shown_on(comment)
        outcome.done.append(comment.pk)
        steps.append(ActStep(act=act, comment=comment, move=move))
    if held:
        rows = QueuedComment.objects.filter(pk__in=held)
        queueing.hold(list(rows), held_at=timezone.now(), held_by=by, held_note=order.note)
    ActStep.objects.bulk_create(steps)
    return gone


def _judge(order: Order, comment: Comment, by: "User") -> Move:
    return decisions.judge(
        comment,
        MOVES.get(order.kind) or MoveKind(order.kind),
        by=by,
        reason=order.reason,
        message=order.message,
        note=order.note,
    )


def _ban(comment_id: int, order: Order, act: Act, by: "User") -> None:
    """Ban whoever wrote a comment. Raises Unacceptable."""
    comment = Comment.objects.get(pk=comment_id)
    reason = cast("PolicyRule", order.reason)
    try:
        act.ban = bans.lay(comment, by=by, term=order.term, reason=reason, note=order.note)
    except bans.OnlySeniors as error:
        raise Unacceptable(_("Bans are for seniors. Nothing was changed.")) from error
    except bans.NobodyToBan as error:
        raise Unacceptable(
            _("Too little is known of who wrote this, so nobody is banned. Refuse it instead.")
        ) from error
    except bans.BannedAlready as error:
        raise Unacceptable(
            _("This writer is banned already, so nothing was changed. Refuse the comment alone.")
        ) from error
    act.save(update_fields=["ban"])


def _take_back(act: Act, steps: Iterable[ActStep], by: "User", outcome: Outcome) -> list[str]:
    gone: list[str] = []
    held: list[QueuedComment] = []
    for step in steps:
        comment = step.comment
        try:
            if act.kind == Act.Kind.KEEP:
                _reopen(comment, act)
            elif step.move is None:
                held += _held(comment)
            elif comment.history.latest() != step.move:
                raise NotAllowed(comment.status, MoveKind.UNDO)
            else:
                move = decisions.take_back(comment, by=by)
                if move.came_from == Status.APPROVED:
                    gone += shown_on(comment)
        except (ChangedMeanwhile, NotAllowed):
            outcome.refused[comment.pk] = sentences.followed(comment)
        else:
            outcome.done.append(comment.pk)
    if held:
        queueing.release(held)
    return gone


def _reopen(comment: Comment, act: Act) -> None:
    if comment.status != Status.APPROVED or not reporting.reopen(comment, settled_at=act.at):
        raise NotAllowed(comment.status, act.kind)


def _held_among(comments: Iterable[int]) -> set[int]:
    held = QueuedComment.objects.filter(pk__in=comments).exclude(held_at=None)
    return set(held.values_list("pk", flat=True))


def _held(comment: Comment) -> list[QueuedComment]:
    rows = list(QueuedComment.objects.filter(pk=comment.pk).exclude(held_at=None))
    if not rows:
        raise NotAllowed(comment.status, MoveKind.UNDO)
    return rows


def why_not(comment_id: int, error: Exception, reader: "User") -> str:
    """Say why a comment was not decided as it was asked."""
    if isinstance(error, ChangedMeanwhile):
        return sentences.meanwhile(error.move.comment, error.move, reader)
    comment = Comment.objects.select_related("story").filter(pk=comment_id).first()
    if comment is None:
        return sentences.unknown()
    said: dict[type[Exception], Any] = {
        decisions.NeedsASenior: sentences.needs_a_senior,
        decisions.NeedsAnotherJudge: sentences.needs_another_judge,
        decisions.NotYours: sentences.not_yours,
    }
    return said.get(type(error), sentences.not_allowed)(comment)


def _outcome_of(act: Act, order: Order, by: "User") -> Outcome:
    """Say again what became of an act that is done already."""
    done = set(act.steps.values_list("comment", flat=True))
    outcome = Outcome([each.comment for each in order.comments if each.comment in done])
    for reference in order.comments:
        if reference.comment not in done:
            move = Move.objects.filter(comment=reference.comment).select_related("by").last()
            error: Exception = ChangedMeanwhile(move) if move else Comment.DoesNotExist()
            outcome.refused[reference.comment] = why_not(reference.comment, error, by)
    return outcome
