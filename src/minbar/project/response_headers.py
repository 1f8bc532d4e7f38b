"""Headers that every answer carries unless its view says otherwise."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from minbar.paper import first_paint
from minbar.press.front import BROWSERS
from minbar.press.rendering import is_pressing
from minbar.stories.embeds import FRAME_SOURCES

NEWSROOM = "/newsroom/"

READERS_POLICY = "; ".join(
    [
        "default-src 'none'",
        f"script-src 'self' {first_paint.SOURCE}",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "media-src 'self' https:",  # the newspaper's own films, on whatever server they are
        f"frame-src 'self' {' '.join(FRAME_SOURCES)}",  # our own hold advertising.frames
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
)
"""What a reader's page may load: nothing inline but one script, and nothing that is not ours but
what a reader asks for: a film, or a frame of the platforms that ``stories.embeds`` knows."""

NEWSROOM_POLICY = "; ".join(
    [
        "default-src 'self'",
        # Wagtail's date widgets and chooser panels hold bare scripts and styles (measured).
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' https:",
        f"frame-src 'self' {' '.join(FRAME_SOURCES)}",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
)


class ResponseHeaders:
    """Adds what no view should have to remember; ``no-store`` unless a view opts out.

    The press asks for pages that are the same for everyone; it refuses those that say otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers added."""
        response = self._get_response(request)
        in_newsroom = request.path.startswith(NEWSROOM)
        policy = NEWSROOM_POLICY if in_newsroom else READERS_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        response.headers.setdefault(
            "Cache-Control", BROWSERS if is_pressing(request) else "no-store"
        )
        return response
