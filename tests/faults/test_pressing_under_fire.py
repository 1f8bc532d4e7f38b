"""Pressing under kill -9, failing disks and power cuts.

A few rounds run in ``make test``; ``make faults`` runs hundreds (``MINBAR_FAULT_STRIKES``,
``MINBAR_FAULT_CUTS``) and prints what became of the pages.
"""

import gzip
import itertools
import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import close_old_connections, connection, connections
from django.test import override_settings
from django.utils import timezone

from minbar.discussion.models import Comment, PolicyRule, Status
from minbar.moderation import decisions
from minbar.press import draining, edition
from minbar.press.draining import Drain
from minbar.press.front import Front
from minbar.press.models import PressedPage
from minbar.press.pressing import press, store
from minbar.press.rendering import render
from minbar.press.staleness import stale_edition, stale_pages
from minbar.press.store import HEAD, Store
from minbar.stories.announcing import announce, announce_missed
from minbar.stories.models import Front as FrontPage
from minbar.stories.models import Section, Story
from tests.faults.under_fire import Disk, Victim, rehearse, run, strike

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
    pytest.mark.only_on_sqlite("A newspaper is copied by copying its SQLite file."),
    pytest.mark.xdist_group("faults"),
]

MOST_STRIKES = int(os.environ.get("MINBAR_FAULT_STRIKES", "1"))
"""How many of the system calls of a change are struck, one in a round."""
CUTS = int(os.environ.get("MINBAR_FAULT_CUTS", "1"))
"""How often the power is cut in each way."""
CHANGING = [
    *("write", "pwrite64", "fsync", "fdatasync", "ftruncate"),
    *("openat", "rename", "unlink", "mkdir", "rmdir", "utimensat"),
]
FAULTS = {
    "error=ENOSPC": ["write", "pwrite64", "openat", "rename", "mkdir"],
    "error=EIO": ["write", "pwrite64", "fsync", "fdatasync", "rename", "unlink"],
}
STRUCK = "لا يعجبني هذا الخط أبدا"
TAKEN_BACK = "الحافلة تعود إلى حي الزيتون"
CORRECTED = "الحافلة تعود إلى حي الزيتون غدا"

Tell = Callable[[str], None]


def publish(tell: Tell) -> None:
    story = Story.objects.get(slug="bus")
    story.title = CORRECTED
    story.save_revision().publish()
    tell(f"published {story.title}")


def strike_comment(tell: Tell) -> None:
    comment = Comment.objects.get(text=STRUCK)
    decisions.strike(comment, by=None, reason=PolicyRule.objects.first())
    tell(f"gone {STRUCK}")


def unpublish(tell: Tell) -> None:
    Story.objects.get(slug="bus").unpublish()
    tell(f"gone {TAKEN_BACK}")


CHANGES = [publish, strike_comment, unpublish]


@contextmanager
def opened(folder: Path) -> Iterator[None]:
    """Work on the newspaper in ``folder``."""
    before = connection.settings_dict["NAME"]
    connections.close_all()
    connection.settings_dict["NAME"] = str(folder / "minbar.sqlite3")
    forget_database()
    try:
        with override_settings(PRESS_ROOT=folder / "press"):
            yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = before
        forget_database()


def forget_database() -> None:
    """Forget what this process remembers of another newspaper."""
    cache.clear()
    ContentType.objects.clear_cache()


class Newspaper:
    """A small newspaper, made once; each round is played on a copy."""

    def __init__(self, folder: Path) -> None:
        self._made, self._round = folder / "made", folder / "round"
        self._made.mkdir()
        connections.close_all()
        shutil.copy(connection.settings_dict["NAME"], self._made / "minbar.sqlite3")
        with opened(self._made):
            found()
            self.pages = {path: store().read(path).body for path in store().paths()}

    @contextmanager
    def copied(self, folder: Path | None = None) -> Iterator[Path]:
        """Give a copy, which is opened."""
        folder = folder or self._round
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._made, folder)
        with opened(folder):
            yield folder


def found() -> None:
    now = timezone.now()
    front = FrontPage.objects.get()
    section = front.add_child(instance=Section(title="الوطن", slug="national"))
    announce(section)
    for slug, headline in [("bus", TAKEN_BACK), ("sea", "البحر هادئ")]:
        story = Story(
            title=headline, slug=slug, live=True, first_published_at=now, last_published_at=now
        )
        announce(section.add_child(instance=story))
    story = Story.objects.get(slug="bus")
    for text in [STRUCK, "شكرا لمن أعادها."]:
        Comment.objects.create(
            story=story,
            name="نورة",
            text=text,
            status=Status.APPROVED,
            submitted_at=now,
            moved_at=now,
            first_approved_at=now,
        )
    draining._begin(same_boot=False)
    edition.press_all(processes=1, tell=lambda *_: None)
    press_what_is_stale()


