"""A public page as an anonymous reader would get it, and the keys of what it shows."""

from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from minbar.press import keys
from minbar.press.public import language_of, pressed_queries
from minbar.press.store import Answer

MARK = "minbar.is_pressing"
"""Set in the environment of the press's own requests; no header can set it."""
STORED = {
    HTTPStatus.OK,
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.PERMANENT_REDIRECT,
    HTTPStatus.GONE,
}
NOT_KEPT = {"content-length", "date", "server", "vary"}


class CannotPress(Exception):
    """The answer is none that everyone may have, or an error; the message says which."""


@dataclass(frozen=True)
class Rendering:
    """An answer and what it shows. ``is_public`` is false for «there is no such page»."""

    answer: Answer
    keys: frozenset[str]

    @property
    def is_public(self) -> bool:
        """Whether it is stored."""
        return self.answer.status in STORED


def render(path: str) -> Rendering:
    """Render ``path`` for nobody in particular: no cookie, the site's own host, its language.

    Raises CannotPress where the answer says that it is private, sets a cookie, differs by reader,
    or is an error of ours.
    """
    request = _anonymous_request(path)
    with (
        keys.collecting() as collected,
        translation.override(language_of(path)),
        timezone.override(settings.TIME_ZONE),
    ):
        response = _handler().get_response(request)
    answer = _answer_of(response, request)
    return Rendering(answer, frozenset(collected))


def is_pressing(request: HttpRequest) -> bool:
    """Whether ``request`` is one of the press's own."""
    return MARK in request.META


def _anonymous_request(path: str) -> HttpRequest:
    site = urlsplit(settings.MINBAR_SITE_URL)
    is_https = site.scheme == "https"
    factory = RequestFactory(
        SERVER_NAME=site.hostname or "localhost",
        SERVER_PORT=str(site.port or (443 if is_https else 80)),
        HTTP_HOST=site.netloc,
    )
    request = factory.get(quote(path), secure=is_https)
    request.META[MARK] = True
    return request


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def _answer_of(response: Any, request: HttpRequest) -> Answer:
    status = HTTPStatus(response.status_code)
    if status not in STORED and status != HTTPStatus.NOT_FOUND:
        raise CannotPress(f"{request.path_info} is answered with {status}.")
    if status in STORED:
        _refuse_what_is_somebodys(response, request)
    headers = tuple(
        (name, value) for name, value in response.items() if name.lower() not in NOT_KEPT
    )
    queries = sorted(pressed_queries(request) or ())
    return Answer(int(status), headers, _body_of(response), tuple(queries))


def _refuse_what_is_somebodys(response: HttpResponseBase, request: HttpRequest) -> None:
    control = response.headers.get("Cache-Control", "").lower()
    if "no-store" in control or "private" in control:
        raise CannotPress(f"{request.path_info} says {control}.")
    if response.cookies:
        raise CannotPress(f"{request.path_info} sets a cookie.")
    if "cookie" in response.headers.get("Vary", "").lower():
        raise CannotPress(f"{request.path_info} differs by cookie.")


def _body_of(response: Any) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        return b"".join(response)
    return bytes(response.content)
