"""What the newsroom's menu has of the stories room: who signs."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from minbar.stories.models import Author, Desk


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
