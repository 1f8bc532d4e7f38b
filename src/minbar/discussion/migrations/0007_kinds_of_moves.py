"""Every move says what it was, and every comment when it last moved."""

from django.db import migrations

KINDS = """
UPDATE discussion_move SET kind = CASE
    WHEN came_from = '' THEN 'submit'
    WHEN went_to = 'approved' THEN 'approve'
    WHEN went_to = 'withdrawn' THEN 'withdraw'
    WHEN went_to = 'appealed' THEN 'appeal'
    WHEN came_from = 'approved' THEN 'strike'
    WHEN came_from = 'appealed' THEN 'uphold'
    WHEN came_from = 'pending' AND went_to = 'rejected' THEN 'reject'
    ELSE 'edit'
END
"""
MOMENTS = """
UPDATE discussion_comment SET moved_at = COALESCE(
    (SELECT MAX(at) FROM discussion_move WHERE comment_id = discussion_comment.id), submitted_at
)
"""


class Migration(migrations.Migration):
    dependencies = [("discussion", "0006_a_commenter_is_never_lost")]
    operations = [
        migrations.RunSQL(KINDS, migrations.RunSQL.noop),
        migrations.RunSQL(MOMENTS, migrations.RunSQL.noop),
    ]
