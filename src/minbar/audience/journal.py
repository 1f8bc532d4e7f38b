"""The addresses at which a page says that it was seen, answered before Django.

A WSGI callable round another, free of Django: each view is a line of a file, which no lock and no
database can delay.
"""

import base64
import logging
import re
import time
from collections.abc import Callable, Iterable
from datetime import tzinfo
from http import HTTPStatus
from pathlib import Path
from typing import Any

from minbar.audience.lines import View, to_line
from minbar.audience.readers import browser_of, is_a_person, reader_of
from minbar.audience.writing import Writer

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

BEACON = "/views/"
PICTURE = re.compile(r"/views/([0-9]{1,18})\.gif")
STORY = re.compile(rb"(?:^|&)story=([0-9]{1,18})(?=&|$)")
SOURCE = re.compile(rb"(?:^|&)source=([A-Za-z0-9.-]+)(?=&|$)")
"""Looked for in the body as it comes: no sign of a host is written otherwise in a form, and taking
the form apart took a quarter of a beacon's time."""
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
LONGEST_HOST = 100
FORM = "application/x-www-form-urlencoded"
LONGEST_BODY = 2048
TRANSPARENT_GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==")
"""One pixel, 43 bytes."""
HEADERS = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]


class Journal:
    """Takes views down; everything else goes to the application behind it.

    A view that could not be written is answered 503; every other answer is the same whether the
    view counts or not: a page has no use for knowing.
    """

    def __init__(
        self,
        application: Application,
        *,
        folder: Path,
        zone: tzinfo,
        address_of: Callable[[Environ], str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Write below ``folder`` by the days of ``zone``; ``address_of`` says who asks."""
        self._application = application
        self._address_of = address_of
        self._clock = clock
        self._writer = Writer(folder, zone, clock)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer what is a view's, and pass on what is not."""
        if not environ.get("PATH_INFO", "").startswith(BEACON):
            return self._application(environ, start_response)
        status, headers, body = self._answer(environ)
        start_response(
            f"{status.value} {status.phrase}",
            [*HEADERS, *headers, ("Content-Length", str(len(body)))],
        )
        return [body]

    def _answer(self, environ: Environ) -> tuple[HTTPStatus, list[tuple[str, str]], bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if path == BEACON:
            if method != "POST":
                return HTTPStatus.METHOD_NOT_ALLOWED, [("Allow", "POST")], b""
            status = self._take_beacon(environ)
            return status, _when_to_return(status), b""
        picture = PICTURE.fullmatch(path)
        if picture is None:
            return HTTPStatus.NOT_FOUND, [], b""
        if method != "GET":
            return HTTPStatus.METHOD_NOT_ALLOWED, [("Allow", "GET")], b""
        taken = self._take_down(environ, int(picture[1]), without_script=True)
        status = HTTPStatus.OK if taken else HTTPStatus.SERVICE_UNAVAILABLE
        headers = [("Content-Type", "image/gif"), *_when_to_return(status)]
        return status, headers, TRANSPARENT_GIF

    def _take_beacon(self, environ: Environ) -> HTTPStatus:
        body = _read_form(environ)
        story, source = STORY.search(body), SOURCE.search(body)
        if story is None:
            return HTTPStatus.NO_CONTENT
        host = _clean_host(source[1].decode()) if source else ""
        taken = self._take_down(environ, int(story[1]), source=host)
        return HTTPStatus.NO_CONTENT if taken else HTTPStatus.SERVICE_UNAVAILABLE

    def _take_down(self, environ: Environ, story: int, **known: Any) -> bool:
        """Write the view of a person down; False if that failed."""
        if not is_a_person(environ):
            return True
        now = self._clock()
        try:
            segment = self._writer.segment(now)
        except OSError:
            logger.exception("The journal of views cannot be begun.")
            return False
        reader = reader_of(
            address=self._address_of(environ),
            browser=browser_of(environ),
            story=story,
            salt=segment.volume.salt,
        )
        try:
            segment.append(to_line(View(int(now), story, reader, **known)))
        except OSError:
            logger.exception("A view of story %s was not written down.", story)
            self._writer.give_up(segment)
            return False
        return True


def _read_form(environ: Environ) -> bytes:
    """Return a body that is a form's and no longer than a beacon's, of any other nothing."""
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    length = environ.get("CONTENT_LENGTH") or ""
    if kind != FORM or not length.isdigit() or int(length) > LONGEST_BODY:
        return b""
    try:
        return environ["wsgi.input"].read(int(length))
    except OSError:
        return b""


def _clean_host(host: str) -> str:
    """Return a host as it is counted, or nothing where that is no host."""
    host = host.lower().removeprefix("www.")
    return host if len(host) <= LONGEST_HOST and HOST.fullmatch(host) else ""


def _when_to_return(status: HTTPStatus) -> list[tuple[str, str]]:
    return [("Retry-After", "1")] if status == HTTPStatus.SERVICE_UNAVAILABLE else []
