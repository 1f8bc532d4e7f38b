"""What was told of late comments and floods, whether it arrived, and a way to try it."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from minbar.discussion.site_settings import mail_is_configured
from minbar.moderation import alerts, webhooks
from minbar.moderation.models import Alert, DeskSettings

CONFIGURE = "moderation.change_desksettings"
MOST_SHOWN = 20


class AlertsView(WagtailAdminTemplateMixin, TemplateView):
    """The latest alerts with their messages, and the webhook's secret."""

    template_name = "moderation/alerts.html"
    page_title = gettext_lazy("Alerts")
    header_icon = "warning"
    http_method_names = ["get", "head", "post"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the newsroom's home."""
        here = {"url": reverse("moderation:alerts"), "label": self.page_title}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fetch the settings and the latest alerts."""
        kept = DeskSettings.load()
        return super().get_context_data(
            kept=kept,
            addresses=alerts.addresses_of(kept.alert_addresses),
            can_mail=mail_is_configured(),
            secret=webhooks.secret_of(kept.alert_webhook) if kept.alert_webhook else "",
            signature=webhooks.SIGNATURE,
            alerts=Alert.objects.prefetch_related("messages")[:MOST_SHOWN],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write a trial message for each way; the schedule sends it within a minute."""
        try:
            trial = alerts.try_out()
        except alerts.AlreadyTrying:
            messages.warning(request, _("A trial is on its way already; it goes within a minute."))
        else:
            if trial.messages.exists():
                messages.success(request, _("The trial goes within a minute. Look here for it."))
            else:
                messages.warning(request, _("Nobody is set who could be told. Set it first."))
        here = reverse("moderation:alerts")
        return HttpResponseRedirect(here, status=HTTPStatus.SEE_OTHER)
