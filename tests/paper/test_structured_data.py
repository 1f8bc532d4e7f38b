"""Machines read the same facts as people, and none that nobody knows."""

import json
import re
from datetime import UTC, datetime
from functools import partial
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest

from minbar.audience.pressed_figures import bring_figure
from minbar.corrections.publishing import correct, withdraw
from minbar.discussion.models import Comment, MoveKind
from minbar.discussion.moves import move
from minbar.discussion.origins import Origin
from minbar.discussion.submission import submit
from minbar.moderation.decisions import answer
from minbar.stories.announcing import announce
from minbar.stories.models import Author, Desk, Newspaper, Signature

SITE = "http://127.0.0.1:8000"
CONTRACT = {
    *("headline", "alternativeHeadline", "author", "publisher", "datePublished", "dateModified"),
    *("articleSection", "inLanguage", "image", "commentCount", "interactionStatistic"),
    *("comment", "correction", "mainEntityOfPage", "url"),
}
"""What outside checks rely on, of a story that has it all."""


@pytest.fixture
def read_all(client):
    """Give all that a page says to machines."""

    def read_all(path: str) -> list[dict]:
        page = client.get(path).content.decode()
        scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        return [json.loads(script) for script in scripts]

    return read_all


@pytest.fixture
def read(read_all):
    def read(story) -> dict:
        return read_all(story.url)[0]

    return read


