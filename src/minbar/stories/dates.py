"""Moments as this newspaper writes them: in its time, its region's months and its digits."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone, translation

from minbar import arabic
from minbar.stories.region import region


def dual_date(moment: datetime) -> arabic.DualDate:
    """Return a moment in both calendars, in the language of whoever reads it now."""
    moment = timezone.localtime(moment)
    return arabic.dual_date(
        moment,
        region=region(),
        language=translation.get_language() or settings.MINBAR_LANGUAGE,
        digits=settings.MINBAR_DIGITS,
        hijri_offset=settings.MINBAR_HIJRI_OFFSET.on(moment.date()),
    )


def latest(*moments: datetime | None) -> datetime | None:
    """Return the last of the moments that are known, if any is."""
    return max((moment for moment in moments if moment), default=None)


def when(moment: datetime) -> str:
    """Write a moment whole, without its weekday: «23 نوفمبر 2026، 08:12»."""
    date = dual_date(moment)
    return f"{date.gregorian}{date.comma} {date.time}"


def day_of_moment(moment: datetime) -> str:
    """Write the day of a moment, without weekday and hour: «23 نوفمبر 2026»."""
    return dual_date(moment).gregorian


def clock(moment: datetime) -> str:
    """Write the time of a moment: «08:12»."""
    return dual_date(moment).time


def day_date(day: date) -> arabic.DualDate:
    """Return a day in both calendars; its time says nothing."""
    return dual_date(_noon(day))


def month_name(month: str, *, with_year: bool = True) -> str:
    """Name a month such as ``2026-11``: «نوفمبر 2026», or «نوفمبر»."""
    _day, _space, name = day_date(_first_of(month)).gregorian.partition(" ")
    return name if with_year else name.rpartition(" ")[0]


def hijri_months(month: str) -> str:
    """Name the Hijri months that a month lies in: «جمادى الأولى – جمادى الآخرة 1448».

    Empty outside the years that Umm al-Qura covers.
    """
    first = _first_of(month)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    names = [day_date(day).hijri.partition(" ")[2] for day in (first, last)]
    if not all(names):
        return ""
    (name, _, year), (last_name, _, last_year) = (each.rpartition(" ") for each in names)
    if (name, year) == (last_name, last_year):
        return names[0]
    begun = name if year == last_year else names[0]
    return f"{begun} – {names[1]}"


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), timezone.get_default_timezone())
