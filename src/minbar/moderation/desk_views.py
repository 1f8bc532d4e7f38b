"""The desk in the newsroom: its page, and what its script asks for and sends."""

import json
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from minbar.arabic import Language, clean_text, guess_language
from minbar.discussion import policy
from minbar.discussion.models import MESSAGE_LENGTH, PolicyRule
from minbar.discussion.screening import labels_known
from minbar.moderation import acts, desk, leases, queue, sentences
from minbar.moderation.acts import Order, Outcome, Unacceptable
from minbar.moderation.filters import PUBLISHED, SENIORS, Choice, Place
from minbar.moderation.language_names import language_name
from minbar.moderation.models import Act, SavedFilter
from minbar.moderation.permissions import is_senior
from minbar.stories.models import Section

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_ORDERS = 20
"""Decisions of one request; the desk's script sends what has piled up in several."""
BODY_BYTES = 200_000
NOTE_LENGTH = 1000
TERMS = {"1": timedelta(days=1), "7": timedelta(days=7), "30": timedelta(days=30), "": None}
"""For how many days a writer may be banned at the desk; empty for good."""
SPAM = "advertising"
"""The rule that the key for spam cites."""


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """The one screen on which comments are judged; its script fills it."""

    template_name = "moderation/desk.html"
    page_title = gettext_lazy("Comment review")
    header_icon = "comment"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what the screen has before a comment is on it."""
        moderator = _moderator(self.request)
        choice = Choice.parse(self.request.GET)
        reasons = list(policy.reasons())
        return super().get_context_data(
            choice=choice,
            place=choice.place,
            counts=desk.counts(moderator),
            reasons=reasons,
            spam=next((rule for rule in reasons if rule.code == SPAM), None),
            sections=Section.objects.order_by("path"),
            languages=[(language.value, language_name(language)) for language in Language],
            labels=sorted(labels_known().items(), key=lambda label: str(label[1])),
            saved=list(moderator.desk_filters.all()),
            is_senior=is_senior(moderator),
            is_assigned=leases.assigned_to(moderator) is not None,
            actions=key_actions(),
            told_json=json.dumps(_addresses()),
            words_json=json.dumps(_words(), ensure_ascii=False),
            **kwargs,
        )


@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """Lease the next comments of a choice, and say how the whole queue stands."""
    moderator, choice = _moderator(request), Choice.parse(request.GET)
    if choice.place in SENIORS and not is_senior(moderator):
        return _problem(HTTPStatus.FORBIDDEN, _("Appeals and held comments are for seniors."))
    is_list = request.GET.get("glance") == "1" and choice.place == Place.WAITING
    if choice.place in PUBLISHED:
        leases.leave(by=moderator, is_here=True)
        entries, cards = desk.published(choice)
    else:
        further = _number(request.GET.get("decided", ""))
        count = desk.AT_A_GLANCE if is_list else desk.STOCK + further
        leased = leases.claim(choice, by=moderator, count=count, only_harmless=is_list)
        entries, cards = desk.entries(choice, by=moderator), desk.cards(leased)
    template = "moderation/glance.html" if is_list else "moderation/card.html"
    return JsonResponse(
        {
            "mark": desk.mark(choice, by=moderator),
            "entries": entries,
            "cards": [_card(card, template, request) for card in cards],
            "counts": desk.counts(moderator),
            "people": [sentences.name_of(colleague) for colleague in leases.who_is_here()],
            "acts": [_past(act) for act in acts.last_acts(by=moderator)],
            "decided_today": queue.decided_today(moderator),
        }
    )


@require_safe
def watch(request: HttpRequest) -> HttpResponse:
    """Say whether the list is another than the one with the mark that is sent: 204 if it is not."""
    if desk.mark(Choice.parse(request.GET), by=_moderator(request)) == request.GET.get("mark"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return JsonResponse({"changed": True})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Give back what is leased: the desk is being closed."""
    leases.leave(by=_moderator(request))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Carry out decisions in the order in which they were made, and say what became of each."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_BYTES:
        return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("Too much was sent at once."))
    try:
        sent = json.loads(request.body)
        orders = [dict(each) for each in sent["orders"]][:MOST_ORDERS]
    except (ValueError, TypeError, KeyError, UnicodeDecodeError):
        return _problem(HTTPStatus.BAD_REQUEST, _("This cannot be read. Reload the page."))
    moderator = _moderator(request)
    return JsonResponse({"results": [_carry_out(order, moderator) for order in orders]})


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep a choice under a name."""
    name = clean_text(request.POST.get("name", "")).strip()
    if not 0 < len(name) <= 40:
        return _problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, _("Give the filter a name of at most 40 letters.")
        )
    query = Choice.parse(request.POST).query()
    moderator = _moderator(request)
    SavedFilter.objects.update_or_create(by=moderator, name=name, defaults={"query": query})
    return JsonResponse({"address": f"{reverse('moderation:index')}?{query}"})


@require_POST
def forget_filter(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Forget a choice that was kept."""
    SavedFilter.objects.filter(pk=filter_id, by=_moderator(request)).delete()
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _carry_out(sent: dict[str, Any], moderator: "User") -> dict[str, Any]:
    told: dict[str, Any] = {"key": str(sent.get("key", ""))[:36], "done": [], "refused": {}}
    try:
        undone = sent.get("undoes")
        outcome = (
            acts.undo(_key(undone), by=moderator)
            if undone
            else acts.carry_out(_order(sent), by=moderator)
        )
    except Unacceptable as refusal:
        return told | {"why": str(refusal)}
    return told | _as_json(outcome)


