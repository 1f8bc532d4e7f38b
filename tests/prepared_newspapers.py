"""The demo edition, made once a test run and copied for whoever needs it: drawing takes long."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import Named, dump, is_on_postgresql, load, own_database, without_database

MINBAR = str(Path(sys.executable).parent / "minbar")
FOLDERS = ("media", "secrets", "static")
FILE, DUMP = "minbar.sqlite3", "minbar.dump"


def copy_demo_edition(factory: pytest.TempPathFactory, data: Path, database: Named) -> None:
    """Put a newspaper with its demo edition into an empty folder and an empty database."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    original = shared / "demo-edition"
    with (shared / "demo-edition.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (original / "made").exists():
            shutil.rmtree(original, ignore_errors=True)
            _make(original)
            (original / "made").touch()
    _copy_folders(original, data)
    if is_on_postgresql():
        load(original / DUMP, database)
    else:
        _copy_file(original, data)


def copy_newspaper(original: Path, of: Named, data: Path, database: Named) -> None:
    """Copy a newspaper, which may be running, without its pressed pages."""
    _copy_folders(original, data)
    if is_on_postgresql():
        dump(of, data / DUMP)
        load(data / DUMP, database)
    else:
        _copy_file(original, data)


def _copy_folders(original: Path, data: Path) -> None:
    for name in FOLDERS:
        shutil.copytree(original / name, data / name)


def _copy_file(original: Path, data: Path) -> None:
    with (
        closing(sqlite3.connect(original / FILE)) as database,
        closing(sqlite3.connect(data / FILE)) as copy,
    ):
        database.backup(copy)


def _make(data: Path) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("MINBAR_")}
    own.pop("DJANGO_SETTINGS_MODULE", None)
    with own_database() as database:
        environment = without_database(own) | database | {"MINBAR_DATA": str(data)}
        for command in (["migrate"], ["collectstatic", "--no-input"], ["demo"]):
            subprocess.run([MINBAR, *command], env=environment, check=True, capture_output=True)
        if database:
            dump(database, data / DUMP)
