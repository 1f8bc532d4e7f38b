"""The demo's readers: a story's views, spread over the hours since it was published."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise

from django.utils import timezone

from minbar.audience.counting import DIRECT, OTHERS
from minbar.audience.models import DayFigures

VOLUME = "demo"
HALF_LIFE = 10.0
"""Hours after which a story is read half as much."""
RHYTHM = [9, 5, 3, 2, 2, 4, 9, 17, 24, 27, 26, 25, 27, 28, 24, 21, 20, 22, 26, 31, 36, 38, 30, 18]
"""How much is read at each hour of a day, against the others."""
SOURCES = {
    "facebook.com": 34,
    DIRECT: 27,
    "google.com": 15,
    "t.me": 8,
    "x.com": 6,
    "news.google.com": 4,
    "instagram.com": 3,
    OTHERS: 3,
}
"""Of a hundred views, how many came from where."""


def days_of(story_id: int, views: int, published: datetime, now: datetime) -> list[DayFigures]:
    """Return a story's figures day by day; together they are ``views``."""
    days: dict[date, list[int]] = {}
    moments = list(_hours_between(published, now))
    ages = ((moment - moments[0]).total_seconds() / 3600 for moment in moments)
    weights = [
        RHYTHM[moment.hour] * 0.5 ** (age / HALF_LIFE)
        for moment, age in zip(moments, ages, strict=True)
    ]
    for moment, share in zip(moments, _share_out(views, weights), strict=True):
        days.setdefault(moment.date(), [0] * 24)[moment.hour] += share
    return [
        DayFigures(
            story_id=story_id,
            day=day,
            volume=VOLUME,
            views=sum(hours),
            hours=hours,
            sources=dict(zip(SOURCES, _share_out(sum(hours), SOURCES.values()), strict=True)),
        )
        for day, hours in days.items()
    ]


def _hours_between(first: datetime, last: datetime) -> Iterator[datetime]:
    moment = first
    while moment <= last:
        yield timezone.localtime(moment)
        moment += timedelta(hours=1)


def _share_out(whole: int, weights: Iterable[float]) -> list[int]:
    """Part a whole number by weights, so that the parts are whole and none is lost."""
    sums = list(accumulate(weights))
    marks = [0, *(round(whole * reached / sums[-1]) for reached in sums)]
    return [after - before for before, after in pairwise(marks)]
