"""The search room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """What readers search: the words of stories and comments."""

    name = "minbar.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Listen to what changes stories and comments."""
        from minbar.search import signals  # noqa: F401 - connected by being imported
