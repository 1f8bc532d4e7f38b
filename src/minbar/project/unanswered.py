"""What becomes of a request that is not answered: its database is away, or something failed."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from minbar.project.unavailable import RETRY_AFTER, unavailable_page

logger = logging.getLogger(__name__)


class SayThatDatabaseIsAway:
    """Answers 503 where a view, or what stands before it, met a database that is away or locked.

    A reader who sent a comment gets its text back, and is never thanked for what was not kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the rest of the site does."""
        try:
            return self._get_response(request)
        except (OperationalError, InterfaceError) as error:
            return self._unavailable(request, error)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django where a view raised; other errors are answered as they always are."""
        if isinstance(exception, OperationalError | InterfaceError):
            return self._unavailable(request, exception)
        return None

    def _unavailable(self, request: HttpRequest, error: Exception) -> HttpResponse:
        logger.error("The database does not answer: %s", str(error).strip().partition("\n")[0])
        response = _unanswered(request, HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = str(RETRY_AFTER)
        return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 where something of ours failed otherwise: Django's ``handler500``."""
    return _unanswered(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def _unanswered(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """Say that a request could not be answered, and give back the comment sent with it, if any."""
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    page = unavailable_page(_text_sent_with(request), wants_json=wants_json, status=status)
    return HttpResponse(page.body, status=status, headers=dict(page.headers))


def _text_sent_with(request: HttpRequest) -> str:
    try:
        return request.POST.get("text", "")
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return ""  # whatever is wrong with what was sent, the answer is that of the first failure
