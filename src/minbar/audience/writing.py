"""Views are appended to the day's journal: in the kernel's hands before the answer, synced later.

``kill -9`` loses none of them, for the kernel keeps what a dead process wrote. A power cut loses
what was written since the last sync, at most ``SYNC_EVERY`` seconds and the time that a sync takes.
"""

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from datetime import time as time_of_day
from pathlib import Path

from minbar.audience.volumes import SEGMENT, Descriptor, Volume, hold_volume, sync_folder

logger = logging.getLogger(__name__)

SYNC_EVERY = 1.0
LARGEST_SEGMENT = 16 * 1024 * 1024
OLDEST_SEGMENT = 3600.0


class Segment:
    """A file of a day's journal that one process appends to."""

    def __init__(self, volume: Volume, *, first: float, last: float) -> None:
        """Begin it, for views from the moment ``first`` to before ``last``."""
        self.volume = volume
        self._first, self._last = first, last
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}{SEGMENT}"
        how = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC
        self._descriptor = Descriptor(os.open(volume.path / name, how, 0o600))
        self._size = 0
        self._is_dirty = False
        self._is_entered = False

    def takes(self, moment: float) -> bool:
        """Whether a view of that moment belongs here and there is room."""
        return self._first <= moment < self._last and self._size < LARGEST_SEGMENT

    def append(self, line: bytes) -> None:
        """Hand a line to the kernel. On OSError nothing more may be written to this segment."""
        if os.write(self._descriptor.number, line) != len(line):
            raise OSError("The disk took half a line.")
        self._size += len(line)
        self._is_dirty = True

    def sync(self) -> None:
        """Put on disk what is not there yet. On OSError this segment may not be used any more."""
        if not self._is_dirty:
            return
        self._is_dirty = False
        os.fdatasync(self._descriptor.number)
        if not self._is_entered:
            sync_folder(self.volume.path)
            self._is_entered = True


class Writer:
    """Gives a process the segment to append to, and syncs what was appended."""

    def __init__(self, folder: Path, zone: tzinfo, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._zone = zone
        self._clock = clock
        self._changing = threading.Lock()
        self._process = 0
        self._current: Segment | None = None
        self._left: list[Segment] = []
        self._leaving: list[Segment] = []
        """Left before the last sync; a thread that was slow to append may have done so since."""

    def segment(self, moment: float) -> Segment:
        """Return the segment for views of that moment; waits only while a new one is begun."""
        current = self._current
        if current is not None and self._process == os.getpid() and current.takes(moment):
            return current
        with self._changing:
            self._come_alive()
            if self._current is None or not self._current.takes(moment):
                self._leave(self._current)
                self._current = self._begin(moment)
            return self._current

    def give_up(self, segment: Segment) -> None:
        """Write no more to a segment that has failed."""
        with self._changing:
            if self._current is segment:
                self._leave(segment)

    def sync(self) -> None:
        """Put on disk what has been appended, and let go of segments that are done with."""
        current = self._current
        if current is not None and not current.takes(self._clock()):
            self.give_up(current)  # so that a finished day can be closed though nobody reads
        with self._changing:
            segments = [*self._leaving, *self._left, *filter(None, [self._current])]
            self._leaving, self._left = self._left, []
        for segment in segments:
            try:
                segment.sync()
            except OSError:
                logger.exception("Views of the last second may be lost if the power fails now.")
                self.give_up(segment)

    def _come_alive(self) -> None:
        """Begin syncing in this process: at first, and after a fork, which takes no threads."""
        if self._process == os.getpid():
            return
        self._process = os.getpid()
        self._current, self._left, self._leaving = None, [], []
        threading.Thread(target=self._keep_synced, name="journal", daemon=True).start()

    def _keep_synced(self) -> None:
        while True:
            time.sleep(SYNC_EVERY)
            self.sync()

    def _leave(self, segment: Segment | None) -> None:
        if segment is not None:
            self._current = None
            self._left.append(segment)

    def _begin(self, moment: float) -> Segment:
        midnight = datetime.combine(
            datetime.fromtimestamp(moment, self._zone), time_of_day(), self._zone
        )
        end_of_day = (midnight + timedelta(days=1)).timestamp()
        return Segment(
            hold_volume(self._folder, midnight.date()),
            first=midnight.timestamp(),
            last=min(end_of_day, moment + OLDEST_SEGMENT),
        )
