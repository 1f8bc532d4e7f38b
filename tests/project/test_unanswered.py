"""A request that something of ours fails at: what is said, and that nothing sent is lost."""

import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from minbar.discussion import views
from minbar.discussion.story_tokens import story_token
from minbar.paper import imprint_views
from minbar.stories.models import Story


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A reader of a newspaper whose program is wrong."""

    def fail(*_told: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(imprint_views, "render", fail)
    monkeypatch.setattr(views, "submit", fail)
    return Client(raise_request_exception=False)


def test_a_page_says_so_in_every_language_and_is_not_kept(db: None, failing: Client):
    answer = failing.get("/contact/")

    assert answer.status_code == 500
    page = answer.content.decode()
    assert "وقع خلل عندنا" in page
    assert "Une panne" in page
    assert "Something failed on our side" in page
    assert answer["Cache-Control"] == "no-store"
    assert "Retry-After" not in answer


def test_a_machine_is_told_so_in_json(db: None, failing: Client):
    answer = failing.get("/contact/", headers={"Accept": "application/json"})

    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == answer.status_code == 500


def test_a_comment_that_was_sent_is_given_back_and_nobody_is_thanked(failing: Client, story: Story):
    form = {"text": "نص <طويل>", "token": story_token(story.pk)}

    answer = failing.post(
        f"/stories/{story.pk}/comments/",
        urlencode(form),
        content_type="application/x-www-form-urlencoded",
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert answer.status_code == 500
    assert "نص &lt;طويل&gt;</textarea>" in answer.content.decode()
    assert "لم يُرسل تعليقك بعد" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("multipart/form-data; boundary=", "no parts"),
        ("application/x-www-form-urlencoded", "a=&" * 2000),
    ],
    ids=["no parts", "too many fields"],
)
def test_what_cannot_be_read_either_is_answered_all_the_same(
    monkeypatch: pytest.MonkeyPatch, failing: Client, story: Story, kind: str, sent: str
):
    monkeypatch.setattr(views, "refusal_of", views.submit)

    answer = failing.post(f"/stories/{story.pk}/comments/", sent, content_type=kind)

    assert answer.status_code == 500
    assert "وقع خلل عندنا" in answer.content.decode()
