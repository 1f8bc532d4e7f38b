"""What the desk did is counted from the moves, on the day on which each happened."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from minbar.discussion import moves
from minbar.discussion.models import Comment, MoveKind, Report, Status
from minbar.moderation import statistics
from minbar.moderation.decisions import strike, undo
from minbar.moderation.models import DeskDay
from minbar.moderation.statistics import BY_PERSON, BY_RULE, Counts
from minbar.moderation.waits import minutes, quantile

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
"""In Algiers it is noon."""
DAY = date(2026, 11, 20)


@pytest.fixture
def later(monkeypatch):
    """Set the clock."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock


class TestADay:
    """Everything that happened on it, and nothing else."""

    def test_decisions_by_kind_hour_and_colleague(self, moved, moderator, colleague, insult):
        moved(NOON, ("approve", 1))
        moved(NOON, ("approve", 70))
        moved(NOON, ("reject", 2, insult, colleague))

        counts = statistics.count_day(DAY)

        assert counts.under("decision") == {"approve": 2, "reject": 1}
        assert counts.under("hour") == {"12": 2, "13": 1}
        assert counts.under("colleague", str(colleague.pk)) == {"reject": 1}
        assert counts["came"] == 3

    def test_refusals_by_reason_and_by_what_led_to_them(self, moved, insult, off_topic):
        moved(NOON, ("reject", 1, insult), labels=("links",))
        moved(NOON, ("reject", 1, off_topic))
        reported = moved(NOON, ("approve", 1))
        Report.objects.create(comment=reported, rule=insult, reporter="r", at=NOON)
        moves.move(reported, MoveKind.STRIKE, reason=insult, at=NOON + timedelta(minutes=9))

        counts = statistics.count_day(DAY)

        assert counts.under("refusal") == {"insult": 2, "off-topic": 1}
        assert counts.under("refusal", "insult") == {"reject": 1, "strike": 1}
        assert counts.under("detected") == {"check": 1, "reading": 1, "notice": 1}

    def test_what_a_rule_refuses_is_counted_apart(self, story, insult):
        comment = Comment(story=story, name="ن", text="ن", submitted_at=NOON, receipt_digest="1")
        moves.enter(comment, Status.REJECTED, reason=insult)

        counts = statistics.count_day(DAY)

        assert counts.under("refusal", "insult") == {BY_RULE: 1}
        assert counts.under("detected") == {"rule": 1}
        assert counts.under("decision") == {}

    def test_a_wait_ends_with_the_first_decision(self, moved, insult):
        moved(NOON, ("return", 10, insult), ("approve", 300))

        waits = statistics.count_day(DAY).steps("wait")

        assert sum(waits.values()) == 1
        assert minutes(quantile(waits, 0.5, fewest=1)) in {10, 11}

    def test_a_label_shows_what_became_of_those_it_held(self, moved, insult):
        moved(NOON, ("approve", 1), labels=("links", "haste"))
        moved(NOON, ("approve", 1), labels=("links",))
        moved(NOON, ("reject", 1, insult), labels=("links",))

        counts = statistics.count_day(DAY)

        assert counts.under("label", "links") == {"published": 2, "refused": 1}
        assert counts.under("label", "haste") == {"published": 1}

    def test_appeals_by_the_rule_that_they_were_against(self, moved, colleague, insult, off_topic):
        moved(NOON, ("reject", 1, insult), ("appeal", 5), ("approve", 9, colleague))
        moved(NOON, ("reject", 1, off_topic), ("appeal", 5), ("uphold", 9, off_topic, colleague))

        counts = statistics.count_day(DAY)

        assert counts.under("appeal", "received") == {"insult": 1, "off-topic": 1}
        assert counts.under("appeal", "granted", "insult") == {BY_PERSON: 1}
        assert counts.under("appeal", "upheld", "off-topic") == {BY_PERSON: 1}
        assert sum(counts.steps("appeal-wait").values()) == 2

    def test_what_was_undone_by_kind_and_reason(self, held, moderator, insult):
        moves.move(held, MoveKind.REJECT, by=moderator, reason=insult)
        undo(held, by=moderator)

        counts = statistics.count_day(timezone.localdate())

        assert counts.under("undone") == {"reject": 1}
        assert counts.under("undone-refusal") == {"insult": 1}

    def test_notices_and_what_followed(self, held, moderator, insult):
        moves.move(held, MoveKind.APPROVE, by=moderator)
        Report.objects.create(comment=held, rule=insult, reporter="r", at=timezone.now())
        strike(held, by=moderator, reason=insult)

        counts = statistics.count_day(timezone.localdate())

        assert counts.under("notice", "received") == {"insult": 1}
        assert counts.under("notice", "acted") == {"insult": 1}
        assert counts.under("notice", "kept") == {}

    def test_a_day_ends_at_midnight_in_the_newspapers_own_time(self, moved):
        moved(datetime(2026, 11, 20, 22, 59, tzinfo=UTC), ("approve", 0))
        moved(datetime(2026, 11, 20, 23, 1, tzinfo=UTC), ("approve", 0))

        assert statistics.count_day(DAY).under("decision") == {"approve": 1}

    def test_comments_from_elsewhere_are_nobodys_work(self, moved):
        comment = moved(NOON, ("approve", 1))
        Comment.objects.filter(pk=comment.pk).update(receipt_digest=None)

        assert statistics.count_day(DAY) == Counts()


