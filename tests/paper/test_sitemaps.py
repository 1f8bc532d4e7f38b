"""What search engines take: every address once, in files that a publication leaves alone."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from minbar.corrections.publishing import correct
from minbar.discussion.models import MoveKind
from minbar.discussion.moves import move
from minbar.paper import sitemaps
from minbar.press import staleness
from minbar.press.models import PressedPage
from minbar.press.pressing import press
from minbar.press.rendering import render
from minbar.stories import announcing
from minbar.stories.announcing import announce
from minbar.stories.months import stories_of
from minbar.stories.news_window import NEWS_FOR, move_news_window

ALGIERS = ZoneInfo("Africa/Algiers")
SITE = "http://127.0.0.1:8000"
XMLNS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
LISTS = ("sections", "authors", "archive")
HOSTILE = "]]> & <b> \x0b \u202eقلب\u202c \ufffe “مقتبس”"


def read(path: str) -> ElementTree.Element:
    answer = render(path).answer
    assert answer.status == 200, path
    assert answer.content_type == "application/xml"
    return ElementTree.fromstring(answer.body)


def locations(path: str) -> list[str]:
    return [element.text for element in read(path).iter(f"{XMLNS}loc")]


def stale_pages() -> list[str]:
    """Only what is asked about here; the story's own page is stale as well."""
    return [path for path in staleness.stale_pages() if not path.startswith("/national/")]


@pytest.fixture
def publish_at(make_story):
    """Publish a story at a moment of the newspaper's time."""

    def publish(*moment: int, headline: str = "خبر", **fields):
        at = datetime(*moment, tzinfo=ALGIERS)
        return make_story(headline, first_published_at=at, last_published_at=at, **fields)

    return publish


class TestIndex:
    """It names every file, and so every address."""

    def test_it_names_sections_and_months_that_have_stories(self, publish_at, make_story):
        publish_at(2026, 11, 23)
        publish_at(2019, 2, 28)
        make_story(undated=True, first_published_at=None)

        named = locations("/sitemap.xml")

        assert named == [
            f"{SITE}/sitemaps/{name}.xml" for name in (*LISTS, "2026-11", "2019-02", "undated")
        ]

    def test_it_names_the_tags_while_there_are_any(self, publish_at):
        story = publish_at(2026, 11, 23)
        press("/sitemap.xml")
        story.tags.add("نقل")
        story.save()
        announce(story)

        assert "/sitemap.xml" in stale_pages()
        assert f"{SITE}/sitemaps/tags.xml" in locations("/sitemap.xml")
        assert locations("/sitemaps/tags.xml") == [f"{SITE}/tags/%D9%86%D9%82%D9%84/"]

    def test_every_page_stands_in_one_file_once(self, publish_at, make_story, section):
        stories = [
            publish_at(2026, 11, 23),
            publish_at(2026, 10, 1),
            make_story(undated=True, first_published_at=None),
        ]

        listed = [
            address
            for file in locations("/sitemap.xml")
            for address in locations(file.removeprefix(SITE))
        ]

        lists = ["/authors/", "/archive/", "/archive/2026/11/", "/archive/2026/10/"]
        pages = ["/", section.url, *lists, *(story.url for story in stories)]
        pages = [SITE + path for path in pages]
        assert sorted(listed) == sorted(pages)

    @pytest.mark.django_db
    def test_a_new_newspaper_has_its_front(self):
        assert locations("/sitemap.xml") == [f"{SITE}/sitemaps/{name}.xml" for name in LISTS]
        assert locations("/sitemaps/sections.xml") == [f"{SITE}/"]


