"""The moderation room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """See the room's own docstring."""

    name = "minbar.moderation"
    label = "moderation"
    verbose_name = _("The desk")

    def ready(self) -> None:
        """Keep the queue in step with the comments, and tell receipts what is being read."""
        from minbar.discussion import being_read
        from minbar.moderation import leases, queueing  # noqa: F401 - connected by import

        being_read.register(leases.is_read_now)
