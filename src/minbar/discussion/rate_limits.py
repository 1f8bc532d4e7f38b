"""How many comments come from where, counted from the comments themselves.

Behind one address of a carrier a whole town may write (RFC 6598), so an address alone refuses
nobody: what comes from a busy one waits for the desk. Only the same writer from the same address,
again and again, is asked to wait.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.utils import timezone

from minbar.discussion.models import Comment, SealedEmail
from minbar.discussion.origins import Origin
from minbar.discussion.screening import Verdict

WINDOW = timedelta(minutes=10)
MOST_OF_ONE_WRITER = 12
"""From one address, in ten minutes: more than one a minute."""
BUSY_ADDRESS = 30
"""From here on what comes from an address, within ten minutes, waits for the desk."""
BUSY_WRITER = 20
"""Likewise with one e-mail, wherever it comes from: a typed e-mail proves nothing."""
FLOOD = 120
"""Comments within a minute, on the whole site."""
FLOOD_WINDOW = timedelta(minutes=1)


@dataclass
class TooMany(Exception):
    """The same writer has sent too many from the same address; it may go on in so many seconds."""

    retry_after: int


def look(origin: Origin, writer: str) -> Verdict:
    """Say what follows from how much came from here, or with this e-mail, of late.

    Raises TooMany.
    """
    if not settings.MINBAR_RATE_LIMITS:
        return Verdict()
    labels = [*_busy_address(origin, writer), *_busy_writer(writer)]
    return Verdict(labels=tuple(labels), slows=is_flooded())


def is_flooded() -> bool:
    """Whether more comments come in than people write. Asks for one row, by its number."""
    newest = Comment.objects.order_by("-pk").values_list("submitted_at", flat=True)
    nth = newest[FLOOD - 1 : FLOOD].first() if settings.MINBAR_RATE_LIMITS else None
    return nth is not None and nth > timezone.now() - FLOOD_WINDOW


def _busy_address(origin: Origin, writer: str) -> list[str]:
    if not origin.address:
        return []
    now = timezone.now()
    recent = Comment.objects.filter(origin=origin.address, submitted_at__gt=now - WINDOW)
    sent = list(
        recent.order_by("-submitted_at").values_list("submitted_at", "sealed_email__writer")[
            : BUSY_ADDRESS * 4
        ]
    )
    own = [at for at, by in sent if writer and by == writer]
    if len(own) >= MOST_OF_ONE_WRITER:
        until_one_is_old = own[MOST_OF_ONE_WRITER - 1] + WINDOW - now
        raise TooMany(max(1, ceil(until_one_is_old.total_seconds())))
    return ["busy-address"] if len(sent) >= BUSY_ADDRESS else []


def _busy_writer(writer: str) -> list[str]:
    if not writer:
        return []
    since = timezone.now() - WINDOW
    sent = SealedEmail.objects.filter(writer=writer, comment__submitted_at__gt=since)
    return ["busy-writer"] if sent[:BUSY_WRITER].count() >= BUSY_WRITER else []
