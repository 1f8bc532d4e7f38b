"""The paper room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaperConfig(AppConfig):
    """See the room's own docstring."""

    name = "minbar.paper"
    label = "paper"
    verbose_name = _("The paper")
