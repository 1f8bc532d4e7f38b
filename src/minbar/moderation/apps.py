"""The moderation room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """See the room's own docstring."""

    name = "minbar.moderation"
    label = "moderation"
    verbose_name = _("The desk")

    def ready(self) -> None:
        """Keep the queue in step, tell receipts what is being read, and let rules and bans look."""
        from minbar.discussion import being_read, exporting, screening
        from minbar.moderation import bans, leases, queueing, rules  # noqa: F401 - by import

        being_read.register(leases.is_read_now)
        screening.register(rules.look)
        screening.register_namer(rules.name_of, known=rules.names)
        screening.register(bans.look, labels={bans.BANNED: _("a banned writer")})
        exporting.register("bans", bans.export)
