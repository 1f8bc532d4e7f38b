"""Pressing: a page is rendered, stored with its keys, and never stored where no touch finds it.

The protocol of a pressing, under the page's lock: note the moment, render, commit the new keys
beside the old, look whether anything that the page shows was touched since the note; if so throw
the rendering away and begin again, else move the files into place and drop the keys that are only
old. A touch that is committed after the look finds the new keys in the table, and so the page.

Where all keys were in the table before the note, every touch since has found the page: it counts
as stale until it is pressed again, and whoever takes something back waits for that. So it is
stored, newer than what lay there, though it may be old already; else a front page that an import
touches ten times a second would never change.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from minbar.press import purging
from minbar.press.keys import EVERY_PAGE
from minbar.press.models import PageKey, PressedPage
from minbar.press.moments import Moment
from minbar.press.rendering import Rendering, render
from minbar.press.staleness import is_stale
from minbar.press.store import Answer, Store

logger = logging.getLogger(__name__)

LOCK_WAIT = 5.0
"""Seconds that one waits for another pressing of the same page."""
MOST_TRIES = 8
"""A page that is touched during each of so many renderings is left to the press's next round."""
FIRST_PAUSE, LONGEST_PAUSE = 2, 600
"""Seconds until a failed pressing is tried again, doubled each time."""


class TouchedMeanwhile(Exception):
    """Each rendering shows other things, and they were touched; the old page stays so long."""


@dataclass(frozen=True)
class Pressed:
    """What a path is answered with now, and whether the store had to be changed for it."""

    answer: Answer
    changed: bool


def store() -> Store:
    """Return the newspaper's store."""
    return Store(Path(settings.PRESS_ROOT))


def press(path: str, *, again: bool = False) -> Pressed:
    """Render ``path`` and store it, so that nothing older than this call is served there.

    Where what is stored has seen every touch it is left as it is, unless ``again``. A path without
    a page is answered with 404, stored nowhere, and what lay there is removed. Raises CannotPress,
    Busy or TouchedMeanwhile, the old page staying; errors of the disk and the database likewise.
    """
    with store().locked(path, wait=LOCK_WAIT):
        # PostgreSQL does not tell a transaction's own touches before a snapshot from those after.
        fresh = None if again or connection.in_atomic_block else _fresh_answer(path)
        if fresh is not None:
            return Pressed(fresh, changed=False)
        for _ in range(MOST_TRIES):
            pressed = _press_once(path)
            if pressed is not None:
                return pressed
    raise TouchedMeanwhile(path)


def press_or_note_failure(path: str, *, again: bool = False) -> Pressed | None:
    """Press ``path``; what goes wrong is written down, for a retry and for the operator."""
    try:
        return press(path, again=again)
    except Exception as error:
        logger.exception("%s could not be pressed; readers get the old page.", path)
        note_failure(path, error)
        return None


def note_failure(path: str, error: Exception) -> None:
    """Write down that pressing ``path`` failed, and when it is tried again."""
    page, _ = PressedPage.objects.get_or_create(path=path)
    pause = min(FIRST_PAUSE * 2.0**page.failures, LONGEST_PAUSE)
    PressedPage.objects.filter(pk=page.pk).update(
        failures=F("failures") + 1,
        failure=f"{type(error).__name__}: {error}"[:2000],
        retry_at=timezone.now() + timedelta(seconds=pause),
    )


def remove(path: str) -> None:
    """Take ``path`` out of the store and the table; the next reader has it pressed anew.

    The file is gone for good when this returns. Where nothing was, nothing is written.
    """
    was_there = store().has(path)
    if was_there:
        store().remove(path)
    page = PressedPage.objects.filter(path=path).first()
    if page is None and not was_there:
        return
    with transaction.atomic():
        if page is not None:
            page.delete()
        purging.ask_for(path)


def _fresh_answer(path: str) -> Answer | None:
    """Return what is stored at ``path`` if the last pressing succeeded and has seen every touch."""
    page = PressedPage.objects.filter(path=path, failures=0).exclude(digest="").first()
    if page is None or is_stale(page):
        return None
    answer = store().read(path)
    return answer if answer is not None and answer.digest == page.digest else None


def _press_once(path: str) -> Pressed | None:
    """Press without looking back, or return None if that cannot be stored."""
    page = PressedPage.objects.filter(path=path).first()
    known = set(page.keys.values_list("key", flat=True)) if page is not None else set()
    note = Moment.now()
    rendering = render(path)
    if not rendering.is_public:
        remove(path)
        return Pressed(rendering.answer, changed=True)
    missing = rendering.keys - known
    if page is None or missing:
        page = _add_keys(path, missing)
        if _touched_since(note, rendering.keys):
            return None
    elif _is_removed(page):
        return None  # somebody who could not wait for us took back what may stand in the rendering
    changed = store().put(path, rendering.answer)
    if not _settle(page, note, rendering):
        return None  # likewise; and a file without a row would never be touched
    return Pressed(rendering.answer, changed)


@transaction.atomic
def _add_keys(path: str, names: Iterable[str]) -> PressedPage:
    page, _ = PressedPage.objects.get_or_create(path=path)
    rows = [PageKey(page=page, key=name) for name in sorted(names)]
    PageKey.objects.bulk_create(rows, ignore_conflicts=True)
    return page


def _is_removed(page: PressedPage) -> bool:
    return not PressedPage.objects.filter(pk=page.pk).exists()


def _touched_since(note: Moment, names: frozenset[str]) -> bool:
    newer = note.touches_since().filter(key__in=[*names, EVERY_PAGE])
    return newer.exists()


@transaction.atomic
def _settle(page: PressedPage, note: Moment, rendering: Rendering) -> bool:
    """Write down what lies in the store now, and drop the keys of what it no longer shows."""
    PageKey.objects.filter(page=page).exclude(key__in=rendering.keys).delete()
    if page.digest != rendering.answer.digest:
        purging.ask_for(page.path)
    return (
        PressedPage.objects.filter(pk=page.pk).update(
            digest=rendering.answer.digest,
            noted=note.newest,
            snapshot=note.snapshot,
            pressed_at=timezone.now(),
            failures=0,
            failure="",
            retry_at=None,
        )
        > 0
    )
