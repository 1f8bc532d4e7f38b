"""Counting under kill -9 and power cuts.

A few rounds run in ``make test``; ``make faults`` runs thousands (``MINBAR_FAULT_ROUNDS``) and
prints how many views were acknowledged, lost and counted twice.
"""

import itertools
import os
import random
import shutil
import time
from datetime import UTC, timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from minbar.audience import counting
from minbar.audience.counting import Fold
from minbar.audience.journal import FORM, Journal
from minbar.audience.lines import from_line
from minbar.audience.models import DayFigures
from minbar.audience.readers import reader_of
from minbar.audience.volumes import volumes_in
from minbar.audience.writing import Writer
from tests.faults.under_fire import Disk, Victim, strike

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
    pytest.mark.xdist_group("faults"),
]

ROUNDS = int(os.environ.get("MINBAR_FAULT_ROUNDS", "20"))
MOST_STRIKES = int(os.environ.get("MINBAR_FAULT_STRIKES", "4"))
"""How many of a name's system calls are struck, one in a round."""
ADDRESS = "192.0.2.7"
WRITING = ["write", "mkdir", "rename", "fsync", "openat", "flock"]
FOLDING = ["pwrite64", "fdatasync", "rename", "unlinkat", "rmdir", "fsync", "openat"]


def send_views(folder, story, readers, *, tell, pause=0.0):
    """Send a beacon for each of the readers; tell of each that was acknowledged."""
    journal = Journal(
        lambda *_: [], folder=folder, zone=UTC, address_of=lambda environ: environ["REMOTE_ADDR"]
    )
    body = f"story={story}".encode()
    for reader in readers:
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/views/",
            "CONTENT_TYPE": FORM,
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_USER_AGENT": name_of(reader),
            "REMOTE_ADDR": ADDRESS,
            "wsgi.input": BytesIO(body),
        }
        statuses = []
        journal(environ, lambda status, headers, statuses=statuses: statuses.append(status))
        if statuses[0].startswith("204"):
            tell(str(reader))
        time.sleep(pause)


def crowds(size):
    """Give readers whom nobody has seen, so many at a time."""
    return (range(first, first + size) for first in itertools.count(0, size))


def name_of(reader):
    return f"Firefox/{reader}"


def written(folder, story):
    """Which readers' views stand in the journal."""
    for volume in volumes_in(folder):
        lines = [
            line for segment in volume.segments() for line in segment.read_bytes().splitlines()
        ]
        hashes = {view.reader for view in map(from_line, lines) if view}
        yield (
            lambda reader, volume=volume, hashes=hashes: (
                reader_of(address=ADDRESS, browser=name_of(reader), story=story, salt=volume.salt)
                in hashes
            )
        )


def missing(folder, story, acknowledged):
    """Those of the acknowledged views that do not stand in the journal."""
    volumes = list(written(folder, story))
    return [reader for reader in acknowledged if not any(has(reader) for has in volumes)]


def counted():
    return sum(DayFigures.objects.values_list("views", flat=True))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "journal"


@pytest.fixture
def tomorrow(monkeypatch):
    """The next day, on which today's journal is closed."""
    day = timezone.localdate() + timedelta(days=1)
    return lambda: monkeypatch.setattr(counting.timezone, "localdate", lambda: day)


class Toll:
    """What became of the views in all rounds."""

    def __init__(self):
        self.rounds = self.killed = self.acknowledged = 0
        self.done = set()
        """Names of system calls whose last one was struck before."""

    def note(self, call, *, was_killed):
        self.rounds += 1
        self.killed += was_killed
        if call and not was_killed:
            self.done.add(call)

    def __str__(self):
        return f"{self.rounds} rounds, {self.killed} killed, {self.acknowledged} acknowledged views"


@pytest.fixture
def toll(request):
    toll = Toll()
    yield toll
    print(f"\n{request.node.name}: {toll}: none lost, none counted twice")


