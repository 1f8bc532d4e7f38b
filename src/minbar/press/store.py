"""Pressed pages as files: a plain tree that any web server can serve. Free of Django.

``/national/خبر/`` lies in ``pages/national/خبر/`` as ``index.html``, ``index.html.gz`` and
``index.html.br``, beside the small file ``head.json`` with status, headers and digests. An answer
that is no plain page (a redirect, «gone») lies there as ``answer.html`` instead, so that a web
server in front finds no index and asks us.

Each file is written beside the tree and renamed into it, ``head.json`` last. So a file is never
half, and one that belongs to another pressing is known by its digest. Nothing is synced: a page
can be made again, and at start all are held against the table. Removals are synced, and so is what
is put in the place of something that was taken back. After each change the store's generation moves
on, by which every front knows to look.

A body's time of change is no time but follows from its content: nginx makes its ETag of that time,
in whole seconds, and of the length, and so would call two pressings within a second one page.
"""

import errno
import fcntl
import gzip
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import brotli

from minbar.press.generation import Generation

HEAD = "head.json"
STEM, OTHER_STEM = "index", "answer"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""In the order in which they are preferred: what is smaller comes first."""
EXTENSIONS = {
    "text/html": ".html",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/rss+xml": ".xml",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/manifest+json": ".json",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "text/javascript": ".js",
    "text/plain": ".txt",
}
NAME_BYTES = 255
"""What file systems allow for a name."""
PATH_BYTES = 2048
NOT_SMALLER_THAN = 256
"""Bytes below which an encoded copy gains nothing."""
LOCKS = 251
ABANDONED_AFTER = 60
"""Seconds; no file is written for so long."""


class NotStorable(Exception):
    """A path, or a kind of answer, that has no place in the tree."""


class Busy(Exception):
    """Another process holds the page's lock for longer than one may wait."""


