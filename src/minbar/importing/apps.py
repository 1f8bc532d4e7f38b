"""The importing room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportingConfig(AppConfig):
    """See the room's own docstring."""

    name = "minbar.importing"
    label = "importing"
    verbose_name = _("Imports")
