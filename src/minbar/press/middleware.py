"""What becomes of a request that the front had no file for, and in which language."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from minbar.press.front import BROWSERS, SHARED_CACHES
from minbar.press.pressing import TouchedMeanwhile, press
from minbar.press.public import language_of, pressed_queries
from minbar.press.rendering import is_pressing, render
from minbar.press.store import Answer, Busy, NotStorable

logger = logging.getLogger(__name__)


class LanguageOfAddress:
    """Answers in the language that the address says, so that a page is the same for everyone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the rest of the site does."""
        with translation.override(language_of(request.path_info)):
            return self._get_response(request)


class PressPublicPages:
    """Presses a public page and answers with the result; no answer to a real request is stored.

    Nothing of the request but its path reaches the page: not its host, nor a cookie, nor a header.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page as it is pressed now, or as the rest of the site does."""
        if request.method not in {"GET", "HEAD"} or is_pressing(request):
            return self._get_response(request)
        queries = pressed_queries(request)
        if queries is None or not queries.isdisjoint(request.GET):
            return self._get_response(request)
        answer, is_stored = _answer(request.path_info)
        return _response(answer, may_be_kept=is_stored and not request.GET)


def _answer(path: str) -> tuple[Answer, bool]:
    """Return the answer, and whether it is stored: of what is not no cache would be told."""
    try:
        return press(path).answer, True
    except (TouchedMeanwhile, Busy, NotStorable, OSError) as error:
        # Readers get what is true now, though it could not be kept for the next.
        logger.warning("%s is answered without being pressed: %s", path, error)
        return render(path).answer, False


def _response(answer: Answer, *, may_be_kept: bool) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status)
    del response["Content-Type"]
    for name, value in answer.headers:
        response[name] = value
    if answer.status == HTTPStatus.NOT_FOUND:
        response["Cache-Control"] = "no-store"
        return response
    response["Cache-Control"] = BROWSERS
    response["CDN-Cache-Control"] = SHARED_CACHES if may_be_kept else "no-store"
    return response
