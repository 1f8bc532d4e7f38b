"""What browsers ask of this room over HTTP; each view translates and no more.

All is said by scripts, so every answer is JSON, and every refusal problem details (RFC 9457).
"""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from minbar.discussion.origins import origin_of
from minbar.discussion.refusals import Refusal, problem_details, refusal_of
from minbar.discussion.tries import WINDOW, Tries
from minbar.push import subscribing
from minbar.push.messages import Target
from minbar.push.subscribing import NotASubscription, NotKnown

BODY_BYTES = 16_000
_asked = Tries(most=30)
"""A minute, from one address: each may have us post to another server."""


# No page of ours holds a token of a session: ``refusal_of`` asks where a form comes from.
@csrf_exempt
@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """Write down what a browser wants: 201."""
    if refusal := _refusal(request):
        return _problem(refusal)
    try:
        subscribing.subscribe(_target(request), request.POST.getlist("topic"))
    except NotASubscription as refused:
        return _problem(_why(refused))
    return JsonResponse({"on": True}, status=HTTPStatus.CREATED)


@csrf_exempt
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Let a browser have another endpoint in the place of the one that it names."""
    if refusal := _refusal(request):
        return _problem(refusal)
    try:
        subscribing.renew(request.POST.get("former", ""), _target(request))
    except NotASubscription as refused:
        return _problem(_why(refused))
    except NotKnown:
        return _problem(Refusal(HTTPStatus.NOT_FOUND, _("Alerts are off in this browser.")))
    return JsonResponse({"on": True})


@csrf_exempt
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Delete what a browser wanted; it is gone when this is answered."""
    if refusal := _refusal(request):
        return _problem(refusal)
    subscribing.forget(request.POST.get("endpoint", ""))
    return JsonResponse({"on": False})


def _target(request: HttpRequest) -> Target:
    return Target(*(request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")))


def _refusal(request: HttpRequest) -> Refusal | None:
    if refusal := refusal_of(request, most_bytes=BODY_BYTES):
        return refusal
    origin = origin_of(request)
    if origin.is_silent:
        # Whatever has push says where it asks from.
        return Refusal(HTTPStatus.FORBIDDEN, _("Only a page of this newspaper may ask for this."))
    if settings.MINBAR_RATE_LIMITS and _asked.are_too_many(origin.address):
        message = _("Very much is asked from your network. Wait for a minute, then try again.")
        return Refusal(HTTPStatus.TOO_MANY_REQUESTS, message)
    return None


def _why(refused: NotASubscription) -> Refusal:
    messages = {
        "endpoint": _("This browser’s push service cannot be reached from here."),
        "keys": _("This browser gave no keys that alerts can be encrypted with."),
        "topics": _("Choose all breaking news, or a section that there is."),
    }
    return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, messages[refused.code])


def _problem(refusal: Refusal) -> HttpResponse:
    response = problem_details(*refusal)
    if refusal.status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(int(WINDOW))
    return response
