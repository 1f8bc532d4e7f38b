"""Much is written to the database without keeping anyone from it: in turns.

SQLite has one writer. Measured: written in one go, a million views starved a comment for 30 s.
"""

from collections.abc import Callable, Sequence
from time import monotonic, sleep
from typing import TypeVar

from django.db import transaction

TURN = 0.025
"""Seconds after which a transaction takes nothing more on; its commit is still to come."""
SHORTEST_PAUSE = 0.025
"""SQLite looks for the lock again after 25 ms; a shorter pause could go unnoticed."""
BATCH = 20

Row = TypeVar("Row")


def write_in_turns(rows: Sequence[Row], write: Callable[[Sequence[Row]], object]) -> None:
    """Have ``write`` write the rows, in transactions of 50 ms at most with as long a pause."""
    next_row = 0
    while next_row < len(rows):
        with transaction.atomic():
            began_at = monotonic()
            while next_row < len(rows) and monotonic() - began_at < TURN:
                write(rows[next_row : next_row + BATCH])
                next_row += BATCH
        sleep(max(monotonic() - began_at, SHORTEST_PAUSE))
