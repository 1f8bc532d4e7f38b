from datetime import timedelta

import pytest

from minbar.audience.models import DayFigures, Period, Ranked
from minbar.audience.rankings import LENGTH, most_read, refresh_rankings
from minbar.press.models import Touch


@pytest.fixture
def read(clock):
    """Have a story read ``views`` times, the hour that many hours ago."""

    def enter(story, views, hours_ago=0):
        moment = clock.now - timedelta(hours=hours_ago)
        hours = [views if hour == moment.hour else 0 for hour in range(24)]
        DayFigures.objects.create(
            story=story,
            day=moment.date(),
            volume=f"{DayFigures.objects.count()}",
            views=views,
            hours=hours,
        )

    return enter


def ranking(period):
    return [(ranked.story, ranked.views) for ranked in Ranked.objects.over(period)]


@pytest.fixture
def fresh(make_story):
    return make_story("خبر الساعة")


@pytest.fixture
def old(make_story):
    return make_story("خبر الأمس")


class TestRanking:
    """The most read of an hour, of a day and of a week, and what rises."""

    def test_over_a_day(self, fresh, old, read):
        read(fresh, 10)
        read(old, 7, hours_ago=2)
        read(old, 8, hours_ago=20)
        read(old, 100, hours_ago=30)

        refresh_rankings()

        assert ranking(Period.DAY) == [(old, 15), (fresh, 10)]

    def test_of_the_hour_in_which_the_period_began_a_part_counts(self, story, read, clock):
        clock.turn(minutes=15)
        read(story, 10)
        read(story, 40, hours_ago=1)

        refresh_rankings()

        assert ranking(Period.HOUR) == [(story, 10 + 30)]

    def test_over_a_week(self, fresh, old, read):
        read(fresh, 10)
        read(old, 100, hours_ago=6 * 24)
        read(fresh, 1000, hours_ago=8 * 24)

        refresh_rankings()

        assert ranking(Period.WEEK) == [(old, 100), (fresh, 10)]

    def test_among_those_that_rise_a_view_of_six_hours_ago_counts_half(self, fresh, old, read):
        read(fresh, 60)
        read(old, 100, hours_ago=6)

        refresh_rankings()

        assert ranking(Period.TRENDING) == [(fresh, 60), (old, 50)]

    def test_volumes_add_up(self, story, read):
        read(story, 2)
        read(story, 3)

        refresh_rankings()

        assert ranking(Period.WEEK) == [(story, 5)]

    def test_of_equals_the_newer_comes_first(self, old, story, read):
        read(old, 5)
        read(story, 5)

        refresh_rankings()

        assert ranking(Period.DAY) == [(story, 5), (old, 5)]

    def test_what_is_not_published_is_not_ranked(self, story, make_story, read):
        read(make_story(live=False), 100)
        read(story, 1)

        refresh_rankings()

        assert ranking(Period.DAY) == [(story, 1)]

    def test_what_is_unpublished_goes_at_once(self, story, read):
        read(story, 1)
        refresh_rankings()

        story.unpublish()

        assert ranking(Period.DAY) == []

    def test_a_ranking_has_its_length(self, make_story, read):
        for number in range(LENGTH + 3):
            read(make_story(f"خبر {number}"), number + 1)

        refresh_rankings()

        assert len(ranking(Period.DAY)) == LENGTH


class TestRankingAgain:
    """Rows are written anew when they have changed, and only then."""

    @pytest.fixture
    def rows(self):
        """What is ranked, and how often the pages that show it were told."""

        def read():
            told = Touch.objects.filter(key="most-read").count()
            return [told, *Ranked.objects.order_by("pk").values_list("pk", flat=True)]

        return read

    def test_as_long_as_it_is_the_same_nothing_is_written(self, story, read, rows):
        read(story, 100)
        refresh_rankings()
        before = rows()

        refresh_rankings()

        assert rows() == before

    def test_a_small_change_of_a_figure_is_not_worth_a_page(self, story, read, rows):
        read(story, 100)
        refresh_rankings()
        before = rows()

        read(story, 5)
        refresh_rankings()
        assert rows() == before

        read(story, 1)
        refresh_rankings()
        assert rows() != before

    def test_another_order_is(self, fresh, old, read):
        read(fresh, 1000)
        read(old, 1001)
        refresh_rankings()

        read(fresh, 2)
        refresh_rankings()

        assert [story for story, _views in ranking(Period.DAY)] == [fresh, old]

    def test_it_empties_when_nobody_reads(self, story, read, clock):
        read(story, 1)
        refresh_rankings()

        clock.turn(days=9)
        refresh_rankings()

        assert not Ranked.objects.exists()


class TestMostRead:
    """What readers are shown: of a day, or of a week where a day has not brought enough."""

    def test_of_a_day(self, fresh, old, read):
        read(fresh, 1)
        read(old, 100, hours_ago=70)
        refresh_rankings()

        assert [ranked.story for ranked in most_read(1)] == [fresh]

    def test_of_a_week(self, fresh, old, read):
        read(fresh, 1)
        read(old, 100, hours_ago=70)
        refresh_rankings()

        assert [ranked.story for ranked in most_read(2)] == [old, fresh]
