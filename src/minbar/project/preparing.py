"""What must be so before the newspaper is served. A step that finds nothing to do is quick."""

import errno
import fcntl
import hashlib
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection

from minbar.stories.models import Story

LOCK_WAIT = 3.0
"""Seconds for which a serve that was just killed may still hold the lock."""
SHAPES_STATIC_FILES = ("minbar", "wagtail", "django", "whitenoise", "lightningcss")

Say = Callable[[str], None]


class CannotServe(Exception):
    """Why the newspaper cannot be served, and what to do about it."""


def take_lock() -> None:
    """Make this the only serve of this newspaper, until this process and its children are gone."""
    file = Path(settings.MINBAR_DATA) / "serve.lock"
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise CannotServe(
            f"Nothing can be written to {settings.MINBAR_DATA}: {error.strerror}. "
            "Free it, or set MINBAR_DATA to another folder."
        ) from error
    if not _locked(descriptor):
        holder = os.read(descriptor, 20).decode().strip()
        raise CannotServe(
            f"Another minbar serve (process {holder}) serves {settings.MINBAR_DATA}. "
            "End it first, or set MINBAR_DATA to another folder."
        )
    os.truncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())


def unfinished_restore() -> Path:
    """The folder in which a restore makes the newspaper; it is gone once all is in place."""
    return Path(settings.MINBAR_DATA) / "restoring"


def see_that_it_is_whole() -> None:
    """Let no half of a newspaper be taken for one."""
    if unfinished_restore().exists():
        raise CannotServe(
            f"A restore into {settings.MINBAR_DATA} is under way or was cut off. Let it end, or "
            "run `minbar restore` again, which begins anew."
        )


def keep_database_private() -> None:
    """Let nobody else read an SQLite database, whatever files are made with in general."""
    if connection.vendor != "sqlite":
        return
    file = Path(settings.DATABASES["default"]["NAME"])
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    for part in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):  # made later, these follow it
        if part.exists():
            part.chmod(0o600)


def find_address() -> tuple[str, int]:
    """Return the address and port to listen on, both found free."""
    host, port = settings.HOST, settings.PORT
    if not 0 < port < 65536:
        raise CannotServe(f"PORT={port} is no port. Choose one between 1 and 65535.")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise CannotServe(_why_not(error, host, port)) from error
    return str(address[0]), port


def reach_database() -> None:
    """See that the database answers."""
    probe = connection.copy()
    # A pool would try again and again, and in the end say only how long it had tried.
    probe.settings_dict["OPTIONS"].pop("pool", None)
    try:
        probe.ensure_connection()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise CannotServe(
            f"The database does not answer: {reason}. Start it, or correct DATABASE_URL."
        ) from error
    finally:
        probe.close()


def migrate(say: Say) -> None:
    """Bring the database's tables up to date."""
    say("Bringing the database up to date …")
    keep_database_private()
    with _advice("Run `minbar migrate` to see more; nothing is served until it succeeds."):
        call_command("migrate", interactive=False, verbosity=0)


def collect_static_files(say: Say) -> None:
    """Gather styles, scripts and pictures, if any has changed since they were last gathered."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = _fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    say("Gathering styles and scripts …")
    with _advice("Run `minbar collectstatic` to see more; nothing is served until it succeeds."):
        stamp.unlink(missing_ok=True)
        _remove_plain_copies()
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(fingerprint)


def make_demo_edition(say: Say) -> None:
    """Fill a newspaper that has no story, or go on where making the edition was cut off."""
    unfinished = Path(settings.MINBAR_DATA) / "demo-unfinished"
    if Story.objects.exists() and not unfinished.exists():
        return
    say("Making the demo edition …")
    with _advice("Run `minbar demo` to see more, or serve without --demo."):
        unfinished.touch()
        call_command("demo")
        unfinished.unlink()


def _locked(descriptor: int) -> bool:
    give_up_at = time.monotonic() + LOCK_WAIT
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up_at:
                return False
            time.sleep(0.05)
        else:
            return True


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by another program. "
            f"End that one, or choose another port: PORT={port % 65535 + 1} minbar serve"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for the administrator. Choose one above 1023."
    return (
        f"HOST={host} is no address of this machine ({error.strerror}). "
        "Set it to 127.0.0.1 (this machine only) or 0.0.0.0 (every network that it is in)."
    )


def _fingerprint() -> str:
    """Say which static files there are, and what they are gathered by."""
    lines = [f"{package} {version(package)}" for package in SHAPES_STATIC_FILES]
    for path, source in _static_files():
        status = source.stat()
        lines.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _remove_plain_copies() -> None:
    """Have every file copied afresh; pages name the hashed ones, which stay.

    A style sheet that was joined where it lay is newer than its source, and so would be left as it
    is, however the parts of it have changed (measured).
    """
    for path, _source in _static_files():
        (Path(settings.STATIC_ROOT) / path).unlink(missing_ok=True)


def _static_files() -> Iterator[tuple[str, Path]]:
    """Each file's path below ``STATIC_ROOT``, and where it comes from."""
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            yield path, Path(storage.path(path))


@contextmanager
def _advice(what_to_do: str) -> Iterator[None]:
    """Turn whatever goes wrong into a sentence with advice."""
    try:
        yield
    except Exception as error:
        raise CannotServe(f"That failed: {error}\n{what_to_do}") from error
