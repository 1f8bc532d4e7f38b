"""One decision in a hundred is judged again by somebody else, who does not see the first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from minbar.discussion import moves
from minbar.discussion.models import Comment, MoveKind, PolicyRule
from minbar.moderation import second_looks
from minbar.moderation.decisions import approve, reject, undo
from minbar.moderation.models import SecondLook
from minbar.moderation.second_looks import (
    NotToBeJudged,
    agreement,
    cohens_kappa,
    falls_to_sample,
    judge,
    judged_between,
    open_for,
)

SCREEN = "/newsroom/moderation/second-looks/"


@pytest.fixture
def everything_falls_to_it(monkeypatch):
    monkeypatch.setattr(second_looks, "falls_to_sample", lambda _comment: True)


@pytest.fixture
def look(everything_falls_to_it, held, moderator) -> SecondLook:
    """A published comment in the sample."""
    approve(held, by=moderator)
    return SecondLook.objects.get()


def all_judged():
    return judged_between(timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1))


class TestTheSample:
    """One in a hundred, by a hash that nobody at the desk can reckon."""

    def test_it_is_one_in_a_hundred(self):
        drawn = sum(falls_to_sample(number) for number in range(20_000))

        assert 150 < drawn < 250

    def test_the_same_comment_falls_to_it_always(self):
        first = [falls_to_sample(number) for number in range(2000)]

        assert first == [falls_to_sample(number) for number in range(2000)]

    def test_another_key_draws_others(self, settings):
        first = {number for number in range(5000) if falls_to_sample(number)}
        settings.SECRET_KEY = "another"

        assert first != {number for number in range(5000) if falls_to_sample(number)}

    def test_a_decision_on_such_a_comment_is_drawn_and_no_other(self, make_held, moderator):
        comments = [make_held() for _ in range(6)]
        for comment in comments:
            approve(comment, by=moderator)

        expected = {comment.pk for comment in comments if falls_to_sample(comment.pk)}
        assert set(SecondLook.objects.values_list("comment", flat=True)) == expected

    def test_what_no_person_decided_is_not_drawn(self, everything_falls_to_it, held):
        approve(held, by=None)

        assert not SecondLook.objects.exists()

    def test_what_is_undone_leaves_it_and_the_next_decision_takes_its_place(
        self, look, held, moderator, insult
    ):
        held.refresh_from_db()
        undo(held, by=moderator)
        assert not SecondLook.objects.exists()

        reject(held, by=moderator, reason=insult)

        assert SecondLook.objects.get().decision.kind == "reject"


class TestJudging:
    """By another person, once; and nothing moves."""

    def test_who_decided_is_not_asked(self, look, moderator, colleague):
        assert list(open_for(moderator)) == []
        assert list(open_for(colleague)) == [look]
        with pytest.raises(NotToBeJudged):
            judge(look, by=moderator, reason=None)

    def test_a_colleague_would_have_refused_it(self, look, held, colleague, insult):
        judge(look, by=colleague, reason=insult)

        look.refresh_from_db()
        held.refresh_from_db()
        assert (look.by, look.publishes, look.reason) == (colleague, False, insult)
        assert (held.status, held.history.count()) == ("approved", 2)

    def test_it_is_judged_once(self, look, colleague, senior):
        judge(look, by=colleague, reason=None)

        with pytest.raises(NotToBeJudged):
            judge(look, by=senior, reason=None)

    def test_what_its_writer_took_back_is_not_judged(self, look, held, colleague):
        held.refresh_from_db()
        moves.move(held, MoveKind.WITHDRAW)

        assert list(open_for(colleague)) == []

    def test_words_that_have_gone_are_not_judged(self, look, colleague):
        Comment.objects.update(erased_at=timezone.now())

        assert list(open_for(colleague)) == []
        with pytest.raises(NotToBeJudged):
            judge(look, by=colleague, reason=None)


class TestAgreement:
    """How far two people agree, beyond chance, once enough was judged to say anything."""

    def test_kappa_is_cohens(self):
        # 35 of 50 alike; by chance half would be: (0.7 - 0.5) / (1 - 0.5)
        pairs = (
            [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
        )

        assert cohens_kappa(pairs) == pytest.approx(0.4)

    def test_by_chance_alone_it_is_nought(self):
        pairs = [(True, True), (True, False), (False, True), (False, False)] * 9

        assert cohens_kappa(pairs) == pytest.approx(0)

    def test_where_all_say_the_same_one_thing_there_is_none(self):
        assert cohens_kappa([(True, True)] * 40) is None
        assert cohens_kappa([]) is None

    def test_of_too_few_nothing_is_said(self, judged):
        judged(29, "approve", None)

        assert agreement(all_judged()) is None

    def test_the_share_and_the_number_judged(self, judged, insult, off_topic):
        judged(20, "approve", None)
        judged(10, "approve", insult)
        judged(30, "reject", insult, by_rule=insult)
        judged(10, "reject", off_topic, by_rule=insult)

        said = agreement(all_judged())

        assert (said.count, round(said.share)) == (70, 86)
        (of_insults,) = said.reasons
        assert (of_insults.count, of_insults.refused_too, of_insults.same_rule) == (40, 40, 30)

    @pytest.fixture
    def judged(self, moved, moderator, colleague):
        """So many comments decided in one way, and judged in another."""

        def judged(number: int, kind: str, reason: PolicyRule | None, by_rule=None):
            for _ in range(number):
                now = timezone.now()
                steps = (kind, 0, by_rule, moderator) if by_rule else (kind, 0, moderator)
                comment = moved(now, steps)
                SecondLook.objects.update_or_create(
                    comment=comment,
                    defaults={
                        "decision": comment.history.latest(),
                        "drawn_at": now,
                        "by": colleague,
                        "judged_at": now,
                        "publishes": reason is None,
                        "reason": reason,
                    },
                )

        return judged
