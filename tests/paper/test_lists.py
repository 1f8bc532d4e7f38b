"""What readers find of the past: by author, by tag, by section, and by month and day."""

import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import feedparser
import pytest

from minbar.paper import lists
from minbar.press.models import PressedPage
from minbar.press.pressing import press
from minbar.press.rendering import render
from minbar.stories.announcing import announce
from minbar.stories.editions import OWN
from minbar.stories.listings import archive, of_author, of_section, of_tag
from minbar.stories.models import Author, Section, Signature, Story, Tag

ALGIERS = ZoneInfo("Africa/Algiers")
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def author(db: None) -> Author:
    return Author.objects.create(name="هدى سي علي", slug="هدى", biography="تكتب عن الطرق.")


@pytest.fixture
def publish_at(make_story):
    """Publish a story at a moment of the newspaper's time, signed and tagged."""

    def publish(*moment: int, by: Author | None = None, tags: tuple[str, ...] = (), **fields: Any):
        at = datetime(*moment, tzinfo=ALGIERS)
        headline = fields.pop("headline", f"خبر {at:%Y-%m-%d %H:%M}")
        story = make_story(headline, first_published_at=at, last_published_at=at, **fields)
        if by or tags:
            story.signatures = [Signature(author=by)] if by else []
            story.tags.add(*tags)
            story.save()
            announce(story)
        return story

    return publish


@pytest.fixture
def read(client):
    """Read a page as readers do."""

    def read(path: str) -> str:
        answer = client.get(path)
        assert answer.status_code == 200, path
        return answer.content.decode()

    return read


def is_not_there(client, path: str) -> bool:
    """Whether an address is answered with 404, and stored nowhere."""
    status = client.get(path).status_code
    return status == 404 and not PressedPage.objects.filter(path=path).exists()


def headlines(page: str) -> list[str]:
    content = page.partition("<main")[2].partition("</main>")[0]
    return re.findall(r'headline"><a href="[^"]+">([^<]+)</a>', content)


def links(page: str, rel: str) -> list[str]:
    return [unquote(path) for path in re.findall(rf'<a [^>]*href="([^"]+)" rel="{rel}"', page)]


