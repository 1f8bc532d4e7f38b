"""Rights to slots and advertisements, which lacked where a newspaper was founded before.

Given once, to the group that still has its name: what a newsroom takes away afterwards stays away.
"""

from functools import partial

from django.db import migrations

from minbar.project.rights_given_later import give_to_editors

ADDED_LATER = {
    "advertising": [
        "add_advertisement",
        "change_advertisement",
        "delete_advertisement",
        "view_advertisement",
        "add_slot",
        "change_slot",
        "delete_slot",
        "view_slot",
    ],
}


give = partial(give_to_editors, ADDED_LATER)


class Migration(migrations.Migration):
    dependencies = [
        ("advertising", "0001_slots_and_advertisements"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("project", "0004_rights_to_documents"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
