"""Where the page of figures stands in the newsroom: addresses, menu item, permission."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from minbar.audience import newsroom
from minbar.audience.permissions import SEE, may_see


class AudienceMenuItem(MenuItem):
    """Leads to the page of figures; only for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this colleague may see it."""
        return may_see(request.user)


class AudienceViewSet(ViewSet):
    """The page of figures at ``/newsroom/audience/``."""

    name = "audience"
    menu_label = _("Readers")
    icon = "view"
    menu_order = 160
    add_to_admin_menu = True
    menu_item_class = AudienceMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Give every address, each only for those who may see it."""
        only_colleagues = permission_required(SEE)
        return [
            path("", only_colleagues(newsroom.AudienceView.as_view()), name="index"),
            path(
                "stories/<row_number:story_id>/",
                only_colleagues(newsroom.StoryView.as_view()),
                name="story",
            ),
        ]


@hooks.register("register_admin_viewset")
def register_audience() -> AudienceViewSet:
    """Open the addresses and the place in the menu."""
    return AudienceViewSet()


@hooks.register("register_permissions")
def register_permission_to_see() -> QuerySet[Permission]:
    """Let an editor give a group the right to see the figures."""
    application, codename = SEE.split(".")
    return Permission.objects.filter(content_type__app_label=application, codename=codename)
