"""Reports of errors are kept for their time and no longer (DESIGN section 7).

The periods are those of the discussion's settings: words, name and e-mail of a report go as long
after its answer as those of a refused comment, the e-mail of one that waits as that of a comment.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from minbar.corrections.models import ErrorReport, ReportersEmail
from minbar.corrections.privacy import blank
from minbar.corrections.reports import SAME_SENDING
from minbar.discussion.erasing import overwriting
from minbar.discussion.models import DiscussionSettings
from minbar.discussion.retention import in_batches


@dataclass(frozen=True)
class Forgotten:
    """How much was forgotten, of each kind."""

    reports: int = 0
    emails: int = 0
    sendings: int = 0


def forget_what_is_due(now: datetime | None = None) -> Forgotten:
    """Blank and delete whatever has been kept for its time, and return how much that was."""
    now = now or timezone.now()
    kept = DiscussionSettings.load()
    answered_before = now - timedelta(days=kept.keep_refused_days)
    received_before = now - timedelta(days=kept.keep_email_days)
    answered = ErrorReport.objects.filter(answered_at__lt=answered_before, erased_at=None)
    waiting = ReportersEmail.objects.filter(
        report__answered_at=None, report__at__lt=received_before
    )
    sendings = ErrorReport.objects.filter(at__lt=now - SAME_SENDING).exclude(sending="")
    with overwriting():
        return Forgotten(
            reports=in_batches(answered, lambda batch: _blank(batch, now)),
            emails=in_batches(waiting, lambda batch: batch.delete()),
            sendings=in_batches(sendings, lambda batch: batch.update(sending="")),
        )


def _blank(batch: "QuerySet[ErrorReport]", now: datetime) -> None:
    blank(list(batch.values_list("pk", flat=True)), now)
