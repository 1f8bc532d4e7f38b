"""Newspapers in folders of their own, made and asked by processes of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import without_database
from tests.prepared_newspapers import MINBAR, copy_migrated

EMAIL = "salma.haddad@example.org"
PREPARE = """
import os, django
from django.conf import settings
# Pages are compared, not their styles, which no backup holds.
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
django.setup()
"""
FOUND = """
from django.utils import timezone
from minbar.discussion.models import Comment
from minbar.discussion.moves import move
from minbar.discussion.submission import Origin, submit
from minbar.stories.models import Front, Section, Story
now = timezone.now()
section = Front.objects.get().add_child(instance=Section(title="الوطن", slug="national"))
story = section.add_child(
    instance=Story(
        title="الحافلة تعود إلى حي الزيتون", slug="bus", live=True,
        first_published_at=now, last_published_at=now,
    )
)
fields = {"name": "سلمى", "place": "", "email": "EMAIL", "text": "شكرا لمن أعادها."}
submit(story, fields, origin=Origin(address="a", browser="b"))
move(Comment.objects.get(), "approve", by=None)
from minbar.audience.counting import write_days
from minbar.audience.models import DayFigures
write_days([DayFigures(story=story, day=timezone.localdate(), volume="a day's", views=1)])
""".replace("EMAIL", EMAIL)
ASK = """
import json
from django.test import Client
answers = {}
for path in ("/", "/national/", "/national/bus/"):
    answer = Client().get(path, headers={"host": "localhost"})
    answers[path] = [answer.status_code, answer.content.decode()]
print(json.dumps(answers))
"""
OPEN = """
from minbar.discussion.models import SealedEmail
from minbar.discussion.sealing import CannotOpen, open_seal
for sealed in SealedEmail.objects.all():
    try:
        print(open_seal(sealed.ciphertext))
    except CannotOpen:
        print("sealed")
"""


def environment(data: Path, **more: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("MINBAR_")}
    site = {
        "MINBAR_SITE_URL": "http://localhost:8000",
        "DJANGO_SETTINGS_MODULE": "minbar.project.settings",
    }
    return without_database(own) | site | {"MINBAR_DATA": str(data), **more}


def minbar(data: Path, *command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command on the newspaper in ``data``; what it says is to be looked at."""
    return subprocess.run(
        [MINBAR, *command],
        env=environment(data, **more),
        capture_output=True,
        text=True,
        check=False,
    )


def python(data: Path, script: str, **more: str) -> str:
    """Run Python inside the newspaper in ``data``, and return what it prints."""
    run = subprocess.run(
        [sys.executable, "-c", PREPARE + script],
        env=environment(data, **more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def found(factory: pytest.TempPathFactory, **database: str) -> Path:
    """Open a newspaper with one story, one comment, one reader and one photo."""
    data = factory.mktemp("newspaper")
    copy_migrated(factory, data, database)
    python(data, FOUND, **database)
    photos = data / "media" / "original_images"
    photos.mkdir(parents=True)
    (photos / "الزيتون.jpg").write_bytes(bytes(range(256)) * 400)
    (data / "layouts").mkdir()
    (data / "layouts" / "elsewhere.toml").write_text("[layout]\n")
    (data / "journal").mkdir()
    (data / "journal" / "2026-11-24.log").write_text("a view\n")
    (data / "journal" / "2026-11-24.salt").write_text("THE-DAYS-SALT")
    (data / "first-login.txt").write_text("THE-FIRST-PASSWORD")
    return data


def pages(data: Path, **more: str) -> dict[str, list[object]]:
    """Front, section and story as readers get them: status and content, by path."""
    answers = json.loads(python(data, ASK, **more))
    assert {status for status, _content in answers.values()} == {200}
    return answers


def emails(data: Path, **more: str) -> list[str]:
    """The commenters' e-mails, or ``sealed`` for each that the keys do not open."""
    return python(data, OPEN, **more).split()
