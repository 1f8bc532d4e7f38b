"""The most read stories are ranked by the schedule, so that no page that shows them reads a clock.

Counts are kept by the hour. Where a period begins within an hour, that hour counts in part.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from minbar.audience.models import DayFigures, Period, Ranked
from minbar.press import keys
from minbar.stories import editions
from minbar.stories.models import OF_STORY, AnnouncedPage, Story

MOST_READ = "most-read"
"""The key of whatever shows a ranking."""
LENGTH = 20
DAYS_OF_A_WEEK = 7
DAYS_BY_THE_HOUR = 3
"""Days whose hours are looked at: enough for 24 hours, and for what rises to have cooled."""
HALF_LIFE = 6.0
"""Hours after which a view counts half among those that rise."""
WORTH_TELLING = 20
"""A figure is written anew when it has changed by the twentieth part."""

Weight = Callable[[float], float]


def refresh_rankings() -> None:
    """Rank stories over each period; write, and tell the pages, only what has changed."""
    now = timezone.localtime()
    by_hour = _views_by_hour(now)
    scores = {
        Period.HOUR: _weigh(by_hour, _last(1)),
        Period.DAY: _weigh(by_hour, _last(24)),
        Period.WEEK: _views_of_the_week(now),
        Period.TRENDING: _weigh(by_hour, _fading),
    }
    for period, scored in scores.items():
        _store(period, _rank(scored))


def most_read(length: int, period: Period | None = None) -> list[Ranked]:
    """The most read of a period; of none, those of a day, or of a week if a day has not enough.

    Said to the press: the ranking, and the cards of the stories in it.
    """
    ranked = _over(period, length) if period else _most_read(length)
    keys.depends_on(MOST_READ, *(f"story:{row.story_id}:card" for row in ranked))
    return ranked


def _most_read(length: int) -> list[Ranked]:
    of_the_day = _over(Period.DAY, length)
    if len(of_the_day) == length:
        return of_the_day
    return max(of_the_day, _over(Period.WEEK, length), key=len)


def _over(period: Period, length: int) -> list[Ranked]:
    ranked = editions.of_edition(Ranked.objects.over(period), editions.current(), OF_STORY)
    return list(ranked[:length])


def _last(hours: int) -> Weight:
    """Weigh by how much of the hour that began so many hours ago lies within the period."""
    return lambda age: min(1.0, max(0.0, hours + 1 - age))


def _fading(age: float) -> float:
    return 0.5 ** (age / HALF_LIFE)


def _views_by_hour(now: datetime) -> list[tuple[int, float, int]]:
    """Return story, age in hours and views of each recent hour.

    The age is from the hour's beginning; the hour that is not over is younger than one.
    """
    days = DayFigures.objects.filter(day__gt=now.date() - timedelta(days=DAYS_BY_THE_HOUR))
    return [
        (story, (now.date() - day).days * 24 + now.hour - hour + now.minute / 60, views)
        for story, day, hours in days.values_list("story", "day", "hours")
        for hour, views in enumerate(hours)
        if views
    ]


def _weigh(by_hour: Iterable[tuple[int, float, int]], weight: Weight) -> dict[int, float]:
    scores: dict[int, float] = {}
    for story, age, views in by_hour:
        scores[story] = scores.get(story, 0.0) + views * weight(age)
    return scores


def _views_of_the_week(now: datetime) -> dict[int, float]:
    days = DayFigures.objects.filter(day__gt=now.date() - timedelta(days=DAYS_OF_A_WEEK))
    return dict(days.values_list("story").annotate(total=Sum("views")))


def _rank(scores: dict[int, float]) -> list[tuple[int, int]]:
    """Return the published stories of each edition that have most, each with its figure."""
    rounded = {story: round(score) for story, score in scores.items() if round(score) > 0}
    ranked: list[tuple[int, int]] = []
    for edition in editions.every_edition()[1:]:
        theirs = {story: rounded.pop(story) for story in _stories_of(edition) if story in rounded}
        ranked += _best(theirs)
    return [*_best(rounded), *ranked]


def _stories_of(edition: str) -> list[int]:
    """Keys of all that is published in an edition, from the index."""
    rows = editions.of_edition(AnnouncedPage.objects.filter(live=True), edition)
    return list(rows.values_list("page_id", flat=True))


def _best(rounded: dict[int, int]) -> list[tuple[int, int]]:
    best = sorted(rounded, key=lambda story: (-rounded[story], -story))[: 5 * LENGTH]
    live = set(Story.objects.live().filter(id__in=best).values_list("id", flat=True))
    return [(story, rounded[story]) for story in best if story in live][:LENGTH]


def _store(period: Period, ranked: Sequence[tuple[int, int]]) -> None:
    rows = Ranked.objects.filter(period=period)
    told = list(rows.order_by("position").values_list("story", "views"))
    if not _is_worth_telling(told, ranked):
        return
    with transaction.atomic():
        rows.delete()
        Ranked.objects.bulk_create(
            Ranked(period=period, position=position, story_id=story, views=views)
            for position, (story, views) in enumerate(ranked, start=1)
        )
        keys.touch(MOST_READ)


def _is_worth_telling(told: Sequence[tuple[int, int]], now: Sequence[tuple[int, int]]) -> bool:
    if [story for story, _views in told] != [story for story, _views in now]:
        return True
    figures = zip((views for _story, views in told), (views for _story, views in now), strict=True)
    return any(abs(views - before) * WORTH_TELLING > before for before, views in figures)
