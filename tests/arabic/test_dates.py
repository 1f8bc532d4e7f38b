"""Both calendars, in the words of the paper's region."""

import doctest
import re
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hijridate import ummalqura
from hypothesis import example, given, strategies

from minbar.arabic import NOUNS, HijriOffsets, counted, dates, dual_date, relative_time
from minbar.arabic.dates import HIJRI_MONTHS

from .specification import cases

ALGIERS = ZoneInfo("Africa/Algiers")
MORNING = datetime(2026, 11, 23, 8, 12, tzinfo=ALGIERS)
FIRST_DAY, LAST_DAY = (date(*day) for day in ummalqura.GREGORIAN_RANGE)
FARTHEST = timedelta(hours=23, minutes=59, seconds=59)

zones = strategies.one_of(
    strategies.timezones(), strategies.timedeltas(-FARTHEST, FARTHEST).map(timezone)
)


def chosen(case, *names):
    """What a case says of these arguments, if it does."""
    return {name: case[name] for name in names if name in case}


class TestDualDate:
    """A date is whole, in the region's months, and never an error on a page."""

    @pytest.mark.parametrize("case", cases("dual_date"), ids=lambda case: case["why"])
    def test_as_specified(self, case):
        told = dual_date(
            case["moment"], **chosen(case, "region", "language", "digits", "hijri_offset")
        )

        assert told.full == case["full"]
        assert told.hijri == case["hijri"]

    @pytest.mark.parametrize(
        "case", [case for case in cases("dual_date") if "months" in case], ids=lambda c: c["why"]
    )
    def test_months_are_the_regions(self, case):
        first_days = [datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 13)]

        told = [dual_date(day, region=case["region"]).gregorian for day in first_days]

        assert told == [f"1 {month} 2026" for month in case["months"]]

    def test_the_moment_is_told_in_its_own_zone(self):
        late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

        assert dual_date(late.astimezone(ALGIERS)).gregorian == "24 نوفمبر 2026"

    def test_a_moment_without_a_zone_is_refused(self):
        with pytest.raises(ValueError, match="without a time zone"):
            dual_date(datetime(2026, 11, 23))  # noqa: DTZ001

    def test_an_offset_beyond_what_sighting_explains_is_refused(self):
        with pytest.raises(ValueError, match="from -2 to 2"):
            dual_date(MORNING, hijri_offset=3)

    @given(
        strategies.datetimes(timezones=zones),
        strategies.integers(-2, 2),
        strategies.text(max_size=8),
        strategies.text(max_size=8),
    )
    @example(MORNING, 0, "", "AF")
    def test_no_moment_region_or_language_is_an_error(self, moment, offset, region, language):
        told = dual_date(moment, region=region, language=language, hijri_offset=offset)

        assert str(moment.year) in told.gregorian

    @pytest.mark.parametrize("farthest", [FARTHEST, -FARTHEST])
    @pytest.mark.parametrize(
        "end", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
    )
    @pytest.mark.parametrize("offset", [-2, 0, 2])
    def test_nor_is_either_end_of_time(self, end, farthest, offset):
        told = dual_date(end.replace(tzinfo=timezone(farthest)), hijri_offset=offset)

        assert told.gregorian
        assert told.hijri == ""


class TestHijriDates:
    """The Hijri date is Umm al-Qura's on each day of its table, and absent on every other."""

    def test_each_day_is_the_librarys(self):
        months = [(year, name) for year in range(1343, 1501) for name in HIJRI_MONTHS["ar"]]
        lengths = [after - start for start, after in pairwise(ummalqura.MONTH_STARTS)]
        by_the_table = [
            f"{day} {name} {year}"
            for (year, name), length in zip(months, lengths, strict=True)
            for day in range(1, length + 1)
        ]

        every_day = range((LAST_DAY - FIRST_DAY).days + 1)
        noon = datetime(1924, 8, 1, 12, tzinfo=UTC)
        told = [dual_date(noon + timedelta(days=day)).hijri for day in every_day]

        assert told == by_the_table

    @given(
        strategies.dates(max_value=FIRST_DAY - timedelta(days=1))
        | strategies.dates(min_value=LAST_DAY + timedelta(days=1))
    )
    def test_outside_only_the_gregorian_date_stands(self, day):
        told = dual_date(datetime(day.year, day.month, day.day, tzinfo=UTC))

        assert told.hijri == ""
        assert told.gregorian.endswith(str(day.year))


