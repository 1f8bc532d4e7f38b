"""A view is counted: once for each story, reader and day, and without keeping who the reader is."""

import hashlib
import hmac
import ipaddress
import secrets
import time
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from minbar.audience.models import Figures, Salt, SeenToday
from minbar.stories.models import Story

if TYPE_CHECKING:
    from django.http import HttpRequest

BATCH = 1000
"""Rows that are deleted in one transaction; SQLite has one writer, and comments wait for it."""


def count_view(story_id: int, reader: str, day: date) -> bool:
    """Count that ``reader`` has read a story, and return whether that is new today.

    Only published stories are counted. ``reader`` comes of ``reader_of`` for the same day.
    """
    # Unlike `pk`, which is a relation here, `id` takes a number of any size.
    if not Story.objects.live().filter(id=story_id).exists():
        return False
    sighting: dict[str, Any] = {"story_id": story_id, "day": day, "reader": reader}
    if SeenToday.objects.filter(**sighting).exists():  # most repeats end here, and lock nothing
        return False
    with transaction.atomic():
        _, is_new = SeenToday.objects.get_or_create(**sighting)
        if is_new:
            figures, _ = Figures.objects.get_or_create(story_id=story_id)
            Figures.objects.filter(pk=figures.pk).update(counted=F("counted") + 1)
    return is_new


def reader_of(request: "HttpRequest", day: date) -> str:
    """Return what tells a reader from others on ``day`` and means nothing once its salt is gone.

    It is a keyed hash of address (IPv6 by /64, which is one household) and browser. Readers behind
    one address with the same browser are one.
    """
    address = request.META.get("minbar.client_address") or request.META.get("REMOTE_ADDR", "")
    browser = request.headers.get("User-Agent", "")[:300]
    text = f"{_network(address)}\n{browser}"
    return hmac.new(_salt_of(day), text.encode(), hashlib.sha256).hexdigest()


def today() -> date:
    """The newspaper's day, not the world's."""
    return timezone.localdate()


def forget_past_days(now: date | None = None) -> None:
    """Delete the salts of days that are over, and then who was seen on them."""
    day = now or today()
    Salt.objects.filter(day__lt=day).delete()
    past = SeenToday.objects.filter(day__lt=day)
    while batch := list(past.values_list("pk", flat=True)[:BATCH]):
        began_at = time.monotonic()
        SeenToday.objects.filter(pk__in=batch).delete()
        time.sleep(time.monotonic() - began_at)  # as long for everyone else


def _salt_of(day: date) -> bytes:
    salt, _ = Salt.objects.get_or_create(day=day, defaults={"value": secrets.token_bytes(32)})
    return bytes(salt.value)


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))
