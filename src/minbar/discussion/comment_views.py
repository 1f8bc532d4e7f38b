"""What a reader does with one published comment over HTTP: answer it, agree or not, report it."""

from http import HTTPStatus

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minbar.discussion import modes, reporting, votes
from minbar.discussion.forms import NotAccepted
from minbar.discussion.models import Comment
from minbar.discussion.origins import origin_of, reader_of
from minbar.discussion.pages import path_of
from minbar.discussion.refusals import Refusal, refusal_of
from minbar.discussion.reporting import ReportForm
from minbar.discussion.story_tokens import story_token
from minbar.discussion.submission import form_of
from minbar.discussion.tries import WINDOW, Tries
from minbar.stories.numbers import number

BODY_BYTES = 64_000
"""Of a vote or a report (DESIGN section 4)."""
_votes = Tries(most=120)
"""Two a second: a town behind one address may vote on the same story."""
_reports = Tries(most=30)
SAYS = {"1": True, "0": False, "": None}
"""What a vote's field ``agrees`` may be; empty takes back what was said."""


@require_safe
def permalink(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Lead to the page that holds a published comment, or a reply."""
    comment = get_object_or_404(Comment.objects.shown().select_related("story"), pk=comment_id)
    address = f"{comment.story.get_url(request)}{path_of(comment)}#comment-{comment.pk}"
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


@require_safe
def reply(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Show a published comment, and the form with which to answer it."""
    comment = _published(comment_id)
    context = {
        "comment": comment,
        "story": comment.story,
        "form": form_of(comment.story, parent=comment.pk),
        "token": story_token(comment.story_id),
        "mode": modes.mode_shown(comment.story),
    }
    return _not_for_robots(render(request, "discussion/reply.html", context))


# No page of ours holds a token of a session: ``refusal_of`` asks where a form comes from.
@csrf_exempt
@require_POST
def vote(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Count whether a reader agrees: the exact figures as JSON, or 303 back to the comment."""
    if refusal := refusal_of(request, most_bytes=BODY_BYTES):
        return _refused(refusal)
    if request.POST.get("agrees") not in SAYS:
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if _are_too_many(_votes, request):
        message = _(
            "Very many votes have come from your network in a minute. Wait for a minute, then "
            "vote again."
        )
        return _refused(Refusal(HTTPStatus.TOO_MANY_REQUESTS, message))
    try:
        voter = reader_of(request, comment_id, "vote")
        counted = votes.vote(comment_id, voter, SAYS[request.POST["agrees"]])
    except votes.NotPublished as error:
        raise Http404 from error
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse(vars(counted) | {"written": _written(counted)})
    return _see(reverse("comment", args=[comment_id]))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Show the form that tells the desk of a comment against the rules, or take it: 303."""
    comment = _published(comment_id)
    if request.method != "POST":
        return _report_form(request, comment, ReportForm())
    if refusal := refusal_of(request, most_bytes=BODY_BYTES):
        return _refused(refusal)
    if _are_too_many(_reports, request):
        message = _(
            "Very many reports have come from your network in a minute. Wait for a minute, then "
            "send yours; what you wrote is kept."
        )
        refusal = Refusal(HTTPStatus.TOO_MANY_REQUESTS, message)
        return _report_form(request, comment, ReportForm(request.POST), refusal)
    try:
        reporter = reader_of(request, comment_id, "report")
        reporting.report(comment, request.POST, reporter=reporter)
    except NotAccepted as refused:
        unaccepted = Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "")
        return _report_form(request, comment, refused.form, unaccepted)
    return _see(reverse("reported", args=[comment_id]))


@require_safe
def reported(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Thank whoever reported a comment."""
    comment = get_object_or_404(Comment.objects.shown().select_related("story"), pk=comment_id)
    context = {"comment": comment, "story": comment.story}
    return _not_for_robots(render(request, "discussion/reported.html", context))


def _written(counted: votes.Votes) -> dict[str, str]:
    """The figures as pages write them, by the value of the button that shows each."""
    return {"1": number(counted.agreed), "0": number(counted.disagreed)}


def _published(comment_id: int) -> Comment:
    published = Comment.objects.approved().filter(story__live=True).select_related("story")
    return get_object_or_404(published, pk=comment_id)


def _report_form(
    request: HttpRequest, comment: Comment, form: Form, refusal: Refusal | None = None
) -> HttpResponse:
    status, message = refusal or (HTTPStatus.OK, "")
    context = {"comment": comment, "story": comment.story, "form": form, "message": message}
    response = render(request, "discussion/report.html", context, status=status)
    return _not_for_robots(_saying_when(response))


def _are_too_many(tries: Tries, request: HttpRequest) -> bool:
    return settings.MINBAR_RATE_LIMITS and tries.are_too_many(origin_of(request).address)


def _refused(refusal: Refusal) -> HttpResponse:
    plain = "text/plain; charset=utf-8"
    return _saying_when(HttpResponse(refusal.message, status=refusal.status, content_type=plain))


def _saying_when(response: HttpResponse) -> HttpResponse:
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(int(WINDOW))
    return response


def _see(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def _not_for_robots(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