class TestNewsArticle:
    """The public contract: schema.org's NewsArticle, whole."""

    def test_it_holds_what_the_page_holds(self, make_story, read):
        story = make_story(
            "العنوان",
            kicker="فوق العنوان",
            standfirst="المقدمة",
            desk=Desk.objects.create(name="مكتب وهران"),
            first_published_at=datetime(2026, 11, 23, 8, 12, tzinfo=ZoneInfo("Africa/Algiers")),
            last_published_at=datetime(2026, 11, 23, 11, 15, tzinfo=ZoneInfo("Africa/Algiers")),
            lead_photo_caption="تعليق الصورة",
            lead_photo_credit="أرشيف",
            body=[("text", "<p>ثلاث كلمات هنا</p>")],
        )
        author = Author.objects.create(name="هدى سي علي", slug="huda")
        Signature.objects.create(story=story, author=author)
        bring_figure(story.pk, 23186)

        article = read(story)

        assert article["@type"] == "NewsArticle"
        assert article["headline"] == "العنوان"
        assert article["alternativeHeadline"] == "فوق العنوان"
        assert article["articleSection"] == "الوطن"
        assert article["inLanguage"] == "ar"
        person, desk = article["author"]
        assert (person["name"], desk["name"]) == ("هدى سي علي", "مكتب وهران")
        assert person["url"] == "http://127.0.0.1:8000/authors/huda/"
        assert "url" not in desk
        assert article["datePublished"] == "2026-11-23T08:12:00+01:00"
        assert article["dateModified"] == "2026-11-23T11:15:00+01:00"
        assert article["image"]["caption"] == "تعليق الصورة"
        assert article["image"]["creditText"] == "أرشيف"
        assert article["image"]["url"].startswith("http://127.0.0.1:8000/")
        assert article["wordCount"] == 3
        views, comments = article["interactionStatistic"]
        assert (views["interactionType"]["@type"], views["userInteractionCount"]) == (
            "ViewAction",
            23186,
        )
        assert (comments["interactionType"]["@type"], comments["userInteractionCount"]) == (
            "CommentAction",
            0,
        )

    def test_its_corrections_are_those_that_hold(self, story, read):
        at = datetime(2026, 11, 24, 8, 12, tzinfo=ZoneInfo("Africa/Algiers"))
        held = correct(story, "كتبنا 1985، والصحيح 1958.", by=None, at=at)
        withdraw(correct(story, "تصويب خاطئ", by=None), because="تبيّن العكس", by=None)

        article = read(story)

        (told,) = article["correction"]
        assert told["@type"] == "CorrectionComment"
        assert told["text"] == "كتبنا 1985، والصحيح 1958."
        assert told["datePublished"] == "2026-11-24T08:12:00+01:00"
        assert told["url"] == f"{article['url']}#correction-{held.pk}"

    def test_one_that_has_it_all_says_it_all(self, make_story, typed_comment, moderator, read):
        story = make_story(
            kicker="فوق العنوان",
            desk=Desk.objects.create(name="مكتب وهران"),
            lead_photo_credit="أرشيف",
        )
        correct(story, "كتبنا 1985، والصحيح 1958.", by=None)
        move(submit(story, typed_comment, origin=Origin()).comment, MoveKind.APPROVE, by=moderator)

        assert set(read(story)) >= CONTRACT

    def test_a_correction_made_or_withdrawn_is_a_change_of_it(self, make_story, read, client):
        day = partial(datetime, 2026, 11, hour=8, tzinfo=ZoneInfo("Africa/Algiers"))
        story = make_story(first_published_at=day(day=23), last_published_at=day(day=23))
        correction = correct(story, "كتبنا 1985، والصحيح 1958.", by=None, at=day(day=24))

        assert read(story)["dateModified"] == "2026-11-24T08:00:00+01:00"
        page = client.get(story.url).content.decode()
        assert 'article:modified_time" content="2026-11-24T08:00:00+01:00"' in page

        withdraw(correction, because="تبيّن العكس", by=None)

        assert datetime.fromisoformat(read(story)["dateModified"]) > day(day=24)

    def test_one_without_corrections_says_nothing_of_them(self, story, read):
        assert "correction" not in read(story)

    def test_its_comments_are_the_approved_ones(self, story, typed_comment, moderator, read):
        shown = submit(story, typed_comment, origin=Origin()).comment
        submit(story, typed_comment | {"text": "معلّق"}, origin=Origin())
        move(shown, MoveKind.APPROVE, by=moderator)

        article = read(story)

        assert article["commentCount"] == 1
        (comment,) = article["comment"]
        assert comment["text"] == "سطر\nسطر"
        assert comment["author"] == {"@type": "Person", "name": "bahia_dz"}
        assert comment["dateCreated"]

    def test_a_reply_names_what_it_answers_and_the_newsrooms_is_the_newspapers(
        self, story, typed_comment, moderator, read
    ):
        shown = submit(story, typed_comment, origin=Origin()).comment
        move(shown, MoveKind.APPROVE, by=moderator)
        reply = submit(
            story, typed_comment | {"text": "رد", "parent": f"{shown.pk}"}, origin=Origin()
        ).comment
        move(reply, MoveKind.APPROVE, by=moderator)
        answer(reply, "جواب", by=moderator)
        Comment.objects.filter(pk=shown.pk).update(pressed_agreed=41, pressed_disagreed=3)

        comment, first, second = read(story)["comment"]

        assert "parentItem" not in comment
        assert first["parentItem"]["@id"] == comment["@id"] == f"#comment-{shown.pk}"
        assert second["parentItem"]["@id"] == first["@id"]
        assert second["author"]["@type"] == "NewsMediaOrganization"
        assert (comment["upvoteCount"], comment["downvoteCount"]) == (41, 3)

    def test_a_fact_that_nobody_knows_is_left_out(self, make_story, read):
        article = read(make_story(undated=True, first_published_at=None))

        assert not {"datePublished", "dateModified", "description", "comment"} & set(article)

    def test_no_text_ends_the_script(self, make_story, read):
        hostile = "</script><!-- \u2028 & <b>"

        assert read(make_story(hostile))["headline"] == hostile


