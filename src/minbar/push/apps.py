"""The push room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PushConfig(AppConfig):
    """Breaking news on readers' phones."""

    name = "minbar.push"
    label = "push"
    verbose_name = _("Alerts on phones")

    def ready(self) -> None:
        """Listen to breaking news."""
        from minbar.push import signals  # noqa: F401 - connected by being imported
