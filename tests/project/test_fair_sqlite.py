"""Who writes next on SQLite: whoever has waited longest, and nobody for ever."""

import os
import threading
import time
from contextlib import ExitStack, contextmanager

import pytest
from django.db import OperationalError, connection, transaction
from django.db.backends.sqlite3 import base

from minbar.project.fair_sqlite.turns import Turns, turns_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.only_on_sqlite("PostgreSQL has many writers"),
]


@contextmanager
def beside(work):
    """Have ``work`` done by a thread with a connection of its own; it has ended in the end."""

    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield
    thread.join()


def wait_for(condition):
    give_up_at = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < give_up_at
        time.sleep(0.001)


def waiting():
    return len(turns_of(connection.settings_dict["NAME"])._waiting)


def busy_timeout():
    return connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]


def assert_one_may_write():
    with transaction.atomic():
        assert connection.in_atomic_block


class TestTransactions:
    def test_whoever_waited_longest_writes_first(self):
        order = []

        def write(name):
            with transaction.atomic():
                order.append(name)

        def write_twice():
            with transaction.atomic():
                wait_for(lambda: waiting() == 2)
                order.append("first")
            write("first, again")

        began = threading.Event()
        with beside(lambda: (began.wait(), write_twice())):
            began.set()
            wait_for(lambda: turns_of(connection.settings_dict["NAME"])._is_taken)
            with beside(lambda: write("second")):
                wait_for(lambda: waiting() == 1)
                with beside(lambda: write("third")):
                    pass

        assert order == ["first", "second", "third", "first, again"]

    def test_one_that_fails_gives_its_turn_back(self):
        with pytest.raises(ValueError, match="no"), transaction.atomic():
            raise ValueError("no")

        assert_one_may_write()

    def test_one_whose_connection_is_closed_gives_its_turn_back(self):
        def close_and_fail():
            connection.close()
            raise ValueError("no")

        with pytest.raises(ValueError, match="no"), transaction.atomic():
            close_and_fail()

        assert_one_may_write()

    def test_one_that_another_process_keeps_out_gives_its_turn_back(self, monkeypatch):
        def locked(_self):
            raise OperationalError("database is locked")

        with monkeypatch.context() as patch:
            patch.setattr(base.DatabaseWrapper, "_start_transaction_under_autocommit", locked)
            with pytest.raises(OperationalError), transaction.atomic():
                pass

        assert_one_may_write()

    def test_who_waits_too_long_hears_that_the_database_is_locked(self, monkeypatch):
        heard = []

        def write():
            monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.01)
            try:
                with transaction.atomic():
                    pass
            except OperationalError as error:
                heard.append(str(error))

        with transaction.atomic(), beside(write):
            pass

        assert heard == ["database is locked"]
        assert waiting() == 0
        assert_one_may_write()

    def test_who_waited_for_the_turn_waits_for_other_processes_so_much_less(self, monkeypatch):
        asked = []
        begin = base.DatabaseWrapper._start_transaction_under_autocommit

        def ask_and_begin(self):
            asked.append(busy_timeout())
            return begin(self)

        def write():
            with transaction.atomic():
                asked.append(busy_timeout())

        monkeypatch.setattr(
            base.DatabaseWrapper, "_start_transaction_under_autocommit", ask_and_begin
        )
        with ExitStack() as ending, transaction.atomic():
            ending.enter_context(beside(write))
            wait_for(lambda: waiting() == 1)

        usual, less, usual_again = asked
        assert usual == usual_again == connection.settings_dict["OPTIONS"]["timeout"] * 1000
        assert less < usual

    def test_a_forked_process_begins_with_nobody_at_work(self):
        with transaction.atomic():
            child = os.fork()
            if child == 0:
                os._exit(0 if turns_of("any database").take(0) and not waiting() else 1)

        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


class TestTurns:
    def test_are_one_s_own_until_they_are_given_back(self):
        turns = Turns()

        assert turns.take(0)
        assert not turns.take(0)
        turns.give_back()
        assert turns.take(0)
