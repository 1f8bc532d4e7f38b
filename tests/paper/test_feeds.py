"""What readers' programs take of the newspaper, read as they read it."""

import json
import re
from datetime import datetime
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import feedparser
import pytest
from django.test import Client

from minbar.corrections.publishing import correct
from minbar.discussion.models import Comment, MoveKind, PolicyRule, Status
from minbar.discussion.moves import move
from minbar.moderation.decisions import strike
from minbar.press.pressing import press, store
from minbar.press.rendering import render
from minbar.press.staleness import stale_pages
from minbar.stories.announcing import announce
from minbar.stories.models import Author, Desk, Newspaper, Section, Signature, Story

ALGIERS = ZoneInfo("Africa/Algiers")
SITE = "http://127.0.0.1:8000"
HOSTILE = "]]> & <script>alert(1)</script> \x0b\x01 \u202eقلب\u202c \ufffe “مقتبس” \u200fآخر"


def read(path: str) -> feedparser.FeedParserDict:
    """Read a feed strictly: what is not well-formed, or ill-declared, is no feed."""
    answer = render(path).answer
    assert answer.status == 200
    ElementTree.fromstring(answer.body)
    headers = {name.lower(): value for name, value in answer.headers}
    feed = feedparser.parse(answer.body, response_headers=headers)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "rss20"
    return feed


@pytest.fixture
def told_story(make_story, make_photo):
    """A story that has all that a feed can say."""
    story = make_story(
        "عودة الحافلة",
        standfirst="بعد انقطاع عامين عادت الحافلة.",
        desk=Desk.objects.create(name="مكتب وهران"),
        lead_photo=make_photo(),
        first_published_at=datetime(2026, 11, 23, 8, 12, tzinfo=ALGIERS),
        last_published_at=datetime(2026, 11, 23, 8, 12, tzinfo=ALGIERS),
    )
    for name, slug in (("هدى سي علي", "huda"), ("كريم بن عودة", "karim")):
        author = Author.objects.create(name=name, slug=slug)
        Signature.objects.create(story=story, author=author)
    return story


class TestFeedOfTheFront:
    """The newest stories of the newspaper, as RSS 2.0."""

    def test_an_item_says_what_a_story_is(self, told_story):
        (item,) = read("/feed/").entries

        assert item.title == "عودة الحافلة"
        assert item.link == SITE + told_story.url
        assert item.id == f"{SITE}/s/{told_story.pk}/"
        assert item.summary == "<p>بعد انقطاع عامين عادت الحافلة.</p>"
        assert [tag.term for tag in item.tags] == ["الوطن"]
        assert [author.name for author in item.authors] == [
            "هدى سي علي",
            "كريم بن عودة",
            "مكتب وهران",
        ]
        assert item.published == "Mon, 23 Nov 2026 08:12:00 +0100"

    def test_the_short_address_is_its_name_for_good(self, told_story):
        before = read("/feed/").entries[0].id

        told_story.slug = "another"
        told_story.save()
        announce(told_story)

        (item,) = read("/feed/").entries
        assert (item.id, item.link) == (before, f"{SITE}/national/another/")
        assert b'<guid isPermaLink="true">' in render("/feed/").answer.body

    def test_its_photo_can_be_fetched(self, told_story, client):
        (item,) = read("/feed/").entries

        (photo,) = item.enclosures
        assert photo.type == "image/jpeg"
        assert photo.href.startswith(f"{SITE}/media/")
        assert int(photo.length) > 0
        assert (item.media_content[0]["width"], item.media_content[0]["height"]) == ("1280", "720")

    def test_the_channel_says_whose_it_is_and_where(self, story):
        channel = read("/feed/").feed

        assert channel.title == "منبر"
        assert channel.link == f"{SITE}/"
        assert channel.description == "منبر"
        assert channel.language == "ar"
        assert {"rel": "self", "href": f"{SITE}/feed/", "type": "application/rss+xml"} in [
            dict(link) for link in channel.links
        ]

    def test_it_was_built_when_its_newest_story_was_published(self, told_story, make_story):
        make_story("أقدم", first_published_at=datetime(2026, 11, 22, 8, 0, tzinfo=ALGIERS))

        assert read("/feed/").feed.updated == "Mon, 23 Nov 2026 08:12:00 +0100"

    @pytest.mark.django_db
    def test_a_new_newspaper_has_one_too(self):
        feed = read("/feed/")

        assert feed.entries == []
        assert "updated" not in feed.feed

    def test_an_undated_story_has_no_date(self, make_story):
        make_story(undated=True, first_published_at=None)

        (item,) = read("/feed/").entries

        assert "published" not in item

    def test_the_newest_come_first_and_the_rest_not_at_all(self, make_story):
        for day in range(1, 32):
            make_story(f"خبر {day}", first_published_at=datetime(2026, 10, day, tzinfo=ALGIERS))

        titles = [item.title for item in read("/feed/").entries]

        assert titles == [f"خبر {day}" for day in range(31, 1, -1)]

    def test_no_headline_breaks_it_or_becomes_markup(self, make_story):
        make_story(HOSTILE, slug="hostile", standfirst=HOSTILE)

        (item,) = read("/feed/").entries

        shown = "]]> &amp; &lt;script>alert(1)&lt;/script>"
        assert item.title.startswith(shown)
        assert "“مقتبس” \u200fآخر" in item.title
        assert not {"\x01", "\x0b", "\u202e", "\ufffe"} & set(item.title + item.summary)
        assert "<script" not in item.summary

    def test_its_kind_is_told(self, story):
        assert ("Content-Type", "application/rss+xml; charset=utf-8") in render(
            "/feed/"
        ).answer.headers

    def test_the_host_that_was_asked_leaves_no_trace(self, story, settings):
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "elsewhere.example"]

        answer = Client(headers={"host": "elsewhere.example"}).get("/feed/")

        assert b"elsewhere" not in answer.content
        assert f"{SITE}/s/{story.pk}/" in answer.content.decode()


