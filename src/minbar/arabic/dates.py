"""Dates as an Arabic newspaper prints them: Gregorian by its region's months, and Hijri.

The Hijri date is Umm al-Qura's, which is reckoned, and Saudi Arabia's. Elsewhere a month begins
when its moon is seen, and is announced on the evening before: no table of a country's months can
be had, so none is made up here, and a newspaper tells its own difference (``HijriOffsets``).
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from babel.dates import format_date, format_timedelta
from hijridate import Gregorian

from minbar.arabic.numbers import locale_of, to_digits

HIJRI_MONTHS = {
    # The months as Arabic writes them (CLDR, ar, calendar islamic-umalqura, format wide).
    "ar": (
        "محرم",
        "صفر",
        "ربيع الأول",
        "ربيع الآخر",
        "جمادى الأولى",
        "جمادى الآخرة",
        "رجب",
        "شعبان",
        "رمضان",
        "شوال",
        "ذو القعدة",
        "ذو الحجة",
    ),
    # The same names in Latin letters (IJMES, without its dots, ayns and hamzas); CLDR's own English
    # numbers four of them, «Rabiʻ I», which no newspaper writes.
    "en": (
        "Muharram",
        "Safar",
        "Rabi al-Awwal",
        "Rabi al-Akhir",
        "Jumada al-Ula",
        "Jumada al-Akhira",
        "Rajab",
        "Shaban",
        "Ramadan",
        "Shawwal",
        "Dhu al-Qada",
        "Dhu al-Hijja",
    ),
    # As Algeria's «Journal officiel» writes them in French; CLDR's transliterations are read there
    # by nobody.
    "fr": (
        "Moharram",
        "Safar",
        "Rabie El Aouel",
        "Rabie Ethani",
        "Joumada El Oula",
        "Joumada Ethania",
        "Rajab",
        "Chaâbane",
        "Ramadhan",
        "Chaoual",
        "Dhou El Kaâda",
        "Dhou El Hidja",
    ),
}

LARGEST_OFFSET = 2
"""Days by which a country's sighted month may stand beside Umm al-Qura's reckoned one."""

UNITS = [
    # As Babel parts a time: a year of 365 days, a month of 30.
    timedelta(days=365),
    timedelta(days=30),
    timedelta(weeks=1),
    timedelta(days=1),
    timedelta(hours=1),
    timedelta(minutes=1),
    timedelta(seconds=1),
]

_VOWELS = re.compile("[\u064b-\u0652]")


@dataclass(frozen=True)
class HijriOffsets:
    """By how many days a newspaper's Hijri date differs from Umm al-Qura's, and since when.

    Each step is a day and the offset that holds from it on, until the next. Before the first, and
    without any, it is none. A story keeps the date that held on its day. Days are moved, months not
    lengthened: where 30 days were seen and 29 reckoned, the last of them is told as a second 29th.

    >>> offsets = HijriOffsets.parse("0, 2026-02-18: -1, 2026-03-20: 0")
    >>> offsets.on(date(2026, 2, 17)), offsets.on(date(2026, 2, 18)), offsets.on(date(2026, 4, 1))
    (0, -1, 0)
    """

    steps: tuple[tuple[date, int], ...] = ()

    def __post_init__(self) -> None:
        days = [day for day, _offset in self.steps]
        if days != sorted(set(days)):
            raise ValueError("Hijri offsets are told by day, the earliest first, each day once.")
        for _day, offset in self.steps:
            _check_offset(offset)

    def on(self, day: date) -> int:
        """Return the offset that holds on a day of the Gregorian calendar."""
        return next((offset for start, offset in reversed(self.steps) if start <= day), 0)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read steps as an operator writes them: «-1», or «0, 2026-02-18: -1, 2026-03-20: 0».

        An offset without a day holds from the beginning. Raises ValueError, saying what was
        expected, for anything else, and for an offset that sighting does not explain.
        """
        return cls(tuple(_step(part) for part in text.split(",") if part.strip()))