class TestAuthor:
    """Who signs has a page with what that person wrote, the newest first."""

    def test_it_says_who_writes_and_what(self, author, publish_at, read):
        publish_at(2026, 11, 22, by=author, headline="أقدم")
        publish_at(2026, 11, 23, by=author, headline="أحدث")
        publish_at(2026, 11, 24, headline="لغيرها")

        page = read("/authors/هدى/")

        assert "<h1" in page
        assert author.name in page
        assert "تكتب عن الطرق." in page
        assert headlines(page) == ["أحدث", "أقدم"]

    def test_machines_read_a_person(self, author, publish_at, read):
        publish_at(2026, 11, 22, by=author)

        page = read("/authors/هدى/")

        script = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        person = json.loads(script)
        assert person["@type"] == "Person"
        assert person["name"] == author.name
        assert unquote(person["url"]) == f"{SITE}/authors/هدى/"
        assert person["description"] == "تكتب عن الطرق."

    def test_who_has_published_nothing_has_no_page(self, author, make_story, client):
        draft = make_story(live=False)
        Signature.objects.create(story=draft, author=author)
        announce(draft)

        assert is_not_there(client, "/authors/هدى/")
        assert is_not_there(client, "/authors/هدى/feed/")
        assert is_not_there(client, "/authors/nobody/")

    def test_a_story_leads_there_from_its_byline(self, author, publish_at, read):
        story = publish_at(2026, 11, 22, by=author)

        assert links(read(story.url), "author") == ["/authors/هدى/"]

    def test_what_is_older_is_found_by_months(self, author, publish_at, read, monkeypatch):
        monkeypatch.setattr(lists, "NEWEST_LENGTH", 2)
        for month in (3, 9, 10, 11):
            publish_at(2026, month, 5, by=author, headline=f"خبر {month}")
        publish_at(2019, 2, 28, by=author, headline="خبر قديم")

        page, october = read("/authors/هدى/"), read("/authors/هدى/2026/10/")

        assert headlines(page) == ["خبر 11", "خبر 10"]
        months = re.findall(r'<a href="[^"]+(/\d{4}/\d\d/)"', page)
        assert months == [
            *("/2026/11/", "/2026/10/", "/2026/09/", "/2026/03/", "/2019/02/"),
        ]
        assert headlines(october) == ["خبر 10"]
        assert links(october, "prev") == ["/authors/هدى/2026/09/"]
        assert links(october, "next") == ["/authors/هدى/2026/11/"]
        assert links(read("/authors/هدى/2026/03/"), "prev") == ["/authors/هدى/2019/02/"]

    def test_where_all_stands_on_the_first_page_no_months_are_named(self, author, publish_at, read):
        publish_at(2026, 11, 22, by=author)

        assert 'id="archive"' not in read("/authors/هدى/")

    def test_a_month_without_stories_is_none(self, author, publish_at, client):
        publish_at(2026, 11, 22, by=author)

        for path in ("2026/10", "2026/13", "2026/00", "0026/11", "1900/01"):
            assert is_not_there(client, f"/authors/هدى/{path}/"), path

    def test_a_story_that_nobody_can_date_stands_last_and_in_no_month(
        self, author, make_story, publish_at, read, client
    ):
        publish_at(2019, 2, 28, by=author, headline="مؤرّخ")
        undated = make_story("بلا تاريخ", undated=True, first_published_at=None)
        undated.signatures = [Signature(author=author)]
        undated.save()
        announce(undated)

        assert headlines(read("/authors/هدى/")) == ["مؤرّخ", "بلا تاريخ"]
        assert is_not_there(client, "/authors/هدى/1900/01/")

    def test_programs_take_the_newest(self, author, publish_at):
        publish_at(2026, 11, 22, by=author, headline="أقدم")
        publish_at(2026, 11, 23, by=author, headline="أحدث")

        feed = feedparser.parse(render("/authors/هدى/feed/").answer.body)

        assert feed.feed.title == "هدى سي علي | منبر"
        assert unquote(feed.feed.link) == f"{SITE}/authors/هدى/"
        assert [item.title for item in feed.entries] == ["أحدث", "أقدم"]

    def test_all_who_have_published_are_named(self, author, publish_at, read):
        Author.objects.create(name="كريم بن عودة", slug="karim")
        publish_at(2026, 11, 22, by=author)

        page = read("/authors/")

        assert "هدى سي علي" in page
        assert "كريم" not in page

    @pytest.mark.django_db
    def test_a_new_newspaper_names_nobody(self, read):
        assert "/authors/" in read("/authors/")


class TestTag:
    """What stories are about: free words, with an address in the reader's own letters."""

    def test_it_shows_what_is_written_about_it(self, publish_at, read):
        publish_at(2026, 11, 22, tags=("سكك حديدية",), headline="عن القطار")
        publish_at(2026, 11, 23, tags=("نقل",), headline="عن الحافلة")

        assert headlines(read("/tags/سكك-حديدية/")) == ["عن القطار"]
        assert headlines(read("/tags/سكك-حديدية/2026/11/")) == ["عن القطار"]

    def test_a_story_says_what_it_is_about_to_people_and_machines(self, publish_at, read):
        story = publish_at(2026, 11, 22, tags=("سعيدة", "نقل"))

        page = read(story.url)

        assert links(page, "tag") == ["/tags/سعيدة/", "/tags/نقل/"]
        script = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        assert json.loads(script)["keywords"] == ["سعيدة", "نقل"]

    def test_one_that_no_published_story_has_is_none(self, make_story, client):
        draft = make_story(live=False)
        draft.tags.add("مسودة")
        draft.save()
        announce(draft)

        assert is_not_there(client, "/tags/مسودة/")

    def test_programs_take_the_newest(self, publish_at):
        publish_at(2026, 11, 22, tags=("نقل",), headline="عن الحافلة")

        feed = feedparser.parse(render("/tags/نقل/feed/").answer.body)

        assert [item.title for item in feed.entries] == ["عن الحافلة"]

    @pytest.mark.django_db
    @pytest.mark.parametrize("name", ["!!!", "؟", "a" * 100, "ع" * 100])
    def test_whatever_is_typed_has_an_address(self, name, client):
        first = Tag.objects.create(name=name)
        second = Tag.objects.create(name=f"{name[:99]} ")

        assert first.slug
        assert second.slug not in ("", first.slug)
        assert len(first.slug) <= 100


