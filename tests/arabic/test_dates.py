"""Both calendars, in the words of the paper's region."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies

from minbar.arabic import dual_date

ALGIERS = ZoneInfo("Africa/Algiers")
MORNING = datetime(2026, 11, 23, 8, 12, tzinfo=ALGIERS)


class TestDualDate:
    """A date is whole, in the region's months, and never an error on a page."""

    def test_both_calendars_are_given(self):
        told = dual_date(MORNING)

        assert told.full == "الاثنين 23 نوفمبر 2026، 08:12"
        assert told.hijri == "13 جمادى الآخرة 1448"

    @pytest.mark.parametrize(
        ("region", "january", "august"),
        [
            ("DZ", "جانفي", "أوت"),
            ("TN", "جانفي", "أوت"),
            ("MA", "يناير", "غشت"),
            ("EG", "يناير", "أغسطس"),
            ("LB", "كانون الثاني", "آب"),
            ("SA", "يناير", "أغسطس"),
            ("FR", "يناير", "أغسطس"),
        ],
    )
    def test_months_are_the_regions(self, region, january, august):
        assert january in dual_date(datetime(2026, 1, 5, tzinfo=ALGIERS), region=region).gregorian
        assert august in dual_date(datetime(2026, 8, 5, tzinfo=ALGIERS), region=region).gregorian

    def test_english_is_a_full_second_language(self):
        told = dual_date(MORNING, language="en", digits="arab")

        assert told.full == "Monday 23 November 2026, 08:12"
        assert told.hijri == "13 Jumada al-Akhira 1448"

    @pytest.mark.parametrize(
        ("language", "full"),
        [
            ("ar-dz", "الاثنين 23 نوفمبر 2026، 08:12"),
            ("en-gb", "Monday 23 November 2026, 08:12"),
            ("fr", "lundi 23 novembre 2026, 08:12"),
        ],
    )
    def test_a_language_may_be_named_with_its_country(self, language, full):
        assert dual_date(MORNING, language=language).full == full

    def test_digits_may_be_arabic_indic(self):
        assert (
            dual_date(MORNING, region="EG", digits="arab").full == "الاثنين ٢٣ نوفمبر ٢٠٢٦، ٠٨:١٢"
        )

    def test_the_moment_is_told_in_its_own_zone(self):
        late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

        assert dual_date(late.astimezone(ALGIERS)).gregorian == "24 نوفمبر 2026"

    def test_sighting_moves_the_hijri_day(self):
        assert dual_date(MORNING, hijri_offset=-1).hijri == "12 جمادى الآخرة 1448"

    @pytest.mark.parametrize("year", [1900, 2090])
    def test_outside_umm_al_qura_only_the_gregorian_date_stands(self, year):
        told = dual_date(datetime(year, 3, 1, tzinfo=UTC))

        assert told.hijri == ""
        assert str(year) in told.gregorian

    def test_a_moment_without_a_zone_is_refused(self):
        with pytest.raises(ValueError, match="without a time zone"):
            dual_date(datetime(2026, 11, 23))  # noqa: DTZ001

    def test_an_offset_beyond_what_sighting_explains_is_refused(self):
        with pytest.raises(ValueError, match="from -2 to 2"):
            dual_date(MORNING, hijri_offset=3)

    @given(strategies.dates(date(1, 1, 3), date(9999, 12, 28)), strategies.integers(-2, 2))
    def test_no_date_is_an_error(self, day, offset):
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=1)

        assert dual_date(moment, hijri_offset=offset).gregorian