class TestMonth:
    """A story stands in the file of the month of its first publication, for good."""

    def test_a_month_begins_at_the_newspapers_midnight(self, make_story):
        last = make_story("أكتوبر", first_published_at=datetime(2026, 10, 31, 22, 59, tzinfo=UTC))
        first = make_story("نوفمبر", first_published_at=datetime(2026, 10, 31, 23, 0, tzinfo=UTC))

        assert locations("/sitemaps/2026-10.xml") == [SITE + last.url]
        assert locations("/sitemaps/2026-11.xml") == [SITE + first.url]

    def test_it_says_when_a_story_was_last_published(self, publish_at):
        story = publish_at(2026, 11, 23, 8)
        story.last_published_at = datetime(2026, 12, 2, tzinfo=ALGIERS)
        story.save()
        announce(story)

        (changed,) = read("/sitemaps/2026-11.xml").iter(f"{XMLNS}lastmod")

        assert changed.text == "2026-12-02"

    def test_or_corrected(self, publish_at):
        story = publish_at(2026, 11, 23, 8)
        press("/sitemaps/2026-11.xml")

        correct(story, "الخط 14 لا 12.", by=None, at=datetime(2026, 12, 3, tzinfo=ALGIERS))

        assert "/sitemaps/2026-11.xml" in stale_pages()
        (changed,) = read("/sitemaps/2026-11.xml").iter(f"{XMLNS}lastmod")
        assert changed.text == "2026-12-03"

    def test_of_undated_stories_it_says_no_date(self, make_story):
        story = make_story(undated=True)

        assert locations("/sitemaps/undated.xml") == [SITE + story.url]
        assert list(read("/sitemaps/undated.xml").iter(f"{XMLNS}lastmod")) == []

    def test_addresses_are_encoded(self, publish_at):
        publish_at(2026, 11, 23, headline="خبر & آخر")

        (address,) = locations("/sitemaps/2026-11.xml")

        assert address.isascii()

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "name", ["2026-11", "2026-13", "2026-11-1", "2026-11-2", "0000-01", "undated", "x"]
    )
    def test_what_has_no_story_is_not_there(self, name):
        assert render(f"/sitemaps/{name}.xml").answer.status == 404

    def test_a_month_with_too_many_has_a_second_file(self, publish_at, monkeypatch):
        for room in (sitemaps, announcing):
            monkeypatch.setattr(room, "MOST_TOGETHER", 2)
        stories = [publish_at(2026, 11, day) for day in range(1, 6)]

        named = locations("/sitemap.xml")

        files = ["2026-11", "2026-11-2", "2026-11-3"]
        assert named[len(LISTS) :] == [f"{SITE}/sitemaps/{file}.xml" for file in files]
        assert [locations(f"/sitemaps/{file}.xml") for file in files] == [
            [SITE + story.url for story in stories[begin : begin + 2]] for begin in (0, 2, 4)
        ]
        assert render("/sitemaps/2026-11-4.xml").answer.status == 404

    def test_a_file_is_never_larger_than_it_may_be(self):
        """50,000 addresses and 50 MB, says sitemaps.org."""
        slugs = 3 * (255 * 2 + 200)  # a section's of Arabic letters, a story's of bytes; encoded
        longest = len("https://a-newspaper-with-a-long-name.example/") + slugs + 150

        assert sitemaps.MOST_TOGETHER <= 50_000
        assert sitemaps.MOST_TOGETHER * longest <= 50 * 1024 * 1024


class TestPublishing:
    """A publication has only the file of its month pressed again, however many there are."""

    @pytest.fixture
    def pressed(self, publish_at, make_story):
        publish_at(2026, 11, 1)
        publish_at(2026, 10, 1)
        make_story(undated=True, first_published_at=None)
        names = ("sections", "2026-11", "2026-10", "undated")
        for path in ("/sitemap.xml", *(f"/sitemaps/{name}.xml" for name in names)):
            press(path)

    def test_a_story_of_this_month_changes_this_months_file(self, pressed, publish_at):
        publish_at(2026, 11, 23)

        assert stale_pages() == ["/sitemaps/2026-11.xml"]

    def test_a_story_of_a_new_month_changes_the_index(self, pressed, publish_at):
        publish_at(2026, 12, 1)

        assert stale_pages() == ["/sitemap.xml"]

    def test_publishing_anew_changes_the_file_where_it_stands(self, pressed, publish_at):
        story = publish_at(2026, 10, 2)
        press("/sitemaps/2026-10.xml")

        story.save_revision().publish()

        assert stale_pages() == ["/sitemaps/2026-10.xml"]

    def test_another_date_changes_both_files(self, pressed, publish_at):
        story = publish_at(2026, 10, 2)
        press("/sitemaps/2026-10.xml")

        story.first_published_at = datetime(2026, 11, 2, tzinfo=ALGIERS)
        story.save()
        announce(story)

        assert set(stale_pages()) == {"/sitemaps/2026-10.xml", "/sitemaps/2026-11.xml"}

    def test_the_last_story_of_a_month_takes_its_file_along(self, pressed, publish_at):
        story = publish_at(2026, 12, 1)
        for path in ("/sitemap.xml", "/sitemaps/2026-12.xml"):
            press(path)

        story.unpublish()

        for path in ("/sitemap.xml", "/sitemaps/2026-12.xml"):
            press(path)
        assert f"{SITE}/sitemaps/2026-12.xml" not in locations("/sitemap.xml")
        assert not PressedPage.objects.filter(path="/sitemaps/2026-12.xml").exists()

    def test_a_comment_changes_none(self, pressed, publish_at, make_approved, moderator):
        (comment,) = make_approved(on=publish_at(2026, 11, 2))
        press("/sitemaps/2026-11.xml")

        move(comment, MoveKind.STRIKE, by=moderator)

        assert stale_pages() == []

    def test_a_second_file_is_named_when_it_begins(self, publish_at, monkeypatch):
        for room in (sitemaps, announcing):
            monkeypatch.setattr(room, "MOST_TOGETHER", 2)
        publish_at(2026, 11, 1)
        press("/sitemap.xml")

        publish_at(2026, 11, 2)
        assert stale_pages() == []

        publish_at(2026, 11, 3)
        assert stale_pages() == ["/sitemap.xml"]