class TestKilledWhileWriting:
    """kill -9 loses no acknowledged view, whatever it strikes."""

    def test_at_every_system_call_of_a_day_s_first_views(self, folder, story, toll):
        readers = crowds(6)
        for call, number in itertools.product(WRITING, range(1, MOST_STRIKES + 1)):
            if call in toll.done:
                continue
            journal, crowd = folder / f"{call}-{number}", next(readers)
            was_killed, told = strike(
                lambda tell, journal=journal, crowd=crowd: send_views(
                    journal, story.pk, crowd, tell=tell
                ),
                call,
                number,
            )
            toll.note(call, was_killed=was_killed)
            toll.acknowledged += len(told)

            Fold(journal).run()

            assert missing(journal, story.pk, map(int, told)) == []
            assert toll.acknowledged <= counted() <= toll.acknowledged + toll.killed

    def test_at_any_moment_while_it_is_being_counted(self, folder, story, toll):
        """Writer and fold are killed at random, again and again; what was told stays told."""
        dice = random.Random(20261124)
        acknowledged, readers = [], crowds(1000)
        for _ in range(ROUNDS):
            crowd = next(readers)
            writer = Victim(
                lambda tell, crowd=crowd: send_views(folder, story.pk, crowd, tell=tell)
            )
            fold = Victim(lambda tell: Fold(folder).run())
            for victim in dice.sample([writer, fold], 2):
                time.sleep(dice.random() * 0.08)
                victim.kill()
            acknowledged += map(int, writer.told())
            fold.told()
            toll.note("", was_killed=writer.exit_code != 0 or fold.exit_code != 0)
        toll.acknowledged = len(acknowledged)

        Fold(folder).run()
        Fold(folder).run()

        assert missing(folder, story.pk, acknowledged) == []
        assert len(acknowledged) <= counted() <= len(acknowledged) + ROUNDS


class TestKilledWhileFolding:
    """A fold that is killed anywhere changes no count that the next one does not put right."""

    def test_at_every_system_call_of_closing_a_day(self, folder, story, toll, tomorrow):
        readers = crowds(6)
        tomorrow()
        for call, number in itertools.product(FOLDING, range(1, MOST_STRIKES + 1)):
            if call in toll.done:
                continue
            crowd = next(readers)
            writer = Victim(
                lambda tell, crowd=crowd: send_views(folder, story.pk, crowd, tell=tell)
            )
            toll.acknowledged += len(writer.told())
            was_killed, _told = strike(lambda tell: Fold(folder).run(), call, number)
            toll.note(call, was_killed=was_killed)

            Fold(folder).run()

            assert counted() == toll.acknowledged == crowd[-1] + 1
            assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a disk")
class TestPowerCut:
    """A power cut takes no view that was acknowledged before the last sync began."""

    @pytest.fixture
    def disk(self, tmp_path):
        disk = Disk(tmp_path)
        yield disk
        disk.remove()

    def test_takes_only_what_was_not_synced_yet(self, disk, story):
        for number in range(1 + ROUNDS // 100):
            safe, lost = self.cut(disk, f"{number}", story, Writer.sync)

            assert len(safe) > 0
            assert lost == []

    def test_without_the_sync_it_takes_them_all(self, disk, story):
        """This is the test's own test: it would notice if nothing were synced."""
        safe, lost = self.cut(disk, "journal", story, lambda writer: None)

        assert len(lost) == len(safe) > 0

    @staticmethod
    def cut(disk, name, story, sync):
        """Return the views that a completed sync has covered, and those that the cut took."""

        def work(tell):
            def sync_and_tell(writer):
                tell("sync begins")
                sync(writer)
                tell("synced")

            Writer.sync = sync_and_tell
            send_views(disk.path / name, story.pk, range(10**9), tell=tell, pause=0.002)

        writer = Victim(work)
        time.sleep(2.3)  # two syncs at least, on a machine that is not quite overwhelmed
        writer.kill()
        with disk.after_power_cut() as after:
            safe = covered(writer.told())
            return safe, missing(after / name, story.pk, safe)


def covered(told):
    """The readers who were acknowledged before a sync began that was completed."""
    acknowledged, begun, safe = [], 0, 0
    for line in told:
        if line == "sync begins":
            begun = len(acknowledged)
        elif line == "synced":
            safe = begun
        else:
            acknowledged.append(int(line))
    return acknowledged[:safe]
