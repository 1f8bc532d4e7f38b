"""How long a review takes is said honestly: the median, with what still waits."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from minbar.discussion import moves, reviewing
from minbar.discussion.models import Comment, DiscussionSettings, MoveKind
from minbar.paper.review_sentences import review_sentence
from minbar.press.models import Touch

pytestmark = pytest.mark.django_db


@pytest.fixture
def came(story, moderator):
    """Let a comment come so many minutes ago, and be decided after some of them, or not."""

    def came(minutes_ago: int, *, decided_after: int | None = None, kind=MoveKind.APPROVE):
        comment = Comment(story=story, name="عادل", text="نص")
        comment.submitted_at = timezone.now() - timedelta(minutes=minutes_ago)
        comment.receipt_digest = f"{Comment.objects.count():064}"
        moves.enter(comment)
        if decided_after is not None:
            at = comment.submitted_at + timedelta(minutes=decided_after)
            moves.move(comment, kind, by=moderator, at=at)

    return came


def said() -> tuple[int | None, bool]:
    reviewing.refresh_review_time()
    review = reviewing.as_pressed()
    return review.minutes, review.at_least


class TestTheMedian:
    """Half of the last day's comments were read in less time."""

    def test_it_is_rounded_up(self, came):
        for minutes in (1, 2, 21, 50, 90):
            came(200, decided_after=minutes)

        assert said() == (25, False)

    def test_beyond_an_hour_to_hours(self, came):
        for _ in range(5):
            came(300, decided_after=61)

        assert said() == (120, False)

    def test_what_waits_counts_with_what_it_has_waited(self, came):
        for _ in range(2):
            came(200, decided_after=2)  # the easy ones
        for _ in range(3):
            came(170)

        assert said() == (180, True)

    def test_what_its_writer_withdrew_was_never_read(self, came):
        for _ in range(5):
            came(200, decided_after=12)
        for _ in range(20):
            came(200, decided_after=1, kind=MoveKind.WITHDRAW)

        assert said() == (15, False)

    def test_yesterday_says_nothing_of_today(self, came):
        for _ in range(20):
            came(60 * 25, decided_after=1)

        assert said() == (None, False)

    def test_of_too_few_nothing_is_said(self, came):
        for _ in range(4):
            came(60, decided_after=1)

        assert said() == (None, False)

    def test_pages_are_touched_when_it_is_another(self, came):
        reviewing.refresh_review_time()
        Touch.objects.all().delete()
        reviewing.refresh_review_time()
        assert not Touch.objects.exists()

        for _ in range(5):
            came(200, decided_after=7)
        Touch.objects.all().delete()
        reviewing.refresh_review_time()
        assert [touch.key for touch in Touch.objects.all()] == [reviewing.KEY]


class TestHours:
    """Outside its hours the desk says when reading resumes, by the newspaper's clock."""

    @pytest.fixture
    def desk(self, settings):
        settings.TIME_ZONE = "Africa/Algiers"  # UTC+1, the year round

        def desk(opens: time | None, closes: time | None) -> None:
            chosen = DiscussionSettings.load()
            chosen.review_from, chosen.review_until = opens, closes
            chosen.save()

        return desk

    @pytest.mark.parametrize(
        ("opens", "closes", "at", "resumes"),
        [
            (time(8), time(22), "2026-11-24 12:00", None),
            (time(8), time(22), "2026-11-24 07:00", None),  # 8:00 in Algiers
            (time(8), time(22), "2026-11-24 06:59", "2026-11-24 07:00"),
            (time(8), time(22), "2026-11-24 21:00", "2026-11-25 07:00"),
            (time(18), time(2), "2026-11-24 23:30", None),  # past midnight
            (time(18), time(2), "2026-11-24 12:00", "2026-11-24 17:00"),
            (time(8), time(8), "2026-11-24 03:00", None),
            (None, time(22), "2026-11-24 03:00", None),
            (None, None, "2026-11-24 03:00", None),
        ],
    )
    def test_when_reading_resumes(self, desk, opens, closes, at, resumes):
        desk(opens, closes)
        moment = datetime.fromisoformat(at).replace(tzinfo=UTC)

        expected = resumes and datetime.fromisoformat(resumes).replace(tzinfo=UTC)
        assert reviewing._resumption(moment) == expected


class TestTheSentence:
    """It says what is known, and no figure where there is none."""

    def test_nothing_but_that_people_read(self):
        review = reviewing.Review(None, False, None, None, None)
        assert review_sentence(review) == "يقرأ التعليقات بشر قبل نشرها."

    @pytest.mark.parametrize(
        ("minutes", "at_least", "ending"),
        [
            (25, False, "قُرئ نصف تعليقات اليوم في أقل من 25 دقيقة."),
            (5, False, "قُرئ نصف تعليقات اليوم في أقل من 5 دقائق."),
            (60, False, "قُرئ نصف تعليقات اليوم في أقل من ساعة واحدة."),
            (120, True, "أكثر من نصف تعليقات اليوم ينتظر منذ أكثر من ساعتين."),
        ],
    )
    def test_with_its_figure(self, minutes, at_least, ending):
        review = reviewing.Review(minutes, at_least, time(8), time(22), None)
        sentence = review_sentence(review)
        assert sentence.endswith(ending)
        assert "من 08:00 إلى 22:00" in sentence
