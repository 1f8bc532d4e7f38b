"""A database that falls silent in the midst of a command is given up, and the reader is told.

A timeout for connecting does not help there, nor TCP's own: a server process that stands still on
a machine that goes on has every byte acknowledged, and answers none (tried with SIGSTOP).
"""

import os
import socket
import threading
import time
import weakref
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

LOOK_EVERY = 0.5
BUSY = 1
"""``PQTRANS_ACTIVE`` of libpq: a command was sent, and its answer has not come."""


class SilenceWatch:
    """Ends connections of this process whose database has not answered for so many seconds.

    Whoever waits for the answer gets an OperationalError, as from a database that is gone. SQLite
    is never silent: its busy timeout says how long it waits.
    """

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._wrappers: weakref.WeakSet[BaseDatabaseWrapper] = weakref.WeakSet()
        self._busy_since: dict[int, float] = {}

    def start(self) -> None:
        """Watch every connection that this process makes from now on, until it ends."""
        connection_created.connect(self._take_in, weak=False)
        threading.Thread(target=self._watch, name="silence watch", daemon=True).start()

    def _take_in(self, connection: BaseDatabaseWrapper, **_signal: Any) -> None:
        if connection.vendor == "postgresql":
            self._wrappers.add(connection)

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK_EVERY)
            self.look(time.monotonic())

    def look(self, now: float) -> None:
        """End what has been silent for too long at ``now``, in seconds of a monotonic clock."""
        busy: dict[int, float] = {}
        for wrapper in list(self._wrappers):
            connection = wrapper.connection
            if connection is None or connection.closed:
                continue
            if connection.pgconn.transaction_status != BUSY:
                continue
            since = busy[id(connection)] = self._busy_since.get(id(connection), now)
            if now - since > self._longest:
                _hang_up(connection.pgconn.socket)
        self._busy_since = busy


def _hang_up(descriptor: int) -> None:
    """Shut a socket that another thread waits for, without taking its descriptor away."""
    try:
        with socket.socket(fileno=os.dup(descriptor)) as line:
            line.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it has just been closed
