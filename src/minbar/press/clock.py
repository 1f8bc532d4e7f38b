"""What time changes: moments that were named before, turned into touches when they have come."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from minbar.press import keys
from minbar.press.models import ClockTouch


@transaction.atomic
def touch_what_is_due(now: datetime | None = None) -> int:
    """Touch the keys whose moment has come, and return how many those were."""
    due = ClockTouch.objects.filter(moment__lte=now or timezone.now())
    rows = list(due.order_by("moment", "pk"))
    keys.touch(*(row.key for row in rows))
    ClockTouch.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
