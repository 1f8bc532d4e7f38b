"""A commenter's receipt over HTTP, and what its holder may do there; a GET changes nothing."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from minbar.discussion import letters, modes, reviewing, writer_actions
from minbar.discussion.being_read import is_being_read
from minbar.discussion.forms import AppealForm, NotAccepted, RewritingForm
from minbar.discussion.models import Comment, MoveKind, Status
from minbar.discussion.moves import ChangedMeanwhile, NotAllowed
from minbar.discussion.origins import is_from_our_page, origin_of
from minbar.discussion.receipts import comment_of, token_of
from minbar.discussion.story_tokens import story_token
from minbar.discussion.submission import form_of
from minbar.discussion.tries import WINDOW, Tries
from minbar.stories.dates import when

ReceiptView = Callable[..., HttpResponse]

MOST_REPLIES = 20
_wrong = Tries(most=20)
"""Links that are none. A token has 256 bits, so that nobody finds one by trying; this keeps trying
from costing us work. A right link is answered whoever shares its reader's address."""


def private(response: HttpResponse) -> HttpResponse:
    """Mark the answer to whoever holds a receipt's link as nobody else's."""
    response["X-Robots-Tag"] = "noindex"
    # ``no-referrer`` would turn the Origin of the page's own forms into null (Fetch standard).
    response["Referrer-Policy"] = "same-origin"
    return response