class TestFeedOfASection:
    """A section's newest stories, and nobody else's."""

    def test_it_holds_only_the_sections_stories(self, front, story):
        other = front.add_child(instance=Section(title="الرياضة", slug="sport"))
        announce(other)

        national, sport = read("/national/feed/"), read("/sport/feed/")

        assert national.feed.title == "الوطن | منبر"
        assert national.feed.link == f"{SITE}/national/"
        assert [item.title for item in national.entries] == [story.title]
        assert sport.entries == []

    @pytest.mark.django_db
    def test_a_section_that_is_not_there_has_none(self):
        assert render("/nowhere/feed/").answer.status == 404

    def test_a_story_of_that_name_keeps_an_address_of_its_own(self, make_story, client):
        story = make_story("Feed")

        assert story.slug != "feed"
        assert client.get(story.url).status_code == 200


class TestFeedOfComments:
    """The newest published comments; of their writers it knows the name and nothing else."""

    def test_a_comment_leads_to_its_place(self, story, make_approved):
        (comment,) = make_approved(name="نورة", text="شكرا\nعلى المقال.")

        (item,) = read("/comments/feed/").entries

        assert item.title == f"تعليق نورة على «{story.title}»"
        assert item.link == item.id == f"{SITE}/comments/{comment.pk}/"
        assert item.summary == "<p>شكرا<br />على المقال.</p>"
        assert item.author == "نورة"

    def test_the_last_published_comes_first(self, make_approved):
        make_approved(51)

        links = [item.link for item in read("/comments/feed/").entries]

        newest = Comment.objects.order_by("-first_approved_at").values_list("pk", flat=True)[:50]
        assert links == [f"{SITE}/comments/{pk}/" for pk in newest]

    def test_what_was_typed_stays_text(self, make_approved):
        make_approved(name=HOSTILE[:60], text=f"{HOSTILE}\n\n<img src=x onerror=alert(1)>")

        (item,) = read("/comments/feed/").entries

        assert "<script" not in item.summary + item.title + item.author
        assert "<img" not in item.summary

    def test_only_published_comments_of_published_stories_stand_in_it(
        self, make_story, make_approved
    ):
        gone = make_story("سُحب")
        make_approved(on=gone)
        make_approved(status=Status.REJECTED)
        gone.unpublish()

        assert read("/comments/feed/").entries == []

    def test_a_strike_makes_it_stale(self, make_approved, moderator):
        (comment,) = make_approved()
        press("/comments/feed/")

        move(comment, MoveKind.STRIKE, by=moderator)

        assert "/comments/feed/" in stale_pages()

    @pytest.mark.django_db(transaction=True)
    def test_a_struck_comment_is_gone_from_it_before_the_desk_is_answered(
        self, make_approved, moderator
    ):
        (comment,) = make_approved(text="كلام يُشطب")
        press("/comments/feed/")

        strike(comment, by=moderator, reason=PolicyRule.objects.first())

        feed = store().read("/comments/feed/")
        assert feed is None or "كلام يُشطب" not in feed.body.decode()


