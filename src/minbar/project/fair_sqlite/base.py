"""The database engine that Django loads by the name of this package."""

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from minbar.project.fair_sqlite.turns import Turns, turns_of


class DatabaseWrapper(base.DatabaseWrapper):
    """Begins a transaction when it is this thread's turn; SQLite still has the last word."""

    _turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
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

    def _take_turn(self) -> None:
        turns = turns_of(self.settings_dict["NAME"])
        if not turns.take(self.settings_dict["OPTIONS"].get("timeout", 5.0)):
            # As SQLite says it, and as whoever meets it knows it.
            raise OperationalError("database is locked")
        self._turn = turns

    def _give_turn_back(self) -> None:
        turns, self._turn = self._turn, None
        if turns is not None:
            turns.give_back()