class TestNews:
    """The stories of the last two days, for as long as they are so."""

    def test_a_story_is_told_with_its_headline_and_moment(self, publish_at):
        story = publish_at(2026, 11, 23, 8, 12, headline=HOSTILE, slug="hostile")

        (told,) = read("/news-sitemap.xml")

        assert told.find(f"{XMLNS}loc").text == SITE + story.url
        assert told.find(f".//{NEWS}name").text == "منبر"
        assert told.find(f".//{NEWS}language").text == "ar"
        assert told.find(f".//{NEWS}publication_date").text == "2026-11-23T08:12:00+01:00"
        headline = told.find(f".//{NEWS}title").text
        assert headline.startswith("]]> & <b>")
        assert headline.endswith("“مقتبس”")

    def test_what_is_two_days_old_falls_out_and_the_press_is_told(self, make_story):
        now = timezone.now()
        make_story("قديم", first_published_at=now - NEWS_FOR - timedelta(minutes=1))
        new = make_story("جديد", first_published_at=now)
        press("/news-sitemap.xml")

        assert move_news_window(now)

        assert stale_pages() == ["/news-sitemap.xml"]
        assert locations("/news-sitemap.xml") == [SITE + new.url]

    def test_nothing_is_written_while_nothing_falls_out(self, make_story):
        make_story()
        press("/news-sitemap.xml")

        assert not move_news_window()

        assert stale_pages() == []

    def test_a_story_that_is_no_news_leaves_it_alone(self, make_story):
        now = timezone.now()
        make_story("قديم", first_published_at=now - timedelta(days=3))
        move_news_window(now)
        press("/news-sitemap.xml")

        make_story("أقدم", first_published_at=now - timedelta(days=4))
        make_story("بلا تاريخ", undated=True, first_published_at=None)

        assert stale_pages() == []

    def test_a_headline_that_changes_is_told(self, story):
        press("/news-sitemap.xml")

        story.title = "عنوان آخر"
        story.save()
        announce(story)

        assert stale_pages() == ["/news-sitemap.xml"]

    def test_another_body_is_not(self, story):
        press("/news-sitemap.xml")

        story.body = [("text", "<p>نص آخر</p>")]
        story.save_revision().publish()

        assert stale_pages() == []

    def test_undated_stories_are_no_news(self, make_story):
        make_story(undated=True)

        assert list(read("/news-sitemap.xml")) == []


class TestRendering:
    """What is rendered twice is the same, however many stories there are."""

    def test_a_second_rendering_gives_the_same_bytes(self, publish_at):
        publish_at(2026, 11, 23)

        for path in ("/sitemap.xml", "/sitemaps/2026-11.xml", "/news-sitemap.xml"):
            assert render(path).answer == render(path).answer

    @pytest.mark.only_on_sqlite("PostgreSQL reads few rows without an index.")
    def test_a_months_stories_are_looked_up_in_an_index(self, publish_at):
        publish_at(2026, 11, 23)

        plan = stories_of("2026-11").values_list("announced__url_path").explain()

        assert "USING INDEX newest (listed_at>? AND listed_at<?)" in plan
