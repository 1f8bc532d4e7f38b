"""Numbers as this newspaper writes them: in its digits, with its region's separators."""

from django.conf import settings
from django.utils import translation

from minbar.arabic import format_number, to_digits
from minbar.stories.region import region


def number(value: int) -> str:
    """Write a whole number, in the language of whoever reads it now."""
    return format_number(
        value,
        region=region(),
        digits=settings.MINBAR_DIGITS,
        language=translation.get_language() or settings.MINBAR_LANGUAGE,
    )


def digits(text: str) -> str:
    """Write the digits of a text, such as a year, which has no separators."""
    return to_digits(text, settings.MINBAR_DIGITS)
