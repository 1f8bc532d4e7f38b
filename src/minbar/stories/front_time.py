"""Which hour it is on the front page: what an editor has set to come and go stands by it.

Rendering may not ask the clock, so the hour is a row: the schedule moves it when something in the
layout, or a line of breaking news, comes or goes, and says so to the press.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from minbar.press import keys
from minbar.stories.front_layout import hours_of
from minbar.stories.models import BreakingNews, Front, FrontTime

BREAKING = "breaking"
"""The key of whatever shows breaking news."""


def front_time() -> datetime:
    """Return the hour by which the front page is laid out."""
    row = FrontTime.objects.filter(pk=1).first()
    return row.told_until if row else timezone.now()


@transaction.atomic
def turn_front_page(now: datetime | None = None) -> None:
    """Set the hour to now, and touch whatever has come or gone since the hour before.

    Called each minute, and in the transaction of whoever changes what stands by the hour. Only the
    layout that is published counts; a draft's hours are nothing to readers.
    """
    now = now or timezone.now()
    told = front_time()
    keys.touch(
        *(
            name
            for name, hours in _hours_by_key().items()
            if any(told < hour <= now for hour in hours)
        )
    )
    FrontTime.objects.update_or_create(pk=1, defaults={"told_until": now})


def _hours_by_key() -> dict[str, list[datetime]]:
    fronts = Front.objects.live()
    breaking = BreakingNews.objects.values_list("begins_at", "ends_at")
    return {
        "front": [hour for front in fronts for hour in hours_of(front.bands)],
        BREAKING: [hour for hours in breaking for hour in hours],
    }
