"""The newspaper, written to one file, and its keys to another: either alone opens no e-mail."""

import hashlib
import hmac
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from django.conf import settings

from minbar.project.archives import (
    DATABASE,
    FOLDERS,
    FORMAT,
    Add,
    NotABackup,
    Origin,
    read_archive,
    write_archive,
)
from minbar.project.database_copies import CopyFailed, engine
from minbar.project.preparing import CannotServe, see_that_it_is_whole
from minbar.project.secret_keys import SecretKeys

TELL_EVERY = 10.0
"""Seconds between two lines about how far a long copy has come."""
FINGERPRINTED = b"A key of a newspaper, told apart from others' by this line."

Say = Callable[[str], None]


class CannotBackUp(Exception):
    """Why there is no backup, and what to do about it. Nothing was left behind."""


def back_up(file: Path, say: Say) -> None:
    """Write all of the newspaper but its keys to ``file``, and read it back.

    One moment of the database, taken while others write; then the files that it names, which are
    never changed in place, so none of them is missing or mixed.
    """
    with _beside(file) as folder:
        say("Copying the database …")
        copy = folder / DATABASE
        database = engine()
        origin = Origin(
            format=FORMAT,
            minbar=version("minbar"),
            engine=database.name,
            taken_at=datetime.now(UTC).isoformat(timespec="seconds"),
            rows=database.copy_to(copy),
            keys=fingerprints(settings.SECRET_KEYS),
        )
        archive = folder / "archive"
        with write_archive(archive, origin) as add, copy.open("rb") as opened:
            say("Compressing it …")
            add(DATABASE, opened)
            _add_folders(add, say)
        _sync(archive)
        say("Reading the archive back …")
        read_archive(archive, lambda _name, _content: None)
        _publish(archive, file)
    say(f"Backed up to {file} ({_size(file.stat().st_size)}), and found whole when read back.")
    say("It opens no e-mail and no receipt: for that keep the keys too, in another place")
    say("(minbar backup-keys FILE).")


def back_up_keys(file: Path, say: Say) -> None:
    """Write the newspaper's keys to ``file``, readable by its owner alone."""
    with _beside(file) as folder:
        copy = folder / "keys.json"
        descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            json.dump(asdict(settings.SECRET_KEYS), opened, indent=2)
        _sync(copy)
        _publish(copy, file)
    say(f"The keys are in {file}, readable by you alone.")
    say("Keep them apart from the backups: whoever has both can open every commenter's e-mail.")


def fingerprints(keys: SecretKeys) -> dict[str, list[str]]:
    """Return what recognises each key, by purpose, and tells nothing of it: a keyed hash.

    A purpose may have several keys, of which older ones still open what they closed. That of
    pushes closes nothing, so keys that were kept before there was one are still the right ones.
    """
    told = {}
    closing = {purpose: value for purpose, value in asdict(keys).items() if purpose != "push"}
    for purpose, value in closing.items():
        held = value.values() if isinstance(value, dict) else value
        several = [held] if isinstance(held, str) else list(held)
        told[purpose] = [
            hmac.new(key.encode(), FINGERPRINTED, hashlib.sha256).hexdigest() for key in several
        ]
    return told


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Make a folder beside ``file`` for what is not finished, readable by us alone."""
    try:
        see_that_it_is_whole()
        if file.exists():
            raise CannotBackUp(f"{file} is there already. Name a new file, or remove that one.")
        with tempfile.TemporaryDirectory(prefix=".minbar-backup-", dir=file.parent) as folder:
            yield Path(folder)
    except OSError as error:
        raise CannotBackUp(
            f"{file} cannot be written: {error.strerror or error}. Nothing was left behind. "
            "Free some space, or name a file in another folder."
        ) from error
    except (CannotServe, CopyFailed, NotABackup) as error:
        raise CannotBackUp(f"{error}\nNo backup was made.") from error


def _add_folders(add: Add, say: Say) -> None:
    say("Adding media, the journal of views and layouts …")
    files, size, told_at = 0, 0, time.monotonic()
    for name, opened in _files():
        with opened:
            add(name, opened)
            files, size = files + 1, size + opened.tell()
        if time.monotonic() - told_at > TELL_EVERY:
            say(f"  {files} files, {_size(size)} …")
            told_at = time.monotonic()
    say(f"  {files} files, {_size(size)}.")


def _files() -> Iterator[tuple[str, IO[bytes]]]:
    """Each file that is not the database, by its name in the archive.

    Salts are secrets that die with their day; a backup of them, with the state or with the keys,
    would let them live on.
    """
    for folder in FOLDERS:
        root = Path(settings.MINBAR_DATA) / folder
        for where, folders, names in os.walk(root, followlinks=True):
            folders.sort()
            for file in sorted(Path(where) / name for name in names):
                path = file.relative_to(root)
                if (folder == "journal" and "salt" in path.as_posix()) or not file.is_file():
                    continue
                try:
                    opened = file.open("rb")
                except FileNotFoundError:
                    continue  # removed since; so is the row that named it
                yield f"{folder}/{path.as_posix()}", opened


def _sync(file: Path) -> None:
    """Have ``file`` on the disk, and what is read of it next come from there."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
        os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _publish(finished: Path, file: Path) -> None:
    finished.chmod(0o600)
    if file.exists():
        raise CannotBackUp(f"{file} was made meanwhile, by something else. Name another file.")
    finished.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _size(count: int) -> str:
    return f"{count / 1_000_000:,.2f} MB"
