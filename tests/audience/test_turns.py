import time

import pytest
from django.db import transaction

from minbar.audience import turns
from minbar.audience.turns import BATCH, write_in_turns


@pytest.fixture
def ticks(monkeypatch):
    """Time as the writing takes it: each batch a hundredth of a second."""
    passed, pauses = [0.0], []
    monkeypatch.setattr(turns, "monotonic", lambda: passed[0])
    monkeypatch.setattr(turns, "sleep", pauses.append)
    return passed, pauses


@pytest.mark.django_db(transaction=True)
class TestTurns:
    """Much is written in short transactions, and each is followed by as long a pause."""

    def test_every_row_is_written_once_and_in_order(self):
        written = []

        write_in_turns(range(3 * BATCH + 1), written.extend)

        assert written == list(range(3 * BATCH + 1))

    def test_a_transaction_takes_on_no_more_than_its_turn_allows(self, ticks):
        passed, pauses = ticks
        transactions = []

        def write(rows):
            passed[0] += 0.01
            transactions.append(len(pauses))

        write_in_turns(range(7 * BATCH), write)

        assert transactions == [0, 0, 0, 1, 1, 1, 2]
        assert pauses == [pytest.approx(0.03), pytest.approx(0.03), turns.SHORTEST_PAUSE]

    def test_nothing_is_held_during_the_pause(self, monkeypatch):
        in_transaction = []
        monkeypatch.setattr(
            turns,
            "sleep",
            lambda _: in_transaction.append(transaction.get_connection().in_atomic_block),
        )

        write_in_turns([1], lambda rows: None)

        assert in_transaction == [False]

    def test_of_nothing_nothing_is_written(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            write_in_turns([], time.sleep)