def _of_a_comment(view: ReceiptView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Give a view the comment whose receipt is asked for; the answer is nobody else's."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        comment = comment_of(token)
        if comment is not None and (request.method != "POST" or is_from_our_page(request)):
            response = view(request, comment)
        elif comment is not None:
            response = _not_from_here(request)
        else:
            response = _no_receipt(request)
        return private(response)

    # The link is the key, and no session is in play; ``is_from_our_page`` keeps other sites out.
    return csrf_exempt(answer)


@require_safe
@_of_a_comment
def receipt(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Show a commenter where the comment stands; in JSON for the list kept on the phone."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse(_as_json(comment))
    return render(request, "discussion/receipt.html", _standing(comment))


@require_http_methods(["GET", "HEAD", "POST"])
@_of_a_comment
def rewrite(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Let a comment that waits be changed; what was typed is never lost."""
    if request.method != "POST":
        if comment.status != Status.PENDING:
            return _to_receipt(comment)
        words = {"name": comment.name, "place": comment.place, "text": comment.text}
        return _rewriting(request, comment, RewritingForm(initial=words))
    if request.POST.get("revision") != str(comment.revision):
        message = _(
            "This comment was changed in another window meanwhile. Your words are here still: send "
            "them once more to put them in place of the others."
        )
        form = RewritingForm(request.POST)
        return _rewriting(request, comment, form, HTTPStatus.CONFLICT, message)
    try:
        writer_actions.rewrite(comment, request.POST)
    except NotAccepted as refused:
        return _rewriting(request, comment, refused.form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except (ChangedMeanwhile, NotAllowed):
        message = _("It was decided upon meanwhile, so it can no longer be changed.")
        return _kept(request, comment, message, request.POST.get("text", ""))
    return _to_receipt(comment)


@require_http_methods(["GET", "HEAD", "POST"])
@_of_a_comment
def withdraw(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Take a comment back once its writer has said so twice."""
    if request.method != "POST":
        return render(request, "discussion/withdrawal.html", {"comment": comment})
    while comment.status != Status.WITHDRAWN:
        try:
            writer_actions.withdraw(comment)
        except ChangedMeanwhile:
            comment.refresh_from_db()  # it is its writer's to withdraw whatever was decided
    return _to_receipt(comment)


@require_http_methods(["GET", "HEAD", "POST"])
@_of_a_comment
def appeal(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Let the writer of a refused comment say, once, why somebody else should judge it."""
    if not writer_actions.may_appeal(comment):
        return _to_receipt(comment)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            writer_actions.appeal(comment, form.cleaned_data["message"])
        except (ChangedMeanwhile, NotAllowed):
            message = _("Something else became of this comment meanwhile; see what it is now.")
            return _kept(request, comment, message, form.cleaned_data["message"])
        return _to_receipt(comment)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    refusal = comment.history.filter(went_to=Status.REJECTED).select_related("reason").latest()
    context = {"comment": comment, "form": form, "refusal": refusal}
    return render(request, "discussion/appeal.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@_of_a_comment
def forget_email(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Have the e-mail deleted once its writer has said so twice."""
    if request.method != "POST":
        return render(request, "discussion/forgetting.html", {"comment": comment})
    writer_actions.forget_email(comment)
    return _to_receipt(comment)


@require_safe
@_of_a_comment
def write_anew(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Offer a new form with the words of a comment that was refused or withdrawn."""
    is_over = comment.status in {Status.REJECTED, Status.WITHDRAWN}
    if not is_over or comment.erased_at or not comment.story.live:
        return _to_receipt(comment)
    words = {"name": comment.name, "place": comment.place, "text": comment.text}
    context = {
        "story": comment.story,
        "form": form_of(comment.story, None, **words),
        "mode": modes.mode_shown(comment.story),
        "token": story_token(comment.story_id),
    }
    return render(request, "discussion/anew.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, token: str) -> HttpResponse:
    """Let the owner of an address say whose it is; that a link was opened says nothing."""
    found = letters.address_of(token)
    if found is None:
        response = _no_receipt(request)
    elif request.method == "POST" and not is_from_our_page(request):
        response = _not_from_here(request)
    else:
        if request.method == "POST":
            if request.POST.get("mine") == "1":
                letters.prove(found)
            else:
                letters.disown(found)
            found.refresh_from_db()
        response = render(request, "discussion/address.html", {"address": found})
    return private(response)


def _standing(comment: Comment) -> dict[str, Any]:
    """Collect what a receipt says of a comment."""
    moves = list(comment.history.select_related("reason"))
    decision = moves[-1]
    refusals = [move for move in moves[:-1] if move.went_to == Status.REJECTED]
    judged_by_the_same = (
        decision.came_from == Status.APPEALED
        and decision.kind in {MoveKind.APPROVE, MoveKind.UPHOLD}
        and decision.by_id is not None
        and decision.by_id == refusals[-1].by_id
    )
    replies = Comment.objects.filter(parent=comment).approved()
    return {
        "comment": comment,
        "decision": decision,
        "edited": any(move.kind == MoveKind.EDIT for move in moves),
        "judged_by_the_same": judged_by_the_same,
        "may_appeal": writer_actions.may_appeal(comment),
        "has_email": hasattr(comment, "sealed_email"),
        "replies": list(replies[:MOST_REPLIES]) if comment.status == Status.APPROVED else [],
        "review": reviewing.now(),
        "is_being_read": is_being_read(comment),
    }


def _as_json(comment: Comment) -> dict[str, Any]:
    return {
        "status": comment.status,
        "says": _status_of(comment),
        "since": comment.moved_at.isoformat(),
        "when": when(comment.moved_at),
        "headline": comment.story.title,
        "text": comment.text,
    }


def _status_of(comment: Comment) -> str:
    if comment.returned_at is not None:
        return _("Returned to be changed")
    if is_being_read(comment):
        return _("Being read now")
    if comment.status == Status.PENDING:
        return _("Waiting to be read")
    return str(comment.get_status_display())


def _rewriting(
    request: HttpRequest,
    comment: Comment,
    form: Form,
    status: HTTPStatus = HTTPStatus.OK,
    message: str = "",
) -> HttpResponse:
    context = {"comment": comment, "form": form, "message": message}
    return render(request, "discussion/rewriting.html", context, status=status)


def _kept(request: HttpRequest, comment: Comment, message: str, text: str) -> HttpResponse:
    context = {"message": message, "text": text, "receipt_of": comment}
    return render(request, "discussion/kept.html", context, status=HTTPStatus.CONFLICT)


def _not_from_here(request: HttpRequest) -> HttpResponse:
    message = _("This was sent from another site. Open your receipt here and send it again.")
    context = {"message": message, "text": request.POST.get("text", "")}
    return render(request, "discussion/kept.html", context, status=HTTPStatus.FORBIDDEN)


def _no_receipt(request: HttpRequest) -> HttpResponse:
    if _wrong.are_too_many(origin_of(request).address):
        status = HTTPStatus.TOO_MANY_REQUESTS
        response = render(request, "discussion/no_receipt.html", status=status)
        response["Retry-After"] = str(int(WINDOW))
        return response
    return render(request, "discussion/no_receipt.html", status=HTTPStatus.NOT_FOUND)


def _to_receipt(comment: Comment) -> HttpResponse:
    address = reverse("receipt", args=[token_of(comment)])
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