class TestHijriOffsets:
    """A newspaper tells by how many days its month began beside the reckoned one, and when."""

    @pytest.mark.parametrize(
        ("told", "day", "offset"),
        [
            ("", "2026-02-19", 0),
            ("0", "2026-02-19", 0),
            ("-1", "0001-01-01", -1),
            ("+2", "9999-12-31", 2),
            ("2026-02-19: -1", "2026-02-18", 0),
            ("2026-02-19: -1", "2026-02-19", -1),
            ("1, 2026-02-19: -1", "2026-02-18", 1),
            ("0,2026-02-19:-1,2026-03-20:0", "2026-03-19", -1),
            (" 0 , 2026-02-19 : -1 , 2026-03-20 : 0 , ", "2026-03-20", 0),
        ],
    )
    def test_the_last_that_began_holds(self, told, day, offset):
        assert HijriOffsets.parse(told).on(date.fromisoformat(day)) == offset

    @pytest.mark.parametrize(
        "told", ["x", "1.5", "2026-02-30: 1", "2026-02-19 -1", "2026-02-19:", "-1: 2026-02-19"]
    )
    def test_what_is_no_offset_is_refused_with_an_example(self, told):
        with pytest.raises(ValueError, match=re.escape(f"“{told}” is no Hijri offset. Write")):
            HijriOffsets.parse(told)

    @pytest.mark.parametrize("told", ["3", "0, 2026-02-19: -3"])
    def test_an_offset_beyond_what_sighting_explains_is_refused(self, told):
        with pytest.raises(ValueError, match="from -2 to 2"):
            HijriOffsets.parse(told)

    @pytest.mark.parametrize("told", ["0, 1", "2026-03-20: 0, 2026-02-19: -1"])
    def test_steps_are_told_in_their_order(self, told):
        with pytest.raises(ValueError, match="the earliest first"):
            HijriOffsets.parse(told)

    def test_their_example_holds(self):
        assert doctest.testmod(dates).failed == 0


class TestRelativeTime:
    """How long ago is said in whole units, in forms that agree."""

    @pytest.mark.parametrize("case", cases("relative_time"), ids=lambda case: case["said"])
    def test_as_specified(self, case):
        distance = timedelta(**case.get("ahead", {})) - timedelta(**case.get("ago", {}))

        said = relative_time(MORNING + distance, MORNING, **chosen(case, "language", "digits"))

        assert said == case["said"]

    @pytest.mark.parametrize(
        ("unit", "noun"),
        [
            (timedelta(seconds=1), NOUNS["ثانية"]),
            (timedelta(minutes=1), NOUNS["دقيقة"]),
            (timedelta(hours=1), NOUNS["ساعة"]),
            (timedelta(days=1), NOUNS["يوم"]),
            (timedelta(weeks=1), NOUNS["أسبوع"]),
            (timedelta(days=30), NOUNS["شهر"]),
            (timedelta(days=365), NOUNS["سنة"]),
        ],
    )
    def test_nouns_are_counted_as_elsewhere(self, unit, noun):
        larger = next((larger for larger in reversed(dates.UNITS) if larger > unit), 200 * unit)

        for number in range(1, -(-larger // unit)):
            said = noun.oblique_dual if number == 2 else counted(number, noun)
            assert relative_time(MORNING - number * unit, MORNING) == f"قبل {said}"
            assert relative_time(MORNING + number * unit, MORNING) == f"خلال {said}"

    @given(
        strategies.datetimes(timezones=zones),
        strategies.datetimes(timezones=zones),
        strategies.sampled_from(["ar", "en", "fr", "kab", "zgh", "xx", ""]),
    )
    def test_no_two_moments_are_an_error(self, moment, now, language):
        assert relative_time(moment, now, language=language)

    def test_only_one_with_a_zone_is_refused(self):
        with pytest.raises(TypeError):
            relative_time(MORNING.replace(tzinfo=None), MORNING)
