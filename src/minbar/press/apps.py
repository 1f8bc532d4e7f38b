"""The press as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    """See the room's own modules; ``__init__`` is empty, for the front imports no Django."""

    name = "minbar.press"
    label = "press"
    verbose_name = _("The press")
