"""What the queue tells a moderator."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from minbar.moderation.sentences import ago


class TestAgo:
    """How long something waits is told in the moderator's language and the newspaper's digits."""

    @pytest.mark.parametrize(
        ("language", "digits", "said"),
        [
            ("ar", "latn", "قبل 3 دقائق"),
            ("ar", "arab", "قبل ٣ دقائق"),
            ("en", "arab", "3 minutes ago"),
        ],
    )
    def test_it_is_told_as_the_desk_reads(self, settings, language, digits, said):
        settings.MINBAR_DIGITS = digits

        with translation.override(language):
            assert ago(timezone.now() - timedelta(minutes=3, seconds=20)) == said

    def test_what_another_clock_has_ahead_was_a_second_ago(self):
        with translation.override("ar"):
            assert ago(timezone.now() + timedelta(minutes=1)) == "قبل ثانية واحدة"
