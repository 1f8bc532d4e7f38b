"""Rights to breaking news and printed papers, which lacked where a newspaper was founded before.

Given once, to the group that still has its name: what a newsroom takes away afterwards stays away.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EDITORS = "محررون"
ADDED_LATER = {
    "stories": [
        "add_breakingnews",
        "change_breakingnews",
        "delete_breakingnews",
        "view_breakingnews",
        "add_printissue",
        "change_printissue",
        "delete_printissue",
        "view_printissue",
    ],
}


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    editors = apps.get_model("auth", "Group").objects.filter(name=EDITORS).first()
    if editors is None:
        return  # a new newspaper is founded with them
    permissions = apps.get_model("auth", "Permission").objects
    for label, codenames in ADDED_LATER.items():
        bring_into_being(apps, label, schema_editor.connection.alias)
        added = permissions.filter(content_type__app_label=label, codename__in=codenames)
        editors.permissions.add(*added)


def bring_into_being(apps: Apps, label: str, using: str) -> None:
    """Make the permissions of an application, which Django does only when all has migrated."""
    application = apps.get_app_config(label)
    application.models_module = True  # type: ignore[assignment]
    create_permissions(application, verbosity=0, using=using, apps=apps)
    application.models_module = None


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("project", "0002_rights_to_correct"),
        ("stories", "0010_print_issues"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
