"""The database itself refuses to change a written row of a comment's history.

Clearing the author of a move (a colleague's account is deleted) stays possible.
"""

from django.db import migrations

SQLITE = """
CREATE TRIGGER discussion_move_is_written_once
BEFORE UPDATE OF comment_id, came_from, went_to, revision, at, reason_id, note ON discussion_move
BEGIN
    SELECT RAISE(ABORT, 'the history of a comment is only ever added to');
END
"""
POSTGRESQL = """
CREATE FUNCTION discussion_move_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of a comment is only ever added to';
END $$;
CREATE TRIGGER discussion_move_is_written_once
BEFORE UPDATE OF comment_id, came_from, went_to, revision, at, reason_id, note ON discussion_move
FOR EACH ROW EXECUTE FUNCTION discussion_move_refuse();
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        schema_editor.execute(SQLITE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER discussion_move_is_written_once ON discussion_move")
        schema_editor.execute("DROP FUNCTION discussion_move_refuse()")
    else:
        schema_editor.execute("DROP TRIGGER discussion_move_is_written_once")


class Migration(migrations.Migration):
    dependencies = [("discussion", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
