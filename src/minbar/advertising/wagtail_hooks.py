"""Advertisements in the newsroom's menu: what runs, and the slots that it runs in."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from minbar.advertising.models import Advertisement, Slot


class AdvertisementViewSet(SnippetViewSet):
    """What runs, ran and will run, with its term."""

    model = Advertisement
    icon = "thumbtack"
    list_display = ["name", "advertiser", "stage", "begins_at", "ends_at"]
    list_filter = ["stage"]
    search_fields = ["name", "advertiser"]
    copy_view_enabled = False


class SlotViewSet(SnippetViewSet):
    """The places that pages keep free."""

    model = Slot
    icon = "table"
    list_display = ["place", "section", BooleanColumn("is_open", label=_("open")), "what_runs"]
    copy_view_enabled = False


class AdvertisingViewSetGroup(SnippetViewSetGroup):
    """Both under one item of the menu."""

    menu_label = _("Advertisements")
    menu_icon = "thumbtack"
    menu_order = 248
    items = (AdvertisementViewSet, SlotViewSet)


register_snippet(AdvertisingViewSetGroup)
