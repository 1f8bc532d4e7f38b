"""Sending comments under kill -9 and power cuts.

A few rounds run in ``make test``; ``make faults`` runs thousands (``MINBAR_FAULT_ROUNDS``) and
prints how many receipts were shown. Every comment whose receipt was shown exists once; none half.
"""

import itertools
import os
import random
import shutil
import sqlite3
import time
from contextlib import closing
from urllib.parse import urlencode

import pytest
from django.db import connection, connections
from django.test import Client

from minbar.discussion.models import Comment, Move, SealedEmail, Status
from minbar.discussion.receipts import comment_of
from minbar.discussion.sealing import open_seal
from minbar.discussion.story_tokens import story_token
from tests.faults.under_fire import Disk, Victim, strike

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
    pytest.mark.xdist_group("faults"),
]

ROUNDS = int(os.environ.get("MINBAR_FAULT_ROUNDS", "20"))
MOST_STRIKES = int(os.environ.get("MINBAR_FAULT_STRIKES", "4"))
"""How many of a name's system calls are struck, one in a round."""
CUTS = int(os.environ.get("MINBAR_FAULT_CUTS", "2"))
WRITING = ["pwrite64", "fdatasync", "fsync", "openat", "ftruncate", "unlink", "fcntl", "write"]
"""Of SQLite, and of whatever else a submission may write."""


def send(story, numbers, *, tell):
    """Send comments through the whole of Django; tell of each whose receipt was shown."""
    browser = Client()
    for number in numbers:
        fields = {
            "name": f"قارئ {number}",
            "place": "",
            "email": email_of(number),
            "text": text_of(number),
            "token": story_token(story.pk),
        }
        answer = browser.post(
            f"/stories/{story.pk}/comments/",
            urlencode(fields),
            content_type="application/x-www-form-urlencoded",
        )
        if answer.status_code == 303:
            tell(f"{number} {answer['Location'].split('/')[2]}")


def text_of(number):
    return f"تعليق رقم {number} " + "كلام " * 40


def email_of(number):
    return f"reader-{number}@example.org"


def assert_kept(told):
    """Each comment whose receipt was shown is there, once and whole."""
    for line in told:
        number, token = line.split()
        comment = comment_of(token)
        assert comment is not None
        assert comment.text == text_of(number).strip()
        assert Comment.objects.filter(text=comment.text).count() == 1


def assert_none_is_half():
    """Each comment that is there has its one row of history and its sealed e-mail."""
    comments = Comment.objects.all()
    assert Move.objects.count() == SealedEmail.objects.count() == comments.count()
    for comment in comments:
        step = comment.history.get()
        number = comment.name.split()[1]
        assert (comment.status, step.went_to) == (Status.PENDING, Status.PENDING)
        assert open_seal(comment.sealed_email.ciphertext) == email_of(number)


@pytest.fixture(autouse=True)
def without_limits(settings):
    """So many do not come from one address otherwise."""
    settings.MINBAR_RATE_LIMITS = False


class TestKilled:
    """kill -9 loses no comment whose receipt was shown, and leaves none half."""

    def test_at_every_system_call_of_a_submission(self, story):
        numbers, done, shown, killed = itertools.count(), set(), 0, 0
        for call, nth in itertools.product(WRITING, range(1, MOST_STRIKES + 1)):
            if call in done:
                continue
            crowd = [next(numbers) for _ in range(2)]
            was_killed, told = strike(
                lambda tell, crowd=crowd: send(story, crowd, tell=tell), call, nth
            )
            if not was_killed:
                done.add(call)
                assert len(told) == len(crowd)
            shown, killed = shown + len(told), killed + was_killed

            assert_kept(told)
            assert_none_is_half()
            assert shown <= Comment.objects.count() <= shown + killed
        print(f"\n{killed} killed at a system call, {shown} receipts shown: none lost, none half")

    def test_at_any_moment(self, story):
        dice, shown, killed = random.Random(20261125), [], 0
        for first in range(0, ROUNDS * 1000, 1000):
            victim = Victim(
                lambda tell, first=first: send(story, range(first, first + 1000), tell=tell)
            )
            if first % 2000 == 0:  # the others may be struck before their first answer
                victim.wait_until_it_tells()
            time.sleep(dice.random() * 0.4)
            victim.kill()
            shown += victim.told()
            killed += victim.exit_code != 0

        assert shown
        assert_kept(shown)
        assert_none_is_half()
        assert len(shown) <= Comment.objects.count() <= len(shown) + killed
        print(f"\n{killed} killed at any moment, {len(shown)} receipts shown: none lost, none half")


@pytest.mark.only_on_sqlite("PostgreSQL has disks of its own")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a disk")
class TestPowerCut:
    """What a receipt was shown for is on disk: a power cut takes none of it."""

    @pytest.fixture
    def disk(self, tmp_path):
        disk = Disk(tmp_path, megabytes=64)
        yield disk
        disk.remove()

    def test_takes_no_comment_whose_receipt_was_shown(self, disk, story):
        shown = 0
        for number in range(CUTS):
            told, kept = self.cut(disk, story, number, synchronous="FULL")

            assert len(told) > 0
            assert [line for line in told if line.split()[0] not in kept] == []
            shown += len(told)
        print(f"\n{CUTS} power cuts, {shown} receipts shown: none lost, none half")

    def test_without_the_sync_it_takes_some(self, disk, story):
        """This is the test's own test: it would notice if nothing were synced."""
        told, kept = self.cut(disk, story, 0, synchronous="OFF")

        assert [line for line in told if line.split()[0] not in kept] != []

    @staticmethod
    def cut(disk, story, number, *, synchronous):
        """Return what was told before the cut, and the numbers of the comments kept after it."""
        file = disk.path / f"{number}.sqlite3"
        connections.close_all()
        copy(connection.settings_dict["NAME"], file)
        first = number * 1000

        def work(tell):
            connection.settings_dict["NAME"] = str(file)
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA synchronous={synchronous}")
            send(story, range(first, first + 1000), tell=tell)

        victim = Victim(work)
        victim.wait_until_it_tells()
        time.sleep(1.0)
        victim.kill()
        with disk.after_power_cut() as after:
            told, kept = victim.told(), numbers_in(after / file.name)
        for part in disk.path.glob(f"{file.name}*"):
            part.unlink()  # a hundred of them have no room
        return told, kept


def copy(source, target):
    """Copy a database whole, and have it on its disk."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as write:
        read.backup(write)
        write.execute("PRAGMA journal_mode=WAL")
    os.sync()


def numbers_in(file):
    """Read, as SQLite recovers it, which comments a database holds, each whole."""
    whole = """
        SELECT comment.name FROM discussion_comment AS comment
        JOIN discussion_move AS move ON move.comment_id = comment.id
        JOIN discussion_sealedemail AS sealed ON sealed.comment_id = comment.id
    """
    with closing(sqlite3.connect(file)) as database:
        found = [name.split()[1] for (name,) in database.execute(whole)]
        (count,) = database.execute("SELECT COUNT(*) FROM discussion_comment").fetchone()
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(found) == count == len(set(found))
    return set(found)
