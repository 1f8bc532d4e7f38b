"""The discussion room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    """Comments, their moves and receipts."""

    name = "minbar.discussion"
    label = "discussion"
    verbose_name = _("Discussion")

    def ready(self) -> None:
        """Listen to what changes settings."""
        from minbar.discussion import signals  # noqa: F401 - connected by being imported
