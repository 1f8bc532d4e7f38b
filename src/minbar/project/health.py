"""What an operator's monitor asks."""

from datetime import timedelta
from http import HTTPStatus

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from minbar.project.task_worker import last_sign_of_life

LONGEST_SILENCE = timedelta(minutes=5)
"""The schedule asks the worker for a sign of life each minute; a long task may delay it."""


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers."""
    return _plain("ok\n", HTTPStatus.OK)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether what readers and the newsroom need is there; 503 names what is not."""
    try:
        seen = last_sign_of_life()
    except DatabaseError:
        return _plain("database: does not answer\n", HTTPStatus.SERVICE_UNAVAILABLE)
    if seen is None or timezone.now() - seen > LONGEST_SILENCE:
        since = f"since {seen.isoformat(timespec='seconds')}" if seen else "yet"
        text = f"database: ok\nworker: no sign of life {since}\n"
        return _plain(text, HTTPStatus.SERVICE_UNAVAILABLE)
    return _plain("database: ok\nworker: ok\n", HTTPStatus.OK)


def _plain(text: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
