"""Rights to breaking news and printed papers, which lacked where a newspaper was founded before.

Given once, to the group that still has its name: what a newsroom takes away afterwards stays away.
"""

from functools import partial

from django.db import migrations

from minbar.project.rights_given_later import give_to_editors

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


give = partial(give_to_editors, ADDED_LATER)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("project", "0002_rights_to_correct"),
        ("stories", "0010_print_issues"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
