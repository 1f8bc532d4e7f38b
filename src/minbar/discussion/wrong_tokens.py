"""Who tries receipts' links that are none, and how often; in memory, for a minute.

A token has 256 bits, so that nobody finds one by trying; this keeps trying from costing us work.
A right link is answered whoever shares its reader's address.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MOST = 20
"""Wrong links that an address may try in a minute; carriers put thousands behind one."""
WINDOW = 60.0
"""Seconds."""
ADDRESSES = 10_000
"""Kept in memory at most; the longest silent is forgotten first."""


class WrongTokens:
    """Counts wrong links by the hash of their address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
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
        return count >= MOST
