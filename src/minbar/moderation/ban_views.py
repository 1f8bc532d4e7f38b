"""Where seniors see who is banned, and lift a ban."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from minbar.moderation import bans
from minbar.moderation.models import Ban
from minbar.moderation.permissions import OVERSEE, is_senior

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PAGE_LENGTH = 50


class BansView(WagtailAdminTemplateMixin, TemplateView):
    """Bans in force; behind a tab those that are over."""

    template_name = "moderation/bans.html"
    page_title = _("Banned writers")
    header_icon = "lock"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the newsroom's home."""
        here = {"url": reverse("bans:index"), "label": self.page_title}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fetch one page of them."""
        shows_ended = self.request.GET.get("status") == "ended"
        shown = bans.ended() if shows_ended else bans.running()
        page = Paginator(shown, PAGE_LENGTH).get_page(self.request.GET.get("p", 1))
        return super().get_context_data(
            bans=page,
            page=page,
            status="ended" if shows_ended else "",
            address=reverse("bans:index"),
            **kwargs,
        )


class LiftView(View):
    """Ends a ban."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, ban_id: int) -> HttpResponse:
        """Lift it, or say that it is over already."""
        ban = get_object_or_404(Ban, pk=ban_id)
        try:
            bans.lift(ban, by=cast("User", request.user))
        except bans.Over:
            messages.warning(request, gettext("This ban was over already; nothing was changed."))
        else:
            message = gettext(
                "The ban is lifted. What waited because of it waits as any other does."
            )
            messages.success(request, message)
        return HttpResponseRedirect(reverse("bans:index"), status=HTTPStatus.SEE_OTHER)


class BansMenuItem(MenuItem):
    """Leads to the bans; only for seniors."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this colleague is one."""
        return is_senior(request.user)


class BansViewSet(ViewSet):
    """The bans at ``/newsroom/bans/``."""

    name = "bans"
    menu_label = pgettext_lazy("menu", "Banned writers")
    icon = "lock"
    menu_order = 153
    add_to_admin_menu = True
    menu_item_class = BansMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Give both addresses, each only for seniors."""
        only_seniors = permission_required(OVERSEE)
        return [
            path("", only_seniors(BansView.as_view()), name="index"),
            path("<row_number:ban_id>/lift/", only_seniors(LiftView.as_view()), name="lift"),
        ]
