"""The moderation room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """See the room's own docstring."""

    name = "minbar.moderation"
    label = "moderation"
    verbose_name = _("The desk")

    def ready(self) -> None:
        """Listen to decisions."""
        from minbar.moderation import second_looks  # noqa: F401 - connected by import
