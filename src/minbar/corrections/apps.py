"""The corrections room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorrectionsConfig(AppConfig):
    """See the room's own docstring."""

    name = "minbar.corrections"
    label = "corrections"
    verbose_name = _("Corrections")

    def ready(self) -> None:
        """Listen to stories; let whoever sent a report have what is kept of it, or erased."""
        from minbar.corrections import privacy, signals  # noqa: F401 - connected by import
        from minbar.discussion import erasing, exporting

        exporting.register("error_reports", privacy.export)
        erasing.register("error reports", privacy.erase)
