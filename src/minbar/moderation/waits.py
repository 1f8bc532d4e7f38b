"""How long something took, counted so that days can be added and a median still be read off.

A wait is kept as the number of its step on a ladder whose steps grow by 2 %: what is read off it
is exact to 2 %, rounded up, whether ten waits were counted or ten million.
"""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil, log

GROWTH = 1.02
"""Each step of the ladder against the one before."""
FEWEST = 5
"""Waits below which a median says nothing, and would tell of single comments."""


def step_of(wait: timedelta) -> int:
    """Return the step that ``wait`` stands on; what took no second stands on the lowest.

    >>> step_of(timedelta(0)), step_of(timedelta(minutes=1))
    (0, 207)
    """
    seconds = wait.total_seconds()
    return ceil(log(seconds, GROWTH)) if seconds > 1 else 0


def wait_at(step: int) -> timedelta:
    """Return the longest wait of a step."""
    return timedelta(seconds=GROWTH**step)


def quantile(steps: Mapping[int, int], share: float, *, fewest: int = FEWEST) -> timedelta | None:
    """Return the wait that a share of the counted ones did not exceed, or None of too few.

    >>> quantile({0: 1, 207: 3, 400: 1}, 0.5) == wait_at(207)
    True
    """
    count = sum(steps.values())
    if count < max(1, fewest):
        return None
    place = ceil(count * share)
    passed = 0
    for step in sorted(steps):
        passed += steps[step]
        if passed >= place:
            return wait_at(step)
    return None


def minutes(wait: timedelta | None) -> int | None:
    """Return whole minutes, rounded up, at least one."""
    return None if wait is None else max(1, ceil(wait.total_seconds() / 60))
