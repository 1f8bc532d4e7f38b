"""What readers ask of this room over HTTP; each view translates and no more."""

from http import HTTPStatus

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from minbar.corrections import pages, reports
from minbar.corrections.forms import ErrorReportForm
from minbar.discussion.forms import NotAccepted
from minbar.discussion.origins import origin_of
from minbar.discussion.receipt_views import private
from minbar.discussion.refusals import Refusal, refusal_of
from minbar.discussion.story_tokens import is_token_of, story_token
from minbar.discussion.tries import WINDOW, Tries
from minbar.press.public import pressed
from minbar.stories.elsewhere import elsewhere
from minbar.stories.models import Story

BODY_BYTES = 64_000
"""Two sentences of 2,000 Arabic letters are 24 KB url-encoded (DESIGN section 4)."""
_reports = Tries(most=30)
_wrong = Tries(most=20)
"""Receipts' links that are none; see ``discussion.receipt_views``."""


@pressed()
@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """Show the newest corrections and replies, and lead to every month that has any."""
    records = pages.newest_records()
    context = {"records": records, "months": pages.months()}
    return render(request, "corrections/newest.html", context)


@pressed()
@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    """Show what was put on record in a month; a month without anything is no page."""
    records = pages.records_in(month)
    if not records:
        raise Http404
    there = elsewhere(request, lambda _edition: bool(pages.records_in(month)))
    context = {"records": records, "month": month, "elsewhere": there}
    return render(request, "corrections/month.html", context)


# No page of ours holds a token of a session: ``refusal_of`` asks where a form comes from.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest, story_id: int) -> HttpResponse:
    """Show the form that tells the newsroom of an error in a story, or take it: 303."""
    refusal = refusal_of(request, most_bytes=BODY_BYTES) if request.method == "POST" else None
    if refusal and refusal.is_unread:
        return _kept(request, refusal)
    story = Story.objects.live().filter(pk=story_id).first()
    if story is None and request.method != "POST":
        raise Http404
    if story is None:
        gone = _("This story is no longer on the site.")
        return _kept(request, Refusal(HTTPStatus.NOT_FOUND, gone))
    if request.method != "POST":
        return _form(request, story, ErrorReportForm())
    return _kept(request, refusal, story) if refusal else _take(request, story)


@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Show a reader where the report of an error stands."""
    report = reports.report_of(token)
    if report is not None:
        address = f"{settings.MINBAR_SITE_URL}{reverse('error-receipt', args=[token])}"
        context = {"report": report, "address": address}
        return private(render(request, "corrections/receipt.html", context))
    if _wrong.are_too_many(origin_of(request).address):
        status = HTTPStatus.TOO_MANY_REQUESTS
    else:
        status = HTTPStatus.NOT_FOUND
    response = render(request, "corrections/no_receipt.html", status=status)
    return private(_saying_when(response))


def _take(request: HttpRequest, story: Story) -> HttpResponse:
    form = ErrorReportForm(request.POST)
    if not is_token_of(request.POST.get("token", ""), story.pk):
        message = _(
            "The form was out of date. It is fresh now, with what you wrote: send it again."
        )
        return _form(request, story, form, Refusal(HTTPStatus.FORBIDDEN, message))
    origin = origin_of(request)
    if settings.MINBAR_RATE_LIMITS and _reports.are_too_many(origin.address):
        message = _(
            "Very many reports have come from your network in a minute. Wait for a minute, then "
            "send yours; what you wrote is kept."
        )
        return _form(request, story, form, Refusal(HTTPStatus.TOO_MANY_REQUESTS, message))
    try:
        reported = reports.report(story, request.POST, origin=origin)
    except NotAccepted as refused:
        unaccepted = Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "")
        return _form(request, story, refused.form, unaccepted)
    address = reverse("error-receipt", args=[reported.token])
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def _form(
    request: HttpRequest, story: Story, form: Form, refusal: Refusal | None = None
) -> HttpResponse:
    status, message = refusal or (HTTPStatus.OK, "")
    context = {"story": story, "form": form, "message": message, "token": story_token(story.pk)}
    response = render(request, "corrections/report.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return _saying_when(response)


def _kept(request: HttpRequest, refusal: Refusal, story: Story | None = None) -> HttpResponse:
    """Say why a report cannot be taken, and give its words back to be copied."""
    words = {} if refusal.is_unread else request.POST
    context = {
        "message": refusal.message,
        "story": story,
        "words": [words[name] for name in ("wrong", "right") if words.get(name)],
    }
    return render(request, "corrections/kept.html", context, status=refusal.status)


def _saying_when(response: HttpResponse) -> HttpResponse:
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(int(WINDOW))
    return response
