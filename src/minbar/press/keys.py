"""Keys name what pages show; touching a key has every page that shows it pressed again.

``story:ID:page`` and ``story:ID:card`` are a story's own page and what lists show of it;
``section:ID:name`` and ``section:ID:list`` likewise; ``discussion:ID:page:N`` and
``discussion:ID:count``; ``front``, ``feed`` and whatever else a room calls its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from minbar.press import bell
from minbar.press.models import ClockTouch, PageKey, PressedPage, Touch
from minbar.press.moments import current_transaction

EVERY_PAGE = "edition"
"""What no page is without: name, sections, templates, style. Kept in no page's keys, yet meant."""

_collected: ContextVar[set[str] | None] = ContextVar("collected", default=None)


def depends_on(*names: str) -> None:
    """Say that the page that is being rendered shows what these keys name."""
    collected = _collected.get()
    if collected is not None:
        collected.update(names)


@contextmanager
def collecting() -> Iterator[set[str]]:
    """Give the set into which ``depends_on`` writes meanwhile."""
    collected: set[str] = set()
    token = _collected.set(collected)
    try:
        yield collected
    finally:
        _collected.reset(token)


def touch(*names: str) -> None:
    """Say that what these keys name changes, in the transaction that changes it.

    Pages are pressed in the order in which their keys are named. Ringing the bell after the commit
    may fail or be cut off: the rows are what counts.
    """
    if not names:
        return
    by = current_transaction()
    Touch.objects.bulk_create(Touch(key=name, transaction=by) for name in dict.fromkeys(names))
    transaction.on_commit(ring, robust=True)


def expect(path: str, *names: str) -> None:
    """Have the press press ``path``, which nobody has asked for yet, when these keys are touched.

    Part of the transaction that touches them; otherwise a page is pressed for its first reader.
    """
    page, _ = PressedPage.objects.get_or_create(path=path)
    for name in names:
        PageKey.objects.get_or_create(page=page, key=name)


def touch_at(name: str, moment: datetime) -> None:
    """Say that what a key names will change at a moment; the schedule touches it then."""
    ClockTouch.objects.get_or_create(key=name, moment=moment)


def ring() -> bool:
    """Wake the press, and return whether there is one on this machine."""
    return bell.ring(Path(settings.PRESS_ROOT))
