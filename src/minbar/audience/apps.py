"""The audience room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AudienceConfig(AppConfig):
    """See the room's own docstring."""

    name = "minbar.audience"
    label = "audience"
    verbose_name = _("Readers")
