"""Which advertisements run now: kept in rows, for rendering asks no clock, and moved by it here."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from minbar.advertising.models import Advertisement, Stage
from minbar.advertising.slots import WHAT_RUNS
from minbar.press import keys


def turn_advertisements(now: datetime | None = None) -> int:
    """Move what begins or ends on to its next stage, tell the press, and return how many moved.

    Called each minute. What was missed while nothing ran is found as well.
    """
    now = now or timezone.now()
    terms = {
        Stage.COMING: Q(begins_at__gt=now),
        Stage.RUNNING: Q(begins_at__lte=now, ends_at__gt=now),
        Stage.OVER: Q(ends_at__lte=now),
    }
    due = [Q(term) & ~Q(stage=stage) for stage, term in terms.items()]
    if not Advertisement.objects.filter(due[0] | due[1] | due[2]).exists():
        return 0  # as in most minutes: nobody waits for SQLite's one writer
    with transaction.atomic():
        moved = sum(
            Advertisement.objects.filter(term).exclude(stage=stage).update(stage=stage)
            for stage, term in terms.items()
        )
        keys.touch(WHAT_RUNS)
    return moved