class TestJsonFeed:
    """The same stories for those who would rather read JSON (jsonfeed.org, 1.1)."""

    def test_it_says_what_the_other_says(self, told_story):
        answer = render("/feed.json").answer
        feed = json.loads(answer.body)

        assert answer.content_type == "application/feed+json"
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"] == "منبر"
        assert feed["home_page_url"] == f"{SITE}/"
        assert feed["feed_url"] == f"{SITE}/feed.json"
        assert feed["language"] == "ar"
        (item,) = feed["items"]
        assert item.pop("image").startswith(f"{SITE}/media/")
        assert item == {
            "id": f"{SITE}/s/{told_story.pk}/",
            "url": SITE + told_story.url,
            "title": "عودة الحافلة",
            "content_text": "بعد انقطاع عامين عادت الحافلة.",
            "summary": "بعد انقطاع عامين عادت الحافلة.",
            "date_published": "2026-11-23T08:12:00+01:00",
            "authors": [{"name": "هدى سي علي"}, {"name": "كريم بن عودة"}, {"name": "مكتب وهران"}],
            "tags": ["الوطن"],
        }

    def test_an_item_without_standfirst_has_its_headline_as_text(self, story):
        (item,) = json.loads(render("/feed.json").answer.body)["items"]

        assert item["content_text"] == story.title


class TestCorrections:
    """Whoever read a story in a program hears that it was changed."""

    def test_an_item_says_when_it_was_corrected(self, told_story):
        correct(told_story, "الخط 14 لا 12.", by=None, at=datetime(2026, 11, 24, 9, tzinfo=ALGIERS))

        (item,) = json.loads(render("/feed.json").answer.body)["items"]
        assert item["date_modified"] == "2026-11-24T09:00:00+01:00"
        assert read("/feed/").entries[0].updated == "2026-11-24T09:00:00+01:00"

    def test_a_correction_presses_the_feeds_of_its_story(self, told_story, front):
        announce(front.add_child(instance=Section(title="الرياضة", slug="sport")))
        for path in ("/feed/", "/national/feed/", "/sport/feed/"):
            press(path)

        correct(told_story, "الخط 14 لا 12.", by=None)

        assert {"/feed/", "/national/feed/"} <= set(stale_pages())
        assert "/sport/feed/" not in stale_pages()


