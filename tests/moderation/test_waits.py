"""Waits are counted on a ladder, so that days can be added and a quantile still be read off."""

import random
import statistics as exactly
from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from minbar.moderation.waits import minutes, quantile, step_of, wait_at

SECONDS = st.floats(min_value=0, max_value=10**9)


class TestTheLadder:
    """No wait is made shorter, and none longer by more than 2 %."""

    @given(SECONDS)
    def test_a_wait_is_rounded_up_by_at_most_a_step(self, seconds):
        read = wait_at(step_of(timedelta(seconds=seconds))).total_seconds()

        assert read >= min(seconds, 1) * 0.999
        assert seconds <= read * 1.000001 or seconds <= 1
        assert read <= max(1.0, seconds) * 1.0201


class TestQuantiles:
    """The median and the 95th percentile of what was counted."""

    def test_they_are_those_of_the_waits_themselves(self):
        chance = random.Random(8)
        waits = [chance.lognormvariate(7, 1.5) for _ in range(5000)]
        steps = Counter(step_of(timedelta(seconds=wait)) for wait in waits)

        for share, exact in (
            (0.5, exactly.median(waits)),
            (0.95, sorted(waits)[4749]),
        ):
            read = quantile(steps, share)
            assert read is not None
            assert 1 <= read.total_seconds() / exact < 1.03

    def test_of_too_few_nothing_is_said(self):
        assert quantile({100: 4}, 0.5) is None
        assert quantile({100: 5}, 0.5) is not None
        assert quantile({}, 0.5, fewest=0) is None

    def test_minutes_are_rounded_up_and_never_none(self):
        assert [minutes(timedelta(seconds=s)) for s in (0, 59, 61)] == [1, 1, 2]
        assert minutes(None) is None
