"""A decision is made once, by one person, on the text that was read."""

import threading

import pytest
from django.db import Error, connection, transaction

from minbar.discussion import moves
from minbar.discussion.models import Comment, Move, MoveKind, Status
from minbar.discussion.moves import ChangedMeanwhile, NotAllowed
from minbar.moderation import queue
from minbar.moderation.decisions import (
    NeedsAName,
    NeedsAnotherJudge,
    NeedsASenior,
    NotYours,
    approve,
    reject,
    return_to_writer,
    strike,
    undo,
    uphold,
)


@pytest.fixture
def standing(held, moderator, off_topic):
    """The held comment, brought to a status."""

    def standing(status: Status) -> Comment:
        ways = {
            Status.PENDING: [],
            Status.APPROVED: [MoveKind.APPROVE],
            Status.REJECTED: [MoveKind.REJECT],
            Status.APPEALED: [MoveKind.REJECT, MoveKind.APPEAL],
            Status.WITHDRAWN: [MoveKind.WITHDRAW],
        }
        for kind in ways[status]:
            moves.move(held, kind, by=moderator, reason=off_topic)
        return held

    return standing


class TestApproving:
    """What waits can be published, once; it keeps the place that it then gets."""

    @pytest.mark.parametrize("status", [Status.PENDING, Status.APPEALED])
    def test_what_waits_is_published(self, standing, senior, status):
        comment = standing(status)

        move = approve(comment, by=senior, note="جيد")

        comment.refresh_from_db()
        assert comment.status == Status.APPROVED
        assert comment.first_approved_at == move.at
        assert (move.came_from, move.went_to, move.revision) == (status, Status.APPROVED, 1)
        assert (move.by, move.reason, move.note) == (senior, None, "جيد")

    @pytest.mark.parametrize("status", [Status.APPROVED, Status.REJECTED, Status.WITHDRAWN])
    def test_what_does_not_wait_stays_as_it_is(self, standing, moderator, status):
        comment = standing(status)
        rows = Move.objects.count()

        with pytest.raises(NotAllowed):
            approve(comment, by=moderator)

        comment.refresh_from_db()
        assert comment.status == status
        assert Move.objects.count() == rows


class TestRejecting:
    """What is held can be refused, for a reason."""

    def test_what_is_held_is_refused_for_a_reason(self, held, moderator, off_topic):
        move = reject(held, by=moderator, reason=off_topic, note="للزميل")

        held.refresh_from_db()
        assert held.status == Status.REJECTED
        assert (move.reason, move.note, move.by) == (off_topic, "للزميل", moderator)

    @pytest.mark.parametrize("status", [status for status in Status if status != Status.PENDING])
    def test_what_is_not_held_is_not_refused(self, standing, moderator, off_topic, status):
        comment = standing(status)
        rows = Move.objects.count()

        with pytest.raises(NotAllowed):
            reject(comment, by=moderator, reason=off_topic)

        comment.refresh_from_db()
        assert comment.status == status
        assert Move.objects.count() == rows


class TestReturning:
    """A writer is asked to change a comment; till then it is out of the queue."""

    def test_it_waits_for_its_writer(self, held, moderator, off_topic):
        move = return_to_writer(held, by=moderator, reason=off_topic, message="دون الرقم")

        assert (move.kind, move.reason, move.message) == (MoveKind.RETURN, off_topic, "دون الرقم")
        assert Comment.objects.get().returned_at == move.at
        assert queue.count_waiting() == 0

    def test_it_is_not_decided_while_it_waits_so(self, held, moderator, colleague, off_topic):
        return_to_writer(held, by=moderator, reason=off_topic)

        with pytest.raises(ChangedMeanwhile):
            queue.as_read(queue.Reference(held.pk, 1))
        with pytest.raises(NotAllowed):
            return_to_writer(held, by=colleague, reason=off_topic)


class TestAppeals:
    """An appeal is judged by a senior other than the one who refused, where there is one."""

    @pytest.fixture
    def refused_by(self, held, off_topic):
        """Have the held comment refused by somebody, and appealed."""

        def refused_by(judge) -> Comment:
            moves.move(held, MoveKind.REJECT, by=judge, reason=off_topic)
            moves.move(held, MoveKind.APPEAL)
            return held

        return refused_by

    @pytest.mark.parametrize("judge", [approve, uphold])
    def test_not_by_who_refused(self, refused_by, senior, editor, judge):
        comment = refused_by(senior)

        with pytest.raises(NeedsAnotherJudge):
            judge(comment, by=senior)
        with pytest.raises(NeedsAName):
            judge(comment, by=None)

        assert judge(comment, by=editor).by == editor

    @pytest.mark.parametrize("judge", [approve, uphold])
    def test_not_by_a_moderator(self, refused_by, senior, moderator, judge):
        with pytest.raises(NeedsASenior):
            judge(refused_by(senior), by=moderator)

    @pytest.mark.parametrize("judge", [approve, uphold])
    def test_where_there_is_one_senior_by_the_same(self, refused_by, senior, moderator, judge):
        assert judge(refused_by(senior), by=senior)

    def test_an_upheld_refusal_keeps_its_reason(self, refused_by, moderator, senior, off_topic):
        assert uphold(refused_by(moderator), by=senior).reason == off_topic

    @pytest.mark.parametrize("status", [status for status in Status if status != Status.APPEALED])
    def test_there_is_nothing_to_uphold_without_an_appeal(self, standing, moderator, status):
        with pytest.raises(NotAllowed):
            uphold(standing(status), by=moderator)


