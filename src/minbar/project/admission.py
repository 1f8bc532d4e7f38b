"""How many requests Django may have at once, and what is said to the others. No Django."""

import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from minbar.project.unavailable import RETRY_AFTER, unavailable_page

PATIENCE = 0.25
"""Seconds to wait until another comment's text has been read; what has arrived takes far less."""
LONGEST_BODY = 1_000_000
"""Bytes; 12,000 Arabic letters are 72 KB url-encoded."""
HEALTH = "/healthz"
"""Asks no database; a site that is busy is not sick."""
FORM = "application/x-www-form-urlencoded"

StartResponse = Callable[..., Any]


class Admission:
    """WSGI middleware that lets at most so many requests into the application at once.

    The server's other threads stay free for what needs no database: slow searches, or a database
    that is silent, never stop the pressed pages. Who is not admitted is told so at once, and a
    reader who sent a comment gets its text back; one such body is read at a time, so that slow
    senders hold no more than one thread, and another for a quarter of a second.
    """

    def __init__(self, application: Callable[..., Any], *, most: int) -> None:
        self._application = application
        self._places = threading.BoundedSemaphore(most)
        self._reading = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does, or say that it is busy."""
        if environ["PATH_INFO"] == HEALTH:
            return self._application(environ, start_response)
        if not self._places.acquire(blocking=False):
            return self._turn_away(environ, start_response)
        try:
            response: Iterable[bytes] = self._application(environ, start_response)
        except BaseException:
            self._places.release()
            raise
        return _Closing(response, self._places.release)

    def _turn_away(self, environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        text = ""
        if self._reading.acquire(timeout=PATIENCE):
            try:
                text = _comment_sent_with(environ)
            finally:
                self._reading.release()
        page = unavailable_page(text, wants_json=_wants_json(environ))
        headers = [*page.headers, ("Retry-After", str(RETRY_AFTER))]
        start_response("503 Service Unavailable", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.body]


class _Closing:
    """An answer that says when it has been sent."""

    def __init__(self, response: Iterable[bytes], when_sent: Callable[[], None]) -> None:
        self._response = response
        self._when_sent: Callable[[], None] | None = when_sent

    def __iter__(self) -> Any:
        return iter(self._response)

    def close(self) -> None:
        when_sent, self._when_sent = self._when_sent, None
        try:
            close = getattr(self._response, "close", None)
            if close is not None:
                close()
        finally:
            if when_sent is not None:
                when_sent()


def _comment_sent_with(environ: dict[str, Any]) -> str:
    if environ["REQUEST_METHOD"] != "POST" or environ.get("CONTENT_TYPE", "") != FORM:
        return ""
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return ""
    if not 0 < length <= LONGEST_BODY:
        return ""
    body = environ["wsgi.input"].read(length)
    fields = parse_qs(body.decode(errors="replace"), max_num_fields=50)
    return fields.get("text", [""])[0]


def _wants_json(environ: dict[str, Any]) -> bool:
    return environ.get("HTTP_ACCEPT", "").startswith("application/json")
