"""Views are counted: the journal is folded into absolute counts for each volume, story and day.

What is in the journal is counted in memory, and the database is told how much that is, not how much
more. So a fold that is killed anywhere, or done twice, changes nothing: the next one reads the
volume again. Only when a day is over, and all its views stand in the database, its volume is
deleted, and with it what told its readers apart.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from minbar.audience.lines import View, from_line
from minbar.audience.models import DayFigures, Figures, figures_key
from minbar.audience.turns import write_in_turns
from minbar.audience.volumes import Volume, sweep, volumes_in
from minbar.press import keys
from minbar.stories.models import Story

logger = logging.getLogger(__name__)

MOST_SOURCES = 12
"""Hosts that are kept for each story and day; the rest count as others."""
MOST_SOURCES_IN_MEMORY = 200
OTHERS = "*"
DIRECT = ""
QUARTER_OF_AN_HOUR = 900


@dataclass
class Tally:
    """A story's views of one day."""

    views: int = 0
    hours: list[int] = field(default_factory=lambda: [0] * 24)
    sources: dict[str, int] = field(default_factory=dict)

    def add(self, hour: int, source: str) -> None:
        """Count one view more."""
        self.views += 1
        self.hours[hour] += 1
        if source not in self.sources and len(self.sources) >= MOST_SOURCES_IN_MEMORY:
            source = OTHERS
        self.sources[source] = self.sources.get(source, 0) + 1

    def main_sources(self) -> dict[str, int]:
        """Return the hosts that brought most, and under ``OTHERS`` what the rest brought."""
        ranked = sorted(self.sources.items(), key=lambda item: (item[0] == OTHERS, -item[1]))
        main, rest = dict(ranked[:MOST_SOURCES]), ranked[MOST_SOURCES:]
        if rest:
            main[OTHERS] = main.get(OTHERS, 0) + sum(views for _host, views in rest)
        return main


class Count:
    """What has been read of one volume so far."""

    def __init__(self, hour_of: Callable[[int], int]) -> None:
        self.tallies: dict[int, Tally] = {}
        self.changed: set[int] = set()
        """Stories whose counts the database does not have yet."""
        self.torn = 0
        self._hour_of = hour_of
        self._seen: set[int] = set()
        self._read_to: dict[Path, int] = {}

    def read(self, volume: Volume) -> None:
        """Count what was written since the last reading; half a line at the end is left there."""
        for segment in volume.segments():
            self._read_to[segment] = self._read_segment(segment, self._read_to.get(segment, 0))

    def _read_segment(self, segment: Path, position: int) -> int:
        with segment.open("rb") as opened:
            opened.seek(position)
            for line in opened:
                if not line.endswith(b"\n"):
                    break
                position += len(line)
                self._take(from_line(line))
        return position

    def _take(self, view: View | None) -> None:
        if view is None:
            self.torn += 1
        elif view.reader not in self._seen:
            self._seen.add(view.reader)
            tally = self.tallies.get(view.story)
            if tally is None:
                tally = self.tallies[view.story] = Tally()
            tally.add(self._hour_of(view.at), view.source)
            self.changed.add(view.story)


class Fold:
    """Folds the journal below ``folder``; one object in one process, run again and again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._counts: dict[str, Count] = {}

    def run(self) -> None:
        """Count what is new, and close the days that are over."""
        sweep(self._folder)
        hour_of = _hours_of(timezone.get_default_timezone())
        for volume in volumes_in(self._folder):
            is_final = volume.day < timezone.localdate() and volume.hold_alone()
            count = self._counts.setdefault(volume.name, Count(hour_of))
            count.read(volume)
            _store(volume, count)
            if is_final:
                self._close(volume, count)

    def _close(self, volume: Volume, count: Count) -> None:
        if count.torn:
            logger.warning("Torn lines of %s, not counted: %s", volume.day, count.torn)
        volume.close()
        del self._counts[volume.name]


def write_days(days: Sequence[DayFigures]) -> None:
    """Store the figures of stories for a day in place of those that stood there."""
    DayFigures.objects.bulk_create(
        days,
        update_conflicts=True,
        unique_fields=["story", "day", "volume"],
        update_fields=["views", "hours", "sources"],
    )
    stories = {day.story_id for day in days}
    Figures.objects.bulk_create(
        [Figures(story_id=story) for story in stories], ignore_conflicts=True
    )
    counted = DayFigures.objects.filter(story=OuterRef("story")).values("story")
    total = Subquery(counted.annotate(total=Sum("views")).values("total"))
    Figures.objects.filter(story__in=stories).update(counted=Coalesce(total, 0))


def _store(volume: Volume, count: Count) -> None:
    """Tell the database, in turns with others, what it does not know."""
    told = sorted(count.changed)
    write_in_turns(told, lambda stories: _store_stories(volume, count, stories))
    count.changed.difference_update(told)


def _store_stories(volume: Volume, count: Count, stories: Sequence[int]) -> None:
    # Unlike `pk`, which is a relation here, `id` takes a number of any size.
    live = Story.objects.live().filter(id__in=stories).values_list("id", flat=True)
    known = dict(
        DayFigures.objects.filter(volume=volume.name, story__in=stories).values_list(
            "story", "views"
        )
    )
    news = [story for story in live if known.get(story) != count.tallies[story].views]
    if news:
        write_days([_day(volume, story, count.tallies[story]) for story in news])
        keys.touch(*(figures_key(story) for story in news))


def _day(volume: Volume, story: int, tally: Tally) -> DayFigures:
    return DayFigures(
        story_id=story,
        day=volume.day,
        volume=volume.name,
        views=tally.views,
        hours=tally.hours,
        sources=tally.main_sources(),
    )


def _hours_of(zone: tzinfo) -> Callable[[int], int]:
    """Return what gives the hour of the newspaper's clock, remembered by quarters of an hour."""
    known: dict[int, int] = {}

    def hour_of(moment: int) -> int:
        quarter = moment // QUARTER_OF_AN_HOUR
        if quarter not in known:
            known[quarter] = datetime.fromtimestamp(quarter * QUARTER_OF_AN_HOUR, zone).hour
        return known[quarter]

    return hour_of