class TestUndoing:
    """One takes one's own decision back; a senior a colleague's."""

    def test_ones_own(self, held, moderator):
        approve(held, by=moderator)

        undo(held, by=moderator)

        assert Comment.objects.get().status == Status.PENDING
        assert [move.kind for move in held.history.all()] == ["submit", "approve", "undo"]

    def test_not_a_colleagues(self, held, moderator, colleague):
        approve(held, by=moderator)

        with pytest.raises(NotYours):
            undo(held, by=colleague)

        assert Comment.objects.get().status == Status.APPROVED

    def test_a_seniors_reach_is_wider(self, held, moderator, editor):
        approve(held, by=moderator)

        assert undo(held, by=editor).by == editor

    def test_not_once_its_writer_went_on(self, held, moderator, off_topic):
        reject(held, by=moderator, reason=off_topic)
        moves.move(held, MoveKind.APPEAL)

        with pytest.raises(NotAllowed):
            undo(held, by=moderator)


class TestStriking:
    """Only what is published can be taken from the page."""

    @pytest.mark.parametrize("status", [status for status in Status if status != Status.APPROVED])
    def test_what_is_not_there_cannot_be_struck(self, standing, moderator, off_topic, status):
        with pytest.raises(NotAllowed):
            strike(standing(status), by=moderator, reason=off_topic)


class TestDeciding:
    """A decision is made once, by one person, on the text that was read."""

    def test_of_two_moderators_the_first_decides(self, held, moderator, colleague, off_topic):
        same_comment_on_another_screen = Comment.objects.get(pk=held.pk)
        approve(held, by=moderator)

        with pytest.raises(ChangedMeanwhile) as refusal:
            reject(same_comment_on_another_screen, by=colleague, reason=off_topic)

        assert refusal.value.move.by == moderator
        assert Comment.objects.get().status == Status.APPROVED
        assert Move.objects.count() == 2

    def test_a_text_that_its_writer_changed_is_not_published(self, held, moderator):
        moves.rewrite(Comment.objects.get(), name="نورة", place="", text="نص آخر تماما")

        with pytest.raises(ChangedMeanwhile):
            approve(held, by=moderator)

        assert Comment.objects.get().status == Status.PENDING
        assert Move.objects.latest().kind == MoveKind.EDIT

    def test_nor_is_it_refused(self, held, moderator, off_topic):
        moves.rewrite(Comment.objects.get(), name="نورة", place="", text="نص آخر تماما")

        with pytest.raises(ChangedMeanwhile):
            reject(held, by=moderator, reason=off_topic)

        assert Comment.objects.get().status == Status.PENDING
        assert Move.objects.latest().kind == MoveKind.EDIT

    def test_the_command_line_may_decide_without_a_name(self, held):
        assert approve(held, by=None).by is None

    @pytest.mark.django_db(transaction=True)
    def test_a_decision_is_no_part_of_anothers_transaction(self, held, moderator):
        with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
            approve(held, by=moderator)

    def test_a_written_decision_cannot_be_written_anew(self, held, moderator, colleague):
        move = approve(held, by=moderator)

        with pytest.raises(Error, match="only ever added"), transaction.atomic():
            Move.objects.filter(pk=move.pk).update(went_to=Status.REJECTED)

        move.refresh_from_db()
        assert move.went_to == Status.APPROVED


class TestTwoAtOnce:
    """Two moderators who press at the same instant: one decides, the other is told."""

    @pytest.mark.django_db(transaction=True)
    def test_exactly_one_decision_is_made(self, held, moderator, colleague, off_topic):
        start = threading.Barrier(2, timeout=10)
        outcomes: list[Move | Exception] = []

        def decide(verdict) -> None:
            try:
                as_read = Comment.objects.get(pk=held.pk)
                start.wait()
                outcomes.append(verdict(as_read))
            except Exception as error:  # noqa: BLE001 - judged below
                outcomes.append(error)
            finally:
                connection.close()

        verdicts = [
            lambda comment: approve(comment, by=moderator),
            lambda comment: reject(comment, by=colleague, reason=off_topic),
        ]
        threads = [threading.Thread(target=decide, args=[verdict]) for verdict in verdicts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)

        made = [outcome for outcome in outcomes if isinstance(outcome, Move)]
        told = [outcome for outcome in outcomes if isinstance(outcome, ChangedMeanwhile)]
        assert (len(made), len(told)) == (1, 1), outcomes
        assert told[0].move == made[0]
        assert Comment.objects.get().status == made[0].went_to
        assert list(Move.objects.values_list("went_to", flat=True)) == [
            Status.PENDING,
            made[0].went_to,
        ]