class TestBreadcrumbs:
    """The way to a page, as search engines show it: each step with its name and address."""

    @pytest.fixture
    def steps(self, read_all):
        def steps(path: str) -> list[tuple[str, str]]:
            (found,) = [each for each in read_all(path) if each["@type"] == "BreadcrumbList"]
            items = found["itemListElement"]
            assert [item["position"] for item in items] == list(range(1, len(items) + 1))
            return [(item["name"], unquote(item["item"]).removeprefix(SITE)) for item in items]

        return steps

    def test_to_a_story_and_its_section(self, story, steps):
        section = [("الرئيسية", "/"), ("الوطن", "/national/")]

        assert steps("/national/") == section
        assert steps(story.url) == [*section, (story.title, unquote(story.url))]

    def test_to_an_author_and_a_tag(self, make_story, steps):
        story = make_story()
        author = Author.objects.create(name="هدى سي علي", slug="huda")
        Signature.objects.create(story=story, author=author)
        story.tags.add("نقل")
        story.save()
        announce(story)

        assert steps("/authors/huda/")[1:] == [
            ("الكتّاب", "/authors/"),
            (author.name, "/authors/huda/"),
        ]
        assert steps("/tags/نقل/")[1:] == [("نقل", "/tags/نقل/")]

    def test_to_what_is_older(self, make_story, steps):
        make_story(first_published_at=datetime(2026, 11, 23, 12, tzinfo=UTC))
        archive = [("الأرشيف", "/archive/"), ("نوفمبر 2026", "/archive/2026/11/")]
        of_section = [("الوطن", "/national/"), ("نوفمبر 2026", "/national/2026/11/")]

        assert steps("/archive/2026/11/")[1:] == archive
        assert steps("/archive/2026/11/23/")[1:] == [
            *archive,
            ("الاثنين 23 نوفمبر 2026", "/archive/2026/11/23/"),
        ]
        assert steps("/national/2026/11/")[1:] == of_section


class TestTheNewspaper:
    """What it is, who makes it, and where it is reached and searched."""

    def test_its_front_page_says_what_it_is_and_where_it_is_searched(self, story, read_all):
        (site,) = read_all("/")

        assert site["@type"] == "WebSite"
        assert (site["name"], site["url"], site["inLanguage"]) == ("منبر", f"{SITE}/", "ar")
        assert site["publisher"]["@id"] == f"{SITE}/#newspaper"
        assert site["publisher"]["correctionsPolicy"] == f"{SITE}/corrections/"
        target = site["potentialAction"]["target"]["urlTemplate"]
        assert target == f"{SITE}/search/?q={{words}}"

    def test_its_imprint_says_who_makes_it_and_leaves_out_what_nobody_wrote(self, db, read_all):
        newspaper = Newspaper.load()
        newspaper.publisher, newspaper.telephone = "شركة منبر", "+213 41 00 00 00"
        newspaper.save()

        (told,) = read_all("/about/")

        assert told["@type"] == "NewsMediaOrganization"
        assert told["parentOrganization"]["name"] == "شركة منبر"
        assert told["telephone"] == "+213 41 00 00 00"
        assert told["masthead"] == f"{SITE}/about/"
        assert not {"address", "email", "description"} & set(told)


class TestDescription:
    """What search engines write under the address of a list."""

    def test_a_section_a_tag_and_an_author_say_whose_stories_they_list(self, make_story, client):
        story = make_story()
        author = Author.objects.create(name="هدى سي علي", slug="huda")
        Signature.objects.create(story=story, author=author)
        story.tags.add("نقل")
        story.save()
        announce(story)
        lists = {"/national/": "الوطن", "/authors/huda/": author.name, "/tags/نقل/": "نقل"}

        for path, name in lists.items():
            page = client.get(path).content.decode()
            (description,) = re.findall(r'<meta name="description" content="([^"]*)"', page)
            assert description.startswith(f"{name}: ")


@pytest.fixture
def typed_comment() -> dict[str, str]:
    return {"name": "bahia_dz", "place": "", "email": "b@example.org", "text": "سطر\nسطر"}
