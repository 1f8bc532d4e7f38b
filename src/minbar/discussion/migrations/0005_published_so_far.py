"""Counts the comments that were published before stories had a row for their number."""

from django.db import migrations

COUNT = """
INSERT INTO discussion_discussionfigures (story_id, published)
SELECT story_id, COUNT(*) FROM discussion_comment WHERE status = 'approved' GROUP BY story_id
ON CONFLICT (story_id) DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [("discussion", "0004_newest_comments")]

    operations = [migrations.RunSQL(COUNT, migrations.RunSQL.noop)]
