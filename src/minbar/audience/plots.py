"""Figures as marks that a page can draw: what is said of each, and how tall or long it is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from minbar import arabic
from minbar.audience.counting import DIRECT, OTHERS
from minbar.stories.dates import dual_date
from minbar.stories.numbers import number

DAYS_BETWEEN_LABELS = 5
MOST_DAY_LABELS = 7
HOURS_BETWEEN_LABELS = 6

Tell = Callable[[int], str]
"""Says a figure with its noun."""


@dataclass(frozen=True)
class Mark:
    """A column or a bar."""

    label: str
    """What it stands for, in words."""
    told: str
    """Its figure with its noun."""
    figure: str
    share: float
    """Its length, of a hundred."""
    axis: str = ""
    """What stands beneath it, under some of the columns."""
    is_last: bool = False


@dataclass(frozen=True)
class Columns:
    """Columns beside one another, and the figure of the tallest."""

    marks: list[Mark]
    top: str


def counted(views: int) -> str:
    """Say how often something was read."""
    return ngettext("%(number)s view", "%(number)s views", views) % {"number": number(views)}


def day_columns(days: Sequence[tuple[date, int]], tell: Tell = counted) -> Columns:
    """Columns by day, the last of which is not over."""
    tallest = max((count for _day, count in days), default=0)
    between = max(DAYS_BETWEEN_LABELS, len(days) // MOST_DAY_LABELS)
    marks = [
        _mark(
            _date(day),
            count,
            tallest,
            tell,
            axis=number(day.day) if (len(days) - 1 - place) % between == 0 else "",
            is_last=place == len(days) - 1,
        )
        for place, (day, count) in enumerate(days)
    ]
    return Columns(marks, number(tallest))


def hour_columns(hours: Sequence[int], tell: Tell = counted) -> Columns:
    """Columns by hour of the newspaper's clock."""
    tallest = max(hours)
    marks = [
        _mark(
            arabic.to_digits(f"{hour:02}:00", settings.MINBAR_DIGITS),
            count,
            tallest,
            tell,
            axis=number(hour) if hour % HOURS_BETWEEN_LABELS == 0 else "",
        )
        for hour, count in enumerate(hours)
    ]
    return Columns(marks, number(tallest))


def bar_marks(bars: Iterable[tuple[str, int]], tell: Tell = counted) -> list[Mark]:
    """Bars with names, as long as they are against the longest."""
    bars = list(bars)
    longest = max((count for _label, count in bars), default=0)
    return [_mark(label, count, longest, tell) for label, count in bars]


def source_marks(sources: dict[str, int], most: int) -> list[Mark]:
    """Bars by source: the hosts that led here most, and last all the others together."""
    named = [(host, views) for host, views in sources.items() if host != OTHERS]
    others = sources.get(OTHERS, 0) + sum(views for _host, views in named[most:])
    bars = [(_source(host), views) for host, views in named[:most]]
    return bar_marks([*bars, *([(gettext("Other sites"), others)] if others else [])])


def _mark(label: str, count: int, largest: int, tell: Tell, **more: object) -> Mark:
    share = round(100 * count / largest, 1) if largest else 0
    return Mark(label, tell(count), number(count), share, **more)  # type: ignore[arg-type]


def _date(day: date) -> str:
    noon = datetime.combine(day, time(12), timezone.get_current_timezone())
    return dual_date(noon).gregorian


def _source(host: str) -> str:
    if host == DIRECT:
        return gettext("No site named")
    site = settings.MINBAR_SITE_URL.partition("://")[2].partition(":")[0].removeprefix("www.")
    return gettext("Our own pages") if host == site else host
