"""What migrations call to give a group rights that a new newspaper is founded with.

Given once, to the group that still has its name: what a newsroom takes away afterwards stays away.
All models are those of the migration.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EDITORS = "محررون"

Rights = Mapping[str, Sequence[str]]
"""Codenames of permissions, by their application."""


def give_to_editors(rights: Rights, apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give rights to the group of editors; a newspaper without one is founded with them."""
    editors = apps.get_model("auth", "Group").objects.filter(name=EDITORS).first()
    if editors is not None:
        give(editors, rights, apps, schema_editor.connection.alias)


def give(group: Any, rights: Rights, apps: Apps, using: str) -> None:
    """Give rights to a group; permissions that are not there yet are made."""
    permissions = apps.get_model("auth", "Permission").objects
    for label, codenames in rights.items():
        if label != "wagtailadmin":  # its own migration has made it
            _bring_into_being(apps, label, using)
        added = permissions.filter(content_type__app_label=label, codename__in=codenames)
        group.permissions.add(*added)


def _bring_into_being(apps: Apps, label: str, using: str) -> None:
    """Make the permissions of an application, which Django does only when all has migrated."""
    application = apps.get_app_config(label)
    application.models_module = True  # type: ignore[assignment]
    create_permissions(application, verbosity=0, using=using, apps=apps)
    application.models_module = None
