"""An advertisement runs from its first hour until its last, as the schedule finds it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from minbar.advertising.models import Stage
from minbar.advertising.terms import turn_advertisements
from minbar.press.models import Touch

FRAGMENT = "/fragments/advertising/story/"


@pytest.fixture
def coming(slot, make_advertisement):
    """One that runs from tomorrow on, for a day."""
    begins_at = timezone.now() + timedelta(days=1)
    return make_advertisement([slot], begins_at=begins_at, ends_at=begins_at + timedelta(days=1))


class TestTerms:
    """What has not begun, or is over, is in no fragment."""

    def test_it_comes_and_goes_by_the_clock(self, coming, pressed):
        at = coming.begins_at
        hours = [at - timedelta(minutes=1), at, coming.ends_at - timedelta(minutes=1)]
        seen = []
        for now in [*hours, coming.ends_at]:
            turn_advertisements(now)
            coming.refresh_from_db()
            seen.append((coming.stage, coming.advertiser in pressed(FRAGMENT)))

        assert seen == [
            (Stage.COMING, False),
            (Stage.RUNNING, True),
            (Stage.RUNNING, True),
            (Stage.OVER, False),
        ]

    def test_a_whole_term_that_passed_while_nothing_ran_is_over(self, coming, pressed):
        turn_advertisements(coming.ends_at + timedelta(days=1))

        assert coming.advertiser not in pressed(FRAGMENT)

    def test_a_minute_in_which_nothing_turns_touches_nothing(self, coming):
        Touch.objects.all().delete()

        assert turn_advertisements() == 0
        assert not Touch.objects.exists()

    def test_what_is_saved_need_not_wait_for_the_clock(self, coming, pressed):
        coming.begins_at = timezone.now()
        coming.save()

        assert coming.advertiser in pressed(FRAGMENT)

    def test_no_term_ends_before_it_begins(self, coming):
        coming.ends_at = coming.begins_at

        with pytest.raises(IntegrityError):
            coming.save()
