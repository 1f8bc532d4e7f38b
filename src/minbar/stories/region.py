"""Whose month names and separators the newspaper writes: its editors', else its operator's.

Asked with every date and figure; within a request, and while a page is pressed, it is read once.
"""

from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from minbar.stories.models import Newspaper

_read_before: ContextVar[list[str] | None] = ContextVar("region", default=None)


def region() -> str:
    """Return the newspaper's region (ISO 3166)."""
    read_before = _read_before.get()
    if read_before is None:
        return _read()
    if not read_before:
        read_before.append(_read())
    return read_before[0]


class RegionReadOnce:
    """Reads the region at most once a request; the press's own requests each read it anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        token = _read_before.set([])
        try:
            return self._get_response(request)
        finally:
            _read_before.reset(token)


def _read() -> str:
    chosen = Newspaper.objects.values_list("region", flat=True).first()
    return chosen or str(settings.MINBAR_REGION)