class TestDaysThatAreOver:
    """The schedule counts each once, and a page adds them up."""

    def test_a_finished_day_is_kept(self, moved, later):
        moved(NOON, ("approve", 1))
        later(NOON + timedelta(days=3))

        statistics.count_finished_days()

        assert DeskDay.objects.count() == 3
        assert Counts(DeskDay.objects.get(day=DAY).counts).under("decision") == {"approve": 1}

    def test_not_within_the_first_minutes_of_the_next(self, moved, later):
        """A decision of the last second may not be committed yet."""
        moved(NOON, ("approve", 1))
        later(datetime(2026, 11, 20, 23, 4, tzinfo=UTC))
        statistics.count_finished_days()
        assert not DeskDay.objects.exists()

        later(datetime(2026, 11, 20, 23, 5, tzinfo=UTC))
        statistics.count_finished_days()
        assert DeskDay.objects.get().day == DAY

    def test_what_is_kept_is_not_counted_again(self, moved, later):
        comment = moved(NOON, ("approve", 1))
        later(NOON + timedelta(days=3))
        statistics.count_finished_days()
        comment.story.delete()  # and its comments and moves with it

        statistics.count_finished_days()

        period = statistics.over(DAY, DAY)
        assert period.counts.under("decision") == {"approve": 1}

    def test_today_is_counted_when_somebody_looks(self, moved, later):
        moved(NOON, ("approve", 1))
        moved(NOON + timedelta(days=1), ("approve", 1))
        later(NOON + timedelta(days=1, hours=1))
        statistics.count_finished_days()

        period = statistics.over(DAY, DAY + timedelta(days=1))

        assert [counts.under("decision") for _day, counts in period.days] == [
            {"approve": 1},
            {"approve": 1},
        ]
        assert period.missing == 0

    def test_days_that_nobody_has_counted_yet_are_told(self, moved, later):
        moved(NOON, ("approve", 1))
        later(NOON + timedelta(days=6))

        assert statistics.over(DAY, DAY + timedelta(days=6)).missing == 5

    def test_days_before_the_first_comment_are_empty_not_missing(self, moved, later):
        moved(NOON, ("approve", 1))
        later(NOON + timedelta(hours=1))

        period = statistics.over(DAY - timedelta(days=89), DAY)

        assert period.missing == 0
        assert len(period.days) == 90


class TestWhatWaits:
    """It counts too: a desk that answers only the easy ones would else look fast."""

    def test_how_many_and_since_when(self, moved, insult, later):
        later(NOON + timedelta(minutes=100))
        moved(NOON)
        moved(NOON + timedelta(minutes=50))
        moved(NOON, ("reject", 1, insult), ("appeal", 60))
        moved(NOON, ("return", 1, insult))

        waiting = statistics.waiting_now()

        assert (waiting.pending, waiting.appealed, waiting.oldest) == (2, 1, NOON)
        assert statistics.oldest_waiting() == NOON
        assert sum(waiting.steps.values()) == 3

    def test_an_appeal_waits_since_it_was_made(self, moved, insult):
        moved(NOON, ("reject", 1, insult), ("appeal", 60))

        assert statistics.oldest_waiting() == NOON + timedelta(minutes=60)

    def test_of_nothing_there_is_no_oldest(self, db):
        assert statistics.oldest_waiting() is None
        assert statistics.waiting_now().oldest is None
