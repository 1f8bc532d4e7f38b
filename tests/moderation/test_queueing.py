"""Who awaits a decision has a row in the queue, whatever happens, and nobody else has."""

from datetime import timedelta

import pytest
from django.utils import timezone

from minbar.discussion import letters, writer_actions
from minbar.discussion.models import Comment, ProvenAddress, Status
from minbar.moderation import queueing
from minbar.moderation.decisions import approve, reject, return_to_writer, undo
from minbar.moderation.models import QueuedComment
from minbar.moderation.queueing import requeue_missed

SPAM = "اربح معنا آلاف الدنانير من بيتك بدون رأس مال، اتصل بنا على الرقم {}"


def queued() -> list[tuple[int, int]]:
    """Each row with its group."""
    return list(QueuedComment.objects.order_by("pk").values_list("pk", "group"))


def alone(*comments: Comment) -> list[tuple[int, int]]:
    return [(comment.pk, comment.pk) for comment in comments]


class TestInStep:
    """A row comes and goes in the transaction that moves its comment."""

    def test_what_is_sent_is_queued(self, make_held):
        first, second = make_held(), make_held(text="نص آخر تماما عن شيء آخر.")

        assert queued() == alone(first, second)
        row = QueuedComment.objects.get(pk=first.pk)
        assert (row.promised_at, row.language, row.length) == (
            first.submitted_at,
            "arabic",
            len(first.text),
        )

    def test_what_is_decided_leaves_and_what_is_undone_returns(self, held, moderator, off_topic):
        reject(held, by=moderator, reason=off_topic)
        assert queued() == []

        undo(held, by=moderator)
        assert queued() == alone(held)
        assert QueuedComment.objects.get().promised_at == held.submitted_at

    def test_what_is_returned_comes_back_when_its_writer_has_changed_it(
        self, held, moderator, off_topic
    ):
        return_to_writer(held, by=moderator, reason=off_topic)
        assert queued() == []

        words = {"name": "نورة", "place": "", "text": "نص جديد."}
        writer_actions.rewrite(held, words)
        assert queued() == alone(held)
        assert QueuedComment.objects.get().length == len("نص جديد.")

    def test_an_appeal_waits_since_it_was_made(self, held, moderator, off_topic):
        reject(held, by=moderator, reason=off_topic)
        writer_actions.appeal(held, "أنا في الموضوع")

        row = QueuedComment.objects.get()
        assert row.is_appeal
        assert row.promised_at == held.appeal.at

    def test_what_is_withdrawn_leaves(self, held):
        writer_actions.withdraw(held)

        assert queued() == []

    def test_what_is_said_of_it_later_is_said_in_the_queue(self, held):
        letters.disown(ProvenAddress.objects.create(writer=held.sealed_email.writer))

        assert QueuedComment.objects.get().labels == letters.NOT_THEIRS

    def test_a_change_keeps_whoever_reads_it(self, held, moderator):
        until = timezone.now() + timedelta(minutes=1)
        QueuedComment.objects.update(leased_by=moderator, leased_until=until)

        writer_actions.rewrite(held, {"name": "نورة", "place": "", "text": "نص جديد."})

        row = QueuedComment.objects.get()
        assert (row.leased_by, row.leased_until) == (moderator, until)


class TestGroups:
    """What says nearly the same is one row; the first that still waits stands for it."""

    @pytest.fixture
    def campaign(self, make_held):
        return [
            make_held(text=SPAM.format(number), name=f"قارئ {number}", email=f"r{number}@x.example")
            for number in (550112233, 661998877, 770123456)
        ]

    def test_the_first_stands_for_all(self, campaign, make_held):
        other = make_held(text="نرجو من البلدية إصلاح الطريق قبل الشتاء.")
        first = campaign[0].pk

        assert queued() == [*((comment.pk, first) for comment in campaign), *alone(other)]

    def test_the_next_stands_for_them_when_the_first_is_decided(self, campaign, moderator):
        until = timezone.now() + timedelta(minutes=1)
        QueuedComment.objects.filter(pk=campaign[0].pk).update(
            leased_by=moderator, leased_until=until
        )

        approve(campaign[0], by=moderator)

        second, third = campaign[1:]
        assert queued() == [(second.pk, second.pk), (third.pk, second.pk)]
        assert QueuedComment.objects.get(pk=second.pk).leased_by == moderator

    def test_the_first_joins_them_again_when_that_is_undone(self, campaign, moderator):
        approve(campaign[0], by=moderator)
        undo(campaign[0], by=moderator)

        assert {group for _pk, group in queued()} == {campaign[1].pk}

    def test_of_those_laid_aside_the_next_stands_for_them_too(self, campaign, moderator, off_topic):
        rows = QueuedComment.objects.filter(pk__in=[campaign[0].pk, campaign[1].pk])
        queueing.hold(list(rows), held_at=timezone.now(), held_by=moderator)

        reject(campaign[0], by=moderator, reason=off_topic)

        assert queued() == alone(campaign[1], campaign[2])

    def test_an_appeal_stands_alone(self, campaign, moderator, off_topic):
        reject(campaign[1], by=moderator, reason=off_topic)
        writer_actions.appeal(campaign[1], "")

        assert (campaign[1].pk, campaign[1].pk) in queued()


class TestMending:
    """What came past the signals is queued by the clock."""

    def test_nothing_is_done_where_nothing_is_amiss(self, make_held):
        make_held(), make_held()
        rows = queued()

        assert requeue_missed() == 0
        assert queued() == rows

    def test_a_missing_row_is_made_and_a_wrong_one_removed(self, make_held):
        missing, decided = make_held(), make_held(text="نص آخر عن أمر مختلف كل الاختلاف.")
        QueuedComment.objects.filter(pk=missing.pk).delete()
        now = timezone.now()
        Comment.objects.filter(pk=decided.pk).update(status=Status.APPROVED, first_approved_at=now)

        assert requeue_missed() == 2
        assert queued() == alone(missing)

    def test_a_group_without_its_first_is_parted(self, make_held):
        comment = make_held()
        QueuedComment.objects.update(group=999)

        assert requeue_missed() == 1
        assert queued() == alone(comment)
