"""That an e-mail was opened is written once; what a rule once said outlives the rule."""

import django.db.models.deletion
from django.db import migrations, models

# Clearing who opened it (an account is deleted), or whose it was, stays possible.
SQLITE = """
CREATE TRIGGER discussion_openedemail_is_written_once
BEFORE UPDATE OF comment_id, by_id, why, at ON discussion_openedemail
WHEN NEW.why IS NOT OLD.why OR NEW.at IS NOT OLD.at
    OR (NEW.comment_id IS NOT OLD.comment_id AND NEW.comment_id IS NOT NULL)
    OR (NEW.by_id IS NOT OLD.by_id AND NEW.by_id IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'the list of opened e-mails is only ever added to');
END
"""
POSTGRESQL = """
CREATE FUNCTION discussion_openedemail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the list of opened e-mails is only ever added to';
END $$;
CREATE TRIGGER discussion_openedemail_is_written_once
BEFORE UPDATE OF comment_id, by_id, why, at ON discussion_openedemail
FOR EACH ROW
WHEN (NEW.why IS DISTINCT FROM OLD.why OR NEW.at IS DISTINCT FROM OLD.at
    OR (NEW.comment_id IS DISTINCT FROM OLD.comment_id AND NEW.comment_id IS NOT NULL)
    OR (NEW.by_id IS DISTINCT FROM OLD.by_id AND NEW.by_id IS NOT NULL))
EXECUTE FUNCTION discussion_openedemail_refuse();
"""


def create(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRESQL if is_postgresql else SQLITE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "DROP TRIGGER discussion_openedemail_is_written_once ON discussion_openedemail"
        )
        schema_editor.execute("DROP FUNCTION discussion_openedemail_refuse()")
    else:
        schema_editor.execute("DROP TRIGGER discussion_openedemail_is_written_once")


class Migration(migrations.Migration):
    dependencies = [("discussion", "0010_threads")]
    operations = [
        migrations.AlterField(
            "policychange",
            "rule",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="changes",
                to="discussion.policyrule",
            ),
        ),
        migrations.AlterField(
            "policychange", "text_ar", models.CharField(blank=True, max_length=200)
        ),
        migrations.AlterField(
            "policychange", "text_en", models.CharField(blank=True, max_length=200)
        ),
        migrations.RunPython(create, drop),
    ]
