"""A newspaper with an edition in French beside its own in Arabic, under ``/fr/``."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import feedparser
import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from minbar import paper
from minbar.audience.models import DayFigures, Period, Ranked
from minbar.audience.rankings import refresh_rankings
from minbar.corrections.publishing import correct
from minbar.discussion.letters import send_due_letters
from minbar.discussion.models import Comment
from minbar.discussion.origins import Origin
from minbar.discussion.story_tokens import story_token
from minbar.discussion.submission import submit
from minbar.moderation.decisions import answer, approve
from minbar.paper.public_paths import public_paths
from minbar.press.edition import check, press_all
from minbar.press.pressing import press
from minbar.press.staleness import stale_edition, stale_pages
from minbar.project.edition_setting import read_editions
from minbar.push.messages import content_of
from minbar.search.indexing import index_story
from minbar.stories.announcing import announce, announce_missed
from minbar.stories.models import (
    AnnouncedPage,
    Author,
    BreakingNews,
    Front,
    Section,
    Signature,
    Story,
)

pytestmark = pytest.mark.usefixtures("nothing_is_removed")

SITE = "http://127.0.0.1:8000"
ALGIERS = ZoneInfo("Africa/Algiers")
ARABIC, FRENCH = "الحافلة تعود إلى حي الزيتون", "Le bus revient au quartier des Oliviers"
SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def publish(section: Section, french: Front) -> Callable[..., Story]:
    """Publish a story in a section of the French edition that has the slug of the Arabic one."""
    told = {"slug": section.slug, "translation_key": section.translation_key}
    national = french.add_child(instance=Section(title="Pays", **told))
    announce(national)

    def make(headline: str = FRENCH, below: Section = national, **fields: object) -> Story:
        at = datetime(2026, 10, 20, 9, tzinfo=ALGIERS)
        told = {"first_published_at": at, "last_published_at": at, "slug": "bus"} | fields
        story = below.add_child(instance=Story(title=headline, **told))
        announce(story)
        return story

    return make


@pytest.fixture
def translated(make_story, publish, section) -> tuple[Story, Story]:
    """A story in Arabic and its translation, under the same slug, signed and tagged alike."""
    arabic = make_story(ARABIC, slug="bus")
    french = publish(translation_key=arabic.translation_key)
    for story in (arabic, french):
        signed_and_tagged(story)
    return arabic, french


def signed_and_tagged(story: Story) -> None:
    author, _is_new = Author.objects.get_or_create(name="هدى سي علي", slug="huda")
    story.signatures = [Signature(author=author)]
    story.tags.add("bus")
    story.save()
    announce(story)


def read(client: Client, path: str) -> str:
    answered = client.get(path)
    assert answered.status_code == 200, (path, answered.status_code)
    return answered.content.decode()


def switch(client: Client, path: str) -> list[str]:
    """Where the masthead of a page leads in the other languages."""
    return re.findall(r'<a class="masthead__language" href="([^"]+)"', read(client, path))


LISTS = (
    *("{root}", "{root}national/", "{root}feed/", "{root}feed.json", "{root}national/feed/"),
    *("{root}authors/huda/", "{root}authors/huda/feed/", "{root}tags/bus/", "{root}tags/bus/feed/"),
    *("{root}fragments/most-read/", "{root}comments/feed/", "{root}corrections/"),
)

PAST = (
    *("authors/huda/", "authors/huda/2026/10/", "tags/bus/", "tags/bus/2026/10/"),
    *("archive/2026/10/", "archive/2026/10/20/", "national/2026/10/", "corrections/2026/10/"),
)
"""Lists that an edition has, or has not."""


class TestReading:
    """Each edition is a newspaper of its own, in its language."""

    def test_a_story_is_read_in_its_language(self, client, translated):
        page = read(client, "/fr/national/bus/")

        assert '<html lang="fr" dir="ltr">' in page
        assert FRENCH in page
        assert "20 octobre 2026" in page
        assert '"inLanguage":"fr"' in page
        assert f'<link rel="canonical" href="{SITE}/fr/national/bus/">' in page
        assert 'href="/fr/national/"' in page
        assert 'href="/national/"' not in page
        assert 'action="/fr/stories/' in page
        assert '<html lang="ar" dir="rtl">' in read(client, "/national/bus/")
        assert client.get(f"/s/{translated[1].pk}/")["Location"] == "/fr/national/bus/"

    def test_no_list_of_one_edition_has_a_story_of_the_other(
        self, client, translated, make_approved
    ):
        for position, story in enumerate(translated, start=1):
            make_approved(on=story)
            Ranked.objects.create(period=Period.DAY, position=position, story=story, views=9)
            correct(story, "تصويب", by=None)
        BreakingNews.objects.create(text=FRENCH, story=translated[1])

        for address in LISTS:
            arabic = read(client, address.format(root="/"))
            french = read(client, address.format(root="/fr/"))
            assert ARABIC in arabic, address
            assert FRENCH not in arabic, address
            assert FRENCH in french, address
            assert ARABIC not in french, address

    def test_what_an_edition_has_nothing_of_is_no_page_of_it(self, client, translated):
        arabic, _french = translated
        arabic.tags.add("oran")
        arabic.save()
        announce(arabic)

        assert client.get("/tags/oran/").status_code == 200
        assert client.get("/fr/tags/oran/").status_code == 404
        assert FRENCH in read(client, "/fr/archive/2026/10/20/")
        assert client.get("/archive/2026/10/20/").status_code == 404
        assert client.get("/national/2026/10/").status_code == 404
        missed = client.get("/fr/national/pain-de-midi/").content.decode()
        assert 'action="/fr/search/"' in missed
        assert 'value="pain de midi"' in missed

    def test_its_search_finds_its_own_stories(self, client, translated):
        for story in translated:
            index_story(story)

        def found(path: str) -> list[str]:
            told = json.loads(read(client, f"{path}search/?q=bus&section=national&format=json"))
            return [result["headline"] for result in told["results"]]

        assert found("/fr/") == [FRENCH]
        assert found("/") == []

    def test_a_feed_says_its_language(self, client, translated):
        feed = feedparser.parse(read(client, "/fr/feed/"))

        assert (feed.feed.language, feed.feed.link) == ("fr", f"{SITE}/fr/")
        assert feed.entries[0].link == f"{SITE}/fr/national/bus/"

    def test_a_phone_keeps_it_beside_its_applications_as_one_of_its_own(
        self, client, translated, french
    ):
        french.newspaper_name = "Minbar"
        french.save_revision().publish()

        def told(path):
            return json.loads(read(client, f"{path}manifest.webmanifest"))

        named = "id", "name", "short_name", "lang", "dir", "start_url", "scope"
        assert [told("/fr/")[key] for key in named] == [
            *("/fr/", "Minbar", "Minbar", "fr", "ltr", "/fr/", "/fr/")
        ]
        assert [told("/")[key] for key in named] == ["/", "منبر", "منبر", "ar", "rtl", "/", "/"]
        assert 'rel="manifest" href="/fr/manifest.webmanifest"' in read(client, "/fr/")

    def test_an_edition_may_have_a_name_of_its_own(self, client, translated, french):
        shown = {"/fr/policy/", "/fr/manifest.webmanifest"}
        for path in shown:
            press(path)
        french.newspaper_name, french.tagline = "Minbar", "Quotidien du matin"
        french.save_revision().publish()

        assert set(stale_edition()) == shown
        assert "Minbar</title>" in read(client, "/fr/national/bus/")
        assert "Quotidien du matin" in read(client, "/fr/")
        assert "منبر</title>" in read(client, "/national/bus/")


class TestTheLanguageOfAnAddress:
    """It is the first word of the address, and nothing else."""

    def test_neither_a_cookie_nor_a_browser_says_it(self, client, translated):
        client.cookies["django_language"] = "fr"
        answered = client.get("/", headers={"Accept-Language": "fr"})

        assert '<html lang="ar"' in answered.content.decode()
        assert answered.headers.get("Vary", "").lower() in {"", "accept-encoding"}

    def test_another_language_is_no_edition(self, client, translated):
        for path in ("/de/", "/en/", "/ar/", "/fr-news/", "/en/national/bus/"):
            answered = client.get(path)
            assert answered.status_code == 404, path
            assert '<html lang="ar"' in answered.content.decode(), path

    def test_what_is_not_there_is_missed_in_the_language_of_its_address(self, client, translated):
        answered = client.get("/fr/national/rien/")

        assert answered.status_code == 404
        assert '<html lang="fr"' in answered.content.decode()

    def test_no_template_writes_an_address_without_its_language(self):
        by_hand = re.compile(r'(?:href|src|action)="/(?!views/)[^"]*"')
        templates = (Path(paper.__file__).parent / "templates").rglob("*.html")

        assert [found for file in templates for found in by_hand.findall(file.read_text())] == []

    def test_the_newsroom_may_be_read_in_a_language_without_an_edition(self, client, translated):
        with translation.override("en"):
            assert reverse("policy") == "/policy/"
            assert [story.url for story in translated] == ["/national/bus/", "/fr/national/bus/"]


class TestLeadingFromOneToTheOther:
    """Search engines and readers are told where a page is read in another language."""

    def test_translations_name_one_another(self, client, translated):
        for path in ("/national/bus/", "/fr/national/bus/"):
            page = read(client, path)
            assert re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page) == [
                ("ar", f"{SITE}/national/bus/"),
                ("fr", f"{SITE}/fr/national/bus/"),
                ("x-default", f"{SITE}/national/bus/"),
            ]

    def test_a_reader_goes_on_at_the_translation_or_the_front_page(self, client, translated):
        assert switch(client, "/fr/national/bus/") == ["/national/bus/"]
        assert switch(client, "/") == ["/fr/"]
        assert switch(client, "/fr/policy/") == ["/policy/"]

    def test_a_list_leads_to_the_same_list(self, client, make_story, publish):
        at = datetime(2026, 10, 20, 9, tzinfo=ALGIERS)
        for story in (make_story(ARABIC, first_published_at=at), publish()):
            signed_and_tagged(story)
            correct(story, "تصويب", by=None, at=at)

        for address in PAST:
            assert switch(client, f"/{address}") == [f"/fr/{address}"]
            assert switch(client, f"/fr/{address}") == [f"/{address}"]

    def test_where_there_is_no_such_list_it_leads_to_the_section_or_the_front_page(
        self, client, make_story, publish
    ):
        make_story(ARABIC)
        signed_and_tagged(story := publish())
        correct(story, "Correction", by=None, at=story.first_published_at)

        for address in PAST:
            is_of_section = address.startswith("national/")
            assert switch(client, f"/fr/{address}") == ["/national/" if is_of_section else "/"]

    def test_a_copy_to_be_translated_has_the_same_address(self, client, make_story, publish):
        publish()
        arabic = make_story(ARABIC, slug="train")

        copy = arabic.copy_for_translation(Locale.objects.get(language_code="fr"))
        copy.save_revision().publish()

        assert copy.url == "/fr/national/train/"
        assert 'hreflang="fr" href="http' in read(client, arabic.url)


class TestComments:
    """They are taken, answered and read in the language of the story's page."""

    def test_a_comment_and_its_receipt_are_in_the_edition(self, client, translated, moderator):
        _arabic, story = translated
        form = {"name": "Nora", "place": "", "email": "nora@example.org", "text": "Merci."}
        told = form | {"token": story_token(story.pk)}

        def send(**fields):
            body, kind = urlencode(told | fields), "application/x-www-form-urlencoded"
            address = f"/fr/stories/{story.pk}/comments/"
            return client.post(address, body, content_type=kind, **SAME_ORIGIN)

        refused, sent = send(email="nora@"), send()

        assert refused.status_code == 422
        assert '<html lang="fr"' in refused.content.decode()
        assert sent["Location"].startswith("/fr/receipts/")
        receipt = read(client, sent["Location"])
        assert '<html lang="fr"' in receipt
        assert f"{SITE}{sent['Location']}" in receipt
        approve(comment := Comment.objects.get(), by=moderator)
        answer(comment, "Merci à vous.", by=moderator)
        assert "Merci à vous." in read(client, "/fr/national/bus/")

    def test_a_letter_is_written_in_the_language_of_the_story(self, translated, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        fields = {"name": "Nora", "email": "nora@example.org", "text": "Merci.", "wants_mail": "on"}
        submit(translated[1], fields, origin=Origin("a", "b"))

        send_due_letters()

        assert f"{SITE}/fr/receipts/mail/" in mail.outbox[0].body
        assert "adresse" in mail.outbox[0].subject

    def test_an_alert_is_written_in_the_language_of_its_line(self, translated):
        line = BreakingNews.objects.create(text="Le bus est là", story=translated[1])

        told = json.loads(content_of(line))

        assert (told["lang"], told["dir"], told["address"]) == ("fr", "ltr", "/fr/national/bus/")
        line.story = None
        assert json.loads(content_of(line))["address"] == "/fr/"


class TestThePress:
    """Every page of every edition is pressed, and what changes in one is seen in its pages."""

    def test_all_pages_of_both_are_pressed_and_agree(self, translated, make_approved):
        make_approved(on=translated[1])
        correct(translated[1], "Correction", by=None)

        assert press_all(processes=1, tell=lambda *_: None).failed == 0

        paths = list(public_paths())
        assert {"/fr/", "/fr/national/bus/", "/fr/policy/", "/fr/archive/2026/10/20/"} <= set(paths)
        assert not [path for path in paths if path.startswith(("/fr/print", "/fr/sitemap"))]
        assert [path for path, is_same in check() if not is_same] == []

    def test_the_first_of_a_month_is_seen_in_the_archive_of_its_edition(
        self, translated, make_story, publish
    ):
        at = datetime(2026, 9, 3, tzinfo=ALGIERS)
        make_story("قديم", slug="old", first_published_at=at)
        shown = {"/fr/", "/fr/archive/", "/fr/archive/2026/10/", "/fr/national/", "/fr/feed/"}
        for path in shown:
            press(path)

        publish("Vieux", slug="vieux", first_published_at=at)

        assert shown <= set(stale_pages())

    def test_a_list_leads_to_the_other_edition_s_once_that_is_there(
        self, client, make_story, publish
    ):
        at = datetime(2026, 10, 20, 9, tzinfo=ALGIERS)
        signed_and_tagged(story := make_story(ARABIC, first_published_at=at))
        correct(story, "تصويب", by=None, at=at)
        arabic = {f"/{address}" for address in PAST}
        for path in arabic:
            press(path)

        signed_and_tagged(translated := publish())
        correct(translated, "Correction", by=None, at=at)

        assert arabic == set(stale_pages())
        for path in arabic:
            assert f'href="/fr{path}"' in press(path).answer.body.decode()
        translated.delete()
        assert arabic == set(stale_pages())

    def test_a_translation_that_comes_is_named_by_the_page_that_was_there(
        self, client, make_story, publish
    ):
        arabic = make_story(ARABIC, slug="bus")
        assert "hreflang" not in press(arabic.url).answer.body.decode().partition("</head>")[0]

        publish(translation_key=arabic.translation_key)

        assert arabic.url in set(stale_pages())

    def test_sitemaps_have_the_pages_of_both(self, client, translated):
        assert f"{SITE}/fr/national/bus/" in read(client, "/sitemaps/2026-10.xml")
        assert f"{SITE}/fr/national/" in read(client, "/sitemaps/sections.xml")
        assert f"{SITE}/fr/authors/huda/" in read(client, "/sitemaps/authors.xml")

    def test_each_edition_has_its_most_read(self, translated, make_story):
        today = datetime.now(ALGIERS).date()
        for story in (*translated, make_story("آخر", slug="other")):
            hours = [5] * 24
            DayFigures.objects.create(story=story, day=today, volume="a", views=120, hours=hours)

        refresh_rankings()

        ranked = Ranked.objects.over(Period.WEEK).values_list("story", flat=True)
        assert translated[1].pk in set(ranked)


class TestOpeningAndClosing:
    """The operator says which editions there are; the newsroom's work outlives that."""

    @pytest.mark.parametrize(
        ("told", "why"), [("de", "no words"), ("ar", "own language"), ("fr,fr", "twice")]
    )
    def test_what_is_no_edition_is_refused_with_what_to_write(self, told, why):
        with pytest.raises(ValueError, match=why):
            read_editions(told, "ar", ["ar", "fr", "en"])

    def test_an_edition_has_its_locale_its_front_page_and_the_same_rights(self, front, french):
        assert Locale.objects.get(language_code="fr") == french.locale
        assert french.translation_key == front.translation_key
        rights = "group__name", "permission__codename"
        assert set(french.group_permissions.values_list(*rights)) == set(
            front.group_permissions.values_list(*rights)
        )
        assert french.workflowpage.workflow == front.workflowpage.workflow

    def test_its_newest_are_looked_up_in_an_index(self, french):
        if connection.vendor == "sqlite":
            newest = Story.objects.published().of_edition("fr")[:60]
            assert "newest_of_edition (edition=?)" in newest.explain()

    def test_founded_again_nothing_is_made_twice(self, french, open_editions):
        open_editions("fr")

        assert Front.objects.count() == 2

    def test_the_own_front_page_gives_way_to_the_address_of_an_edition(
        self, section, open_editions
    ):
        Front.objects.update(slug="fr", url_path="/fr/")
        Section.objects.update(url_path="/fr/national/")

        open_editions("fr")

        section.refresh_from_db()
        assert section.url_path == "/front/national/"
        assert section.url == "/national/"

    def test_its_address_stays_its_language(self, french):
        french.slug = "francais"

        with pytest.raises(ValidationError, match="slug"):
            french.full_clean()

    def test_a_closed_edition_is_off_the_site_and_comes_back_whole(
        self, client, translated, open_editions, publish
    ):
        _arabic, story = translated
        open_editions()

        assert client.get("/fr/national/bus/").status_code == 404
        assert FRENCH not in read(client, "/")
        assert FRENCH not in read(client, "/feed/")
        assert client.get(f"/s/{story.pk}/").status_code == 404
        assert Story.objects.filter(pk=story.pk).exists()
        later = publish("Entretemps", slug="entretemps")
        assert "Entretemps" not in read(client, "/feed/")
        assert announce_missed() == 0

        open_editions("fr")

        assert FRENCH in read(client, "/fr/")
        assert later.title in read(client, "/fr/feed/")


class TestOneEdition:
    """A newspaper that opens none has what it had, and asks its database nothing more."""

    def test_no_query_names_an_edition(self, client, story, django_assert_max_num_queries):
        with django_assert_max_num_queries(200) as asked:
            for path in ("/", "/national/", story.url, "/feed/", "/archive/", "/search/?q=bus"):
                assert client.get(path).status_code == 200

        selected = re.compile(r"(WHERE|ON).*\"edition\"")
        assert not [each["sql"] for each in asked.captured_queries if selected.search(each["sql"])]

    def test_no_page_names_another_language(self, client, story):
        for path in ("/", "/national/", story.url):
            page = read(client, path)
            assert "hreflang" not in page
            assert "masthead__language" not in page

    def test_rows_say_that_they_are_of_its_own_edition(self, story):
        assert AnnouncedPage.objects.get(pk=story.pk).edition is None
