"""What PostgreSQL stores nowhere, U+0000, and numbers beyond SQLite's may be sent by anybody."""

from urllib.parse import quote

import pytest
from django.contrib.auth.models import User

PATHS = [
    *("/\0/", "/national/\0/", "/\0/feed/", "/national/\0/comments/2/", "/receipts/\0/"),
    *("/s/{}/", "/stories/{}/figures.json", "/comments/{}/", "/stories/{}/card-a.jpg"),
    *("/national/a/comments/{}/", "/transparency/\0.json", "/transparency/{}.json"),
    *("/fragments/most-read/\0/", "/sitemaps/\0.xml", "/media/\0.jpg", "/static/\0.css"),
    *("/national\0", "/NATIONAL/", "/national/" + "خبر" * 300 + "/"),
]
DESK = [
    *("comments/?status=\0", "comments/?p=\0", "comments/?p={}", "audience/?period=\0"),
    *("pages/search/?q=\0", "images/?q=\0", "pages/{}/edit/", "redirects/?q=\0", "users/?q=\0"),
    *("images/chooser/results/?q=\0", "snippets/stories/author/?q=\0", "pages/?p=\0"),
    *("comments/{}/history/", "audience/stories/{}/"),
    *("moderation/statistics/?days=\0", "moderation/statistics/?days={}"),
    *("moderation/colleagues/{}/", "moderation/colleagues/1/?day=\0&kind=\0&before=\0"),
    *("reports/site-history/?object_id={}", "choose-page/search/?q=\0"),
]


SEARCHES = [
    *("q=\0", "q=a\0b", "q=مطر&section=\0", "q=مطر&author=\0", "q=مطر&since=\0", "q=مطر&in=\0"),
    *("q=مطر&page={}", "q={}", "q=مطر&order=\0&format=\0"),
]


@pytest.mark.parametrize("asked", SEARCHES)
def test_a_search_answers(client, story, asked):
    answer = client.get(f"/search/?{quote(asked.format(10**30), safe='=&')}")

    assert answer.status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_an_address_with_it_is_not_there(client, story, path):
    answer = client.get(quote(path.format(10**30)))

    assert 300 <= answer.status_code < 500


@pytest.mark.parametrize("address", DESK)
def test_the_newsroom_answers(client, story, address):
    client.force_login(User.objects.create_superuser("salima"))

    path, _, asked = address.format(10**30).partition("?")
    answer = client.get(f"/newsroom/{path}?{quote(asked, safe='=')}")

    assert answer.status_code < 500


@pytest.mark.parametrize(
    "field", ["name", "place", "email", "text", "token", "wants_notice", "revision"]
)
def test_a_comment_with_it_is_no_fault(client, story, field):
    fields = {"name": "سلمى", "email": "salma@example.org", "text": "شكرا", "token": "a"}

    answer = client.post(f"/stories/{story.pk}/comments/", fields | {field: "a\0b"})

    assert answer.status_code < 500


def test_a_comment_on_no_story_is_refused(client, db):
    answer = client.post(f"/stories/{10**30}/comments/", {"text": "شكرا"})

    assert 400 <= answer.status_code < 500


def test_signing_in_with_it_is_refused(client, db):
    answer = client.post("/newsroom/login/", {"username": "a\0", "password": "b\0"})

    assert answer.status_code < 500
