"""The front: answers pressed pages from their files, and passes everything else on. No Django.

All processes see a new pressing at once, by the store's generation, a number in shared memory; a
page's file is looked at when that has moved on, and each second. Whatever can be worked out when a
page is read is.
"""

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from minbar.press.generation import Generation
from minbar.press.store import ENCODINGS, HEAD, Head, parse_path

MEMORY = 32 * 1024 * 1024
"""Bytes of pages that one process keeps; what is read most comes back at once."""
BESIDE = 8192
"""Bytes that a page takes beside its bodies, in headers mostly."""
LARGEST = 1024 * 1024
"""Bytes; a larger body is read from its file each time."""
LOOK_EVERY = 1.0
"""Seconds after which a file is looked at again, whoever changed it without saying so."""
BROWSERS = "no-cache"
SHARED_CACHES = "max-age=60, stale-while-revalidate=600, stale-if-error=604800"
"""For caches that we purge (RFC 9213, targeted cache control); browsers ask each time."""
READ_AGAIN = 3
"""A page that is being replaced while it is read is read again so often."""

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Variant:
    """A page in one encoding, ready to be sent."""

    etag: str
    headers: Headers
    headers_with_query: Headers
    body: bytes | None
    """None where it is read from ``file`` each time."""
    file: str
    digest: str

    def not_modified(self, *, has_query: bool) -> Headers:
        """Return what a 304 says."""
        headers = self.headers_with_query if has_query else self.headers
        return [(name, value) for name, value in headers if name in VALIDATORS]


@dataclass(slots=True)
class Page:
    """A page as it was read, and how to see that it was replaced since."""

    head: str
    mark: tuple[int, int]
    status: str
    variants: dict[str, Variant]
    queries: frozenset[str]
    size: int
    generation: int = 0
    """The store's, when the file was last looked at."""
    look_at: float = 0.0
    """The moment, by the monotonic clock, to look again."""

    def answer(self, environ: dict[str, Any], start_response: StartResponse) -> list[bytes] | None:
        """Send it, or return None if its file is not what it should be."""
        variant = self.variants.get("identity")
        for encoding in accepted(environ.get("HTTP_ACCEPT_ENCODING", "")):
            if encoding in self.variants:
                variant = self.variants[encoding]
                break
        if variant is None:
            return None
        has_query = bool(environ.get("QUERY_STRING"))
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and (known == variant.etag or matches(known, variant.etag)):
            start_response("304 Not Modified", variant.not_modified(has_query=has_query))
            return []
        headers = variant.headers_with_query if has_query else variant.headers
        if environ["REQUEST_METHOD"] == "HEAD":
            start_response(self.status, headers)
            return []
        body = variant.body if variant.body is not None else read_whole(variant)
        if body is None:
            return None
        start_response(self.status, headers)
        return [body]


