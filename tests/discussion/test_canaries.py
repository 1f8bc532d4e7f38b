"""Two hundred e-mails through everything that a comment can live, and none found in the clear.

``MINBAR_CANARIES`` says how many (16 in ``make test``). Searched is every byte that was sent or
stored: answers, pages, feeds, JSON, logs at DEBUG with every query, standard output, the database
with its write-ahead log, the journal of views, the press's tree and a backup with its parts.
"""

import gzip
import io
import logging
import os
import re
import tarfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import brotli
import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from minbar.discussion import moves
from minbar.discussion.erasing import erase
from minbar.discussion.holding import hold
from minbar.discussion.models import Comment, MoveKind, PolicyRule, SealedEmail
from minbar.discussion.opening import open_email
from minbar.discussion.receipts import token_of
from minbar.discussion.retention import forget_what_is_due
from minbar.discussion.sealing import open_seal
from minbar.discussion.story_tokens import story_token
from minbar.discussion.writer_actions import appeal, forget_email, rewrite, withdraw
from minbar.moderation.decisions import approve, reject, return_to_writer, strike, undo, uphold
from minbar.paper.public_paths import public_paths
from minbar.press.pressing import press
from minbar.stories.models import Story

CANARIES = int(os.environ.get("MINBAR_CANARIES", "16"))
MARK = "canary-7c1e"
"""In the local part of every address, whatever is made of its ``@``: ``%40``, ``&#64;`` …"""
CANARY = re.compile(MARK.encode(), re.IGNORECASE)

Live = Callable[[Comment, User, User, PolicyRule], object]


def _struck(comment: Comment, by: User, _senior: User, rule: PolicyRule) -> None:
    approve(comment, by=by)
    strike(comment, by=by, reason=rule)


def _upheld(comment: Comment, by: User, senior: User, rule: PolicyRule) -> None:
    reject(comment, by=by, reason=rule, note="ملاحظة")
    appeal(comment, "ظلم")
    uphold(comment, by=senior)


def _won(comment: Comment, by: User, senior: User, rule: PolicyRule) -> None:
    reject(comment, by=by, reason=rule)
    appeal(comment, "ظلم")
    approve(comment, by=senior)


def _undone(comment: Comment, by: User, _senior: User, rule: PolicyRule) -> None:
    reject(comment, by=by, reason=rule)
    undo(comment, by=by)


def _withdrawn_from_the_page(comment: Comment, by: User, *_others: object) -> None:
    approve(comment, by=by)
    withdraw(comment)


def _held(comment: Comment, by: User, *_others: object) -> None:
    hold(comment, by=by, why="قضية", until=timezone.now() + timedelta(days=9))
    erase(comment)


def _grown_old(comment: Comment, by: User, _senior: User, rule: PolicyRule) -> None:
    long_ago = timezone.now() - timedelta(days=400)
    moves.move(comment, MoveKind.REJECT, by=by, reason=rule, at=long_ago)


LIVES: dict[str, Live] = {
    "waits": lambda *_all: None,
    "edited": lambda comment, *_all: rewrite(
        comment, {"name": "نورة", "place": "", "text": f"أخرى {comment.pk}"}
    ),
    "returned": lambda comment, by, _senior, rule: return_to_writer(comment, by=by, reason=rule),
    "published": lambda comment, by, *_all: approve(comment, by=by),
    "refused": lambda comment, by, _senior, rule: reject(comment, by=by, reason=rule),
    "struck": _struck,
    "withdrawn": lambda comment, *_all: withdraw(comment),
    "withdrawn from the page": _withdrawn_from_the_page,
    "upheld": _upheld,
    "won": _won,
    "undone": _undone,
    "forgotten": lambda comment, *_all: forget_email(comment),
    "opened": lambda comment, _by, senior, _rule: open_email(comment, by=senior, why="تهديد"),
    "held": _held,
    "erased": lambda comment, *_all: erase(comment),
    "grown old": _grown_old,
}
WITHOUT_EMAIL = {"forgotten", "erased", "grown old"}


