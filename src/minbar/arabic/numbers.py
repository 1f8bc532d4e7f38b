"""Numbers as readers of a region write them."""

from babel.numbers import format_decimal

GROUPED_FROM = 100_000
"""A newspaper sets 23186 views and the year 2026 alike; only longer figures are parted."""

_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def to_digits(text: str, digits: str) -> str:
    """Return ``text`` with its ASCII digits in the numbering system ``latn`` or ``arab`` (CLDR)."""
    return text.translate(_ARABIC_INDIC) if digits == "arab" else text


def format_number(number: float, *, region: str = "DZ", digits: str = "latn") -> str:
    """Return ``number`` in the region's shape (CLDR, through Babel) and in the given digits.

    >>> format_number(23186)
    '23186'
    >>> format_number(1250000)
    '1.250.000'
    """
    locale = f"ar_{region}"
    written = format_decimal(
        number, locale=locale, group_separator=abs(number) >= GROUPED_FROM, numbering_system=digits
    )
    if digits == "latn":
        return written
    # Babel keeps ASCII digits whatever the numbering system; the separators are already its own.
    return to_digits(written, digits)
