"""Rights to correct stories, which lacked where a newspaper was founded before them.

Given once, to the group that still has its name: what a newsroom takes away afterwards stays away.
"""

from functools import partial

from django.db import migrations

from minbar.project.rights_given_later import give_to_editors

ADDED_LATER = {
    "corrections": [
        "add_correction",
        "change_correction",
        "view_correction",
        "add_rightofreply",
        "change_rightofreply",
        "view_rightofreply",
        "change_errorreport",
        "view_errorreport",
    ],
}


give = partial(give_to_editors, ADDED_LATER)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("corrections", "0001_corrections_replies_and_reports"),
        ("project", "0001_rights_added_later"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