@dataclass(frozen=True)
class DualDate:
    """A moment in both calendars, each part ready to be set."""

    weekday: str
    gregorian: str
    time: str
    hijri: str
    """Empty outside the years that Umm al-Qura covers (1343 to 1500 of the Hijra)."""
    comma: str

    @property
    def day(self) -> str:
        """The weekday and the Gregorian date: «الاثنين 23 نوفمبر 2026»."""
        return f"{self.weekday} {self.gregorian}"

    @property
    def full(self) -> str:
        """The day and the time: «الاثنين 23 نوفمبر 2026، 08:12»."""
        return f"{self.day}{self.comma} {self.time}"


def dual_date(
    moment: datetime,
    *,
    region: str = "DZ",
    language: str = "ar",
    digits: str = "latn",
    hijri_offset: int = 0,
) -> DualDate:
    """Return ``moment``, as its own time zone has it, in both calendars.

    Month names are the region's (CLDR): جانفي in Algeria and Tunisia, يناير in Egypt, كانون الثاني
    in Lebanon. Languages other than Arabic have their own, and Latin digits; a language that CLDR
    does not know is written as English. French says «1er» of a first day. ``hijri_offset`` moves
    the Hijri date by days, from -2 to 2, where months begin by sighting. Raises ValueError for a
    moment without a time zone, or a larger offset.
    """
    if moment.utcoffset() is None:
        raise ValueError("A moment without a time zone has no date. Give an aware datetime.")
    _check_offset(hijri_offset)
    locale = locale_of(language, region)
    is_arabic = locale.language == "ar"
    weekday = format_date(moment.date(), "EEEE", locale=locale)
    month = locale.months["format"]["wide"][moment.month]
    written_in = digits if is_arabic else "latn"
    return DualDate(
        weekday=weekday,
        gregorian=to_digits(
            f"{_day_of_month(moment.day, locale.language)} {month} {moment.year}", written_in
        ),
        time=to_digits(f"{moment:%H:%M}", written_in),
        hijri=to_digits(_hijri(moment, locale.language, hijri_offset), written_in),
        comma="،" if is_arabic else ",",
    )


def relative_time(
    moment: datetime, now: datetime, *, language: str = "ar", digits: str = "latn"
) -> str:
    """Say how far ``moment`` is from ``now``: «قبل 3 دقائق», «خلال يومين», "2 hours ago".

    In whole units of the largest that fits, from a second to a year, by CLDR's phrases; what is
    less than a second ago is a second ago. Where a date says more than «قبل 5 أشهر», give it
    instead. Not for pressed pages: they are read long after ``now``. Raises TypeError where only
    one of the two has a time zone.
    """
    locale = locale_of(language)
    distance = moment - now
    away = max(abs(distance), timedelta(seconds=1))
    unit = next(unit for unit in UNITS if unit <= away)
    whole = away // unit * unit  # Babel would round: 59 minutes and 50 seconds are no hour
    said = format_timedelta(
        whole if distance >= timedelta(seconds=1) else -whole,
        threshold=1,
        add_direction=True,
        locale=locale,
    )
    if locale.language != "ar":
        return said
    # CLDR writes «يومًا», and «ثوانِ» by mistake; screens write no vowels.
    return to_digits(_VOWELS.sub("", said), digits)


def _step(text: str) -> tuple[date, int]:
    day, separator, offset = text.rpartition(":")
    try:
        start = date.fromisoformat(day.strip()) if separator else date.min
        return start, int(offset)
    except ValueError as problem:
        raise ValueError(
            f"“{text.strip()}” is no Hijri offset. Write days from -2 to 2, like -1, or with the "
            "day from which they hold, like 2026-02-18: -1."
        ) from problem


def _check_offset(offset: int) -> None:
    if abs(offset) > LARGEST_OFFSET:
        raise ValueError(f"The Hijri offset is {offset} days; it is from -2 to 2.")


def _hijri(moment: datetime, language: str, offset: int) -> str:
    try:
        day = moment.date() + timedelta(days=offset)
        hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError:
        return ""
    months = HIJRI_MONTHS.get(language, HIJRI_MONTHS["en"])
    day_of_month = _day_of_month(hijri.day, language)
    return f"{day_of_month} {months[hijri.month - 1]} {hijri.year}"


def _day_of_month(day: int, language: str) -> str:
    return "1er" if day == 1 and language == "fr" else str(day)
