"""What every room's tests stand on: a newspaper with a section, and people of the newsroom."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import TransactionTestCase
from django.urls import clear_url_caches
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Site

from minbar.press import removal
from minbar.project.founding import found_newspaper
from minbar.stories.announcing import announce
from minbar.stories.models import Front, Section, Story
from tests.databases import Named, is_on_postgresql, own_database
from tests.founded import Founded
from tests.prepared_newspapers import FILE, copy_migrated

SEED_PAGE = Path(__file__).parents[2] / "shared" / "seed" / "article-page.txt"


DATABASE_FIXTURES = {"db", "transactional_db", "make_database"}
ONCE = ("browser", "deploy")
"""Folders of what is looked at from without, where no database is seen."""
PRESSING = ("advertising", "audience", "paper", "press")
"""Rooms whose tests ask which pages are stale."""
LONGEST_FIRST = ("browser", "desk", "backup", "serve", "faults", "edition model", "deploy")
"""Groups (``xdist_group``) in the order in which the workers take them up."""
MEANWHILE = "arabic"
"""The room whose tests ask for no newspaper: while the first worker makes the demo edition for the
browser, which the others wait for, there is something to do.
"""


def pytest_report_header() -> str:
    left_out = "" if connection.vendor == "sqlite" else "; tests that ask for none are left out"
    return f"database: {connection.vendor}{left_out}"


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Leave out on PostgreSQL what need not be asked twice; have long groups begin first."""
    if connection.vendor != "sqlite":
        _leave_out(config, items)
    elsewhere = "only_on_sqlite" if is_on_postgresql() else "only_on_postgresql"
    for item in items:
        for mark in item.iter_markers(elsewhere):
            item.add_marker(pytest.mark.skip(reason=mark.args[0]))
    yield
    items.sort(key=_turn)


def _leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what asks a database, but not how pages look or are served: that is the same on both.

    Within one transaction no touch is seen there, so where pages are pressed each test's end
    really, as a newspaper's do.
    """
    asking = [item for item in items if _asks_a_database(item) and _room_of(item) not in ONCE]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
    items[:] = asking
    for item in items:
        if _room_of(item) in PRESSING and "make_database" not in _fixtures_of(item):
            item.add_marker(pytest.mark.django_db(transaction=True), append=False)


def _turn(item: pytest.Item) -> int:
    mark = item.get_closest_marker("xdist_group")
    group = mark.args[0] if mark else ""
    if group == LONGEST_FIRST[0]:
        return 0
    if _room_of(item) == MEANWHILE:
        return 1
    return 1 + (LONGEST_FIRST.index(group) if group in LONGEST_FIRST else len(LONGEST_FIRST))


def _asks_a_database(item: pytest.Item) -> bool:
    is_marked = any(map(item.get_closest_marker, ("django_db", "only_on_postgresql")))
    return is_marked or bool(DATABASE_FIXTURES.intersection(_fixtures_of(item)))


def _fixtures_of(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def _room_of(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).parts[0]


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """SQLite's is there already when pytest-django would make it."""
    return not is_on_postgresql()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Let the tests' own database be a copy of one that was migrated once for all workers."""
    folder, settings = tmp_path_factory.mktemp("migrated"), connection.settings_dict["TEST"]
    settings["MIGRATE"] = False
    with own_database() as database:
        copy_migrated(tmp_path_factory, folder, database)
        if database:
            settings["TEMPLATE"] = urlsplit(database["DATABASE_URL"]).path.removeprefix("/")
        else:
            # A file, because two connections must see one another's locks.
            settings["NAME"] = str(folder / FILE)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After a test without a transaction around it, put back what was there."""
    with django_db_blocker.unblock():
        DBTaskResult.objects.all().delete()  # what founding left for the worker
        founded = Founded()
        connection.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: founded.put_back())
        yield


@pytest.fixture(scope="session")
def make_database() -> Iterator[Callable[[], Named]]:
    """Give a newspaper that runs in processes of its own an empty database."""
    with ExitStack() as made:
        yield lambda: made.enter_context(own_database())


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
def nothing_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is taken back stays in the store, to be seen stale; tests/press sees it removed."""
    monkeypatch.setattr(removal, "_see_gone_from_store", lambda _names: None)


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
def open_editions(db: None, settings: Any) -> Iterator[Callable[..., None]]:
    """Start the newspaper again with other editions."""

    def open_(*languages: str) -> None:
        known = dict(project.NEWSPAPER_LANGUAGES)
        told = [(code, known[code]) for code in ("ar", *languages)]
        settings.MINBAR_EDITIONS = list(languages)
        settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = told
        settings.WAGTAIL_I18N_ENABLED = bool(languages)
        clear_url_caches()
        Site.clear_site_root_paths_cache()
        found_newspaper()

    yield open_
    clear_url_caches()
    Site.clear_site_root_paths_cache()


@pytest.fixture
def french(open_editions: Callable[..., None]) -> Front:
    """The front page of the edition in French."""
    open_editions("fr")
    return Front.objects.get(slug="fr")


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