def press_what_is_stale() -> None:
    drain = Drain()
    drain.look()
    while not drain.is_empty:
        drain.press_next()
        if drain.is_empty:
            drain.look()


def start_again() -> None:
    """What press and schedule do at start after a kill, and then."""
    draining._begin(same_boot=False)
    announce_missed()
    press_what_is_stale()


def files(folder: Path) -> Iterator[tuple[str, bytes | None]]:
    """Each file that a web server in front would send, decoded, or None where it is torn."""
    pages = folder / "press" / "pages"
    for file in sorted(pages.rglob("*")):
        if file.is_file() and file.name != HEAD:
            decode = {".gz": gzip.decompress, ".br": brotli.decompress}.get(file.suffix, bytes)
            try:
                yield str(file.relative_to(pages)), decode(file.read_bytes())
            except (EOFError, OSError, brotli.error):
                yield str(file.relative_to(pages)), None


def readable(folder: Path, text: str) -> list[str]:
    """Files in which somebody reads ``text``."""
    return [name for name, body in files(folder) if body and text.encode() in body]


def read_by_readers(folder: Path, path: str) -> Iterator[bytes]:
    """What the front answers by itself, in each encoding; what it passes on is made anew."""
    for encoding, decode in [("br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)]:
        front = Front(lambda *_: [], folder / "press")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path.encode().decode("latin-1"),
            "HTTP_ACCEPT_ENCODING": encoding,
        }
        headers: dict[str, str] = {}
        answer = front(environ, lambda _status, sent, h=headers: h.update(sent))
        for body in answer:
            yield decode(body) if "Content-Encoding" in headers else body


@dataclass
class Toll:
    """What became of the pages in all rounds."""

    rounds: int = 0
    killed: int = 0
    failed: int = 0
    acknowledged: int = 0
    torn: list[str] = field(default_factory=list)
    """Pages that readers got, or files that lay there, which were neither the old nor the new."""
    returned: list[str] = field(default_factory=list)
    """What was acknowledged as gone, and could be read."""
    differing: list[str] = field(default_factory=list)
    """Pages that were not as they should be when all had been pressed again."""
    lost: list[str] = field(default_factory=list)
    """What was acknowledged and is not in the database, or failed and nobody is told."""

    @property
    def faults(self) -> list[str]:
        return [*self.torn, *self.returned, *self.differing, *self.lost]

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds, {self.killed} killed, {self.failed} told of a failure, "
            f"{self.acknowledged} acknowledged; {len(self.lost)} lost, {len(self.torn)} torn, "
            f"{len(self.returned)} returned, {len(self.differing)} differing"
        )

    def look_at_wreck(self, folder: Path, told: list[str], tried: str) -> None:
        """Before anything is started: what was told to be gone is gone."""
        for line in told:
            self.acknowledged += line.startswith(("gone ", "published "))
            if line.startswith("gone "):
                text = line.removeprefix("gone ")
                self.returned += [f"{tried}: {file} says {text}" for file in readable(folder, text)]

    def look_at_edition(self, folder: Path, told: list[str], tried: str) -> None:
        """When all is pressed again: every page is whole and as it should be."""
        self.differing += [f"{tried}: {path}" for path, is_same in edition.check() if not is_same]
        self.torn += [f"{tried}: {path}" for path in store().paths() if not store().is_whole(path)]
        stale = [*stale_pages(), *stale_edition()]
        self.differing += [f"{tried}: {path} is stale" for path in stale]
        self.lost += [f"{tried}: {line}" for line in told if not stands(line)]
        for text in taken_back():
            self.returned += [f"{tried}: {file} at last" for file in readable(folder, text)]

    def look_at_what_was_read(
        self,
        newspaper: Newspaper,
        read: dict[str, list[bytes]],
        lying: list[tuple[str, bytes | None]],
        tried: str,
    ) -> None:
        """Whatever readers got between kill and start was the old page, or the new one."""
        new = {path: render(path).answer.body for path in newspaper.pages}
        known = {*newspaper.pages.values(), *new.values()}
        for path, bodies in read.items():
            if not {*bodies} <= {newspaper.pages[path], new[path]}:
                self.torn.append(f"{tried}: {path}")
        self.torn += [f"{tried}: {name}" for name, body in lying if body not in known]