class Front:
    """WSGI middleware that answers what is pressed below ``root``, and asks for everything else."""

    def __init__(
        self,
        application: Application,
        root: Path,
        *,
        memory: int = MEMORY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application = application
        self._pages = root / "pages"
        self._generation = Generation(root).number
        self._clock = clock
        self._memory = memory
        self._kept: dict[str, Page] = {}
        self._size = 0

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer from the store, or as ``application`` does."""
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            page = self._find(environ["PATH_INFO"])
            if page is not None and not self._asks_for_another(page, environ):
                answer = page.answer(environ, start_response)
                if answer is not None:
                    return answer
        return self._application(environ, start_response)

    def _find(self, path: str) -> Page | None:
        page = self._kept.get(path)
        generation, now = self._generation[0], self._clock()
        if page is not None and page.generation == generation and now < page.look_at:
            return page
        head = page.head if page is not None else self._head_of(path)
        if head is None:
            return None
        try:
            status = os.stat(head)  # noqa: PTH116 - a Path costs as much as the call
        except OSError:
            self._forget(path)
            return None
        if page is None or page.mark != (status.st_mtime_ns, status.st_ino):
            page = read_page(head)
            self._forget(path)
            if page is None:
                return None
            self._keep(path, page)
        page.look_at = now + LOOK_EVERY
        page.generation = generation
        return page

    def _head_of(self, path: str) -> str | None:
        """Return where the page's head would lie; ``path`` is as WSGI has it, bytes as Latin-1."""
        try:
            words = parse_path(path.encode("latin-1").decode())
        except UnicodeError:
            return None
        return None if words is None else str(self._pages.joinpath(*words, HEAD))

    def _asks_for_another(self, page: Page, environ: dict[str, Any]) -> bool:
        """Whether the query asks for what is never stored: another order of a discussion."""
        query = environ.get("QUERY_STRING")
        if not query or not page.queries:
            return False
        names = {pair.partition("=")[0] for pair in query.split("&")}
        return not page.queries.isdisjoint(names)

    def _keep(self, path: str, page: Page) -> None:
        """Keep it, letting go of those that were read longest ago where memory is full."""
        self._kept[path] = page
        self._size += page.size
        while self._size > self._memory and self._kept:
            try:
                self._forget(next(iter(self._kept)))
            except RuntimeError:  # another thread keeps one at this moment
                continue

    def _forget(self, path: str) -> None:
        page = self._kept.pop(path, None)
        if page is not None:
            self._size -= page.size


def read_page(head: str) -> Page | None:
    """Read the page whose head lies at ``head``, or None if there is none that is whole."""
    for _ in range(READ_AGAIN):
        try:
            status = os.stat(head)  # noqa: PTH116
            told = Head.read(Path(head))
            variants = {name: _variant(told, Path(head).parent, name) for name in told.parts}
        except (OSError, ValueError, TypeError, KeyError):
            continue
        size = sum(len(v.body or b"") for v in variants.values()) + BESIDE
        mark = (status.st_mtime_ns, status.st_ino)
        line = f"{told.status} {REASONS.get(told.status, 'Status')}"
        return Page(head, mark, line, variants, frozenset(told.queries), size)
    return None


def read_whole(variant: Variant) -> bytes | None:
    """Read a body from its file, or return None if that is not the body which the head names."""
    try:
        body = Path(variant.file).read_bytes()
    except OSError:
        return None
    return body if hashlib.sha256(body).hexdigest() == variant.digest else None


def matches(known: str, etag: str) -> bool:
    """Whether ``If-None-Match`` names ``etag`` (RFC 9110, 13.1.2: compared weakly)."""
    if known.strip() == "*":
        return True
    return etag in (name.strip().removeprefix("W/") for name in known.split(","))


@lru_cache(maxsize=512)
def accepted(header: str) -> tuple[str, ...]:
    """Return the encodings of ours that ``Accept-Encoding`` takes, the smallest first."""
    quality: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, parameters = part.partition(";")
        found = re.search(r"q\s*=\s*([\d.]+)", parameters)
        try:
            quality[name.strip()] = float(found[1]) if found else 1.0
        except ValueError:
            quality[name.strip()] = 0.0
    everything = quality.get("*", 0.0)
    return tuple(name for name in ENCODINGS if quality.get(name, everything) > 0)


def _variant(told: Head, folder: Path, encoding: str) -> Variant:
    """Read one encoding; raises ValueError if the file is not the one that the head names."""
    file = folder / (told.body + ENCODINGS.get(encoding, ""))
    body = file.read_bytes()
    digest = told.parts[encoding]
    if hashlib.sha256(body).hexdigest() != digest:
        raise ValueError(file)
    etag = f'"{digest[:22]}"'
    common = [
        *((name, value) for name, value in told.headers if name.lower() not in OURS),
        ("ETag", etag),
        ("Vary", "Accept-Encoding"),
        ("Cache-Control", BROWSERS),
    ]
    length = [("Content-Length", str(len(body)))]
    encoded = [] if encoding == "identity" else [("Content-Encoding", encoding)]
    shared = [("CDN-Cache-Control", SHARED_CACHES)]
    return Variant(
        etag=etag,
        headers=common + length + encoded + shared,
        headers_with_query=[*common, *length, *encoded, ("CDN-Cache-Control", "no-store")],
        # The plain body is rarely asked for, and the others are a tenth of it.
        body=None
        if (encoding == "identity" and len(told.parts) > 1) or len(body) > LARGEST
        else body,
        file=str(file),
        digest=digest,
    )


OURS = {"etag", "vary", "cache-control", "cdn-cache-control", "content-length", "content-encoding"}
VALIDATORS = {"ETag", "Vary", "Cache-Control", "CDN-Cache-Control"}
REASONS = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    308: "Permanent Redirect",
    410: "Gone",
}
