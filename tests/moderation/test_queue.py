"""What was decided is asked for as a sentence, at a cost that does not grow."""

import pytest

from minbar.discussion.models import Comment, MoveKind, SealedEmail, Status
from minbar.discussion.moves import ChangedMeanwhile
from minbar.moderation import queue
from minbar.moderation.decisions import approve, reject
from minbar.moderation.queue import NoSuchReference, Record, Reference


class TestReferences:
    """A comment is named by its number, and by the revision that was read."""

    @pytest.mark.parametrize(
        ("written", "read"), [("7", Reference(7)), ("7@2", Reference(7, 2)), ("007", Reference(7))]
    )
    def test_both_forms_are_read(self, written, read):
        assert Reference.parse(written) == read

    @pytest.mark.parametrize(
        "written", ["", "x", "7@", "@1", "-7", "7@-1", "٧", "7 ", "7@1@1", "9" * 19, "7@1\n"]
    )
    def test_anything_else_is_refused(self, written):
        with pytest.raises(NoSuchReference):
            Reference.parse(written)


class TestWhatWasRead:
    """A reference leads to the comment that was read, or says what has become of it."""

    def test_a_waiting_comment_is_found_with_and_without_its_revision(self, held):
        assert queue.as_read(Reference(held.pk)) == held
        assert queue.as_read(Reference(held.pk, 1)) == held

    def test_another_revision_was_not_read(self, held):
        Comment.objects.update(revision=2)

        with pytest.raises(ChangedMeanwhile):
            queue.as_read(Reference(held.pk, 1))

        assert queue.as_read(Reference(held.pk)).revision == 2

    def test_a_decided_comment_names_its_decision(self, held, moderator):
        move = approve(held, by=moderator)

        with pytest.raises(ChangedMeanwhile) as told:
            queue.as_read(Reference(held.pk, 1))

        assert told.value.move == move

    def test_a_number_that_no_comment_has(self, db):
        with pytest.raises(Comment.DoesNotExist):
            queue.as_read(Reference(10**17))


class TestDecided:
    """Of each decided comment the decision that holds, the newest first."""

    def test_the_newest_decision_comes_first(self, make_held, moderator, off_topic):
        older, newer, refused = (make_held() for _ in range(3))
        approve(older, by=moderator)
        approve(newer, by=moderator)
        reject(refused, by=moderator, reason=off_topic)

        published = [move.comment for move in queue.decided(Status.APPROVED)]

        assert published == [newer, older]
        assert [move.comment for move in queue.decided(Status.REJECTED)] == [refused]

    def test_a_comment_that_was_decided_twice_stands_once(self, held, moderator, off_topic):
        from minbar.discussion import moves

        reject(held, by=moderator, reason=off_topic)
        moves.move(held, MoveKind.APPEAL, by=None)
        moves.move(held, MoveKind.UPHOLD, by=moderator, reason=off_topic, note="تأييد")

        assert [move.note for move in queue.decided(Status.REJECTED)] == ["تأييد"]


class TestRecords:
    """A moderator sees what became of other comments with the same e-mail, and no e-mail."""

    def test_published_and_refused_are_counted(self, make_held, moderator, off_topic):
        approve(make_held(), by=moderator)
        approve(make_held(email="Noura.Canary@example.org"), by=moderator)
        reject(make_held(), by=moderator, reason=off_topic)
        waiting = make_held()
        stranger = make_held(email="someone.else@example.org")

        records = queue.records_of([waiting, stranger])

        first = Comment.objects.order_by("pk").first().submitted_at
        assert records == {
            waiting.pk: Record(published=2, refused=1, first_seen=first),
            stranger.pk: Record(first_seen=stranger.submitted_at),
        }

    def test_a_comment_without_an_e_mail_has_none(self, held):
        SealedEmail.objects.all().delete()

        assert queue.records_of([held]) == {}

    def test_two_queries_whatever_the_number(self, make_held, django_assert_num_queries):
        comments = [make_held(email=f"writer{number}@example.org") for number in range(5)]

        with django_assert_num_queries(2):
            queue.records_of(comments)


class TestListing:
    """The command's list takes one query and knows the last reason."""

    def test_by_status_with_the_reason(
        self, make_held, moderator, off_topic, django_assert_num_queries
    ):
        waiting, refused = make_held(), make_held()
        reject(refused, by=moderator, reason=off_topic)

        with django_assert_num_queries(1):
            listed = [(comment, comment.reason_code) for comment in queue.listed(Status.REJECTED)]

        assert listed == [(refused, "off-topic")]
        assert [(comment, comment.reason_code) for comment in queue.listed()] == [(waiting, None)]
