"""The paper room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaperConfig(AppConfig):
    """See the room's own docstring."""

    name = "minbar.paper"
    label = "paper"
    verbose_name = _("The paper")

    def ready(self) -> None:
        """Tell the press which pages there are."""
        from minbar.paper.public_paths import public_paths
        from minbar.press.public import list_paths

        list_paths(public_paths)
