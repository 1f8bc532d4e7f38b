"""One key decides a comment or a whole group: once, as it was read, and back again as one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from minbar.discussion import writer_actions
from minbar.discussion.models import Comment, Move, MoveKind, Status
from minbar.discussion.origins import Origin
from minbar.discussion.submission import submit
from minbar.moderation import acts, leases
from minbar.moderation.acts import Order, Unacceptable
from minbar.moderation.decisions import approve, reject
from minbar.moderation.filters import Choice, Place
from minbar.moderation.models import Act, Ban, QueuedComment
from minbar.moderation.queue import Reference

SPAM = "اربح معنا آلاف الدنانير من بيتك بدون رأس مال، اتصل بنا على الرقم {}"


def order(kind: str, *comments: Comment, **told) -> Order:
    references = tuple(Reference(comment.pk, comment.revision) for comment in comments)
    return Order(uuid4(), Act.Kind(kind), references, **told)


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


@pytest.fixture
def campaign(make_held):
    return [make_held(text=SPAM.format(number)) for number in (550112233, 661998877, 770123456)]


class TestDeciding:
    """Each comment of an act has one row of history, and leaves the queue."""

    @pytest.mark.parametrize(
        ("kind", "status"),
        [("approve", Status.APPROVED), ("reject", Status.REJECTED), ("return", Status.PENDING)],
    )
    def test_a_comment(self, held, moderator, off_topic, kind, status):
        outcome = acts.carry_out(order(kind, held, reason=off_topic), by=moderator)

        assert (outcome.done, outcome.refused) == ([held.pk], {})
        assert statuses() == [status]
        assert [move.kind for move in held.history.all()] == [MoveKind.SUBMIT, kind]
        assert not QueuedComment.objects.exists()

    def test_a_whole_group(self, campaign, moderator, off_topic):
        outcome = acts.carry_out(order("reject", *campaign, reason=off_topic), by=moderator)

        assert outcome.done == [comment.pk for comment in campaign]
        assert statuses() == [Status.REJECTED] * 3
        assert (
            Move.objects.filter(kind=MoveKind.REJECT, by=moderator, reason=off_topic).count() == 3
        )

    def test_a_published_comment_is_struck(self, held, moderator, off_topic):
        approve(held, by=moderator)

        acts.carry_out(order("strike", held, reason=off_topic), by=moderator)

        assert held.history.latest().kind == MoveKind.STRIKE

    def test_the_same_act_sent_twice_is_done_once(self, held, moderator):
        once = order("approve", held)

        first, second = (acts.carry_out(once, by=moderator) for _ in range(2))

        assert first.done == second.done == [held.pk]
        assert second.refused == {}
        assert Move.objects.count() == 2

    def test_nobody_else_sends_it_again(self, held, moderator, colleague):
        once = order("approve", held)
        acts.carry_out(once, by=moderator)

        with pytest.raises(Unacceptable):
            acts.carry_out(once, by=colleague)


class TestWhatIsNotDecided:
    """It stays as it is, and why is said; the others of the group are decided."""

    def test_a_colleague_was_faster(self, campaign, moderator, colleague):
        sent = order("approve", *campaign)
        approve(campaign[1], by=colleague)

        outcome = acts.carry_out(sent, by=moderator)

        assert outcome.done == [campaign[0].pk, campaign[2].pk]
        assert "karim" in outcome.refused[campaign[1].pk]
        assert Move.objects.filter(comment=campaign[1]).count() == 2

    def test_its_writer_has_changed_it(self, held, moderator):
        sent = order("approve", held)
        writer_actions.rewrite(held, {"name": "نورة", "place": "", "text": "نص جديد."})

        outcome = acts.carry_out(sent, by=moderator)

        assert outcome.done == []
        assert held.name in outcome.refused[held.pk]
        assert statuses() == [Status.PENDING]

    def test_a_colleague_is_reading_it(self, held, moderator, colleague):
        leases.claim(Choice(), by=colleague, count=1)

        outcome = acts.carry_out(order("approve", held), by=moderator)

        assert "karim" in outcome.refused[held.pk]
        assert statuses() == [Status.PENDING]

    def test_a_lease_that_ran_out_unused_stands_in_nobodys_way(self, held, moderator, colleague):
        leases.claim(Choice(), by=colleague, count=1)
        QueuedComment.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

        assert acts.carry_out(order("approve", held), by=moderator).done == [held.pk]

    def test_what_became_of_it_is_said_again(self, held, moderator, colleague):
        sent = order("approve", held)
        approve(held, by=colleague)

        told = [acts.carry_out(sent, by=moderator).refused for _ in range(2)]

        assert "karim" in told[0][held.pk]
        assert "karim" in told[1][held.pk]

    def test_an_appeal_is_a_seniors(self, held, moderator, off_topic, senior):
        reject(held, by=senior, reason=off_topic)
        writer_actions.appeal(held, "")

        assert held.pk in acts.carry_out(order("approve", held), by=moderator).refused
        assert held.pk in acts.carry_out(order("uphold", held), by=moderator).refused
        assert statuses() == [Status.APPEALED]

    def test_no_such_comment(self, held, moderator):
        sent = Order(uuid4(), Act.Kind.APPROVE, (Reference(999), Reference(held.pk, 1)))

        outcome = acts.carry_out(sent, by=moderator)

        assert (outcome.done, list(outcome.refused)) == ([held.pk], [999])

    @pytest.mark.parametrize("kind", ["reject", "return", "strike"])
    def test_without_a_reason_nothing_is_refused(self, held, moderator, kind):
        with pytest.raises(Unacceptable):
            acts.carry_out(order(kind, held), by=moderator)

        assert Move.objects.count() == 1
        assert not Act.objects.exists()

    def test_not_hundreds_at_once(self, held, moderator):
        with pytest.raises(Unacceptable):
            acts.carry_out(order("approve"), by=moderator)
        with pytest.raises(Unacceptable):
            acts.carry_out(order("approve", *[held] * (acts.MOST_AT_ONCE + 1)), by=moderator)


class TestHolding:
    """What one is unsure of waits for a senior, with a note; no receipt tells of it."""

    def test_a_senior_finds_it_with_its_note(self, campaign, moderator, senior):
        acts.carry_out(order("hold", *campaign[:2], note="أهذا من الحملة؟"), by=moderator)

        waiting = Choice().heads()
        aside = Choice(place=Place.HELD).heads()
        assert [row.pk for row in waiting] == [campaign[2].pk]
        assert [(row.pk, row.held_note, row.held_by) for row in aside] == [
            (campaign[0].pk, "أهذا من الحملة؟", moderator)
        ]
        assert statuses() == [Status.PENDING] * 3

    def test_a_moderator_does_not_decide_on_it(self, held, moderator, colleague, senior):
        acts.carry_out(order("hold", held), by=moderator)

        assert held.pk in acts.carry_out(order("approve", held), by=colleague).refused
        assert acts.carry_out(order("approve", held), by=senior).done == [held.pk]

    def test_it_is_undone(self, held, moderator):
        sent = order("hold", held, note="؟")
        acts.carry_out(sent, by=moderator)

        assert acts.undo(sent.key, by=moderator).done == [held.pk]

        row = QueuedComment.objects.get()
        assert (row.held_at, row.held_note, row.group) == (None, "", held.pk)


class TestBanning:
    """A senior refuses a comment and bans its writer; what else that writer sent is one heap."""

    @pytest.fixture
    def three(self, story):
        """Three comments of one writer, unlike one another, and one of somebody else."""

        def send(text: str, email: str, origin: Origin) -> Comment:
            typed = {"name": "قارئ", "place": "", "email": email, "text": text}
            return submit(story, typed, origin=origin).comment

        texts = ("أنتم لا تفهمون شيئا في الكرة.", "الماء مقطوع والبلدية نائمة.", "رأيي أن تصمتوا.")
        here = Origin("here", "chrome")
        return [send(text, "troll@x.example", here) for text in texts], send(
            "شكرا جزيلا على هذا العمل.", "other@x.example", Origin("there", "firefox")
        )

    def test_the_rest_is_one_row_that_one_key_decides(self, three, senior, off_topic):
        (first, second, third), other = three
        sent = order("ban", first, reason=off_topic, term=timedelta(days=7))

        assert acts.carry_out(sent, by=senior).done == [first.pk]

        ban = Ban.objects.get()
        assert (ban.by, ban.reason, ban.until - ban.at) == (senior, off_topic, timedelta(days=7))
        assert statuses() == [Status.REJECTED, *[Status.PENDING] * 3]
        heads = list(Choice().heads().values_list("pk", flat=True))
        assert heads == [second.pk, other.pk]
        assert QueuedComment.objects.get(pk=third.pk).group == second.pk

    def test_it_is_undone_as_one(self, three, senior, off_topic):
        (first, _second, _third), _other = three
        sent = order("ban", first, reason=off_topic)
        acts.carry_out(sent, by=senior)

        assert acts.undo(sent.key, by=senior).done == [first.pk]

        assert Ban.objects.get().lifted_by == senior
        assert statuses() == [Status.PENDING] * 4
        assert Choice().heads().count() == 4

    def test_what_the_banned_writer_sends_later_joins_the_heap(
        self, three, senior, off_topic, story
    ):
        (first, second, _third), _other = three
        acts.carry_out(order("ban", first, reason=off_topic), by=senior)

        typed = {"name": "قارئ", "place": "", "email": "new@x.example", "text": "عدت إليكم يا ناس."}
        later = submit(story, typed, origin=Origin("here", "chrome")).comment

        assert QueuedComment.objects.get(pk=later.pk).group == second.pk

    def test_a_moderator_bans_nobody(self, three, moderator, off_topic):
        with pytest.raises(Unacceptable):
            acts.carry_out(order("ban", three[0][0], reason=off_topic), by=moderator)

        assert (Ban.objects.count(), statuses()) == (0, [Status.PENDING] * 4)

    def test_nobody_is_banned_twice(self, three, senior, off_topic):
        acts.carry_out(order("ban", three[0][0], reason=off_topic), by=senior)

        with pytest.raises(Unacceptable):
            acts.carry_out(order("ban", three[0][1], reason=off_topic), by=senior)


class TestUndoing:
    """An act is taken back as one, again and again, and comes back to who undid it."""

    def test_a_whole_group(self, campaign, moderator, colleague, off_topic):
        sent = order("reject", *campaign, reason=off_topic)
        acts.carry_out(sent, by=moderator)

        outcome = acts.undo(sent.key, by=moderator)

        assert outcome.done == [comment.pk for comment in campaign]
        assert statuses() == [Status.PENDING] * 3
        assert leases.claim(Choice(), by=colleague, count=5) == []

    def test_sent_twice_it_is_done_once(self, held, moderator):
        sent = order("approve", held)
        acts.carry_out(sent, by=moderator)

        first, second = (acts.undo(sent.key, by=moderator) for _ in range(2))

        assert first.done == second.done == [held.pk]
        assert [move.kind for move in held.history.all()] == ["submit", "approve", "undo"]

    def test_what_was_followed_stays(self, campaign, moderator, off_topic):
        sent = order("reject", *campaign, reason=off_topic)
        acts.carry_out(sent, by=moderator)
        campaign[0].refresh_from_db()
        writer_actions.appeal(campaign[0], "")

        outcome = acts.undo(sent.key, by=moderator)

        assert outcome.done == [campaign[1].pk, campaign[2].pk]
        assert campaign[0].pk in outcome.refused
        assert statuses() == [Status.APPEALED, Status.PENDING, Status.PENDING]

    def test_a_colleagues_act_is_not_ones_own(self, held, moderator, senior):
        sent = order("approve", held)
        acts.carry_out(sent, by=moderator)

        with pytest.raises(Unacceptable):
            acts.undo(sent.key, by=senior)
        with pytest.raises(Unacceptable):
            acts.undo(uuid4(), by=moderator)

    def test_the_last_acts_can_be_undone_one_after_the_other(self, make_held, moderator):
        sent = [order("approve", make_held()) for _ in range(3)]
        for each in sent:
            acts.carry_out(each, by=moderator)

        for each in reversed(sent):
            assert acts.last_acts(by=moderator)[0].key == each.key
            acts.undo(each.key, by=moderator)
        assert acts.last_acts(by=moderator) == []
