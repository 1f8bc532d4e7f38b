"""A newspaper made again from its backup, in an empty folder: whole, or not at all.

All is unpacked, checked and brought up to date in a folder of its own below ``MINBAR_DATA``, and
then put in place by renaming. While that folder is there, nothing is served.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connections

from minbar.project.archives import (
    CHUNK,
    DATABASE,
    FOLDERS,
    NotABackup,
    Origin,
    Readable,
    read_archive,
    read_origin,
)
from minbar.project.backing_up import fingerprints
from minbar.project.database_copies import CopyFailed, Engine, engine
from minbar.project.preparing import CannotServe, take_lock, unfinished_restore
from minbar.project.secret_keys import SecretKeys, parse_secret_keys

OF_A_NEWSPAPER = (*FOLDERS, "press", "first-login.txt", "demo-unfinished")
"""What no folder has that a newspaper can be restored into; nor has it a database."""

Say = Callable[[str], None]


class CannotRestore(Exception):
    """Why there is no newspaper, and what to do about it."""


def restore(file: Path, say: Say, *, keys: Path | None = None) -> None:
    """Make the newspaper in ``file`` that of ``MINBAR_DATA`` (and ``DATABASE_URL``), both empty.

    ``keys`` is what ``minbar backup-keys`` wrote; without it, what only they open is lost, which is
    said. Raises CannotRestore, and leaves nothing that would be taken for a newspaper.
    """
    with _in_words(file):
        origin = read_origin(file)
        database = engine()
        _see_that_it_fits(file, origin, database)
        given = _right_keys(keys, origin) if keys else None
        take_lock()
        _clear_what_was_cut_off(database)
        _see_that_it_is_empty(database)
        with _stage(database) as stage:
            say(f"Unpacking {file}, of {origin.taken_at} …")
            read_archive(file, lambda name, content: _unpack(stage / name, content))
            say("Checking the database …")
            database.load(stage / DATABASE, origin.rows)
            _stage_keys(stage, keys)
            say("Bringing it up to date …")
            _migrate(stage, database)
            os.sync()
            _put_in_place(stage, database, given)
    say(f"The newspaper is restored as it was at {origin.taken_at}.")
    if given or _fits(settings.SECRET_KEYS, origin):
        say("Its keys open what they opened before.")
    else:
        _say_what_is_lost(say)
    say("Pages are pressed again when it is served: minbar serve")


def _see_that_it_fits(file: Path, origin: Origin, database: Engine) -> None:
    if _numbers(origin.minbar) > _numbers(version("minbar")):
        raise CannotRestore(
            f"{file} was taken by Minbar {origin.minbar}; this is Minbar {version('minbar')}, "
            "which does not know what that one keeps. "
            f"Install Minbar {origin.minbar} or later."
        )
    if origin.engine != database.name:
        raise CannotRestore(
            f"{file} holds a database of {origin.engine}, and DATABASE_URL names one of "
            f"{database.name}. Neither is turned into the other; set DATABASE_URL to an empty "
            f"database of {origin.engine}"
            + (", or unset it." if origin.engine == "sqlite" else ".")
        )


def _right_keys(file: Path, origin: Origin) -> SecretKeys:
    try:
        keys = parse_secret_keys(file.read_text())
    except OSError as error:
        raise CannotRestore(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError, KeyError) as error:
        raise CannotRestore(
            f"{file} holds no keys of Minbar's. Name the file that `minbar backup-keys` wrote."
        ) from error
    if not _fits(keys, origin):
        raise CannotRestore(
            f"The keys in {file} are not those that this newspaper had on {origin.taken_at}: they "
            "would not open all that it sealed. Nothing was written. Name its own keys, or none if "
            "they are lost."
        )
    return keys


def _fits(keys: SecretKeys, origin: Origin) -> bool:
    """Whether every key that the newspaper had is among ``keys``, which may hold newer ones too."""
    held = fingerprints(keys)
    return all(set(had) <= set(held.get(purpose, [])) for purpose, had in origin.keys.items())


def _clear_what_was_cut_off(database: Engine) -> None:
    """Take away what a restore that did not end had put in place: before it, nothing was there."""
    stage = unfinished_restore()
    if not stage.exists():
        return
    if (stage / "placing").exists():
        for name in FOLDERS:
            shutil.rmtree(stage.parent / name, ignore_errors=True)
        database.take_away()
    shutil.rmtree(stage)


def _see_that_it_is_empty(database: Engine) -> None:
    data = Path(settings.MINBAR_DATA)
    found = [name for name in OF_A_NEWSPAPER if _is_something(data / name)]
    if found:
        raise CannotRestore(
            f"{data} has a newspaper in it ({', '.join(found)}), which is not written over. Set "
            "MINBAR_DATA to an empty folder, or move that one away."
        )
    if not database.is_empty():
        raise CannotRestore(
            f"The database has tables in it, which are not written over: {_where_it_is(database)}. "
            "Name an empty one. If a restore was cut off, these are its own: empty it first."
        )


def _is_something(path: Path) -> bool:
    return any(path.iterdir()) if path.is_dir() else path.exists()


def _where_it_is(database: Engine) -> str:
    configured = settings.DATABASES["default"]
    named = str(configured["NAME"])
    return named if database.name == "sqlite" else f"{named} at {configured['HOST'] or 'localhost'}"


@contextmanager
def _stage(database: Engine) -> Iterator[Path]:
    """Give a folder to make the newspaper in; if that fails, nothing of it is left."""
    stage = unfinished_restore()
    stage.mkdir(mode=0o700)
    try:
        yield stage
    except BaseException:
        _clear_what_was_cut_off(database)
        raise
    shutil.rmtree(stage)


def _unpack(path: Path, content: Readable) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o600 if path.parent == unfinished_restore() else 0o666
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as opened:
        while data := content.read(CHUNK):
            opened.write(data)


def _stage_keys(stage: Path, given: Path | None) -> None:
    """Put the keys where what runs in the stage finds them."""
    folder = stage / "secrets"
    folder.mkdir(mode=0o700)
    shutil.copyfile(given or _keys_in_place(), folder / "keys.json")
    (folder / "keys.json").chmod(0o600)


def _keys_in_place() -> Path:
    return Path(settings.MINBAR_DATA) / "secrets" / "keys.json"


def _migrate(stage: Path, database: Engine) -> None:
    """Run migrations in a process of its own, to which the stage is its newspaper, keys and all."""
    there = {"MINBAR_DATA": str(stage), "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    if database.name == "sqlite":
        there["DATABASE_URL"] = f"sqlite:///{stage / DATABASE}"
    for connection in connections.all(initialized_only=True):
        connection.close()
    run = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity=0"],
        env=os.environ | there,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise CannotRestore(
            f"Its database cannot be brought up to date: {run.stderr.strip()}\n"
            "No file was restored."
        )


def _put_in_place(stage: Path, database: Engine, given: SecretKeys | None) -> None:
    """Rename everything to where it belongs, the database last."""
    data = stage.parent
    (stage / "placing").touch()
    for name in FOLDERS:
        if (stage / name).exists():
            (data / name).mkdir(exist_ok=True)  # it may be a disk of its own
            for path in (stage / name).iterdir():
                shutil.move(path, data / name)
    if given and given != settings.SECRET_KEYS:
        if not settings.SECRET_KEYS_ARE_NEW:
            moment = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
            _keys_in_place().rename(_keys_in_place().with_name(f"keys-before-{moment}.json"))
        (stage / "secrets" / "keys.json").replace(_keys_in_place())
    database.put_in_place(stage / DATABASE)
    os.sync()


def _say_what_is_lost(say: Say) -> None:
    say("Without its keys this is lost for good, until they are found:")
    say("  addresses  no commenter's e-mail can be opened, nor a writer known again by it")
    say("  receipts   links that commenters were given lead nowhere")
    say("  forms      one on a page that was kept from before is answered with a fresh one,")
    say("             which keeps the text")
    say("  phones     readers who asked for breaking news get none until they open a page again")
    say("  sign-ins   everyone in the newsroom signs in anew; passwords hold")
    say(f"New keys are in {_keys_in_place()}. Back them up: minbar backup-keys FILE")


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(number) for number in release.split(".") if number.isdigit())


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
    """Turn what may go wrong into a sentence with advice."""
    try:
        yield
    except (NotABackup, CopyFailed, CannotServe) as error:
        raise CannotRestore(f"{error}\nNothing was restored.") from error
    except FileNotFoundError as error:
        raise CannotRestore(f"{error.filename} does not exist.") from error
    except OSError as error:
        where = error.filename or settings.MINBAR_DATA
        raise CannotRestore(
            f"{where}: {error.strerror or error}. Nothing was restored from {file}. "
            "Free some space, or see who may read and write there."
        ) from error
