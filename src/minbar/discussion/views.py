"""What readers ask of the discussion over HTTP; each view translates and no more."""

import json
from http import HTTPStatus
from math import ceil

from django.forms import Form
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from minbar.discussion import modes, reviewing
from minbar.discussion.forms import NotAccepted
from minbar.discussion.origins import origin_of
from minbar.discussion.policy import KEY, changes, reasons
from minbar.discussion.refusals import Refusal, problem_details, refusal_of
from minbar.discussion.story_tokens import is_token_of, story_token
from minbar.discussion.submission import (
    CommentsClosed,
    OneMoreStep,
    TooMany,
    form_of,
    submit,
)
from minbar.press import keys
from minbar.press.public import pressed
from minbar.stories.models import Story

BODY_BYTES = 1_000_000
"""12,000 Arabic letters are 72 KB url-encoded; a form beyond this is no comment."""


# A pressed page can hold no token of a session: Sec-Fetch-Site, Origin and the story token stand
# in for it, see ``is_from_our_page``.
@csrf_exempt
@require_POST
def submit_comment(request: HttpRequest, story_id: int) -> HttpResponse:
    """Take a comment: 303 to its receipt, or the form again with what is to be mended."""
    refusal = refusal_of(request, most_bytes=BODY_BYTES)
    if refusal and refusal.is_unread:
        return _kept(request, refusal)
    story = modes.story_that_is_answered(story_id)
    if story is None:
        gone = _("This story is no longer on the site.")
        return _kept(request, Refusal(HTTPStatus.NOT_FOUND, gone))
    if refusal:
        return _kept(request, refusal, story)
    return _take(request, story)


def _take(request: HttpRequest, story: Story) -> HttpResponse:
    fields = request.POST
    if not is_token_of(fields.get("token", ""), story.pk):
        message = _(
            "The form was out of date. It is fresh now, with what you wrote: send it again."
        )
        form = form_of(story, fields)
        return _form_again(request, story, form, HTTPStatus.FORBIDDEN, message=message)
    try:
        submitted = submit(story, fields, origin=origin_of(request))
    except NotAccepted as refused:
        return _form_again(request, story, refused.form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except (TooMany, OneMoreStep) as slowed:
        return _slowed(request, story, slowed)
    except CommentsClosed:
        closed = _("Comments on this story are closed.")
        return _kept(request, Refusal(HTTPStatus.FORBIDDEN, closed), story)
    address = reverse("receipt", args=[submitted.token])
    if _wants_json(request):
        told = {"receipt": address, "status": submitted.comment.status}
        return JsonResponse(told, status=HTTPStatus.CREATED)
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def _slowed(request: HttpRequest, story: Story, slowed: TooMany | OneMoreStep) -> HttpResponse:
    """Ask for some patience, or for one more step, with everything that was typed."""
    challenge = ""
    if isinstance(slowed, OneMoreStep):
        challenge, wait = slowed.challenge, 0
        message = _(
            "Very many comments are coming in just now. Send yours once more: what you wrote is "
            "kept, and it will be taken."
        )
    else:
        wait = slowed.retry_after
        minutes = ceil(wait / 60)
        message = ngettext(
            "Many comments have come from you in a short time. Wait for %(minutes)s minute, then "
            "send this one; what you wrote is kept.",
            "Many comments have come from you in a short time. Wait for %(minutes)s minutes, then "
            "send this one; what you wrote is kept.",
            minutes,
        ) % {"minutes": minutes}
    response = _form_again(
        request,
        story,
        slowed.form,
        HTTPStatus.TOO_MANY_REQUESTS,
        message=message,
        challenge=challenge,
    )
    response["Retry-After"] = str(wait)
    return response


@pressed()
@require_safe
def my_comments(request: HttpRequest) -> HttpResponse:
    """Show the page on which a script lists what the reader's own phone keeps."""
    return render(request, "discussion/my_comments.html")


@pressed()
@require_safe
def review_time_fragment(request: HttpRequest) -> HttpResponse:
    """Say how long a review takes, to be put into any page."""
    return render(request, "paper/review_time.html", {"review": reviewing.as_pressed()})


@pressed()
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Show the rules that comments are judged by."""
    keys.depends_on(KEY)
    return render(request, "discussion/policy.html", {"rules": reasons(), "changes": changes()})


def _form_again(
    request: HttpRequest,
    story: Story,
    form: Form,
    status: HTTPStatus,
    *,
    message: str = "",
    challenge: str = "",
) -> HttpResponse:
    """Show the form again with everything that was typed, and what to mend."""
    if _wants_json(request):
        errors = {
            name: [{"code": error.code, "message": " ".join(error.messages)} for error in found]
            for name, found in form.errors.as_data().items()
        }
        further = {"challenge": json.loads(challenge)} if challenge else {}
        told = message or _("Some fields need mending.")
        return problem_details(status, told, errors=errors, **further)
    context = {
        "story": story,
        "form": form,
        "token": story_token(story.pk),
        "mode": modes.mode_shown(story),
        "message": message,
        "challenge": challenge,
        "answered": None if "parent" in form.errors else form.cleaned_data.get("parent"),
    }
    return render(request, "discussion/submission.html", context, status=status)


def _kept(request: HttpRequest, refusal: Refusal, story: Story | None = None) -> HttpResponse:
    """Say why the comment cannot be taken, and give its text back to be copied."""
    if _wants_json(request):
        return problem_details(*refusal)
    text = "" if refusal.is_unread else request.POST.get("text", "")
    context = {"message": refusal.message, "text": text, "story": story}
    return render(request, "discussion/kept.html", context, status=refusal.status)


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
