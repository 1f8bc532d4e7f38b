"""What every room's tests stand on: a newspaper with a section, and people of the newsroom."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from minbar.stories.announcing import announce
from minbar.stories.models import Front, Section, Story

SEED_PAGE = Path(__file__).parents[2] / "shared" / "seed" / "article-page.txt"


@pytest.fixture(scope="session")
def seed_page() -> Path:
    """The real page that Minbar began from; it is not ours, and read where it lies."""
    assert SEED_PAGE.exists(), f"The tests need the page we began from at {SEED_PAGE}."
    return SEED_PAGE


@pytest.fixture(autouse=True)
def press_room(tmp_path: Path, settings: Any) -> Path:
    """An empty store of pressed pages for each test."""
    settings.PRESS_ROOT = tmp_path / "press"
    return settings.PRESS_ROOT


@pytest.fixture
def front(db: None) -> Front:
    """The front page that a new newspaper has."""
    return Front.objects.get()


@pytest.fixture
def section(front: Front) -> Section:
    section = front.add_child(instance=Section(title="الوطن", slug="national", colour="#7a5230"))
    announce(section)
    return section


@pytest.fixture
def make_story(section: Section) -> Callable[..., Story]:
    """Publish a story; what is not said has a plain value."""

    def make(headline: str = "الحافلة تعود إلى حي الزيتون", **fields: Any) -> Story:
        now = timezone.now()
        fields = {"first_published_at": now, "last_published_at": now, "live": True} | fields
        story = section.add_child(instance=Story(title=headline, **fields))
        announce(story)
        return story

    return make


@pytest.fixture
def story(make_story: Callable[..., Story]) -> Story:
    return make_story(kicker="بعد انقطاع عامين")


@pytest.fixture
def make_colleague(db: None) -> Callable[..., User]:
    """Give a group of the newsroom one more member."""

    def make(username: str, group: str) -> User:
        user = User.objects.create_user(username, password=f"{username}-password")
        user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def moderator(make_colleague: Callable[..., User]) -> User:
    return make_colleague("amina", "مشرفو التعليقات")


@pytest.fixture
def colleague(make_colleague: Callable[..., User]) -> User:
    return make_colleague("karim", "مشرفو التعليقات")


@pytest.fixture
def editor(make_colleague: Callable[..., User]) -> User:
    return make_colleague("salima", "محررون")


@pytest.fixture
def reporter(make_colleague: Callable[..., User]) -> User:
    return make_colleague("nadir", "صحفيون")
