"""The database engine that Django loads by the name of this package."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from time import monotonic

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from minbar.project.fair_sqlite.turns import Turns, turns_of


class DatabaseWrapper(base.DatabaseWrapper):
    """Begins a transaction when it is this thread's turn; SQLite still has the last word."""

    _turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        seconds = self.settings_dict["OPTIONS"].get("timeout", 5.0)
        waited = self._take_turn(seconds)
        try:
            # Who has waited for the turn waits for other processes so much less.
            with self._waiting_for_others(seconds - waited) if waited else nullcontext():
                super()._start_transaction_under_autocommit()  # type: ignore[misc] # not in the stubs
        except BaseException:
            self._give_turn_back()
            raise

    def commit(self) -> None:
        try:
            super().commit()
        finally:
            self._give_turn_back()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._give_turn_back()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._give_turn_back()

    def __del__(self) -> None:
        # Of a thread that ended within a transaction.
        self._give_turn_back()

    def _take_turn(self, seconds: float) -> float:
        """Return for how many seconds it was waited for; 0 where nobody was before."""
        turns = turns_of(self.settings_dict["NAME"])
        if turns.take(0):
            self._turn = turns
            return 0
        began_at = monotonic()
        if not turns.take(seconds):
            # As SQLite says it, and as whoever meets it knows it.
            raise OperationalError("database is locked")
        self._turn = turns
        return min(seconds, monotonic() - began_at)

    @contextmanager
    def _waiting_for_others(self, seconds: float) -> Iterator[None]:
        (usual,) = self.connection.execute("PRAGMA busy_timeout").fetchone()
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {usual}")

    def _give_turn_back(self) -> None:
        turns, self._turn = self._turn, None
        if turns is not None:
            turns.give_back()
