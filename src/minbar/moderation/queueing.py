"""Keeping the queue in step with the comments: who waits has a row, and nobody else.

Each row comes and goes in the transaction that moves its comment. A group has the number of the
comment that stands for it: of those that say nearly the same the first that still waits.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.dispatch import receiver

from minbar.arabic import guess_language
from minbar.discussion.models import UNDECIDED, Appeal, Comment, Move, MoveKind, Status
from minbar.discussion.moves import comment_moved
from minbar.discussion.screening import comment_relabelled
from minbar.moderation.likeness import likeness_of, say_nearly_the_same
from minbar.moderation.models import LIKENESS, Ban, QueuedComment
from minbar.stories.prepared_sql import Prepared, insert

LIKE_LOOKED_AT = 20
"""Comments of the same band that are compared in full."""
AT_ONCE = 500
LABEL_END = "\n"
KEPT = ("leased_by_id", "leased_until", "held_at", "held_by_id", "held_note")
"""What stays with a comment whose writer changes it."""


@receiver(comment_moved)
def follow(sender: type[Comment], comment: Comment, move: Move, **_signal: Any) -> None:
    """Put a comment that awaits a decision in the queue, and take any other out."""
    before = None
    if move.kind != MoveKind.SUBMIT:
        before = QueuedComment.objects.filter(pk=comment.pk).first()
    if before is not None:
        take_out([before])
    if comment.status in UNDECIDED and comment.returned_at is None:
        kept = {name: getattr(before, name) for name in KEPT} if before else {}
        put_in(comment, **kept)


def put_in(comment: Comment, **kept: Any) -> QueuedComment:
    """Give a waiting comment its place in the queue, beside those that say nearly the same."""
    likeness = likeness_of(comment.text)
    is_alone = comment.status == Status.APPEALED or kept.get("held_at")
    row = QueuedComment(
        comment=comment,
        story_id=comment.story_id,
        promised_at=_promised_at(comment),
        is_appeal=comment.status == Status.APPEALED,
        labels=LABEL_END.join(comment.labels),
        language=guess_language(comment.text),
        length=len(comment.text),
        group=comment.pk if is_alone else _group_of(comment, likeness),
        **dict(zip(LIKENESS, likeness, strict=True)),
        **kept,
    )
    insert(row)
    return row


def take_out(rows: Collection[QueuedComment]) -> None:
    """Take comments out of the queue; of each group that stays the next stands for it."""
    QueuedComment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    _name_successors(row for row in rows if row.is_head)


def hold(rows: Collection[QueuedComment], **how: Any) -> None:
    """Lay comments aside together for a senior; those of their groups that stay go on waiting."""
    first = min(row.pk for row in rows)
    held = QueuedComment.objects.filter(pk__in=[row.pk for row in rows])
    held.update(group=first, leased_by=None, leased_until=None, **how)
    _name_successors(row for row in rows if row.is_head)


def release(rows: Collection[QueuedComment]) -> None:
    """Let held comments wait as all others do, each on its own."""
    held = QueuedComment.objects.filter(pk__in=[row.pk for row in rows])
    held.update(group=F("pk"), held_at=None, held_by=None, held_note="")


@receiver(comment_relabelled)
def relabel(sender: type[Comment], comment: Comment, **_signal: Any) -> None:
    """Let the row of a waiting comment say what it is labelled with now."""
    labels = LABEL_END.join(comment.labels)
    QueuedComment.objects.filter(pk=comment.pk).update(labels=labels)


def gather(comment: int, ban: Ban | None) -> None:
    """Put a waiting comment, by its key, on the heap of a ban; without one take it from any."""
    row = QueuedComment.objects.filter(pk=comment, held_at=None, is_appeal=False).first()
    if row is None or row.ban_id == (ban.pk if ban else None):
        return
    if row.is_head:
        _name_successors([row])
    heap = ban.heap.filter(held_at=None).values_list("group", flat=True).first() if ban else None
    row.ban, row.group = ban, heap or row.pk
    row.save(update_fields=["ban", "group"])


def requeue_missed() -> int:
    """Make the queue what the comments say that it is, and return how many rows that took.

    For comments that came before there was a queue, or past its signals; else there is nothing to
    do.
    """
    mended = 0
    queued = QueuedComment.objects.filter(comment=OuterRef("pk"))
    missing = Comment.objects.awaiting_decision().filter(~Exists(queued))
    while comments := list(missing[:AT_ONCE]):
        with transaction.atomic():
            for comment in comments:
                put_in(comment)
        mended += len(comments)
    with transaction.atomic():
        waits = Q(comment__status__in=UNDECIDED, comment__returned_at=None)
        left = list(QueuedComment.objects.exclude(waits))
        take_out(left)
        heads = QueuedComment.objects.filter(pk=OuterRef("group"))
        headless = QueuedComment.objects.filter(~Exists(heads)).update(group=F("pk"))
    return mended + len(left) + headless


def _promised_at(comment: Comment) -> Any:
    appeal = None
    if comment.status == Status.APPEALED:
        appeal = Appeal.objects.filter(comment=comment).values_list("at", flat=True).first()
    return appeal or comment.submitted_at


def _group_of(comment: Comment, likeness: tuple[int, ...]) -> int:
    """Return the group of those that say nearly the same, or the comment's own number."""
    for group, text in _alike.rows(**dict(zip(LIKENESS, likeness, strict=True))):
        if say_nearly_the_same(comment.text, text):
            return group if _hold_the_head.rows(group=group) else comment.pk
    return comment.pk


def _are_alike(**likeness: Any) -> QuerySet[QueuedComment, Any]:
    is_like = Q()
    for name, value in likeness.items():
        is_like |= Q(**{name: value})
    others = QueuedComment.objects.filter(is_like, is_appeal=False, held_at=None, ban=None)
    return others.values_list("group", "comment__text")[:LIKE_LOOKED_AT]


_alike = Prepared(_are_alike, *LIKENESS)
# Locked: whoever takes the head out waits, and finds the newcomer as its successor.
_hold_the_head = Prepared(
    lambda group: (
        QueuedComment.objects.select_for_update().filter(pk=group, group=group).values_list("pk")
    ),
    "group",
)


def _name_successors(heads: Iterable[QueuedComment]) -> None:
    """Of each group that its head leaves let the next stand for it, and be leased as it was.

    What is laid aside and what is not are never one group, though they bear one number while the
    head is being laid aside.
    """
    for head in heads:
        group = QueuedComment.objects.filter(group=head.group, held_at=head.held_at)
        left = group.exclude(pk=head.pk)
        successor = left.order_by("promised_at", "pk").values_list("pk", flat=True).first()
        if successor is not None:
            QueuedComment.objects.filter(pk=successor).update(
                leased_by=head.leased_by_id, leased_until=head.leased_until
            )
            left.update(group=successor)
