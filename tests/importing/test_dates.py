"""A date is read as its site writes it, or not at all."""

import pytest

from minbar.importing.dates import draw_date_slot


@pytest.fixture(scope="module")
def slot():
    return draw_date_slot(
        empty="[-/ ]+",
        written=[
            "[{weekday} ]{day} {month} {year}[، {hour}:{minute}][ / {anything}]",
            "{year}-{month}-{day}",
        ],
    )


class TestADateSlot:
    """Gregorian dates are understood; Hijri ones beside them are left to our own calendar."""

    @pytest.mark.parametrize(
        ("written", "moment"),
        [
            ("2026-11-02", "2026-11-02T00:00"),
            ("02 11 2026", "2026-11-02T00:00"),
            ("2 نوفمبر 2026", "2026-11-02T00:00"),
            ("٢ نوفمبر ٢٠٢٦", "2026-11-02T00:00"),
            ("الاثنين 2 نوفمبر 2026، 19:45", "2026-11-02T19:45"),
            ("18 جانفي 2020 / 23 جمادى الأولى 1441", "2020-01-18T00:00"),
            ("18 يناير 2020", "2020-01-18T00:00"),
            ("18 كانون الثاني 2020", "2020-01-18T00:00"),
            ("الأحد 5 غشت 2018", "2018-08-05T00:00"),
            ("5 اوت 2018", "2018-08-05T00:00"),
        ],
    )
    def test_months_of_every_region_are_known(self, slot, written, moment):
        assert slot.read(written).isoformat(timespec="minutes") == moment

    @pytest.mark.parametrize(
        "written",
        [
            "31 فيفري 2020",
            "2020-13-01",
            "18 رجب 1441",
            "18 05 1441",
            "أمس",
            "18 01 20",
            "0000-01-01",
        ],
    )
    def test_what_is_no_such_day_is_not_guessed(self, slot, written):
        assert slot.read(written) is None
        assert not slot.is_empty(written)

    @pytest.mark.parametrize("written", ["", "-- -- -- / -- -- --", "--"])
    def test_an_empty_slot_is_empty(self, slot, written):
        assert slot.is_empty(written)
