"""A subscription that no browser has confirmed for a year is forgotten."""

from datetime import datetime, timedelta

from django.utils import timezone

from minbar.discussion.erasing import overwriting
from minbar.discussion.retention import in_batches
from minbar.push.models import Subscription

KEPT = timedelta(days=365)


def forget_what_is_due(now: datetime | None = None) -> int:
    """Delete them, and return how many there were; what a push service calls gone goes sooner."""
    now = now or timezone.now()
    due = Subscription.objects.filter(renewed_at__lt=now - KEPT)
    with overwriting():
        return in_batches(due, lambda batch: batch.delete())
