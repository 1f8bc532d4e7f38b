"""Rights and a group that a new newspaper has, and that lacked where one was founded before them.

Given once, to the group that still has its name: what a newsroom takes away afterwards stays away.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EDITORS, SENIORS = "محررون", "مسؤولو التعليقات"
ADDED_LATER = {
    "audience": ["see_audience"],
    "discussion": [
        "oversee_comment",
        "add_policyrule",
        "change_policyrule",
        "delete_policyrule",
        "view_policyrule",
    ],
    "moderation": [
        "add_assignment",
        "change_assignment",
        "delete_assignment",
        "view_assignment",
        "add_rule",
        "change_rule",
        "delete_rule",
        "view_rule",
        "change_desksettings",
    ],
}
OF_SENIORS = {
    "wagtailadmin": ["access_admin"],
    "discussion": ["decide_comment", "oversee_comment", "open_email"],
    "moderation": ["add_rule", "change_rule", "delete_rule", "view_rule"],
}


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    groups = apps.get_model("auth", "Group").objects
    editors = groups.filter(name=EDITORS).first()
    if editors is None:
        return  # a new newspaper is founded with them
    permissions = apps.get_model("auth", "Permission").objects
    seniors, _created = groups.get_or_create(name=SENIORS)
    for group, added_later in ((editors, ADDED_LATER), (seniors, OF_SENIORS)):
        for label, codenames in added_later.items():
            if label != "wagtailadmin":  # its own migration has made it
                bring_into_being(apps, label, schema_editor.connection.alias)
            added = permissions.filter(content_type__app_label=label, codename__in=codenames)
            group.permissions.add(*added)


def bring_into_being(apps: Apps, label: str, using: str) -> None:
    """Make the permissions of an application, which Django does only when all has migrated."""
    application = apps.get_app_config(label)
    application.models_module = True  # type: ignore[assignment]
    create_permissions(application, verbosity=0, using=using, apps=apps)
    application.models_module = None


class Migration(migrations.Migration):
    dependencies = [
        ("audience", "0004_see_audience"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("discussion", "0012_abuse"),
        ("moderation", "0001_the_desk"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
