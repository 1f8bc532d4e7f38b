"""Numbers as readers of a region write them."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

GROUPED_FROM = 100_000
"""A newspaper sets 23186 views and the year 2026 alike; only longer figures are parted."""

_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@lru_cache
def arabic_of(region: str) -> Locale:
    """Return CLDR's Arabic of a country (ISO 3166), or the common one where it has none of its own.

    A newspaper may sit where Arabic has no data: ``FR`` gives the common month names and separator.
    """
    try:
        return Locale("ar", region.upper() or None)
    except UnknownLocaleError:
        return Locale("ar")


@lru_cache
def locale_of(language: str, region: str = "") -> Locale:
    """Return CLDR's data of a language, English where it has none; of Arabic, the region's.

    A language may come with its country, as Django writes some of them: ``ar-dz``.
    """
    language = language.replace("_", "-").partition("-")[0].lower()
    if language == "ar":
        return arabic_of(region)
    try:
        return Locale(language)
    except UnknownLocaleError:
        return Locale("en")


def to_digits(text: str, digits: str) -> str:
    """Return ``text`` with its ASCII digits in the numbering system ``latn`` or ``arab`` (CLDR)."""
    return text.translate(_ARABIC_INDIC) if digits == "arab" else text


def format_number(
    number: float, *, region: str = "DZ", digits: str = "latn", language: str = "ar"
) -> str:
    """Return ``number`` in the region's shape (CLDR, through Babel) and in the given digits.

    Languages other than Arabic part figures in their own way, and have Latin digits.

    >>> format_number(23186)
    '23186'
    >>> format_number(1250000)
    '1.250.000'
    >>> format_number(1250000, language="en")
    '1,250,000'
    """
    locale = locale_of(language, region)
    if locale.language != "ar":
        digits = "latn"
    written = format_decimal(
        number,
        locale=locale,
        group_separator=abs(number) >= GROUPED_FROM,
        numbering_system=digits,
    )
    if digits == "latn":
        return written
    # Babel keeps ASCII digits whatever the numbering system; the separators are already its own.
    return to_digits(written, digits)