class Sink(logging.Handler):
    """Keeps every line that any logger writes, the queries with their parameters among them."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {vars(record)}")


@pytest.fixture
def log() -> Iterator[Sink]:
    sink = Sink()
    names = ["", "django", "django.server", "django.db.backends", "wagtail", "minbar"]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).addHandler(sink)
    connection.force_debug_cursor = True
    yield sink
    connection.force_debug_cursor = False
    for name in names:
        logging.getLogger(name).setLevel(before[name])
        logging.getLogger(name).removeHandler(sink)


@pytest.fixture
def senior(colleague: User) -> User:
    colleague.user_permissions.add(
        *Permission.objects.filter(codename__in=["open_email", "oversee_comment"])
    )
    return User.objects.get(pk=colleague.pk)


def address_of(number: int) -> str:
    return f"{MARK}-{number}@example.org"


def _send(number: int, story: Story) -> bytes:
    """Send one comment by HTTP, every third as JSON, and return the whole answer."""
    fields = {
        "name": "نورة",
        "place": "سعيدة",
        "email": address_of(number),
        "text": f"تعليق {number} على المقال",
        "token": story_token(story.pk),
    }
    accept = {"Accept": "application/json"} if number % 3 == 0 else {}
    answer = Client(REMOTE_ADDR=f"10.{number // 250}.0.{number % 250}").post(
        f"/stories/{story.pk}/comments/",
        urlencode(fields),
        content_type="application/x-www-form-urlencoded",
        headers=accept,
    )
    assert answer.status_code in {201, 303}
    return answer.serialize()


def _answers(story: Story, desk: Client, comments: list[Comment]) -> Iterator[tuple[str, bytes]]:
    """Everything that readers, writers and the newsroom can be shown, but the opening itself."""
    addresses = [
        *(quote(path) for path in public_paths()),
        "/search/?in=comments&q=" + quote("تعليق"),
        f"/search/?in=comments&format=json&q={MARK}",
        f"{story.url}?order=newest",
        *(f"/receipts/{token_of(comment)}/" for comment in comments),
    ]
    for address in addresses:
        yield address, Client().get(address).serialize()
    newsroom = [
        "/newsroom/",
        "/newsroom/moderation/",
        "/newsroom/moderation/comments/?status=approved",
        "/newsroom/moderation/comments/?status=rejected",
        "/newsroom/emails/",
        "/newsroom/policy/",
        f"/newsroom/pages/{story.pk}/edit/",
        *(f"/newsroom/moderation/{comment.pk}/history/" for comment in comments),
        *(f"/newsroom/emails/{comment.pk}/" for comment in comments),
    ]
    for address in newsroom:
        answer = desk.get(address)
        assert answer.status_code == 200, address
        yield address, answer.serialize()


def _stored(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below, packed ones unpacked as well."""
    for folder in folders:
        for file in sorted(folder.rglob("*") if folder.is_dir() else [folder]):
            if file.is_file():
                yield from _unpacked(str(file), file.read_bytes())


def _unpacked(name: str, held: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, held
    if name.endswith(".tar.gz"):
        with tarfile.open(fileobj=io.BytesIO(held)) as archive:
            for member in archive.getmembers():
                inside = archive.extractfile(member)
                if inside:
                    yield from _unpacked(f"{name}/{member.name}", inside.read())
    elif name.endswith(".gz"):
        yield f"{name} unpacked", gzip.decompress(held)
    elif name.endswith(".br"):
        yield f"{name} unpacked", brotli.decompress(held)


@pytest.mark.only_on_sqlite("The bytes of a server's database lie with the server.")
@pytest.mark.django_db(transaction=True)
def test_no_byte_sent_or_stored_shows_an_email(
    story, moderator, senior, log, capfd, tmp_path, settings, client
):
    rule = PolicyRule.objects.get(code="off-topic")
    settings.MINBAR_RATE_LIMITS = False  # so many within a minute are a flood otherwise
    sent = [(f"answer {number}", _send(number, story)) for number in range(CANARIES)]
    comments = list(Comment.objects.order_by("pk"))
    assert len(comments) == CANARIES
    names = list(LIVES)
    lives = {comment.pk: names[n % len(names)] for n, comment in enumerate(comments)}
    for path in public_paths():
        press(path)  # before: what is taken off again stood there once
    for comment in comments:
        LIVES[lives[comment.pk]](comment, moderator, senior, rule)
    for path in public_paths():
        press(path)
    forget_what_is_due()

    client.force_login(User.objects.create_superuser("chief", password="x" * 20))
    sent += _answers(story, client, comments)
    for status in ("pending", "approved", "rejected", "appealed", "withdrawn"):
        call_command("moderation", "list", "--status", status, "--json")
    for number in range(CANARIES):
        if lives[comments[number].pk] not in WITHOUT_EMAIL:
            call_command("privacy", "export", address_of(number))
    call_command("backup", str(tmp_path / "state.tar.gz"))
    printed = capfd.readouterr()
    sent += [("standard output", printed.out.encode()), ("errors", printed.err.encode())]
    sent += [("log", line.encode()) for line in log.lines]
    database = Path(str(connection.settings_dict["NAME"]))
    stored = _stored(
        *database.parent.glob(f"{database.name}*"),
        Path(settings.MINBAR_DATA),
        settings.PRESS_ROOT,
        settings.JOURNAL_ROOT,
        tmp_path,
    )

    searched, found = set(), set()
    for name, held in (*sent, *stored):
        searched.add(name)
        if CANARY.search(held):
            found.add(name)

    assert found == set()
    for part in ("-wal", "state.tar.gz/", ".br unpacked", "/index.html", "standard output"):
        assert any(part in name for name in searched), part
    assert len(log.lines) > 100 * CANARIES  # the queries were written down, too
    opened = {
        sealed.comment_id: open_seal(bytes(sealed.ciphertext))
        for sealed in SealedEmail.objects.all()
    }
    assert opened == {
        comment.pk: address_of(number)
        for number, comment in enumerate(comments)
        if lives[comment.pk] not in WITHOUT_EMAIL
    }


def test_the_sweep_would_find_one():
    """It looks into what it says it does: an address anywhere there is found."""
    packed = gzip.compress(f"<p>{address_of(1)}</p>".encode())

    assert [name for name, held in _unpacked("x.gz", packed) if CANARY.search(held)] == [
        "x.gz unpacked"
    ]