@dataclass(frozen=True)
class Answer:
    """What a path is answered with."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    queries: tuple[str, ...] = ()
    """Query parameters that ask for another answer, which is never stored."""

    @property
    def digest(self) -> str:
        """Changes with anything that a reader could see."""
        told = json.dumps([self.status, self.headers, self.queries], ensure_ascii=False)
        return hashlib.sha256(told.encode() + b"\n" + self.body).hexdigest()

    @property
    def content_type(self) -> str:
        """The media type, without its parameters."""
        headers = {name.lower(): value for name, value in self.headers}
        return headers.get("content-type", "").partition(";")[0].strip()


@dataclass(frozen=True)
class Head:
    """What ``head.json`` says."""

    digest: str
    status: int
    headers: tuple[tuple[str, str], ...]
    queries: tuple[str, ...]
    body: str
    """The name of the file of the body as it is."""
    parts: dict[str, str] = field(default_factory=dict)
    """SHA-256 of the body in each encoding that is stored; ``identity`` is the body as it is."""

    @classmethod
    def read(cls, file: Path) -> "Head":
        """Read it; raises OSError or ValueError."""
        told = json.loads(file.read_bytes())
        headers = tuple((name, value) for name, value in told["headers"])
        return cls(**{**told, "headers": headers, "queries": tuple(told["queries"])})


class Store:
    """The tree below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pages = root / "pages"
        self._beside = root / "beside"
        self._locks = root / "locks"

    @cached_property
    def _generation(self) -> Generation:
        return Generation(self.root)

    def prepare(self) -> None:
        """Make the folders, and clear away what a killed process left half-written."""
        for folder in (self.pages, self._locks, self._beside):
            folder.mkdir(parents=True, exist_ok=True)
        for file in self._beside.iterdir():
            with suppress(FileNotFoundError):
                if time.time() - file.stat().st_mtime > ABANDONED_AFTER:
                    file.unlink()

    def folder_of(self, path: str) -> Path:
        """Return where ``path`` (decoded, as a browser asks for it) has its place.

        Raises NotStorable for what could lead elsewhere or take another's place: dots, empty and
        too long words, controls, and the names of our own files.
        """
        words = parse_path(path)
        if words is None:
            raise NotStorable(path)
        return self.pages.joinpath(*words)

    def put(self, path: str, answer: Answer) -> bool:
        """Store ``answer`` at ``path`` and return whether anything had to be written.

        Raises OSError where the disk does not take it; then the old page is as it was, or a file
        of the new one stands beside it under a digest that ``head.json`` does not name.
        """
        folder = self.folder_of(path)
        digest = answer.digest
        with suppress(OSError, ValueError, TypeError):
            if Head.read(folder / HEAD).digest == digest and self.is_whole(path):
                return False
        body, parts = _files_of(answer)
        head = {
            "digest": digest,
            "status": answer.status,
            "headers": answer.headers,
            "queries": answer.queries,
            "body": body,
            "parts": {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()},
        }
        files = {body + ENCODINGS.get(name, ""): data for name, data in parts.items()}
        files[HEAD] = json.dumps(head, ensure_ascii=False).encode()
        beside = self._write_beside(files)
        head_beside = beside.pop(HEAD)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, file in beside.items():
                file.rename(folder / name)
            # Before the head: a web server in front reads no head, and would go on with the rest.
            self._clear(folder, keep=files.keys())
            head_beside.rename(folder / HEAD)
            self._generation.move_on()
        finally:
            for file in (*beside.values(), head_beside):
                file.unlink(missing_ok=True)
        return True

    def read(self, path: str) -> Answer | None:
        """Return what is stored at ``path``, or None if nothing is, or not whole."""
        try:
            folder = self.folder_of(path)
            head = Head.read(folder / HEAD)
            body = (folder / head.body).read_bytes()
        except (NotStorable, OSError, ValueError, TypeError):
            return None
        answer = Answer(head.status, head.headers, body, head.queries)
        return answer if answer.digest == head.digest else None

    def has(self, path: str) -> bool:
        """Whether anything lies at ``path``, whole or not."""
        try:
            return any(entry.is_file() for entry in self.folder_of(path).iterdir())
        except (NotStorable, OSError):
            return False

    def is_whole(self, path: str) -> bool:
        """Whether every file at ``path`` is the one that its head names."""
        try:
            folder = self.folder_of(path)
            head = Head.read(folder / HEAD)
            for name, digest in head.parts.items():
                body = (folder / (head.body + ENCODINGS.get(name, ""))).read_bytes()
                if hashlib.sha256(body).hexdigest() != digest:
                    return False
        except (NotStorable, OSError, ValueError, TypeError):
            return False
        return True

    def digest_at(self, path: str) -> str:
        """Return the digest that the files at ``path`` claim, or nothing."""
        try:
            return Head.read(self.folder_of(path) / HEAD).digest
        except (NotStorable, OSError, ValueError, TypeError):
            return ""

    def remove(self, path: str) -> bool:
        """Remove what is stored at ``path``, for good when this returns; say if it was there."""
        folder = self.folder_of(path)
        self._clear(folder, keep={HEAD})
        try:
            (folder / HEAD).unlink()
            was_there = True
        except (FileNotFoundError, NotADirectoryError):
            was_there = False
        self._generation.move_on()
        self._sync(folder)
        for empty in (folder, *folder.parents):
            if empty == self.pages:
                break
            try:
                empty.rmdir()
            except OSError:
                break
        return was_there

    def sync(self, path: str) -> None:
        """See to it that what was at ``path`` before comes back after no power cut."""
        folder = self.folder_of(path)
        with suppress(FileNotFoundError, NotADirectoryError):
            for entry in os.scandir(folder):
                if entry.is_file(follow_symlinks=False):
                    with suppress(FileNotFoundError), Path(entry.path).open("rb") as file:
                        os.fsync(file.fileno())
        self._sync(folder)

    def paths(self) -> Iterator[str]:
        """Every path at which something is stored, be it only the rest of a page."""
        for folder, _folders, files in os.walk(self.pages):
            if not files:
                continue
            words = Path(folder).relative_to(self.pages).parts
            if not words:
                yield "/"
            elif "." in words[-1]:
                yield "/" + "/".join(words)
            else:
                yield "/" + "/".join(words) + "/"

    @contextmanager
    def locked(self, path: str, *, wait: float) -> Iterator[None]:
        """Be the only one, in any process, who presses ``path``; raises Busy after ``wait`` s."""
        number = int.from_bytes(hashlib.sha256(path.encode()).digest()[:4], "big") % LOCKS
        self._locks.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._locks / str(number), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor, time.monotonic() + wait, path)
            yield
        finally:
            os.close(descriptor)

    def _write_beside(self, files: dict[str, bytes]) -> dict[str, Path]:
        """Write all files whole before the first of them is moved into the tree."""
        self._beside.mkdir(parents=True, exist_ok=True)
        mark = f"{os.getpid()}-{time.monotonic_ns()}"
        written: dict[str, Path] = {}
        try:
            for name, data in files.items():
                written[name] = self._beside / f"{mark}-{name}"
                written[name].write_bytes(data)
                if name != HEAD:  # which the front knows a new pressing by
                    moment = _moment_of(data)
                    os.utime(written[name], (moment, moment))
        except OSError:
            for file in written.values():
                file.unlink(missing_ok=True)
            raise
        return written

    def _clear(self, folder: Path, *, keep: Any) -> None:
        """Remove files of ours that are not to be kept; what lies deeper is other pages'."""
        with suppress(FileNotFoundError, NotADirectoryError):
            for entry in os.scandir(folder):
                if entry.name not in keep and entry.is_file(follow_symlinks=False):
                    Path(entry.path).unlink(missing_ok=True)

    def _sync(self, folder: Path) -> None:
        with suppress(FileNotFoundError, NotADirectoryError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def parse_path(path: str) -> list[str] | None:
    """Return the words of a path that may be stored, or None.

    A page's path ends with a slash and its last word has no dot; a file's (``/feed.json``) is the
    other way round. So no two paths have one place.
    """
    if not path.startswith("/") or len(path.encode(errors="surrogatepass")) > PATH_BYTES:
        return None
    is_page = path.endswith("/")
    words = path.strip("/").split("/") if path != "/" else []
    if path != "/" + "/".join(words) + ("/" if is_page and words else ""):
        return None  # empty words
    if not all(_is_plain(word) for word in words):
        return None
    if words and is_page == ("." in words[-1]):
        return None
    return words


def _is_plain(word: str) -> bool:
    try:
        encoded = word.encode()
    except UnicodeEncodeError:
        return False
    return (
        0 < len(encoded) <= NAME_BYTES
        and word[0] != "."
        and "\\" not in word
        and word.isprintable()
        and not word.startswith((HEAD, f"{STEM}.", f"{OTHER_STEM}."))
    )


def _files_of(answer: Answer) -> tuple[str, dict[str, bytes]]:
    """Return the body's file name, and the body in each encoding that is worth its file."""
    extension = EXTENSIONS.get(answer.content_type, ".html" if not answer.content_type else "")
    if not extension:
        raise NotStorable(answer.content_type)
    name = (STEM if answer.status == 200 else OTHER_STEM) + extension
    parts = {"identity": answer.body}
    if len(answer.body) >= NOT_SMALLER_THAN:
        # 5 of 11: measured a sixtieth of the time for an eighth more bytes.
        parts["br"] = brotli.compress(answer.body, quality=5, lgwin=18)
        parts["gzip"] = gzip.compress(answer.body, compresslevel=6, mtime=0)
    return name, parts


def _moment_of(body: bytes) -> int:
    """Return seconds that follow from ``body``, none of them in the future."""
    return int.from_bytes(hashlib.sha256(body).digest()[:4], "big") % 2**30


def _lock(descriptor: int, give_up_at: float, path: str) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.EAGAIN, errno.EACCES}:
                raise
            if time.monotonic() > give_up_at:
                raise Busy(path) from error
            time.sleep(0.005)
        else:
            return
