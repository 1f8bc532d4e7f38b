"""Where the queue stands in the newsroom: its addresses, its menu item, its permission."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from minbar.moderation import account_urls, desk_views, queue, rule_views, views
from minbar.moderation.assignments import AssignmentsViewSet
from minbar.moderation.ban_views import BansViewSet
from minbar.moderation.emails import EmailsViewSet
from minbar.moderation.permissions import DECIDE, OVERSEE, may_decide
from minbar.moderation.statistics_views import StatisticsMenuItem, StatisticsView


class QueueMenuItem(MenuItem):
    """Leads to the queue and says how many wait; only for those who may decide."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this colleague may decide."""
        return may_decide(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        """Put the number beside the label."""
        component = super().render_component(request)
        waiting = queue.count_waiting()
        if waiting:
            component.label = gettext("Comment review (%(waiting)s)") % {"waiting": waiting}
        return component


class ModerationViewSet(ViewSet):
    """The queue at ``/newsroom/moderation/``."""

    name = "moderation"
    menu_label = _("Comment review")
    icon = "comment"
    menu_order = 150
    add_to_admin_menu = True
    menu_item_class = QueueMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Give every address of the queue, each only for those who may decide."""
        only_deciders = permission_required(DECIDE)
        return [
            path("", only_deciders(desk_views.DeskView.as_view()), name="index"),
            path("claim/", only_deciders(desk_views.claim), name="claim"),
            path("watch/", only_deciders(desk_views.watch), name="watch"),
            path("decide/", only_deciders(desk_views.decide), name="decide"),
            path("leave/", only_deciders(desk_views.leave), name="leave"),
            path("filters/", only_deciders(desk_views.save_filter), name="save_filter"),
            path(
                "filters/<row_number:filter_id>/forget/",
                only_deciders(desk_views.forget_filter),
                name="forget_filter",
            ),
            path("comments/", only_deciders(views.ListView.as_view()), name="list"),
            path("undo/", only_deciders(views.UndoView.as_view()), name="undo"),
            path("pick/", only_deciders(views.PickView.as_view()), name="pick"),
            path("unpick/", only_deciders(views.UnpickView.as_view()), name="unpick"),
            path("answer/", only_deciders(views.AnswerView.as_view()), name="answer"),
            path(
                "<row_number:comment_id>/history/",
                only_deciders(views.HistoryView.as_view()),
                name="history",
            ),
            *account_urls.urlpatterns(),
        ]


@hooks.register("register_admin_viewset")
def register_queue() -> ModerationViewSet:
    """Open the queue's addresses and its place in the menu."""
    return ModerationViewSet()


@hooks.register("register_admin_viewset")
def register_openings() -> EmailsViewSet:
    """Open the addresses where an e-mail is opened, and where all openings stand."""
    return EmailsViewSet()


@hooks.register("register_admin_viewset")
def register_assignments() -> AssignmentsViewSet:
    """Open the addresses where sections are assigned."""
    return AssignmentsViewSet()


@hooks.register("register_permissions")
def register_permission_to_assign() -> QuerySet[Permission]:
    """Let a group be given the right to assign sections."""
    return Permission.objects.filter(
        content_type__app_label="moderation", content_type__model="assignment"
    )


@hooks.register("register_admin_viewset")
def register_rules() -> rule_views.RulesViewSet:
    """Open the addresses where rules are written."""
    return rule_views.RulesViewSet()


@hooks.register("register_admin_viewset")
def register_bans() -> BansViewSet:
    """Open the addresses where bans are seen and lifted."""
    return BansViewSet()


@hooks.register("register_permissions")
def register_permissions_for_rules() -> QuerySet[Permission]:
    """Let an editor give a group the right to write rules."""
    return rule_views.permissions()


@hooks.register("register_admin_menu_item")
def register_statistics() -> StatisticsMenuItem:
    """Put the desk's figures beneath the queue."""
    address = reverse("moderation:statistics")
    title = StatisticsView.page_title
    return StatisticsMenuItem(title, address, name="desk-figures", icon_name="list-ul", order=155)


@hooks.register("register_permissions")
def register_permission_to_decide() -> QuerySet[Permission]:
    """Let an editor give a group the right to decide, and to undo what others decided."""
    codenames = [permission.partition(".")[2] for permission in (DECIDE, OVERSEE)]
    return Permission.objects.filter(content_type__app_label="discussion", codename__in=codenames)
