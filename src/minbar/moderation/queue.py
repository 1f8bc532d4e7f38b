"""What waits for a decision, what was decided, and what a moderator sees beside it."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from minbar.discussion import reporting
from minbar.discussion.models import (
    UNDECIDED,
    Comment,
    Move,
    MoveKind,
    SealedEmail,
    Status,
)
from minbar.discussion.moves import ChangedMeanwhile

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PAGE_LENGTH = 50
REFERENCE_SHAPE = re.compile(r"(?P<comment>\d{1,18})(?:@(?P<revision>\d{1,9}))?", re.ASCII)


class NoSuchReference(Exception):
    """What was written is neither ID nor ID@REVISION."""


@dataclass(frozen=True)
class Reference:
    """A comment by its number and the revision that was read; None is whichever it has now."""

    comment: int
    revision: int | None = None

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read ``ID`` or ``ID@REVISION``. Raises NoSuchReference for anything else."""
        found = REFERENCE_SHAPE.fullmatch(written)
        if found is None:
            raise NoSuchReference(written)
        revision = found["revision"]
        return cls(int(found["comment"]), None if revision is None else int(revision))


@dataclass(frozen=True)
class Record:
    """What became of earlier comments with the same e-mail; a typed e-mail proves nothing."""

    published: int = 0
    refused: int = 0
    first_seen: datetime | None = None


def as_read(reference: Reference, *, statuses: Collection[str] = UNDECIDED) -> Comment:
    """Return the comment that was read, still waiting, ready to be decided.

    ``statuses`` are those that it may have. Raises ChangedMeanwhile if it was decided, edited or
    returned to its writer since, and Comment.DoesNotExist.
    """
    comment = Comment.objects.select_related("story").get(pk=reference.comment)
    is_same_text = reference.revision in {None, comment.revision}
    is_returned = comment.returned_at is not None and statuses == UNDECIDED
    if comment.status not in statuses or not is_same_text or is_returned:
        raise ChangedMeanwhile(comment.history.select_related("by", "reason").latest())
    return comment


def count_waiting() -> int:
    """How many comments await a decision."""
    return Comment.objects.awaiting_decision().count()


def count_reported() -> int:
    """How many published comments have reports that nobody has looked at."""
    return reporting.reported().order_by().count()


def decided(status: Status) -> QuerySet[Move]:
    """Return the decisions that hold: of each comment that is ``status`` the last, newest first."""
    later = Move.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    holding = Move.objects.filter(~Exists(later), went_to=status, comment__status=status)
    return holding.select_related("comment__story", "by", "reason").order_by("-at", "-pk")


def listed(status: Status | None = None) -> QuerySet[Comment]:
    """Comments that are ``status`` (or await a decision), the first to come first.

    Each has its story, and as ``reason_code`` what its last move gave as the reason, or None.
    """
    chosen = UNDECIDED if status is None else (status,)
    last = Move.objects.filter(comment=OuterRef("pk")).order_by("-pk")
    return (
        Comment.objects.filter(status__in=chosen)
        .order_by("submitted_at", "pk")
        .select_related("story")
        .annotate(reason_code=Subquery(last.values("reason__code")[:1]))
    )


def decided_today(colleague: "User") -> int:
    """How many comments somebody has decided on since midnight."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Move.objects.filter(by=colleague, at__gte=midnight).exclude(kind=MoveKind.UNDO).count()


def history_of(comment: Comment) -> QuerySet[Move]:
    """Every move of a comment, the first first, with who made it and why."""
    return comment.history.select_related("by", "reason")


def records_of(comments: Iterable[Comment]) -> dict[int, Record]:
    """Return the writer's record of each waiting comment, by the comment's key, in two queries.

    A comment without an e-mail (from elsewhere, or forgotten) has none. No e-mail is opened.
    """
    sealed = SealedEmail.objects.filter(comment__in=[comment.pk for comment in comments])
    writers = dict(sealed.values_list("comment_id", "writer"))
    counted = (
        SealedEmail.objects.filter(writer__in=set(writers.values()))
        .values_list("writer")
        .annotate(
            published=Count("pk", filter=Q(comment__status=Status.APPROVED)),
            refused=Count("pk", filter=Q(comment__status=Status.REJECTED)),
            first_seen=Min("comment__submitted_at"),
        )
    )
    records = {writer: Record(*counts) for writer, *counts in counted}
    return {comment: records[writer] for comment, writer in writers.items()}
