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

MINBAR = str(Path(sys.executable).parent / "minbar")
FOLDERS = ("media", "secrets", "static")


def copy_demo_edition(factory: pytest.TempPathFactory, data: Path) -> None:
    """Put a newspaper with its demo edition into the empty folder ``data``."""
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
    copy_newspaper(original, data)


def copy_newspaper(original: Path, data: Path) -> None:
    """Copy a newspaper, which may be running, without its pressed pages."""
    for name in FOLDERS:
        shutil.copytree(original / name, data / name)
    with (
        closing(sqlite3.connect(original / "minbar.sqlite3")) as database,
        closing(sqlite3.connect(data / "minbar.sqlite3")) as copy,
    ):
        database.backup(copy)


def _make(data: Path) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("MINBAR_")}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        own.pop(name, None)
    for command in (["migrate"], ["collectstatic", "--no-input"], ["demo"]):
        subprocess.run(
            [MINBAR, *command],
            env=own | {"MINBAR_DATA": str(data)},
            check=True,
            capture_output=True,
        )
