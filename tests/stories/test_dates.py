"""Moments are told as this newspaper writes them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from minbar.arabic import HijriOffsets
from minbar.stories.dates import dual_date, when

LATE = datetime(2026, 2, 18, 23, 30, tzinfo=UTC)
"""In Algiers the nineteenth has begun: the second of Ramadan, as Mecca reckons."""


@pytest.mark.django_db
class TestDualDate:
    """A date is the newspaper's: its zone, its region, its digits and the months that it saw."""

    def test_the_day_is_that_of_the_newspapers_clock(self):
        with translation.override("ar"):
            assert when(LATE) == "19 فيفري 2026، 00:30"

    def test_the_offset_is_the_one_that_held_on_that_day(self, settings):
        settings.MINBAR_HIJRI_OFFSET = HijriOffsets.parse("0, 2026-02-18: -1, 2026-03-20: 0")

        with translation.override("ar"):
            told = [dual_date(LATE + timedelta(days=day)) for day in (-2, -1, 0, 28, 29)]

        assert [date.hijri for date in told] == [
            "29 شعبان 1447",
            "29 شعبان 1447",
            "1 رمضان 1447",
            "29 رمضان 1447",
            "1 شوال 1447",
        ]

    def test_digits_are_the_newspapers(self, settings):
        settings.MINBAR_DIGITS = "arab"

        with translation.override("ar"):
            assert dual_date(LATE).hijri == "٢ رمضان ١٤٤٧"
        with translation.override("en"):
            assert dual_date(LATE).hijri == "2 Ramadan 1447"
