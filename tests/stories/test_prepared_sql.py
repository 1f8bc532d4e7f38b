from datetime import UTC, datetime

import pytest

from minbar.discussion.models import Comment
from minbar.stories.prepared_sql import Prepared, insert

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 28, 18, 43, tzinfo=UTC)


def comment_on(story, **fields):
    told = {"name": "سعاد", "text": "شكرا %s لكم", "labels": ["links", "«مكرر»"]}
    return Comment(story=story, submitted_at=AT, moved_at=AT, **(told | fields))


class TestInsert:
    def test_stores_what_saving_would(self, story):
        saved = comment_on(story, receipt_digest="one")
        saved.save(force_insert=True)
        inserted = comment_on(story, receipt_digest="two")
        insert(inserted)

        one, two = Comment.objects.filter(pk__in=[saved.pk, inserted.pk]).order_by("pk").values()
        apart = {"id", "receipt_digest"}
        assert {name for name in one if one[name] != two[name]} == apart

    def test_a_row_that_was_stored_is_saved_as_any_other(self, story):
        comment = comment_on(story)
        insert(comment)
        comment.name = "ليلى"
        comment.save()

        assert [each.name for each in Comment.objects.all()] == ["ليلى"]


class TestPrepared:
    def test_answers_as_the_query_itself_for_each_value(self, story):
        for name in ("سعاد", "ليلى", "سعاد"):
            insert(comment_on(story, name=name, receipt_digest=f"{Comment.objects.count()}"))
        fields = ("pk", "labels", "submitted_at", "from_newsroom")
        named = Prepared(
            lambda name, story: (
                Comment.objects.filter(name=name, story=story, text__contains="%")
                .order_by("pk")
                .values_list(*fields)
            ),
            *("name", "story"),
        )

        for name in ("سعاد", "ليلى", "لا أحد", "سعاد"):
            asked = Comment.objects.filter(name=name).order_by("pk").values_list(*fields)
            assert [tuple(row) for row in named.rows(name=name, story=story.pk)] == list(asked)
