"""The discussion room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    """Comments, their moves and receipts."""

    name = "minbar.discussion"
    label = "discussion"
    verbose_name = _("Discussion")

    def ready(self) -> None:
        """Listen to settings and decisions, and register the room's screeners and checks."""
        from minbar.discussion import checks, letters, signals  # noqa: F401 - connected by import
        from minbar.discussion.screeners import register_own

        register_own()
