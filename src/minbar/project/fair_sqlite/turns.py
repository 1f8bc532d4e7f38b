"""Whose turn it is to write.

SQLite has one writer, and who finds it at work looks again after a while, ever more seldom (up to
a tenth of a second, https://sqlite.org/c3ref/busy_timeout.html); meanwhile whoever comes just in
time goes first. With twenty moderators at work some waited for two seconds and were sent away while
others wrote a dozen times.
"""

import os
from collections import deque
from collections.abc import Hashable
from threading import Event, Lock


class Turns:
    """A lock that is had in the order in which it was asked for, within one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_taken = False
        self._waiting: deque[Event] = deque()

    def take(self, seconds: float) -> bool:
        """Wait for one's turn, for so long at most; return whether it came."""
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            if not seconds:
                return False
            mine = Event()
            self._waiting.append(mine)
        if mine.wait(seconds):
            return True
        with self._lock:
            if not mine.is_set():
                self._waiting.remove(mine)
            return mine.is_set()

    def give_back(self) -> None:
        """Let the next who waits have it."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False


def turns_of(database: Hashable) -> Turns:
    """Return the turns at a database, the same for all threads of this process."""
    return _turns.setdefault(database, Turns())


_turns: dict[Hashable, Turns] = {}
# A forked process has none of the threads that may have had a turn.
os.register_at_fork(after_in_child=_turns.clear)
