"""What the newsroom's menu has of the stories room: the front page, breaking news, who signs."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from minbar.stories.models import Author, BreakingNews, Desk, Front

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class FrontPageMenuItem(MenuItem):
    """The layout of the front page, for who may change it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this user lays out the front page."""
        front = Front.objects.first()
        user: User = request.user  # type: ignore[assignment]
        return front is not None and front.permissions_for_user(user).can_edit()


@hooks.register("register_admin_menu_item")
def lead_to_the_front_page() -> MenuItem:
    """Put the front page where an editor at a deadline finds it."""
    return FrontPageMenuItem(
        _("Layout of the front page"), lazy(_address_of_layout, str)(), icon_name="home", order=110
    )


def _address_of_layout() -> str:
    front = Front.objects.values_list("pk", flat=True).first()
    return reverse("wagtailadmin_pages:edit", args=[front or 0])


class BreakingNewsViewSet(SnippetViewSet):
    """The lines over the front page and the sections, with their hours."""

    model = BreakingNews
    icon = "warning"
    menu_label = _("Breaking news")
    menu_order = 120
    add_to_admin_menu = True
    list_display = ["text", "begins_at", "ends_at"]
    search_fields = ["text"]
    copy_view_enabled = False


register_snippet(BreakingNewsViewSet)


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
