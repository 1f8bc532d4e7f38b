"""What 0007 has filled in is required, and the database refuses again to change what is written."""

from django.db import migrations, models

COLUMNS = "comment_id, kind, came_from, went_to, revision, at, reason_id, message, note"
SQLITE = f"""
CREATE TRIGGER discussion_move_is_written_once BEFORE UPDATE OF {COLUMNS} ON discussion_move
BEGIN
    SELECT RAISE(ABORT, 'the history of a comment is only ever added to');
END
"""
POSTGRESQL = f"""
CREATE FUNCTION discussion_move_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of a comment is only ever added to';
END $$;
CREATE TRIGGER discussion_move_is_written_once BEFORE UPDATE OF {COLUMNS} ON discussion_move
FOR EACH ROW EXECUTE FUNCTION discussion_move_refuse();
"""


def create(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRESQL if is_postgresql else SQLITE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER discussion_move_is_written_once ON discussion_move")
        schema_editor.execute("DROP FUNCTION discussion_move_refuse()")
    else:
        schema_editor.execute("DROP TRIGGER discussion_move_is_written_once")


class Migration(migrations.Migration):
    dependencies = [("discussion", "0007_kinds_of_moves")]
    operations = [
        migrations.AlterField("comment", "moved_at", models.DateTimeField(db_index=True)),
        migrations.AlterField(
            "move",
            "kind",
            models.CharField(
                choices=[
                    ("submit", "Sent"),
                    ("edit", "Changed by its writer"),
                    ("approve", "Published"),
                    ("reject", "Refused"),
                    ("strike", "Taken from the page"),
                    ("return", "Returned to its writer"),
                    ("withdraw", "Withdrawn"),
                    ("appeal", "Appealed"),
                    ("uphold", "Refusal upheld"),
                    ("undo", "Undone"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(create, drop),
    ]
