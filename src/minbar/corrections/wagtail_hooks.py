"""Corrections in the newsroom: their menu, a story's own menu, and what cannot be deleted."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from minbar.corrections.models import Correction, RightOfReply
from minbar.corrections.newsroom import (
    ANSWER,
    WITHDRAW,
    CorrectionsViewSetGroup,
    is_story,
    may_correct,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@hooks.register("register_admin_viewset")
def register_corrections() -> CorrectionsViewSetGroup:
    """Open the addresses and the place in the menu."""
    return CorrectionsViewSetGroup()


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Name what is done here in the history of what it is done to."""
    actions.register_action(WITHDRAW, _("Withdraw"), _("Withdrawn"))
    actions.register_action(ANSWER, _("Answer"), _("Answered"))


@hooks.register("register_page_header_buttons")
def lead_from_a_story(
    page: Page, user: "User", view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Let an editor correct a story, or publish a reply to it, from the story's own menu."""
    if page.live and is_story(page) and may_correct(user):
        leads = {"corrections": _("Correct the story"), "replies": _("Right of reply")}
        for name, label in leads.items():
            address = f"{reverse(f'{name}:add')}?story={page.pk}"
            yield Button(label, url=address, icon_name="edit", priority=66)


@hooks.register("before_delete_page")
def keep_a_story_on_record(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a page that has corrections or replies, or is over a story that has."""
    return _refusal(request, [page])


@hooks.register("before_bulk_action")
def keep_stories_on_record(
    request: HttpRequest, action_type: str, objects: Iterable[object], _action: object
) -> HttpResponse | None:
    """Refuse likewise where several pages are to be deleted at once."""
    if action_type != "delete":
        return None
    return _refusal(request, [page for page in objects if isinstance(page, Page)])


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    for page in pages:
        below = {"story__path__startswith": page.path}
        if any(kind.objects.filter(**below).exists() for kind in (Correction, RightOfReply)):
            message = gettext(
                "“%(title)s” cannot be deleted: a correction or a reply stands under it, which "
                "would go with it. Unpublish it instead."
            )
            messages.error(request, message % {"title": page.get_admin_display_title()})
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
