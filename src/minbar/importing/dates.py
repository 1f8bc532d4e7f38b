"""Dates as Arabic sites write them, read back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from babel import Locale

from minbar.arabic import fold
from minbar.importing.pictures import Line, draw_line

SHAPES: Mapping[str, str] = {
    "year": r"\d{4}",
    "month": r"\d{1,2}|[^\W\d_]+(?: [^\W\d_]+)?",
    "day": r"\d{1,2}",
    "hour": r"\d{1,2}",
    "minute": r"\d{2}",
    "weekday": r"[^\W\d_]+",
}
SLOTS = tuple(SHAPES)

EARLIEST = 1828
"""The year of the first newspaper in Arabic (al-Waqa'i` al-Misriyya); a lesser one is Hijri."""

REGIONS = ("DZ", "EG", "MA", "MR", "SY")
"""Among them they have every name of a month that an Arab country uses (CLDR)."""


@dataclass(frozen=True)
class DateSlot:
    """How a site writes a date, and how it leaves one out."""

    empty: re.Pattern[str]
    written: tuple[Line, ...]

    def is_empty(self, slot: str) -> bool:
        """Whether no date stands there."""
        return not slot or self.empty.fullmatch(slot) is not None

    def read(self, slot: str) -> datetime | None:
        """Return the date that stands there, without a time zone, or None if none is understood."""
        for line in self.written:
            found = line.match(slot)
            if found is not None:
                return _moment(found)
        return None


def draw_date_slot(*, empty: str, written: Sequence[str]) -> DateSlot:
    """Read a layout's ways of writing a date; raises BadPicture or ``re.error``."""
    lines = (draw_line(drawn, slots=SLOTS, shapes=SHAPES) for drawn in written)
    return DateSlot(re.compile(empty), tuple(lines))


def _moment(found: Mapping[str, str]) -> datetime | None:
    month = found.get("month", "")
    number = int(month) if month.isdecimal() else _months().get(fold(month))
    if int(found.get("year", 0)) < EARLIEST:
        return None
    try:
        return datetime(  # noqa: DTZ001 - the site's own time zone is put on where it is stored
            int(found["year"]),
            number or 0,
            int(found.get("day", 0)),
            int(found.get("hour", 0)),
            int(found.get("minute", 0)),
        )
    except ValueError:  # no such day
        return None


@cache
def _months() -> dict[str, int]:
    return {
        fold(name): number
        for region in REGIONS
        for number, name in Locale("ar", region).months["format"]["wide"].items()
    }
