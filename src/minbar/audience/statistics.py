"""Sums of the days' figures, for the newsroom: by day, by hour, by section, by source."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import QuerySet, Sum

from minbar.audience.models import DayFigures
from minbar.stories.models import Section, Story

HOURS = 24

Key = TypeVar("Key")


def days_since(first: date) -> QuerySet[DayFigures]:
    """The figures of a day and of those after it."""
    return DayFigures.objects.filter(day__gte=first)


def total(figures: QuerySet[DayFigures]) -> int:
    """How many views these are together."""
    return figures.aggregate(total=Sum("views"))["total"] or 0


def by_day(figures: QuerySet[DayFigures], first: date, last: date) -> list[tuple[date, int]]:
    """The views of each day from ``first`` to ``last``; a day without any is there too."""
    sums = dict(figures.values_list("day").annotate(total=Sum("views")))
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [(day, sums.get(day, 0)) for day in days]


def by_hour(figures: QuerySet[DayFigures]) -> list[int]:
    """The views of each hour of the newspaper's clock, all days together."""
    sums = [0] * HOURS
    for hours in figures.values_list("hours", flat=True):
        for hour, views in enumerate(hours):
            sums[hour] += views
    return sums


def by_source(figures: QuerySet[DayFigures]) -> dict[str, int]:
    """The views by the host that led here, the most frequent first."""
    sums: dict[str, int] = {}
    for sources in figures.values_list("sources", flat=True):
        for host, views in sources.items():
            sums[host] = sums.get(host, 0) + views
    return _largest_first(sums)


def by_section(figures: QuerySet[DayFigures]) -> dict[Section, int]:
    """The views of each section's stories, the section that is read most first."""
    by_story = dict(figures.values_list("story").annotate(total=Sum("views")))
    by_path: dict[str, int] = {}
    for story, path in _paths_of(by_story):
        section = path[: -Story.steplen]
        by_path[section] = by_path.get(section, 0) + by_story[story]
    sections = {section.path: section for section in Section.objects.filter(path__in=by_path)}
    return _largest_first({sections[path]: views for path, views in by_path.items()})


def _paths_of(stories: Iterable[int]) -> Iterable[tuple[int, str]]:
    read = Story.objects.filter(pk__in=DayFigures.objects.values("story"))
    wanted = set(stories)
    paths = read.values_list("pk", "path").iterator()
    return ((story, path) for story, path in paths if story in wanted)


def _largest_first(sums: dict[Key, int]) -> dict[Key, int]:
    return dict(sorted(sums.items(), key=lambda item: -item[1]))