class TestSectionsMonth:
    """A section's past, by months."""

    def test_the_section_leads_to_its_months(self, publish_at, read):
        publish_at(2026, 11, 22)
        publish_at(2026, 9, 2)

        assert re.findall(r'href="/national/(\d{4}/\d\d)/"', read("/national/")) == [
            "2026/11",
            "2026/09",
        ]

    def test_it_holds_the_months_stories_by_days(self, publish_at, read, front):
        publish_at(2026, 11, 2, 9, headline="صباح الثاني")
        publish_at(2026, 11, 2, 18, headline="مساء الثاني")
        publish_at(2026, 11, 22, headline="الثاني والعشرون")
        publish_at(2026, 10, 31, headline="أكتوبر")

        page = read("/national/2026/11/")

        assert headlines(page) == ["الثاني والعشرون", "مساء الثاني", "صباح الثاني"]
        assert re.findall(r'href="/archive/([^"]+)/">', page) == ["2026/11/22", "2026/11/02"]
        assert "نوفمبر 2026" in page
        assert "جمادى الأولى – جمادى الآخرة 1448" in page

    def test_a_month_of_nothing_is_none(self, publish_at, client):
        publish_at(2026, 11, 22)

        assert is_not_there(client, "/national/2026/10/")
        assert is_not_there(client, "/nowhere/2026/11/")


class TestArchive:
    """Every story, by year, month and day of the newspaper's own clock."""

    def test_it_names_the_months_that_have_stories(self, publish_at, make_story, read):
        publish_at(2026, 11, 22)
        publish_at(2019, 2, 28)
        make_story(undated=True, first_published_at=None)

        assert re.findall(r'href="/archive/(\d{4}/\d\d)/"', read("/archive/")) == [
            "2026/11",
            "2019/02",
        ]

    def test_a_month_counts_the_stories_of_its_days(self, publish_at, read):
        publish_at(2026, 11, 22, 8)
        publish_at(2026, 11, 22, 9)
        publish_at(2026, 11, 3)
        publish_at(2026, 10, 1)
        publish_at(2027, 1, 5)

        page = read("/archive/2026/11/")

        days = re.findall(
            r'href="/archive/2026/11/(\d\d)/".*?days__count">([^<]*)<', page, re.DOTALL
        )
        assert days == [("03", "مقال واحد"), ("22", "مقالان")]
        assert links(page, "prev") == ["/archive/2026/10/"]
        assert links(page, "next") == ["/archive/2027/01/"]

    def test_a_day_holds_its_stories_by_section(self, publish_at, front, read):
        sport = front.add_child(instance=Section(title="رياضة", slug="sport"))
        announce(sport)
        story = publish_at(2026, 11, 22, 18, headline="مباراة")
        story.move(sport, pos="last-child")
        publish_at(2026, 11, 22, 8, headline="صباح")
        publish_at(2026, 11, 22, 12, headline="ظهر")
        publish_at(2026, 11, 21, headline="أمس")
        publish_at(2026, 12, 1, headline="بعد أيام")

        page = read("/archive/2026/11/22/")

        assert headlines(page) == ["ظهر", "صباح", "مباراة"]
        assert "الأحد 22 نوفمبر 2026" in page
        assert "12 جمادى الآخرة 1448" in page
        assert links(page, "prev") == ["/archive/2026/11/21/"]
        assert links(page, "next") == ["/archive/2026/12/01/"]

    def test_a_day_begins_at_the_newspapers_midnight(self, make_story, read):
        make_story("قبل", first_published_at=datetime(2026, 11, 21, 22, 59, tzinfo=UTC))
        make_story("بعد", first_published_at=datetime(2026, 11, 21, 23, 0, tzinfo=UTC))

        assert headlines(read("/archive/2026/11/21/")) == ["قبل"]
        assert headlines(read("/archive/2026/11/22/")) == ["بعد"]

    @pytest.mark.parametrize(
        "path",
        [
            *("2026/11/23", "2026/11/31", "2026/02/30", "2026/13/01", "2026/11/00", "2026/1/1"),
            *("2026/10", "2026/13", "2026/00", "1900/01", "1900/01/01", "2999/12", "2999/12/31"),
        ],
    )
    def test_a_date_without_stories_or_that_there_is_not_is_none(self, publish_at, client, path):
        publish_at(2026, 11, 22)

        assert is_not_there(client, f"/archive/{path}/")

    @pytest.mark.django_db
    def test_a_new_newspaper_has_an_empty_one(self, read):
        assert "/archive/20" not in read("/archive/")


