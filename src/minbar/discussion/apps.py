"""The discussion room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    """Comments, their moves and receipts."""

    name = "minbar.discussion"
    label = "discussion"
    verbose_name = _("Discussion")

    def ready(self) -> None:
        """Listen to what changes settings, and to what the desk decides, for writers to be told."""
        from minbar.discussion import letters, signals  # noqa: F401 - connected by being imported