def _order(sent: dict[str, Any]) -> Order:
    """Read an act as the script sent it. Raises Unacceptable."""
    try:
        kind = Act.Kind(str(sent.get("kind")))
        comments = tuple(queue.Reference.parse(str(each)) for each in sent["comments"])
    except (ValueError, KeyError, TypeError, queue.NoSuchReference) as error:
        raise Unacceptable(_("This cannot be read. Reload the page.")) from error
    code = sent.get("reason")
    reason = PolicyRule.objects.filter(code=code).first() if code else None
    if code and reason is None:
        raise Unacceptable(_("The policy has no such rule any more. Choose one of these."))
    message = clean_text(str(sent.get("message", "")))
    note = clean_text(str(sent.get("note", "")))
    if len(message) > MESSAGE_LENGTH or len(note) > NOTE_LENGTH:
        raise Unacceptable(_("A note has at most 1000 letters. Shorten it."))
    term = TERMS.get(str(sent.get("term", "1")), TERMS["1"])
    return Order(_key(sent.get("key")), kind, comments, reason, message, note, term)


def _key(told: object) -> UUID:
    try:
        return UUID(str(told))
    except ValueError as error:
        raise Unacceptable(_("This cannot be read. Reload the page.")) from error


def _as_json(outcome: Outcome) -> dict[str, Any]:
    # Sentences bear <bdi> around what people wrote; the script puts them in as they are.
    return {
        "done": outcome.done,
        "refused": {pk: conditional_escape(sentence) for pk, sentence in outcome.refused.items()},
    }


def _card(card: desk.Card, template: str, request: HttpRequest) -> dict[str, Any]:
    story = card.comment.story
    context = {
        "card": card,
        "comment": card.comment,
        "language": language_name(guess_language(card.comment.text)),
    }
    return {
        "id": card.comment.pk,
        "references": card.references,
        "status": card.comment.status,
        "name": card.comment.name,
        "story": story.get_url(request) if story.live else "",
        "html": render_to_string(template, context, request),
    }


def _past(act: Act) -> dict[str, Any]:
    return {"key": str(act.key), "told": sentences.act(act)}


def key_actions() -> list[tuple[str, str]]:
    """Return what the desk does by a key, in the order in which its help lists it."""
    return [
        ("next", _("Next comment")),
        ("previous", _("Comment before")),
        ("approve", _("Publish")),
        ("reject", _("Refuse, then the rule’s number; uphold a refusal")),
        ("return", _("Return it to its writer, then the rule’s number")),
        ("spam", _("Refuse it as advertising")),
        ("hold", _("Lay it aside for a senior")),
        ("ban", _("For seniors: refuse it and ban its writer, by rule and term")),
        ("story", _("Open the story")),
        ("undo", _("Undo, again and again")),
        ("glance", _("List mode")),
        ("exclude", _("Take one out in list mode")),
        ("search", _("Search and filters")),
        ("help", _("These keys")),
    ]


def _addresses() -> dict[str, str]:
    """Return the addresses that the script asks."""
    names = ("claim", "watch", "decide", "leave")
    return {name: reverse(f"moderation:{name}") for name in names}


def _words() -> dict[str, Any]:
    """Return what the script says."""
    return {
        "readBy": _("{who} is reading it now"),
        "cut": _("The line is cut. Decisions kept here and sent when it is back: {number}"),
        "away": _("The newspaper does not answer just now; it is asked again in a moment."),
        "signedOut": _("You are signed out, or may no longer do this. Reload the page."),
        "pace": _("decided today: {number}"),
        "done": {kind.value: str(kind.label) for kind in Act.Kind},
    }


def _moderator(request: HttpRequest) -> "User":
    return cast("User", request.user)


def _number(told: str) -> int:
    return min(int(told), 200) if told.isascii() and told.isdigit() else 0


def _problem(status: HTTPStatus, detail: str) -> JsonResponse:
    return JsonResponse({"detail": detail}, status=status)
