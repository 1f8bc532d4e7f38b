"""A reader who finds an error, and an editor who answers for it."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client

from minbar.corrections import views
from minbar.corrections.reports import Reported, report
from minbar.discussion.origins import Origin
from minbar.discussion.story_tokens import story_token
from minbar.stories.models import Story

EMAIL = "noura.canary@example.org"


@pytest.fixture(autouse=True)
def nobody_has_tried_anything() -> None:
    for tries in (views._reports, views._wrong):
        tries.forget()


@pytest.fixture
def typed() -> dict[str, str]:
    """What a reader types."""
    return {
        "wrong": "افتتحت المحطة سنة 1985.",
        "right": "افتتحت المحطة سنة 1958، كما في لوحة بابها.",
        "name": "نورة",
        "email": EMAIL,
    }


@pytest.fixture
def send(story: Story, typed: dict[str, str]) -> Callable:
    """Send the form of the story as a browser does; fields by keyword, headers beside them."""

    def send(headers: dict[str, str] | None = None, on: int | None = None, **fields: str):
        form = typed | {"token": story_token(story.pk)} | fields
        return Client().post(
            f"/stories/{on or story.pk}/errors/",
            urlencode(form, errors="surrogatepass"),
            content_type="application/x-www-form-urlencoded",
            headers={"sec-fetch-site": "same-origin"} | (headers or {}),
        )

    return send


@pytest.fixture
def reported(story: Story, typed: dict[str, str]) -> Reported:
    return report(story, typed, origin=Origin(address="a", browser="b"))
