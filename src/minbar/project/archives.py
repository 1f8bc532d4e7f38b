"""A backup's file: a compressed tar that tells its origin first and every member's hash last.

Plain tools read it too: ``tar -xzf FILE && sha256sum --check SHA256SUMS``.
"""

import gzip
import hashlib
import io
import json
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

FORMAT = 1
"""Raised when an older Minbar could not read what this one writes."""
ORIGIN, HASHES = "minbar-backup.json", "SHA256SUMS"
DATABASE = "database"
FOLDERS = ("media", "journal", "layouts")
CHUNK = 1 << 20
LEVEL = 4
"""Of gzip: nearly as small as 9, at four times the speed; photos do not shrink at any."""
NOT_AS_WRITTEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile)


class NotABackup(Exception):
    """A file that no Minbar wrote, or that has changed since; the message says which."""


@dataclass(frozen=True)
class Origin:
    """Where and when a backup was taken, and what has to be found in it."""

    format: int
    minbar: str
    """Version of the Minbar that took it."""
    engine: str
    taken_at: str
    rows: dict[str, int]
    """By table, in the very copy that the archive holds."""
    keys: dict[str, list[str]]
    """Fingerprints of the newspaper's keys, by purpose: enough to know them again, and no more."""


class Readable(Protocol):
    """What a member is read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most ``size`` bytes; none at the end."""


Add = Callable[[str, IO[bytes]], None]
Receive = Callable[[str, Readable], None]


@contextmanager
def write_archive(file: Path, origin: Origin) -> Iterator[Add]:
    """Make ``file`` and let the caller add members to it, each under a name from an open file."""
    with (
        gzip.GzipFile(file, "xb", compresslevel=LEVEL) as compressed,
        tarfile.open(fileobj=compressed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        tempfile.TemporaryFile() as hashes,
    ):

        def add(name: str, source: IO[bytes]) -> None:
            member = tar.gettarinfo(arcname=name, fileobj=source)
            member.mode, member.uid, member.gid = 0o600, 0, 0
            member.uname = member.gname = ""
            hashed = _Hashed(source)
            tar.addfile(member, hashed)
            hashes.write(_line(hashed, name))

        with tempfile.TemporaryFile() as told:
            told.write(json.dumps(asdict(origin), indent=1).encode())
            told.seek(0)
            add(ORIGIN, told)
        yield add
        member = tarfile.TarInfo(HASHES)
        member.size = hashes.seek(0, io.SEEK_END)
        hashes.seek(0)
        tar.addfile(member, hashes)


def read_origin(file: Path) -> Origin:
    """Return what the archive tells of itself; the rest is neither read nor checked."""
    with _opened(file, early=True) as tar:
        first = tar.next()
        if first is None or first.name != ORIGIN:
            raise NotABackup(f"{file} is no backup of Minbar's.")
        return _parsed(file, _content(tar, first))


def read_archive(file: Path, receive: Receive) -> None:
    """Give ``receive`` each member but the origin and the hashes; what it leaves unread is skipped.

    Raises NotABackup at the first name that we would not write, and at the end if a hash differs:
    until this returns, what was received may be anything.
    """
    with _opened(file) as tar, tempfile.TemporaryFile() as found, ExitStack() as files:
        written: IO[bytes] | None = None
        for member in tar:
            content = _Hashed(_content(tar, member))
            if written is not None:
                raise NotABackup(f"{file} is damaged: something follows its hashes.")
            if member.name == HASHES:
                written = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the others
                shutil.copyfileobj(content, files.enter_context(written))
                continue
            if member.name != ORIGIN:
                _see_that_it_is_ours(file, member)
                receive(member.name, content)
            content.skip()
            found.write(_line(content, member.name))
        if written is None:
            raise NotABackup(f"{file} is damaged or cut off: its hashes are missing. Take another.")
        _compare(file, written, found)


class _Hashed:
    """Hashes what is read through it."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._hash = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self._source.read(size)
        self._hash.update(data)
        return data

    def skip(self) -> None:
        while self.read(CHUNK):
            pass

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def _opened(file: Path, *, early: bool = False) -> Iterator[tarfile.TarFile]:
    """Open for one reading, to the end unless that ends ``early``."""
    try:
        with (
            gzip.open(file) as compressed,
            tarfile.open(fileobj=compressed, mode="r|", errorlevel=2) as tar,
        ):
            yield tar
            if not early:
                while compressed.read(CHUNK):  # the checksum of all stands at the very end
                    pass
    except NOT_AS_WRITTEN as error:
        raise NotABackup(
            f"{file} is no backup of Minbar's, or a damaged one ({error}). Take another."
        ) from error


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member) if member.type == tarfile.REGTYPE else None
    return content or io.BytesIO()


def _parsed(file: Path, content: Readable) -> Origin:
    try:
        told = json.loads(content.read(CHUNK))
        if told["format"] != FORMAT:
            raise NotABackup(
                f"{file} has the format {told['format']}, of Minbar {told['minbar']}, which this "
                f"Minbar does not read (it reads {FORMAT}). Install Minbar {told['minbar']}."
            )
        return Origin(**told)
    except (ValueError, TypeError, KeyError) as error:
        raise NotABackup(f"{file} is no backup of Minbar's: {error}.") from error


def _see_that_it_is_ours(file: Path, member: tarfile.TarInfo) -> None:
    """Let nothing pass that could be written outside the folder it is received into."""
    path = PurePosixPath(member.name)
    is_plain = str(path) == member.name and not path.is_absolute() and ".." not in path.parts
    is_known = member.name == DATABASE or (len(path.parts) > 1 and path.parts[0] in FOLDERS)
    if not (is_plain and is_known and member.type == tarfile.REGTYPE):
        raise NotABackup(
            f"{file} is no backup of Minbar's: it holds {member.name!r}, which no backup does."
        )


def _line(content: _Hashed, name: str) -> bytes:
    r"""Write as sha256sum does: a name with a line end or a backslash is told by a leading \."""
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    mark = "" if escaped == name else "\\"
    return f"{mark}{content.hexdigest()}  {escaped}\n".encode(errors="surrogateescape")


def _compare(file: Path, written: IO[bytes], found: IO[bytes]) -> None:
    """See that the hashes are those that were written, and name the first that differs."""
    written.seek(0)
    found.seek(0)
    for expected in written:
        line = found.readline()
        if line != expected:
            name = expected.decode(errors="replace").strip().partition("  ")[2]
            raise NotABackup(f"{file} is damaged: {name} is not as it was written.")
    if found.readline():
        raise NotABackup(f"{file} is damaged: it holds more than it says.")
