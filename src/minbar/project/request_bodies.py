"""Requests are read to their end before they are answered. No Django."""

from collections.abc import Callable, Iterable
from typing import Any

NEWSROOM = "/newsroom/"
LONGEST = 1_000_000
LONGEST_IN_THE_NEWSROOM = 25 * 1024 * 1024
"""Bytes, as in ``deploy/nginx.conf``: photographs."""
CHUNK = 65_536


class RequestBodies:
    """WSGI middleware that reads what the application left of a request's body.

    Many answers need no body: a signed-out editor who sends a photograph, a form without its
    token. But a server that answers and closes while the client still sends makes the client's
    system throw the answer away (RFC 9112, 9.6), and behind nginx «sign in again» became «not
    available». What is longer than any form of ours is not read.
    """

    def __init__(self, application: Callable[..., Any]) -> None:
        self._application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer as the application does, once all that was sent has come."""
        response: Iterable[bytes] = self._application(environ, start_response)
        left = LONGEST_IN_THE_NEWSROOM if environ["PATH_INFO"].startswith(NEWSROOM) else LONGEST
        if _length(environ) <= left:
            while left > 0 and (chunk := environ["wsgi.input"].read(CHUNK)):
                left -= len(chunk)
        return response


def _length(environ: dict[str, Any]) -> int:
    """Return the length as declared; 0 where it comes in pieces or there is none."""
    declared = environ.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isascii() and declared.isdigit() else 0
