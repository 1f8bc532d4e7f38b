"""What must be let go of before a process is forked."""

import threading
import time
from collections.abc import Iterable
from pathlib import Path

from django.db import connections

LONGEST_WAIT = 1.0
"""Seconds."""


def let_go_of_database() -> None:
    """Close what must not be used on both sides of a fork: connections, and a pool's threads."""
    before = threading.enumerate()
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    _wait_until_gone(set(before).difference(threading.enumerate()))


def _wait_until_gone(threads: Iterable[threading.Thread]) -> None:
    """Wait until the system, too, has ended threads that Python has joined.

    Until then they may hold a lock of a library that a forked process would wait for in vain.
    """
    until = time.monotonic() + LONGEST_WAIT
    tasks = [Path(f"/proc/self/task/{thread.native_id}") for thread in threads]
    while any(task.exists() for task in tasks) and time.monotonic() < until:
        time.sleep(0.001)