class TestWholeStories:
    """A newspaper may give its stories whole, to be read in the program itself."""

    @pytest.fixture
    def whole(self, told_story, make_photo, make_story):
        other = make_story("الخط 12")
        told_story.body = [
            ("text", '<p>فقرة <a href="/about/">عنها</a></p>'),
            ("subhead", "عنوان <فرعي>"),
            ("quotation", {"text": "قول", "speaker": "قائل"}),
            ("photo", {"photo": make_photo(), "alternative_text": "رصيف", "caption": "المحطة"}),
            ("embed", {"title": "تسجيل", "address": "https://t.me/minbar/12"}),
            ("video", {"title": "الرحلة", "address": "https://films.example.org/1.mp4"}),
            ("related_story", other),
        ]
        told_story.sign_off = "س.ب"
        told_story.save()
        announce(told_story)
        Newspaper.objects.update(full_text_in_feeds=True)
        return told_story

    @staticmethod
    def text_of(story: Story) -> str:
        (item,) = [
            item
            for item in json.loads(render("/feed.json").answer.body)["items"]
            if item["title"] == story.title
        ]
        return item["content_html"]

    def test_not_unless_it_says_so(self, whole):
        Newspaper.objects.update(full_text_in_feeds=False)

        assert "فقرة" not in render("/feed/").answer.body.decode()
        assert "content_html" not in render("/feed.json").answer.body.decode()

    def test_all_of_it_is_there_with_whole_addresses(self, whole):
        text = self.text_of(whole)

        assert f'<a href="{SITE}/about/">عنها</a>' in text
        assert "<h2>عنوان &lt;فرعي&gt;</h2>" in text
        assert "<blockquote><p>قول</p><p>قائل</p></blockquote>" in text
        assert re.search(rf'<img src="{SITE}/media/[^"]+\.jpg" alt="رصيف"', text)
        assert '<a href="https://t.me/minbar/12">تسجيل</a>' in text
        assert '<a href="https://films.example.org/1.mp4">الرحلة</a>' in text
        assert ">الخط 12</a>" in text
        assert text.endswith("<p>س.ب</p>")
        assert not re.search(r"<(?:script|iframe|style|minbar)", text)
        (rss,) = [item for item in read("/feed/").entries if item.title == whole.title]
        assert "<h2>عنوان &lt;فرعي&gt;</h2>" in rss.content[0].value

    def test_corrections_stand_under_it(self, whole):
        correct(whole, "الخط 14 لا 12.", by=None)

        assert "<p>الخط 14 لا 12.</p>" in self.text_of(whole)

    def test_a_text_that_changes_is_told_to_feeds_that_show_it(self, whole):
        press("/feed/")

        whole.body = [("text", "<p>فقرة أخرى</p>")]
        whole.save()
        whole.save_revision().publish()

        assert "/feed/" in stale_pages()


def test_what_is_paid_for_says_so_in_feeds(make_story):
    make_story("مسكن جديد", sponsor="مصرف المدينة")

    (item,) = read("/feed/").entries
    assert item.title == "محتوى مدفوع: مسكن جديد"
    assert "محتوى مدفوع" in [tag.term for tag in item.tags]


class TestPressing:
    """Feeds are pressed when what they show changes, and only then."""

    FEEDS = ("/feed/", "/feed.json", "/national/feed/", "/comments/feed/")

    def test_a_second_rendering_gives_the_same_bytes(self, told_story, make_approved):
        make_approved(on=told_story)

        for path in self.FEEDS:
            assert render(path).answer == render(path).answer

    def test_a_new_story_is_told_to_the_front_and_its_section(self, story, make_story, front):
        other = front.add_child(instance=Section(title="الرياضة", slug="sport"))
        announce(other)
        for path in (*self.FEEDS, "/sport/feed/"):
            press(path)

        make_story("جديد")

        assert {"/feed/", "/feed.json", "/national/feed/"} <= set(stale_pages())
        assert "/sport/feed/" not in stale_pages()

    def test_a_headline_that_changes_is_told(self, story):
        press("/feed/")

        story.title = "عنوان آخر"
        story.save()
        announce(story)

        assert "/feed/" in stale_pages()

    def test_a_comment_does_not_press_the_feeds_of_stories(self, story, make_approved, moderator):
        (comment,) = make_approved()
        for path in self.FEEDS:
            press(path)

        move(comment, MoveKind.STRIKE, by=moderator)

        assert set(stale_pages()) == {"/comments/feed/"}

    def test_what_is_shown_is_fetched_at_once(self, make_story, django_assert_max_num_queries):
        for number in range(12):
            make_story(f"خبر {number}")
        render("/feed/")

        with django_assert_max_num_queries(12):
            render("/feed/")


def test_pages_name_the_feeds(client, story):
    for path in ("/", "/national/", story.url):
        page = client.get(path).content.decode()

        assert 'type="application/rss+xml" title="منبر" href="/feed/"' in page
        assert 'type="application/feed+json" title="منبر" href="/feed.json"' in page
        assert ('href="/national/feed/"' in page) == (path != "/")
