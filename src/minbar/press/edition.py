"""The whole edition: every public page pressed, or compared with a fresh rendering."""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context

from minbar.press.forking import let_go_of_database
from minbar.press.models import PressedPage
from minbar.press.pressing import press_or_note_failure, store
from minbar.press.public import public_paths
from minbar.press.rendering import render
from minbar.press.staleness import stale_edition, stale_pages

CHUNK = 20
"""Pages that a process takes at once."""
TELL_EVERY = 500

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Edition:
    """What became of the pages of an edition."""

    pressed: int
    fresh: int
    failed: int


def press_all(*, again: bool = False, processes: int | None = None, tell: Tell) -> Edition:
    """Press every public page, those that readers want most first.

    Pages that are fresh are left out unless ``again``, so that what was cut off goes on where it
    stopped. Several processes share the work, each with a connection of its own.
    """
    everything = list(public_paths())
    known = list(PressedPage.objects.exclude(digest="").values_list("path", flat=True))
    everything = list(dict.fromkeys([*everything, *known]))
    fresh = set() if again else set(known) - {*stale_pages(), *stale_edition()}
    due = [path for path in everything if path not in fresh]
    store().prepare()
    failed = 0
    for done, ok in enumerate(_in_processes(due, processes or os.cpu_count() or 1), start=1):
        failed += not ok
        if done % TELL_EVERY == 0:
            tell(done, len(due))
    return Edition(pressed=len(due) - failed, fresh=len(everything) - len(due), failed=failed)


def check(*, sample: int | None = None) -> Iterator[tuple[str, bool]]:
    """Render stored pages again and say of each whether it is the same, byte for byte."""
    paths = list(store().paths())
    if sample is not None and sample < len(paths):
        paths = random.sample(paths, sample)
    for path in paths:
        stored = store().read(path)
        yield path, stored is not None and stored == render(path).answer


def _in_processes(paths: list[str], processes: int) -> Iterator[bool]:
    if processes == 1 or len(paths) <= CHUNK:
        yield from map(_press, paths)
        return
    let_go_of_database()
    with get_context("fork").Pool(processes) as pool:
        yield from pool.imap_unordered(_press, paths, chunksize=CHUNK)


def _press(path: str) -> bool:
    return press_or_note_failure(path, again=True) is not None
