"""The moderation room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """See the room's own docstring."""

    name = "minbar.moderation"
    label = "moderation"
    verbose_name = _("The desk")

    def ready(self) -> None:
        """Keep queue and sample in step, say what is being read, and let rules and bans look."""
        from minbar.discussion import being_read, exporting, screening
        from minbar.moderation import (  # noqa: F401 - some are connected by import
            bans,
            leases,
            queueing,
            rules,
            second_looks,
        )

        being_read.register(leases.is_read_now)
        screening.register(rules.look)
        screening.register_namer(rules.name_of, known=rules.names)
        screening.register(bans.look, labels={bans.BANNED: _("a banned writer")})
        exporting.register("bans", bans.export)