def stands(line: str) -> bool:
    """Whether the database knows what was acknowledged."""
    verb, _, text = line.partition(" ")
    story = Story.objects.filter(title=text, live=True)
    if verb == "gone":
        comment = Comment.objects.filter(text=text, status=Status.APPROVED)
        return not story.exists() and not comment.exists()
    return verb != "published" or story.exists()


def taken_back() -> list[str]:
    struck = Comment.objects.exclude(status=Status.APPROVED).values_list("text", flat=True)
    return [*struck, *Story.objects.filter(live=False).values_list("title", flat=True)]


@pytest.fixture(scope="module")
def newspaper(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Newspaper]:
    with django_db_blocker.unblock():
        yield Newspaper(tmp_path_factory.mktemp("newspaper"))


@pytest.fixture
def toll(request: pytest.FixtureRequest) -> Iterator[Toll]:
    toll = Toll()
    yield toll
    print(f"\n{request.node.name}: {toll}")


def strikes(
    newspaper: Newspaper, work: Callable[[Tell], None], calls: list[str]
) -> list[tuple[str, int]]:
    """Which system calls are struck: all, or some that are evenly spread."""
    with newspaper.copied() as folder:
        found = [each for each in rehearse(work, CHANGING, folder) if each[0] in calls]
    step = max(1.0, len(found) / MOST_STRIKES)
    return [found[int((place + 0.5) * step)] for place in range(min(len(found), MOST_STRIKES))]


@pytest.mark.parametrize("change", CHANGES)
class TestKilled:
    """Killed at any system call, the press leaves each page old or new, and makes all good."""

    def test_at_every_system_call(
        self, newspaper: Newspaper, change: Callable[[Tell], None], toll: Toll
    ):
        def work(tell: Tell) -> None:
            change(tell)
            press_what_is_stale()
            connections.close_all()

        for call, number in strikes(newspaper, work, CHANGING):
            tried = f"{change.__name__}, killed at {call} {number}"
            with newspaper.copied() as folder:
                was_killed, told = strike(work, call, number)
                toll.rounds, toll.killed = toll.rounds + 1, toll.killed + was_killed

                toll.look_at_wreck(folder, told, tried)
                read = {path: [*read_by_readers(folder, path)] for path in newspaper.pages}
                lying = [*files(folder)]
                start_again()

                toll.look_at_edition(folder, told, tried)
                toll.look_at_what_was_read(newspaper, read, lying, tried)

        assert toll.killed == toll.rounds > 0
        assert toll.faults == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("change", CHANGES)
class TestFailingDisk:
    """What the disk does not take leaves the old page, is told of, and is made good afterwards."""

    def test_at_every_system_call(
        self, newspaper: Newspaper, change: Callable[[Tell], None], fault: str, toll: Toll
    ):
        def work(tell: Tell) -> Drain:
            drain = Drain()
            attempt(lambda: change(tell), tell)
            press_on(drain, tell)
            if PressedPage.objects.failing().exists():
                tell("noted")
            return drain

        def work_and_go_on(tell: Tell) -> None:
            """The fault has passed; the same process goes on, and nothing is started anew."""
            drain = work(tell)
            shutil.copytree(settings.PRESS_ROOT, wreck_of(settings.PRESS_ROOT.parent) / "press")
            attempt(announce_missed, tell)
            PressedPage.objects.update(retry_at=timezone.now())  # time passes
            press_on(drain, tell)

        for call, number in strikes(newspaper, work, FAULTS[fault]):
            tried = f"{change.__name__}, {fault} at {call} {number}"
            with newspaper.copied() as folder:
                _was_killed, told = strike(work_and_go_on, call, number, fault)
                was_told = any(line == "noted" or line.startswith("raised") for line in told)
                toll.rounds, toll.failed = toll.rounds + 1, toll.failed + was_told

                wreck = wreck_of(folder)
                toll.look_at_wreck(wreck, told, tried)
                read = {path: [*read_by_readers(wreck, path)] for path in newspaper.pages}
                toll.look_at_what_was_read(newspaper, read, [*files(wreck)], tried)
                toll.look_at_edition(folder, told, tried)
                if not was_told:
                    toll.lost += [f"{tried}: {path} in silence" for path in not_fresh(wreck)]

        assert toll.rounds > 0
        assert toll.faults == []


def attempt(step: Callable[[], object], tell: Tell) -> None:
    """Do a step as somebody does who tries again later."""
    try:
        step()
    except Exception as error:  # noqa: BLE001 - a failing disk has many ways to say so
        tell(f"raised {error!r}")
        close_old_connections()


