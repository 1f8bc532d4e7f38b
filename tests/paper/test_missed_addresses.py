"""Where nothing is, a reader is offered a search for what the address says."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.template import Context, Template
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minbar.paper.missed_addresses import words_of
from minbar.press import pressing
from minbar.press.models import PressedPage
from minbar.search.queries import LONGEST

FORM = re.compile(
    r'<form class="search__missed" method="get" action="([^"]*)".*?</form>', re.DOTALL
)
VALUE = re.compile(r'<input type="search"[^>]*? value="([^"]*)"')


def offered(page: str) -> tuple[str, str]:
    """Where a page's search leads, and the words that stand in it."""
    form = FORM.search(page)
    assert form, page
    value = VALUE.search(form[0])
    return form[1], unescape(value[1]) if value else ""


def missed(client: Client, path: str) -> tuple[str, str]:
    answered = client.get(path)
    assert answered.status_code == 404
    assert answered["Cache-Control"] == "no-store"
    return offered(answered.content.decode())


@pytest.mark.usefixtures("front")
class TestWhereNothingIs:
    """The words of the address stand in the search, and nothing else of it."""

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("/national/الخبز-في_وهران/", "الخبز في وهران"),
            ("/national/2026-11-04-bread-2.html", "bread"),
            ("/nowhere/feed.json", "feed"),
            ("/archive/2026/44/", ""),
            ("/national/١٢٣/", ""),
            ("/<script>alert(\"x\")</script>-'a'/", "script> 'a'"),
            ("/receipts/key-to-a-comment)/nowhere/", ""),
        ],
    )
    def test_its_words_are_offered(self, client, path, words):
        assert missed(client, quote(path)) == ("/search/", words)

    def test_a_long_address_is_cut(self, client):
        asked = quote("/national/" + "خبز-" * 300 + "/")

        assert missed(client, asked)[1] == ("خبز " * 300)[:LONGEST].strip()

    def test_what_was_encoded_wrongly_is_left_out(self, client):
        assert missed(client, "/national/bread-%FF%D9/")[1] == "bread"
        assert missed(client, f"/national/{quote(quote('خبز'))}/")[1] == "خبز"

    def test_an_address_becomes_no_markup(self, client):
        page = client.get("/a/" + quote('"><img src=x onerror=alert(1)>')).content.decode()

        assert "<img src=x" not in page

    def test_the_search_asks_the_database_nothing(self, rf, django_assert_num_queries):
        shown = Context({"request": rf.get("/nowhere/bread/")})

        with django_assert_num_queries(0):
            page = Template("{% load newspaper %}{% search_for_missed %}").render(shown)

        assert offered(page) == ("/search/", "bread")

    def test_it_is_stored_nowhere(self, client):
        missed(client, "/bread/")

        assert not PressedPage.objects.filter(path="/bread/").exists()

    def test_a_story_that_was_taken_back_offers_its_words(self, client, make_story):
        story = make_story("خبز", slug="bread-price")
        story.unpublish()
        answered = client.get("/national/bread-price/")

        assert answered.status_code == 410
        assert offered(answered.content.decode()) == ("/search/", "bread price")
        stored = pressing.store().read("/national/bread-price/")
        assert offered(stored.body.decode()) == ("/search/", "bread price")

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(name=st.text(min_size=1).filter(lambda name: not {"/", "\0"} & set(name)))
    def test_whatever_the_address(self, client, name):
        _search, words = missed(client, f"/nowhere/{quote(name)}/")

        assert len(words) <= LONGEST


@given(st.text())
def test_no_address_has_more_words_than_a_search_reads(path):
    words = words_of(path)

    assert len(words) <= LONGEST
    assert words == words.strip()
