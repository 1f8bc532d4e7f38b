"""Newspapers made once a test run and copied: to migrate and to draw takes long.

What is made is made by the commands that an operator types, in the order in which ``minbar serve
--demo`` does it; ``tests/project/test_serving.py`` has a newspaper that begins with nothing at all.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import Named, dump, load, without_database

WITHOUT_BETTER_PICTURES = """
from django_tasks_db.models import DBTaskResult
DBTaskResult.objects.filter(task_path__startswith="minbar.stories.photo_making").delete()
"""
"""Each newspaper that is served would make all of them, beside what is tested, for a minute."""
MINBAR = str(Path(sys.executable).parent / "minbar")
FOLDERS = ("media", "secrets", "static")
FILE, DUMP = "minbar.sqlite3", "minbar.dump"


def copy_migrated(factory: pytest.TempPathFactory, data: Path, database: Named) -> None:
    """Put a newspaper that was founded, and no more, into an empty folder and database."""

    def make() -> None:
        _run(data, database, "migrate", "--verbosity=0")

    _make_once(factory, "migrated", make, data, database)


def copy_demo_edition(factory: pytest.TempPathFactory, data: Path, database: Named) -> None:
    """Put a newspaper with its demo edition into an empty folder and an empty database."""

    def make() -> None:
        copy_migrated(factory, data, database)
        _run(data, database, "collectstatic", "--no-input")
        _run(data, database, "demo")
        _run(data, database, "shell", "--no-imports", "-c", WITHOUT_BETTER_PICTURES)

    _make_once(factory, "demo-edition", make, data, database)


def copy_newspaper(original: Path, of: Named, data: Path, database: Named) -> None:
    """Copy a newspaper, which may be running, without its pressed pages."""
    _copy_folders(original, data)
    if database:
        dump(of, data / DUMP)
        load(data / DUMP, database)
    else:
        _copy_file(original, data)


def _make_once(
    factory: pytest.TempPathFactory,
    name: str,
    make: Callable[[], None],
    data: Path,
    database: Named,
) -> None:
    """Make a newspaper in place and keep a copy, or copy what another test, or worker, has kept."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    kept = shared / f"{name}-{'postgresql' if database else 'sqlite'}"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            make()
            _keep(data, database, kept)
            return
    _copy_folders(kept, data)
    if database:
        load(kept / DUMP, database)
    else:
        _copy_file(kept, data)


def _keep(data: Path, database: Named, kept: Path) -> None:
    making = kept.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    _copy_folders(data, making)
    if database:
        dump(database, making / DUMP)
    else:
        _copy_file(data, making)
    making.rename(kept)


def _copy_folders(original: Path, data: Path) -> None:
    for name in FOLDERS:
        if (original / name).exists():
            shutil.copytree(original / name, data / name, dirs_exist_ok=True)


def _copy_file(original: Path, data: Path) -> None:
    with (
        closing(sqlite3.connect(original / FILE)) as database,
        closing(sqlite3.connect(data / FILE)) as copy,
    ):
        database.backup(copy)


def _run(data: Path, database: Named, *command: str) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("MINBAR_")}
    own.pop("DJANGO_SETTINGS_MODULE", None)
    environment = without_database(own) | database | {"MINBAR_DATA": str(data)}
    subprocess.run([MINBAR, *command], env=environment, check=True, capture_output=True)
