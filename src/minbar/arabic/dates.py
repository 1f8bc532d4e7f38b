"""Dates as an Arabic newspaper prints them: Gregorian by its region's months, and Hijri."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from babel import Locale
from babel.dates import format_date
from hijridate import Gregorian

from minbar.arabic.numbers import arabic_of, to_digits

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
}

LARGEST_OFFSET = 2
"""Days by which a country's sighted month may stand beside Umm al-Qura's reckoned one."""


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
    in Lebanon. Languages other than Arabic have their own, and Latin digits. ``hijri_offset`` moves
    the Hijri date by days, from -2 to 2, where months begin by sighting. Raises ValueError for a
    moment without a time zone, or a larger offset.
    """
    if moment.utcoffset() is None:
        raise ValueError("A moment without a time zone has no date. Give an aware datetime.")
    if abs(hijri_offset) > LARGEST_OFFSET:
        raise ValueError(f"The Hijri offset is {hijri_offset} days; it is from -2 to 2.")
    language = language.replace("_", "-").partition("-")[0]  # Django has an "ar-dz" as well
    locale = arabic_of(region) if language == "ar" else Locale(language)
    weekday = format_date(moment.date(), "EEEE", locale=locale)
    month = locale.months["format"]["wide"][moment.month]
    written_in = digits if language == "ar" else "latn"
    return DualDate(
        weekday=weekday,
        gregorian=to_digits(f"{moment.day} {month} {moment.year}", written_in),
        time=to_digits(f"{moment:%H:%M}", written_in),
        hijri=to_digits(_hijri(moment, language, hijri_offset), written_in),
        comma="،" if language == "ar" else ",",
    )


def _hijri(moment: datetime, language: str, offset: int) -> str:
    try:
        day = moment.date() + timedelta(days=offset)
        hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError:
        return ""
    months = HIJRI_MONTHS.get(language, HIJRI_MONTHS["en"])
    return f"{hijri.day} {months[hijri.month - 1]} {hijri.year}"
