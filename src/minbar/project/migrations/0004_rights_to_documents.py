"""Rights to documents, which lacked where a newspaper was founded before stories offered any.

Given once, to the groups that still have their names: what a newsroom takes away afterwards stays
away.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ADDED_LATER = {
    "صحفيون": ["add_document", "choose_document"],
    "محررون": ["add_document", "change_document", "choose_document"],
}


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    collection = apps.get_model("wagtailcore", "Collection").objects.order_by("path").first()
    groups = apps.get_model("auth", "Group").objects
    permissions = apps.get_model("auth", "Permission").objects
    given = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for name, codenames in ADDED_LATER.items():
        group = groups.filter(name=name).first()
        if group is None or collection is None:
            continue  # a new newspaper is founded with them
        for permission in permissions.filter(
            content_type__app_label="wagtaildocs", codename__in=codenames
        ):
            given.get_or_create(group=group, collection=collection, permission=permission)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("project", "0003_rights_to_breaking_news_and_print"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
