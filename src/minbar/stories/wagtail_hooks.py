"""What the newsroom's menu has of the stories room: the front page, breaking news, who signs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from minbar.stories import editions
from minbar.stories.live_newsroom import LOG_ACTIONS, LiveViewSet, may_tell
from minbar.stories.models import Author, BreakingNews, Desk, Front, Kind, PrintIssue, Story

if TYPE_CHECKING:
    from django.contrib.auth.models import User


FRONT_PAGE_ORDER = 110
"""Where it stands in the menu."""


class FrontPageMenuItem(MenuItem):
    """The layout of an edition's front page, for who may change it."""

    def __init__(self, edition: str, label: Any, order: int) -> None:
        address = lazy(_address_of_layout, str)(edition)
        name = f"front-page-{edition}" if edition else None
        super().__init__(label, address, name=name, icon_name="home", order=order)
        self._edition = edition

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this user lays out the front page."""
        front = Front.objects.of_edition(self._edition).first()
        user: User = request.user  # type: ignore[assignment]
        return front is not None and front.permissions_for_user(user).can_edit()


@hooks.register("register_admin_menu_item")
def lead_to_the_front_page() -> MenuItem:
    """Put the front page where an editor at a deadline finds it."""
    return FrontPageMenuItem(editions.OWN, _("Layout of the front page"), FRONT_PAGE_ORDER)


@hooks.register("construct_main_menu")
def lead_to_other_front_pages(request: HttpRequest, items: list[MenuItem]) -> None:
    """Put those of other editions below it, by the names of their languages."""
    for place, edition in enumerate(editions.every_edition()[1:], start=1):
        item = FrontPageMenuItem(edition, editions.name_of(edition), FRONT_PAGE_ORDER + place)
        if item.is_shown(request):
            items.append(item)


def _address_of_layout(edition: str) -> str:
    front = Front.objects.of_edition(edition).values_list("pk", flat=True).first()
    return reverse("wagtailadmin_pages:edit", args=[front or 0])


@hooks.register("register_admin_viewset")
def register_live_stories() -> LiveViewSet:
    """Open the addresses where live stories are told."""
    return LiveViewSet()


@hooks.register("register_log_actions")
def register_live_acts(actions: Any) -> None:
    """Name what is done to a live story in its history."""
    for action, (label, done) in LOG_ACTIONS.items():
        actions.register_action(action, label, done)


@hooks.register("register_page_header_buttons")
def lead_to_entries(
    page: Page, user: "User", view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from a live story to where its entries are written."""
    story = page.specific if page.specific_class is Story else None
    if story and story.kind == Kind.LIVE and story.live and may_tell(story, user):
        address = reverse("live:story", args=[page.pk])
        yield Button(_("Add a live entry"), url=address, icon_name="time", priority=5)


class BreakingNewsViewSet(SnippetViewSet):
    """The lines over the front page and the sections, with their hours."""

    model = BreakingNews
    icon = "warning"
    menu_label = _("Breaking news")
    menu_order = 120
    add_to_admin_menu = True
    list_display = ["text", "begins_at", "ends_at", "sent_to"]
    search_fields = ["text"]
    copy_view_enabled = False


register_snippet(BreakingNewsViewSet)


class PrintIssueViewSet(SnippetViewSet):
    """The printed papers, one a day."""

    model = PrintIssue
    icon = "doc-full-inverse"
    menu_label = _("Print edition")
    menu_order = 245
    add_to_admin_menu = True
    list_display = ["number", "day"]
    copy_view_enabled = False


register_snippet(PrintIssueViewSet)


class AuthorViewSet(SnippetViewSet):
    """The people who sign stories."""

    model = Author
    icon = "user"
    search_fields = ["name"]


class DeskViewSet(SnippetViewSet):
    """The groups that sign together."""

    model = Desk
    icon = "group"
    search_fields = ["name"]


class BylineViewSetGroup(SnippetViewSetGroup):
    """Both under one item of the menu."""

    menu_label = _("Bylines")
    menu_icon = "user"
    menu_order = 250
    items = (AuthorViewSet, DeskViewSet)


register_snippet(BylineViewSetGroup)
