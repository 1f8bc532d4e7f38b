"""What an address tries again and again, counted in memory for a minute.

Carriers put thousands behind one address, so limits are high, and what is refused is refused for a
minute at most. Each process of the web server counts for itself.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

WINDOW = 60.0
"""Seconds."""
ADDRESSES = 10_000
"""Kept in memory at most; the longest silent is forgotten first."""


class Tries:
    """Counts by the keyed hash of an address, up to ``most`` a minute."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._tried: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def are_too_many(self, address: str) -> bool:
        """Count one more from ``address``, and return whether there were too many this minute."""
        now = self._clock()
        with self._lock:
            since, count = self._tried.pop(address, (now, 0))
            if now - since > WINDOW:
                since, count = now, 0
            self._tried[address] = (since, count + 1)
            if len(self._tried) > ADDRESSES:
                self._tried.popitem(last=False)
        return count >= self.most

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._tried.clear()
