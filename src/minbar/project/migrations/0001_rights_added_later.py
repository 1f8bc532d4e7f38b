"""Rights and a group that a new newspaper has, and that lacked where one was founded before them.

Given once, to the group that still has its name: what a newsroom takes away afterwards stays away.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from minbar.project import rights_given_later
from minbar.project.rights_given_later import EDITORS

SENIORS = "مسؤولو التعليقات"
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
    seniors, _created = groups.get_or_create(name=SENIORS)
    using = schema_editor.connection.alias
    rights_given_later.give(editors, ADDED_LATER, apps, using)
    rights_given_later.give(seniors, OF_SENIORS, apps, using)


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
