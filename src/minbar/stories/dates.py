"""Moments as this newspaper writes them: in its time, its region's months and its digits."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation

from minbar import arabic


def dual_date(moment: datetime) -> arabic.DualDate:
    """Return a moment in both calendars, in the language of whoever reads it now."""
    moment = timezone.localtime(moment)
    return arabic.dual_date(
        moment,
        region=settings.MINBAR_REGION,
        language=translation.get_language() or settings.MINBAR_LANGUAGE,
        digits=settings.MINBAR_DIGITS,
        hijri_offset=settings.MINBAR_HIJRI_OFFSET.on(moment.date()),
    )


def when(moment: datetime) -> str:
    """Write a moment whole, without its weekday: «23 نوفمبر 2026، 08:12»."""
    date = dual_date(moment)
    return f"{date.gregorian}{date.comma} {date.time}"
