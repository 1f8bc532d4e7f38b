"""Comments that wait for the desk, and the desk's two ways of deciding."""

import itertools
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from minbar.discussion.models import Comment, PolicyRule
from minbar.discussion.origins import Origin
from minbar.discussion.submission import submit
from minbar.stories.models import Story

EMAIL = "noura.canary@example.org"
DESK = "/newsroom/moderation/"


@pytest.fixture
def make_held(story: Story) -> Callable[..., Comment]:
    """Send one more comment; what is not said has a plain value."""
    numbers = itertools.count(1)

    def make(on: Story = story, **fields: str) -> Comment:
        text = f"شكرا على المقال {next(numbers)}."
        typed = {"name": "نورة", "place": "سعيدة", "email": EMAIL, "text": text} | fields
        return submit(on, typed, origin=Origin()).comment

    return make


@pytest.fixture
def held(make_held: Callable[..., Comment]) -> Comment:
    return make_held()


@pytest.fixture
def off_topic(db: None) -> PolicyRule:
    return PolicyRule.objects.get(code="off-topic")


@pytest.fixture
def insult(db: None) -> PolicyRule:
    return PolicyRule.objects.get(code="insult")


@pytest.fixture
def senior(make_colleague: Callable[..., User]) -> User:
    return make_colleague("huda", "مسؤولو التعليقات")


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """Sit a colleague down at a browser."""

    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in


def claim(client: Client, query: str = "") -> dict[str, Any]:
    """Ask for what the desk of a browser shows."""
    answer = client.post(f"{DESK}claim/?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def decide(client: Client, *orders: dict[str, Any]) -> list[dict[str, Any]]:
    """Send decisions, and return what became of each."""
    sent = {"orders": [{"key": str(uuid4())} | order for order in orders]}
    answer = client.post(f"{DESK}decide/", json.dumps(sent), content_type="application/json")
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]
