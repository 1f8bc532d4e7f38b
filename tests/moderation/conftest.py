"""Comments that wait for the desk, and the desk's two ways of deciding."""

import itertools
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from minbar.discussion import moves
from minbar.discussion.models import Appeal, Comment, MoveKind, PolicyRule
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


@pytest.fixture
def moved(story: Story, moderator: User) -> Callable[..., Comment]:
    """Let a comment come at a moment and go through moves, each so many minutes after it came.

    ``moved(at, ("approve", 5), ("strike", 90, insult))``; a colleague may stand last.
    """

    def moved(at: datetime, *steps: tuple[Any, ...], labels: tuple[str, ...] = ()) -> Comment:
        comment = Comment(story=story, name="عادل", text="نص", labels=list(labels))
        comment.submitted_at = at
        comment.receipt_digest = f"{Comment.objects.count():064}"
        moves.enter(comment)
        for kind, minutes, *rest in steps:
            reason = next((part for part in rest if isinstance(part, PolicyRule)), None)
            by = next((part for part in rest if isinstance(part, User)), moderator)
            is_writers = kind in {MoveKind.APPEAL, MoveKind.WITHDRAW}
            moment = at + timedelta(minutes=minutes)
            if kind == MoveKind.APPEAL:
                Appeal.objects.create(comment=comment, at=moment)
            if kind == MoveKind.UNDO:
                moves.undo(comment, by=by)
                continue
            moves.move(
                comment, MoveKind(kind), by=None if is_writers else by, reason=reason, at=moment
            )
        return comment

    return moved
