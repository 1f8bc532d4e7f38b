"""What is taken back is gone from readers' pages before whoever took it back is answered."""

import time

from django.conf import settings
from django.db import connection, transaction

from minbar.press import keys, purging
from minbar.press.models import PressedPage
from minbar.press.pressing import remove, store
from minbar.press.staleness import newest_touch, stale_among
from minbar.press.store import Busy

PATIENCE = 2.0
"""Seconds that the press has to make the pages anew, before they are removed instead."""
LOOK_EVERY = 0.02
LOCK_WAIT = 0.5
FOR_CACHES = 0.5
"""Seconds of these that are kept for telling caches in front, where there are any."""


def see_gone(*names: str) -> None:
    """Return when no stored page shows what these keys named before they were last touched.

    To be called after the transaction that touched them; within one it waits for the commit. Pages
    that the press has not made anew within two seconds are removed and made again for the next
    reader. Where no press listens they are removed at once. Either way files and folders are
    synced: no power cut brings the old page back. Caches in front have been told, or are told as
    soon as they answer.
    """
    if connection.in_atomic_block:
        transaction.on_commit(lambda: see_gone(*names))
        return
    _see_gone_from_store(names)
    if settings.MINBAR_PURGE_URLS:
        purging.send_due(within=FOR_CACHES)


def _see_gone_from_store(names: tuple[str, ...]) -> None:
    patience = PATIENCE - (FOR_CACHES if settings.MINBAR_PURGE_URLS else 0.0)
    touched = newest_touch(names)
    give_up_at = time.monotonic() + (patience if keys.ring() else 0.0)
    while stale := stale_among(names):
        if time.monotonic() >= give_up_at:
            for path in stale:
                _remove_behind_its_pressing(path)
            break
        time.sleep(LOOK_EVERY)
    for path in PressedPage.objects.pressed_after(touched).values_list("path", flat=True):
        store().sync(path)


def _remove_behind_its_pressing(path: str) -> None:
    """Remove ``path`` when whoever presses it has put its files there, which may be old ones.

    A pressing that hangs is not waited for: when it goes on, it looks for touches and finds this.
    """
    try:
        with store().locked(path, wait=LOCK_WAIT):
            remove(path)
    except Busy:
        remove(path)
