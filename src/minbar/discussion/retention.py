"""What is kept of comments is kept for its time and no longer: the table of DESIGN section 7.

The schedule does this each hour, a few hundred rows a transaction, so that no comment waits long
for SQLite's one writer. What is under a legal hold stays. The times are the newspaper's settings;
``/privacy/`` says them.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from minbar.discussion.erasing import OFF_THE_PAGE, blank_words, forget_emails, overwriting
from minbar.discussion.holding import is_held
from minbar.discussion.letters import ASKED_AGAIN_AFTER
from minbar.discussion.models import (
    Appeal,
    Comment,
    DiscussionSettings,
    ProvenAddress,
    Report,
    Revision,
    SealedEmail,
    Status,
    Vote,
)

BATCH = 300
MOST_BATCHES = 100
"""Of one kind in one run: after an import of old comments the schedule's other jobs go on, too."""
PAUSE = 0.05
"""Seconds that others have the database for between two batches."""
NOBODY = "nobody:"
"""Begins what stands in the place of a voter's keyed hash: the row's own number recognises no one,
and the row still counts."""


@dataclass(frozen=True)
class Forgotten:
    """How much was forgotten, of each kind."""

    origins: int = 0
    emails: int = 0
    words: int = 0
    earlier_words: int = 0
    messages: int = 0
    voters: int = 0
    addresses: int = 0


def forget_what_is_due(now: datetime | None = None) -> Forgotten:
    """Blank and delete whatever has been kept for its time, and return how much that was."""
    now = now or timezone.now()
    kept = DiscussionSettings.load()
    origin_before = now - timedelta(days=kept.keep_origin_days)
    email_before = now - timedelta(days=kept.keep_email_days)
    refused_before = now - timedelta(days=kept.keep_refused_days)
    with overwriting():
        return Forgotten(
            origins=_forget_origins(origin_before, now),
            emails=_forget_emails(email_before, refused_before, now),
            words=_blank_what_is_off_the_page(refused_before, now),
            earlier_words=_blank_earlier_words(refused_before, now),
            messages=_blank_messages(refused_before, now),
            voters=_forget_voters(origin_before),
            addresses=_forget_addresses(now),
        )


def in_batches(due: QuerySet[Any], forget: Callable[[QuerySet[Any]], object]) -> int:
    """Forget the rows that are due, and return how many; what is left waits for the next run.

    They are looked for outside the transaction, which holds SQLite's writer, and each is asked
    within it whether it is still due.
    """
    count = 0
    for _batch in range(MOST_BATCHES):
        found = list(due.values_list("pk", flat=True)[:BATCH])
        if not found:
            break
        with transaction.atomic(durable=True):
            forget(due.filter(pk__in=found))
        count += len(found)
        if len(found) < BATCH:
            break
        time.sleep(PAUSE)
    return count


def _forget_origins(before: datetime, now: datetime) -> int:
    """Forget where comments came from. Both hashes are there, or neither (``origin_of``)."""
    due = Comment.objects.filter(~is_held("pk", now), origin__gt="", submitted_at__lt=before)
    return in_batches(due, lambda batch: batch.update(origin="", browser=""))


def _forget_emails(before: datetime, refused_before: datetime, now: datetime) -> int:
    """Forget who wrote what has not moved for long; sooner what stands on no page."""
    is_off = Q(comment__status__in=OFF_THE_PAGE)
    due = SealedEmail.objects.filter(
        (is_off & Q(comment__moved_at__lt=refused_before))
        | (~is_off & Q(comment__moved_at__lt=before)),
        ~is_held("comment", now),
    )
    return in_batches(
        due, lambda batch: forget_emails(list(batch.values_list("comment_id", flat=True)))
    )


def _blank_what_is_off_the_page(before: datetime, now: datetime) -> int:
    """Blank the words of refused and withdrawn comments, and all that was said of them."""
    due = Comment.objects.filter(
        ~is_held("pk", now), status__in=OFF_THE_PAGE, moved_at__lt=before, erased_at=None
    )

    def blank(batch: QuerySet[Comment]) -> None:
        comments = list(batch.values_list("pk", flat=True))
        # One that was led back meanwhile is no longer due, and is left.
        batch.update(erased_at=now)
        erased = Comment.objects.filter(pk__in=comments, erased_at=now)
        blank_words(list(erased.values_list("pk", flat=True)))

    return in_batches(due, blank)


def _blank_earlier_words(before: datetime, now: datetime) -> int:
    """Blank what any comment said before its writer changed it."""
    due = Revision.objects.filter(
        ~is_held("comment", now), ~Q(name="", place="", text=""), comment__moved_at__lt=before
    )
    return in_batches(due, lambda batch: batch.update(name="", place="", text=""))


def _blank_messages(before: datetime, now: datetime) -> int:
    """Blank what was written to the desk and the desk has answered long ago."""
    appeals = Appeal.objects.filter(
        ~is_held("comment", now), ~Q(comment__status=Status.APPEALED), comment__moved_at__lt=before
    )
    reports = Report.objects.filter(~is_held("comment", now), settled_at__lt=before)
    answered: list[QuerySet[Any]] = [appeals.exclude(message=""), reports.exclude(message="")]
    return sum(in_batches(due, lambda batch: batch.update(message="")) for due in answered)


def _forget_voters(before: datetime) -> int:
    """Forget who agreed and who reported, as long after it as where a comment came from.

    The rows stay, so that what was counted stays counted; whoever comes back after that time may
    vote a second time.
    """
    nobody = Concat(Value(NOBODY), Cast(F("pk"), CharField()), output_field=CharField())
    votes = Vote.objects.filter(at__lt=before).exclude(voter__startswith=NOBODY)
    reports = Report.objects.filter(at__lt=before).exclude(reporter__startswith=NOBODY)
    voters = in_batches(votes, lambda batch: batch.update(voter=nobody))
    return voters + in_batches(reports, lambda batch: batch.update(reporter=nobody))


def _forget_addresses(now: datetime) -> int:
    """Forget which addresses were proven when no comment of theirs is known any more.

    That an owner said «not me» stays, or the next mail would go there; that one was asked, as long
    as it decides whether to ask again.
    """
    known = SealedEmail.objects.filter(writer=OuterRef("writer"))
    asked = now - ASKED_AGAIN_AFTER
    due = ProvenAddress.objects.filter(
        ~Exists(known), Q(asked_at=None) | Q(asked_at__lt=asked), refused_at=None
    )
    return in_batches(due, lambda batch: batch.delete())
