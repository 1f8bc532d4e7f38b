"""The press: a process that presses again whatever was touched, as long as the newspaper is served.

What was touched last comes first, in the order in which it was named, but what was pressed a moment
ago lets the others go before; an edition that is to be made anew as a whole comes behind, in the
order of readers' interest.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from minbar.press import manifest, purging
from minbar.press.bell import Ear
from minbar.press.keys import EVERY_PAGE
from minbar.press.models import Touch
from minbar.press.moments import Moment
from minbar.press.pressing import press_or_note_failure, store
from minbar.press.public import public_paths
from minbar.press.staleness import due_again, stale_edition, stale_pages, touches_since

logger = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds after which the press looks though nobody rang: another machine touches too."""
AGAIN_AFTER = 0.5
"""Seconds for which a page that was pressed lets others go before: an import touches front and
section without end, and the section would never have its turn."""
KEPT = timedelta(hours=1)
TIDY_EVERY = 300.0
BATCH = 1000
BOOT = "boot"
"""The run of the machine that the files were last held against: what was written in it, and not
synced, is whole as long as it lasts, however often a process was killed."""
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Drain:
    """What is still to be pressed, and when to look for more."""

    def __init__(self) -> None:
        self._seen: Moment | None = None
        self._urgent: dict[str, None] = {}
        self._pressed_at: dict[str, float] = {}
        self._edition: Iterator[str] = iter(())
        self._edition_left: set[str] = set()

    @property
    def is_empty(self) -> bool:
        """Whether every page is as fresh as it was when ``look`` looked."""
        return not self._urgent and not self._edition_left

    def look(self) -> None:
        """Take in what was touched since the last look, and what is to be tried again."""
        now = Moment.now()
        if self._seen != now:
            # An import that touches without end stands behind what an editor publishes now.
            self._urgent = dict.fromkeys([*stale_pages(self._seen), *self._urgent])
            if touches_since(self._seen).filter(key=EVERY_PAGE).exists():
                self._begin_edition()
            self._seen = now
        self._urgent.update(dict.fromkeys(due_again()))

    def press_next(self) -> None:
        """Press the page whose turn it is."""
        path = self._next()
        if path is None:
            return
        self._edition_left.discard(path)
        try:
            press_or_note_failure(path)
        except Exception:
            # On a full disk, or without a database, not even the failure can be noted.
            self._urgent[path] = None
            raise

    def _next(self) -> str | None:
        if self._urgent:
            return self._next_urgent()
        for path in self._edition:
            if path in self._edition_left:
                return path
        # What no list names: old addresses that lead on, stories that are gone.
        return next(iter(self._edition_left), None)

    def _next_urgent(self) -> str:
        now = time.monotonic()
        lately = {path: at for path, at in self._pressed_at.items() if now - at < AGAIN_AFTER}
        waiting = (path for path in self._urgent if path not in lately)
        path = next(waiting, None) or min(self._urgent, key=lately.__getitem__)
        del self._urgent[path]
        self._pressed_at = lately | {path: now}
        return path

    def _begin_edition(self) -> None:
        self._edition_left = set(stale_edition())
        self._edition = public_paths()


def keep_pressing() -> None:
    """Press what is touched, in this process, until SIGTERM; a page in hand is finished first."""
    root = Path(settings.PRESS_ROOT)
    ending = _Ending()
    ear = Ear(root)
    boot = _boot()
    _begin(same_boot=boot != "" and _recorded_boot(root) == boot)
    (root / BOOT).write_text(boot)
    no_more_purging = threading.Event()
    if settings.MINBAR_PURGE_URLS:
        threading.Thread(target=purging.keep_purging, args=[no_more_purging], daemon=True).start()
    drain = Drain()
    look_at = tidy_at = 0.0
    while not ending.asked:
        now = time.monotonic()
        if ear.wait(0.0 if not drain.is_empty else max(0.0, look_at - now)) or now >= look_at:
            _survive(drain.look)
            look_at = time.monotonic() + LOOK_EVERY
        if not drain.is_empty:
            _survive(drain.press_next)
        elif time.monotonic() >= tidy_at:
            _survive(forget_answered_touches)
            tidy_at = time.monotonic() + TIDY_EVERY
    no_more_purging.set()
    ear.close()


def forget_answered_touches() -> None:
    """Delete touches that are an hour old. Right only when nothing is left to press."""
    old = Touch.objects.filter(at__lt=timezone.now() - KEPT)
    while batch := list(old.values_list("pk", flat=True)[:BATCH]):
        Touch.objects.filter(pk__in=batch).delete()


def _begin(*, same_boot: bool) -> None:
    store().prepare()
    removed = manifest.repair(thoroughly=not same_boot)
    if removed:
        logger.warning("%s pressed pages were not as they should be; they are made again.", removed)
    manifest.touch_if_made_otherwise()


def _boot() -> str:
    """Name this run of the machine, or nothing where the kernel does not say."""
    try:
        return BOOT_ID.read_text().strip()
    except OSError:
        return ""


def _recorded_boot(root: Path) -> str:
    try:
        return (root / BOOT).read_text()
    except OSError:
        return ""


def _survive(step: Callable[[], object]) -> None:
    """Do a step; the database may be away, and is there again later."""
    try:
        step()
    except Exception:
        logger.exception("The press could not go on; it tries again in a second.")
        close_old_connections()
        time.sleep(1.0)


class _Ending:
    """Whether SIGTERM has come."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)

    def _ask(self, *_signal: object) -> None:
        self.asked = True
