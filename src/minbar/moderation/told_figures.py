"""Figures of the desk in words: so many decisions, so long, such a share."""

from datetime import timedelta
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minbar.stories.numbers import number

MOST_MINUTES = 120
MOST_HOURS = 48


def decisions(count: int) -> str:
    """Say how many decisions these are."""
    said = ngettext("%(number)s decision", "%(number)s decisions", count)
    return said % {"number": number(count)}


def comments(count: int) -> str:
    """Say how many comments these are."""
    return ngettext("%(number)s comment", "%(number)s comments", count) % {"number": number(count)}


def duration(wait: timedelta | None) -> str:
    """Say how long something took, rounded up, in the unit that suits; a dash where unknown."""
    if wait is None:
        return "–"
    minutes = max(1, ceil(wait.total_seconds() / 60))
    if minutes <= MOST_MINUTES:
        count, said = minutes, ngettext("%(number)s minute", "%(number)s minutes", minutes)
    elif (hours := ceil(minutes / 60)) <= MOST_HOURS:
        count, said = hours, ngettext("%(number)s hour", "%(number)s hours", hours)
    else:
        count = ceil(minutes / 60 / 24)
        said = ngettext("%(number)s day", "%(number)s days", count)
    return said % {"number": number(count)}


def share(part: int, whole: int) -> str:
    """Say which share a part is of a whole; a dash of nothing."""
    if not whole:
        return "–"
    return _("%(number)s%%") % {"number": number(round(100 * part / whole))}
