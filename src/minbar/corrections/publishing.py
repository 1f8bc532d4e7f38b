"""Making and withdrawing what the newspaper puts on record: corrections and rights of reply.

Each touches what shows it in the transaction that stores it.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from minbar.corrections import pages
from minbar.corrections.models import Correction, ErrorReport, Record, RightOfReply
from minbar.corrections.reports import AnsweredMeanwhile
from minbar.press import keys
from minbar.press.removal import see_gone
from minbar.stories.models import Story
from minbar.stories.months import month_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class WithdrawnAlready(Exception):
    """Somebody has withdrawn it meanwhile."""


class NoReason(Exception):
    """Readers are told why something was withdrawn, or it stays."""


@transaction.atomic
def correct(
    story: Story,
    text: str,
    *,
    by: "User | None",
    answers: ErrorReport | None = None,
    at: datetime | None = None,
) -> Correction:
    """Put a correction of ``story`` on record; a reader's report that led to it is answered by it.

    Raises AnsweredMeanwhile, storing nothing, if the report is answered already.
    """
    correction = Correction.objects.create(story=story, text=text, by=by, at=at or timezone.now())
    if answers is not None:
        is_open = ErrorReport.objects.open().filter(pk=answers.pk, story=story)
        if not is_open.update(answered_at=correction.at, answered_by=by, correction=correction):
            raise AnsweredMeanwhile
    _tell(correction)
    return correction


@transaction.atomic
def publish_reply(
    story: Story,
    text: str,
    *,
    name: str,
    capacity: str,
    received_on: date,
    by: "User | None",
    at: datetime | None = None,
) -> RightOfReply:
    """Publish the reply of somebody whom ``story`` is about."""
    reply = RightOfReply.objects.create(
        story=story,
        text=text,
        name=name,
        capacity=capacity,
        received_on=received_on,
        by=by,
        at=at or timezone.now(),
    )
    _tell(reply)
    return reply


def withdraw(record: Record, *, because: str, by: "User | None") -> None:
    """Take the text of a correction or a reply from readers, who are told when and why.

    When this returns no stored page shows the text. Raises NoReason, or WithdrawnAlready, changing
    nothing.
    """
    if not because.strip():
        raise NoReason
    with transaction.atomic():
        told = {"withdrawn_at": timezone.now(), "withdrawn_by": by, "withdrawn_because": because}
        if not type(record).objects.standing().filter(pk=record.pk).update(**told):
            raise WithdrawnAlready
        keys.touch(*pages.changed_by(record))
    record.refresh_from_db()
    see_gone(*pages.shown_on(record))


def _tell(record: Record) -> None:
    """Touch what shows a new record; the list of a month that begins with it is pressed at once."""
    month = month_of(record.at)
    keys.expect(pages.path_of(month), pages.month_key(month))
    keys.touch(*pages.changed_by(record))
