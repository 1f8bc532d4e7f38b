"""A reader, the form that a story shows, and a comment that waits."""

from collections.abc import Callable

import pytest
from django.test import Client

from minbar.discussion import comment_views, receipt_views
from minbar.discussion.models import Comment
from minbar.discussion.origins import Origin
from minbar.discussion.story_tokens import story_token
from minbar.discussion.submission import Submitted, submit
from minbar.stories.models import Story

EMAIL = "noura.canary@example.org"


@pytest.fixture
def reader() -> Client:
    """A browser that says nothing of where its requests come from."""
    return Client()


@pytest.fixture(autouse=True)
def nobody_has_tried_anything() -> None:
    for tries in (receipt_views._wrong, comment_views._votes, comment_views._reports):
        tries.forget()


@pytest.fixture
def typed() -> dict[str, str]:
    """What a reader types."""
    return {"name": "نورة", "place": "سعيدة", "email": EMAIL, "text": "شكرا على المقال."}


@pytest.fixture
def form(story: Story, typed: dict[str, str]) -> dict[str, str]:
    """What the browser sends of it."""
    return typed | {"token": story_token(story.pk)}


@pytest.fixture
def send(reader: Client, story: Story) -> Callable:
    """Send a form to the story; headers by keyword."""

    def send(form: dict[str, str], **headers: str):
        from urllib.parse import urlencode

        return reader.post(
            f"/stories/{story.pk}/comments/",
            urlencode(form),
            content_type="application/x-www-form-urlencoded",
            headers=headers,
        )

    return send


@pytest.fixture
def submitted(story: Story, typed: dict[str, str]) -> Submitted:
    return submit(story, typed, origin=Origin(address="a", browser="b"))


@pytest.fixture
def held(submitted: Submitted) -> Comment:
    return submitted.comment
