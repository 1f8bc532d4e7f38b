"""The advertising room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdvertisingConfig(AppConfig):
    """See the room's own docstring."""

    name = "minbar.advertising"
    label = "advertising"
    verbose_name = _("Advertisements")

    def ready(self) -> None:
        """Listen to what the newsroom changes."""
        from minbar.advertising import signals  # noqa: F401 - connected by being imported
