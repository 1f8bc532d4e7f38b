"""The stories room as a Django application."""

from django.apps import AppConfig
from django.urls import register_converter
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    """Stories, sections, authors, desks and photos."""

    name = "minbar.stories"
    label = "stories"
    verbose_name = _("Stories")

    def ready(self) -> None:
        """Listen to what changes pages, and let every room's addresses name pages and rows."""
        from minbar.stories import signals  # noqa: F401 - connected by being imported
        from minbar.stories.path_converters import (
            DayInPath,
            MonthInPath,
            PageSlug,
            RowNumber,
        )

        register_converter(PageSlug, "page_slug")
        register_converter(RowNumber, "row_number")
        register_converter(MonthInPath, "month")
        register_converter(DayInPath, "day")
