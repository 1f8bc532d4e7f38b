"""The addresses at which a page says that it was seen, and at which its figure is asked for."""

import base64
import logging
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from minbar.audience.counting import count_view, reader_of, today
from minbar.audience.models import views_of
from minbar.stories.models import Story

logger = logging.getLogger(__name__)

FORM = "application/x-www-form-urlencoded"
LONGEST_BODY = 64 * 1024
TRANSPARENT_GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==")
"""One pixel, 43 bytes."""


# A pressed page is the same for everyone, so it can hold no token of a session; a forged beacon
# gains its sender one view a day, which a true one would as well.
@csrf_exempt
@require_POST
def beacon(request: HttpRequest) -> HttpResponse:
    """Count a view. The answer never tells whether it counted: a page has no use for that."""
    story_id = _story_named_by(request)
    if story_id is not None:
        _count(request, story_id)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_GET
def picture(request: HttpRequest, story_id: int) -> HttpResponse:
    """Count a view by a browser without scripts, which has only loaded a picture."""
    _count(request, story_id)
    return HttpResponse(
        TRANSPARENT_GIF, content_type="image/gif", headers={"Cache-Control": "no-store"}
    )


@require_safe
def figures(request: HttpRequest, story_id: int) -> JsonResponse:
    """Say how often a story was read; at most a minute old."""
    story = get_object_or_404(Story.objects.live(), id=story_id)
    return JsonResponse(
        {"views": views_of([story]).get(story.pk, 0)},
        headers={"Cache-Control": "public, max-age=60"},
    )


def _count(request: HttpRequest, story_id: int) -> None:
    if not _is_a_reader(request):
        return
    day = today()
    try:
        count_view(story_id, reader_of(request, day), day)
    except DatabaseError:
        logger.warning("A view of story %s was not counted.", story_id, exc_info=True)


def _is_a_reader(request: HttpRequest) -> bool:
    """Whether this came from our page in front of a person, so far as its headers tell."""
    purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    came_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    return "prefetch" not in purpose and came_from == "same-origin"


def _story_named_by(request: HttpRequest) -> int | None:
    """Return the beacon's story, or None where the body is not a beacon's."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if request.content_type != FORM or length > LONGEST_BODY:
            return None
        return int(request.POST["story"])
    except (KeyError, ValueError, SuspiciousOperation, UnreadablePostError):
        return None