def press_on(drain: Drain, tell: Tell) -> None:
    for _ in range(2):
        attempt(drain.look, tell)
        while not drain.is_empty:
            attempt(drain.press_next, tell)


def wreck_of(folder: Path) -> Path:
    """Where a copy is kept of how things stood before they were made good."""
    return folder / "wreck"


def not_fresh(folder: Path) -> list[str]:
    stored = Store(folder / "press")
    return [path for path in stored.paths() if stored.read(path) != render(path).answer]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a disk")
class TestPowerCut:
    """What was taken back before a power cut is readable in no file after it."""

    @pytest.fixture
    def disk(self, tmp_path: Path) -> Iterator[Disk]:
        # ext4 writes its journal each five seconds of itself, which would hide what is not synced.
        try:
            disk = Disk(tmp_path, megabytes=48, options="loop,commit=300")
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"no disk in a file can be mounted here: {error}")
        yield disk
        disk.remove()

    def test_with_a_press_that_makes_pages_anew(self, newspaper: Newspaper, disk: Disk, toll: Toll):
        for number in range(CUTS):
            self.cut(newspaper, disk, toll, f"cut {number}", with_press=True)

        assert toll.acknowledged > 0
        assert toll.faults == []

    def test_without_a_press(self, newspaper: Newspaper, disk: Disk, toll: Toll):
        for number in range(CUTS):
            self.cut(newspaper, disk, toll, f"cut {number}", with_press=False)

        assert toll.acknowledged > 0
        assert toll.faults == []

    @pytest.mark.parametrize(("sync", "with_press"), [("_sync", False), ("sync", True)])
    def test_without_the_sync_something_comes_back(
        self,
        newspaper: Newspaper,
        disk: Disk,
        toll: Toll,
        monkeypatch: pytest.MonkeyPatch,
        sync: str,
        with_press: bool,
    ):
        """This is the test's own test: it would notice if nothing were synced."""
        monkeypatch.setattr(Store, sync, lambda *_: None)

        for number in range(20):
            self.cut(newspaper, disk, toll, f"cut {number}", with_press=with_press)
            if toll.returned:
                break

        assert toll.returned != []

    @staticmethod
    def cut(newspaper: Newspaper, disk: Disk, toll: Toll, tried: str, *, with_press: bool) -> None:
        with newspaper.copied(disk.path / "newspaper"):
            run("sync", "--file-system", disk.path)
            others = [Victim(lambda _: draining.keep_pressing())] if with_press else []
            editor = Victim(lambda tell: publish_and_take_back(tell, with_press=with_press))
            editor.wait_until_it_tells()
            time.sleep(random.uniform(1.0, 3.0))
            for victim in [editor, *others]:
                victim.kill()
            with disk.after_power_cut() as after:
                told = editor.told()
                for other in others:
                    other.told()
                toll.rounds, toll.killed = toll.rounds + 1, toll.killed + 1
                folder = after / "newspaper"
                toll.look_at_wreck(folder, told, tried)
                with opened(folder):
                    start_again()
                    toll.look_at_edition(folder, told, tried)


def publish_and_take_back(tell: Tell, *, with_press: bool) -> None:
    """Show readers comments and a headline, and take each back, as long as there is power."""
    write_log_over()
    story = Story.objects.get(slug="bus")
    for number in itertools.count():
        text, now = f"كلام لا يليق «{number:04}»", timezone.now()
        comment = Comment.objects.create(
            story=story,
            name="نورة",
            text=text,
            status=Status.PENDING,
            submitted_at=now,
            moved_at=now,
        )
        decisions.approve(comment, by=None)
        see_shown(with_press=with_press)
        decisions.strike(comment, by=None, reason=PolicyRule.objects.first())
        tell(f"gone {text}")
        if number % 3 == 0:
            story = Story.objects.get(slug="bus")
            headline = story.title
            story.unpublish()
            tell(f"gone {headline}")
            story.title = f"الحافلة لا تعود «{number:04}»"
            story.save_revision().publish()
            see_shown(with_press=with_press)


def see_shown(*, with_press: bool) -> None:
    if not with_press:
        for path in ["/national/bus/", "/comments/feed/"]:
            press(path)
    while stale_pages() and with_press:
        time.sleep(0.005)


def write_log_over() -> None:
    """Let SQLite's log be as on any day but the first: it is written over, and grows no more.

    The sync of a log that grows happens to carry along whatever else ext4 has in its journal.
    """
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE swell (bytes)")
        cursor.execute("INSERT INTO swell VALUES (zeroblob(6000000))")
        cursor.execute("DROP TABLE swell")
        cursor.execute("PRAGMA wal_checkpoint(RESTART)")
