"""Addresses of the desk's account in the newsroom, each with who may open it."""

from django.urls import URLPattern, path
from wagtail.admin.auth import permission_required

from minbar.moderation.alert_views import CONFIGURE, AlertsView
from minbar.moderation.colleagues import ColleagueView
from minbar.moderation.permissions import DECIDE
from minbar.moderation.second_look_views import SecondLookView
from minbar.moderation.statistics_views import StatisticsView


def urlpatterns() -> list[URLPattern]:
    """Give them, below ``/newsroom/moderation/``."""
    only_deciders = permission_required(DECIDE)
    only_configurers = permission_required(CONFIGURE)
    return [
        path("statistics/", only_deciders(StatisticsView.as_view()), name="statistics"),
        path("second-looks/", only_deciders(SecondLookView.as_view()), name="second-looks"),
        path(
            "colleagues/<row_number:user_id>/",
            only_deciders(ColleagueView.as_view()),
            name="colleague",
        ),
        path("alerts/", only_configurers(AlertsView.as_view()), name="alerts"),
    ]
