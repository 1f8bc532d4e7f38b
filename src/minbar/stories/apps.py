"""The stories room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    """Stories, sections, authors, desks and photos."""

    name = "minbar.stories"
    label = "stories"
    verbose_name = _("Stories")

    def ready(self) -> None:
        """Listen to what changes pages."""
        from minbar.stories import signals  # noqa: F401 - connected by being imported
