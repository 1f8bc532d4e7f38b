"""What is asked of every form that readers send, before a word of it is read."""

from http import HTTPStatus
from typing import NamedTuple

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from minbar.discussion.origins import is_from_our_page

FORM = "application/x-www-form-urlencoded"
UNREADABLE = (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


class Refusal(NamedTuple):
    """Why a form is not taken, as a status and in words."""

    status: HTTPStatus
    message: str

    @property
    def is_unread(self) -> bool:
        """Whether nothing of the form can be given back: it is none, or there is too much of it."""
        return self.status in UNREADABLE


def refusal_of(request: HttpRequest, *, most_bytes: int) -> Refusal | None:
    """Say why a form is not taken at all, where it is not: its kind, its length, its origin."""
    if request.content_type != FORM:
        return Refusal(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            _("The form must be sent as application/x-www-form-urlencoded."),
        )
    if int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes:
        return Refusal(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("This is longer than the form allows. Shorten it and send it again."),
        )
    if not is_from_our_page(request):
        return Refusal(
            HTTPStatus.FORBIDDEN,
            _("This was sent from another site. Open the story here and send it again."),
        )
    return None


def problem_details(status: HTTPStatus, detail: str, **members: object) -> JsonResponse:
    """Answer a program with what is wrong, in problem details (RFC 9457)."""
    return JsonResponse(
        {"title": status.phrase, "status": status, "detail": detail, **members},
        status=status,
        content_type="application/problem+json",
    )
