"""What an operator's monitor asks."""

from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from minbar.press.keys import ring
from minbar.press.models import PressedPage
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
        failing = PressedPage.objects.failing().count()
    except DatabaseError:
        return _plain("database: does not answer\n", HTTPStatus.SERVICE_UNAVAILABLE)
    lines = ["database: ok", _worker(seen), "press: ok" if ring() else "press: does not listen"]
    is_ready = all(line.endswith(": ok") for line in lines)
    if failing:  # readers have the old pages
        lines.append(f"pages that fail to be pressed: {failing}")
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return _plain("".join(f"{line}\n" for line in lines), status)


def _worker(seen: datetime | None) -> str:
    if seen is not None and timezone.now() - seen <= LONGEST_SILENCE:
        return "worker: ok"
    since = f"since {seen.isoformat(timespec='seconds')}" if seen else "yet"
    return f"worker: no sign of life {since}"


def _plain(text: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
