from datetime import date

import pytest
from django.contrib.auth.models import User

from minbar.audience.counting import OTHERS, write_days
from minbar.audience.models import DayFigures, Figures, Period
from minbar.audience.rankings import refresh_rankings

PAGE = "/newsroom/audience/"


@pytest.fixture
def desk(client, make_colleague):
    """The newsroom as an editor sees it."""
    client.force_login(make_colleague("salima", "محررون"))
    return client


@pytest.fixture
def read(clock):
    """Have a story read."""

    def enter(story, views, *, day=None, hour=9, **sources):
        day = day or clock.today
        hours = [views if at == hour else 0 for at in range(24)]
        write_days(
            [
                DayFigures(
                    story=story, day=day, volume="v", views=views, hours=hours, sources=sources
                )
            ]
        )
        refresh_rankings()

    return enter


class TestWhoMaySee:
    """Those whom an editor gives the right, and nobody else."""

    def test_an_editor_may(self, desk):
        assert desk.get(PAGE).status_code == 200
        assert PAGE in desk.get("/newsroom/").content.decode()

    @pytest.mark.parametrize("group", ["صحفيون", "مشرفو التعليقات"])
    def test_others_may_not(self, client, make_colleague, story, group):
        client.force_login(make_colleague("nadir", group))

        assert client.get(PAGE).status_code == 302
        assert client.get(f"{PAGE}stories/{story.pk}/").status_code == 302
        assert PAGE not in client.get("/newsroom/").content.decode()

    def test_the_right_can_be_given(self, client, db):
        client.force_login(User.objects.create_superuser("admin", password="admin-password"))

        assert "كم قُرئت المقالات" in client.get("/newsroom/groups/new/").content.decode()


class TestThePage:
    """How often everything is read: in all, by day, hour, section, story and source."""

    def test_opens_before_anyone_has_read_anything(self, desk):
        page = desk.get(PAGE)

        assert "لم يقرأ أحد شيئًا" in page.content.decode()

    def test_sums_up_days(self, desk, read, story, clock):
        read(story, 7)
        read(story, 5, day=date(2026, 11, 22))
        read(story, 100, day=date(2026, 11, 2))

        figures = [figure for _label, figure in desk.get(PAGE).context["figures"]]

        assert figures == ["7", "5", "12", "112"]

    def test_leaves_out_days_before_the_first_view(self, desk, read, story):
        read(story, 7)
        assert len(desk.get(PAGE).context["days"].marks) == 14

        read(story, 5, day=date(2026, 11, 3))
        assert len(desk.get(PAGE).context["days"].marks) == 21

    def test_draws_each_day_as_tall_as_it_was_read(self, desk, read, story):
        read(story, 10)
        read(story, 40, day=date(2026, 11, 22))

        days = desk.get(PAGE).context["days"]

        assert [mark.share for mark in days.marks[-3:]] == [0, 100.0, 25.0]
        assert days.marks[-1].told == "10 قراءات"
        assert days.top == "40"

    def test_shows_the_hours(self, desk, read, story):
        read(story, 10, hour=21)

        hours = desk.get(PAGE).context["hours"].marks

        assert [mark.label for mark in hours if mark.share] == ["21:00"]

    def test_shows_the_sections(self, desk, read, story):
        read(story, 10)

        assert [mark.label for mark in desk.get(PAGE).context["sections"]] == ["الوطن"]

    def test_shows_the_sources(self, desk, read, story):
        read(story, 10, **{"facebook.com": 6, "127.0.0.1": 2, "": 1, OTHERS: 1})

        sources = [(mark.label, mark.figure) for mark in desk.get(PAGE).context["sources"]]

        assert sources == [
            ("facebook.com", "6"),
            ("صفحاتنا", "2"),
            ("دون موقع مذكور", "1"),
            ("مواقع أخرى", "1"),
        ]

    def test_ranks_over_the_chosen_period(self, desk, read, story):
        read(story, 5, day=date(2026, 11, 19))

        assert [row.story for row in desk.get(PAGE, {"period": "week"}).context["rows"]] == [story]
        assert desk.get(PAGE).context["rows"] == []
        assert desk.get(PAGE, {"period": "of time"}).context["period"] == Period.DAY

    def test_asks_the_same_of_many_stories_as_of_few(
        self, desk, read, make_story, django_assert_max_num_queries
    ):
        for number in range(12):
            read(make_story(f"خبر {number}"), number + 1)
        desk.get(PAGE)

        with django_assert_max_num_queries(30):
            desk.get(PAGE)


class TestTheStorysPage:
    """How often one story is read: by day, hour and source."""

    def test_shows_what_was_brought_and_what_was_counted(self, desk, read, story):
        Figures.objects.create(story=story, brought=23000)
        read(story, 186, **{"t.me": 186})

        page = desk.get(f"{PAGE}stories/{story.pk}/")

        assert page.context["total"] == "23186 قراءة"
        assert "23000 قراءة" in page.context["brought"]
        assert [mark.label for mark in page.context["sources"]] == ["t.me"]

    def test_shows_no_other_story_s(self, desk, read, story, make_story):
        read(make_story("خبر آخر"), 50)

        page = desk.get(f"{PAGE}stories/{story.pk}/")

        assert page.context["days"].top == "0"
        assert "لم يقرأه أحد بعد" in page.content.decode()

    def test_of_no_story_there_is_none(self, desk):
        assert desk.get(f"{PAGE}stories/987654/").status_code == 404
