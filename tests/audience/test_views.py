import io
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from minbar.audience import counting, views
from minbar.audience.models import Salt, SeenToday, views_of

ADDRESS = "198.51.100.23"
BROWSER = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile"


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True, headers={"User-Agent": BROWSER}, REMOTE_ADDR=ADDRESS)


def send_beacon(browser, story, **headers):
    return browser.post(
        "/views/", f"story={story}", content_type=f"{views.FORM};charset=UTF-8", headers=headers
    )


def count(story):
    return views_of([story]).get(story.pk, 0)


class TestBeacon:
    """A page says that it was seen, and is answered 204 whatever comes of it."""

    def test_counts_a_view(self, browser, story):
        answer = send_beacon(browser, story.pk)

        assert (answer.status_code, answer.content) == (204, b"")
        assert count(story) == 1

    def test_counts_a_reader_once_a_day(self, browser, story):
        answers = [send_beacon(browser, story.pk).status_code for _ in range(3)]

        assert answers == [204, 204, 204]
        assert count(story) == 1

    def test_the_day_is_the_newspaper_s(self, browser, story, monkeypatch, settings):
        settings.TIME_ZONE = "Africa/Algiers"  # an hour ahead of UTC
        for moment in ("2026-11-22T22:30", "2026-11-22T23:30", "2026-11-23T22:30"):
            now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
            monkeypatch.setattr(timezone, "now", lambda now=now: now)
            send_beacon(browser, story.pk)

        assert count(story) == 2

    def test_leaves_no_cookie(self, browser, story):
        assert not send_beacon(browser, story.pk).cookies

    def test_stores_no_address_and_no_browser(self, browser, story):
        send_beacon(browser, story.pk)

        assert SeenToday.objects.count() == Salt.objects.count() == 1
        kept = "\n".join(self.everything_in_the_database())
        assert ADDRESS not in kept
        assert "Android" not in kept

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Purpose": "prefetch"},
            {"Sec-Purpose": "prefetch;prerender"},
            {"Purpose": "prefetch"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "none"},
        ],
    )
    def test_what_no_reader_saw_here_does_not_count(self, browser, story, headers):
        assert send_beacon(browser, story.pk, **headers).status_code == 204
        assert count(story) == 0

    def test_our_own_page_in_a_new_browser_counts(self, browser, story):
        send_beacon(browser, story.pk, **{"Sec-Fetch-Site": "same-origin"})

        assert count(story) == 1

    @pytest.mark.parametrize("named", ["", "abc", "-1", "987654", "9" * 40, "9" * 6000, "1.5"])
    def test_what_names_no_story_does_not_count(self, browser, story, named):
        assert send_beacon(browser, named).status_code == 204
        assert not SeenToday.objects.exists()

    def test_a_body_that_is_no_beacon_s_does_not_count(self, browser, story):
        too_long = f"story={story.pk}&more={'x' * views.LONGEST_BODY}"
        too_many = f"story={story.pk}" + "&x=1" * 2000
        for body, kind in [
            (too_long, views.FORM),
            (too_many, views.FORM),
            (f"story={story.pk}", "text/plain"),
            (b"\xff\xfe\x00story", views.FORM),
            (b"--b\r\n", "multipart/form-data; boundary=b"),
        ]:
            assert browser.post("/views/", body, content_type=kind).status_code == 204
        assert count(story) == 0

    def test_a_busy_database_costs_a_view_and_no_answer(self, browser, story, monkeypatch, caplog):
        def busy(*_):
            raise OperationalError("database is locked")

        monkeypatch.setattr(views, "count_view", busy)

        assert send_beacon(browser, story.pk).status_code == 204
        assert "was not counted" in caplog.text

    def test_reading_the_address_counts_nothing(self, browser):
        assert browser.get("/views/").status_code == 405

    @staticmethod
    def everything_in_the_database():
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                yield from (repr(row) for row in cursor.fetchall())


class TestPicture:
    """A browser without scripts tells by loading a picture."""

    def test_counts_a_view(self, browser, story):
        answer = browser.get(f"/views/{story.pk}.gif")

        assert answer.status_code == 200
        assert count(story) == 1

    def test_is_one_transparent_pixel_that_nobody_keeps(self, browser, story):
        answer = browser.get(f"/views/{story.pk}.gif")

        with Image.open(io.BytesIO(answer.content)) as pixel:
            assert (pixel.format, pixel.size) == ("GIF", (1, 1))
            assert pixel.convert("RGBA").getpixel((0, 0))[3] == 0
        assert len(answer.content) == 43
        assert answer["Content-Type"] == "image/gif"
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies

    def test_is_there_for_a_story_that_there_is_not(self, browser, db):
        assert browser.get("/views/987654.gif").status_code == 200
        assert not SeenToday.objects.exists()

    def test_counts_the_same_reader_as_the_beacon(self, browser, story):
        browser.get(f"/views/{story.pk}.gif")
        send_beacon(browser, story.pk)

        assert count(story) == 1

    def test_a_page_fetched_ahead_does_not_count(self, browser, story):
        browser.get(f"/views/{story.pk}.gif", headers={"Sec-Purpose": "prefetch"})

        assert count(story) == 0


class TestFigures:
    """A story's exact figure can be asked for, and kept for a minute."""

    def test_says_how_often_a_story_was_read(self, browser, story):
        send_beacon(browser, story.pk)

        answer = browser.get(f"/stories/{story.pk}/figures.json")

        assert answer.json() == {"views": 1}
        assert answer["Cache-Control"] == "public, max-age=60"
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")

    def test_a_story_that_nobody_has_read_has_no_views(self, browser, story):
        assert browser.get(f"/stories/{story.pk}/figures.json").json() == {"views": 0}

    def test_a_story_that_is_not_published_has_no_figures(self, browser, make_story):
        draft = make_story(live=False)

        assert browser.get(f"/stories/{draft.pk}/figures.json").status_code == 404
        assert browser.get(f"/stories/{10**30}/figures.json").status_code == 404


def test_a_day_is_counted_in_the_newspaper_s_time(settings, monkeypatch):
    settings.TIME_ZONE = "Africa/Algiers"
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: late)

    assert counting.today().isoformat() == "2026-11-23"
