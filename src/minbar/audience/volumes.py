"""A day's journal: a folder named by the day, with its name, its salt and its segments.

Whoever writes in it holds it open with others; whoever closes it holds it alone. The kernel lets
go of both when a process dies. A closed day's folder is renamed before it is deleted, so that its
views are read whole or not at all; should anyone write of that day again (the clock was set back),
a new volume with another name begins.
"""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path

NAME = "name"
NAME_BYTES = 8
SALT = "salt"
SALT_BYTES = 32
SEGMENT = ".views"
CLOSED = ".closed"
BEGUN = ".begun-"
ABANDONED_AFTER = 3600
"""Seconds; a process begins a volume in hundredths of one."""
ATTEMPTS = 10


class Descriptor:
    """A file descriptor that is closed when the last who uses it has let go, and not before.

    Threads write to it while another puts a new one in its place; were it closed under their
    hands, its number could already be somebody's socket.
    """

    def __init__(self, number: int) -> None:
        self.number = number

    def __del__(self) -> None:
        os.close(self.number)


class Volume:
    """One newspaper's journal of one day."""

    def __init__(self, path: Path) -> None:
        """Open the volume that lies at ``path``; FileNotFoundError if none does."""
        self.path = path
        self.day = date.fromisoformat(path.name)
        self._name = Descriptor(os.open(path / NAME, os.O_RDONLY | os.O_CLOEXEC))
        self.name = os.read(self._name.number, NAME_BYTES).hex()
        """What its counts are kept under: no other volume's, and the same whoever opens it."""

    @cached_property
    def salt(self) -> bytes:
        """What its readers are told apart with. A volume from a backup has none, and gets one."""
        salt = self.path / SALT
        if not salt.exists():
            fresh = self.path / f"{BEGUN}{secrets.token_hex(8)}"
            _write(fresh, secrets.token_bytes(SALT_BYTES))
            with suppress(FileExistsError):
                salt.hardlink_to(fresh)
            fresh.unlink()
            sync_folder(self.path)
        return salt.read_bytes()

    def segments(self) -> list[Path]:
        """Its files of views, in the order in which they were begun."""
        return sorted(self.path.glob(f"*{SEGMENT}"))

    def hold_with_others(self) -> bool:
        """Keep it from being closed for as long as this object lives; whether that succeeded."""
        return self._lock(fcntl.LOCK_SH) and self._is_in_its_place()

    def hold_alone(self) -> bool:
        """Keep everyone from writing in it for as long as this object lives, if nobody does."""
        return self._lock(fcntl.LOCK_EX)

    def close(self) -> None:
        """Put it out of use and delete it, its salt too. All its views must have been counted."""
        closed = self.path.with_name(self.path.name + CLOSED)
        self.path.rename(closed)
        sync_folder(closed.parent)  # or a power cut could bring it back with half its segments
        shutil.rmtree(closed)

    def _lock(self, how: int) -> bool:
        try:
            fcntl.flock(self._name.number, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _is_in_its_place(self) -> bool:
        """Whether it has not been closed between its opening and its locking."""
        try:
            return os.path.samestat((self.path / NAME).stat(), os.fstat(self._name.number))
        except FileNotFoundError:
            return False


def hold_volume(folder: Path, day: date) -> Volume:
    """Return the day's volume, begun if there is none, held open for writing.

    Of processes that begin it at once, one succeeds and all use that one's.
    """
    path = folder / day.isoformat()
    for _ in range(ATTEMPTS):
        with suppress(FileNotFoundError):
            volume = Volume(path)
            if volume.hold_with_others():
                return volume
        _begin(path)
    raise BlockingIOError(f"{path} is being closed.")


def volumes_in(folder: Path) -> Iterator[Volume]:
    """Open each day's volume, the oldest first."""
    for path in sorted(folder.glob("????-??-??")):
        with suppress(FileNotFoundError):
            yield Volume(path)


def sweep(folder: Path) -> None:
    """Delete what a killed process left of volumes that it closed, or had hardly begun."""
    for closed in folder.glob(f"*{CLOSED}"):
        shutil.rmtree(closed, ignore_errors=True)
    for begun in folder.glob(f"{BEGUN}*"):
        with suppress(FileNotFoundError):
            if time.time() - begun.stat().st_mtime > ABANDONED_AFTER:
                shutil.rmtree(begun, ignore_errors=True)


def sync_folder(path: Path) -> None:
    """See to it that the names in a folder survive a power cut."""
    folder = Descriptor(os.open(path, os.O_RDONLY | os.O_DIRECTORY))
    os.fsync(folder.number)


def _begin(path: Path) -> None:
    beginning = path.with_name(BEGUN + secrets.token_hex(8))
    beginning.mkdir(mode=0o700, parents=True)
    _write(beginning / NAME, secrets.token_bytes(NAME_BYTES))
    _write(beginning / SALT, secrets.token_bytes(SALT_BYTES))
    sync_folder(beginning)
    try:
        beginning.rename(path)  # fails if one lies there, for that is not empty
    except OSError:
        shutil.rmtree(beginning, ignore_errors=True)
    sync_folder(path.parent)


def _write(path: Path, content: bytes) -> None:
    file = Descriptor(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    os.write(file.number, content)
    os.fsync(file.number)
