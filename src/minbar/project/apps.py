"""The project as a Django application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProjectConfig(AppConfig):
    """Commands and settings; founds the newspaper once its tables are there."""

    name = "minbar.project"
    label = "project"
    verbose_name = _("Minbar")

    def ready(self) -> None:
        """Found, after each migration, what a newspaper needs to open."""
        from minbar.project.founding import found_newspaper

        post_migrate.connect(found_newspaper, sender=self)