class TestManyStories:
    """A list of ten thousand costs what one of ten does."""

    @pytest.fixture
    def listing(self, request, publish_at, author):
        story: Story = publish_at(2026, 11, 22, by=author, tags=("نقل",))
        return {
            "author": of_author(author.pk, OWN),
            "tag": of_tag(Tag.objects.get().pk, OWN),
            "section": of_section(story.section.pk, story.section.path),
            "archive": archive(OWN),
        }[request.param]

    @pytest.mark.only_on_sqlite("PostgreSQL reads few rows without an index.")
    @pytest.mark.parametrize(
        ("listing", "index"),
        [
            ("author", "newest_of_author (author_id=?"),
            ("tag", "newest_of_tag (tag_id=?"),
            ("section", "newest_of_section (section_path=?"),
            ("archive", "newest"),
        ],
        indirect=["listing"],
    )
    def test_its_newest_and_its_months_are_looked_up_in_an_index(self, listing, index):
        newest = listing.rows.order_by("-listed_at", "-page").values_list("page_id").explain()
        month = lists.Span.month("2026-11")
        within = listing.within(month).explain()

        assert f"INDEX {index}" in newest
        assert "FOR ORDER BY" not in newest
        beginning = index if "(" in index else f"{index} ("
        assert re.search(re.escape(beginning) + r".*listed_at>\? AND listed_at<\?", within)

    def test_what_a_page_shows_is_fetched_at_once(
        self, author, publish_at, django_assert_max_num_queries
    ):
        for number in range(12):
            publish_at(2026, 11, 22, 1, number, by=author, tags=(f"وسم {number}",))
        paths = ("/authors/هدى/", "/authors/هدى/2026/11/", "/archive/2026/11/22/")
        for path in paths:
            render(path)

        for path in paths:
            with django_assert_max_num_queries(16):
                render(path)

    def test_a_second_rendering_gives_the_same_bytes(self, author, publish_at):
        publish_at(2026, 11, 22, by=author, tags=("نقل",))

        for path in (
            *("/authors/", "/authors/هدى/", "/authors/هدى/2026/11/", "/authors/هدى/feed/"),
            *("/tags/نقل/", "/tags/نقل/2026/11/", "/national/2026/11/"),
            *("/archive/", "/archive/2026/11/", "/archive/2026/11/22/"),
        ):
            assert press(path).answer == render(path).answer
