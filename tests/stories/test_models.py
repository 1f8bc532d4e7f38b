"""A story's address, dates, and what it takes to read it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, strategies

from minbar.stories.addresses import RESERVED_SLUGS, SLUG_BYTES, shorten_slug
from minbar.stories.blocks import words_in
from minbar.stories.models import Section, Story


class TestAddresses:
    """An address is the headline's words, and short enough to name a file."""

    def test_it_is_made_of_the_headlines_arabic(self, section):
        story = section.add_child(instance=Story(title="قطار الجنوب: يتأخر 3 ساعات!"))

        assert story.slug == "قطار-الجنوب-يتأخر-3-ساعات"

    def test_the_longest_headline_makes_one_that_can_name_a_file(self, section):
        story = section.add_child(instance=Story(title="كلمتان " * 35 + "ختام"))

        assert len(story.slug.encode()) <= SLUG_BYTES
        assert story.slug.endswith("كلمتان")

    def test_two_stories_of_one_headline_have_two(self, section):
        first = section.add_child(instance=Story(title="هدف"))
        second = section.add_child(instance=Story(title="هدف"))

        assert first.slug != second.slug

    def test_two_of_the_longest_headline_have_two_that_can_name_a_file(self, section):
        headline = "كلمتان " * 35 + "ختام"
        section.add_child(instance=Story(title=headline))

        second = section.add_child(instance=Story(title=headline))

        assert second.slug.endswith("-2")
        assert len(second.slug.encode()) <= SLUG_BYTES

    def test_a_headline_of_signs_alone_has_one_too(self, section):
        assert section.add_child(instance=Story(title="؟!")).slug

    @given(strategies.text(alphabet="ابتabc-", max_size=300))
    def test_shortening_never_cuts_a_letter_or_grows(self, slug):
        shortened = shorten_slug(slug)

        assert slug.startswith(shortened)
        assert len(shortened.encode()) <= SLUG_BYTES
        assert shorten_slug(shortened) == shortened

    def test_a_sections_leaves_room_for_its_stories_in_a_redirect(self, front):
        with pytest.raises(ValidationError):
            front.add_child(instance=Section(title="قسم", slug="ع" * 51))

    @pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS - {".well-known"})[:6])
    def test_a_section_cannot_take_the_sites_own(self, front, slug):
        with pytest.raises(ValidationError):
            front.add_child(instance=Section(title="قسم", slug=slug))


class TestDates:
    """A page shows a date that somebody knows, or none."""

    def test_a_story_without_a_known_date_shows_none(self, make_story):
        story = make_story(undated=True)

        assert story.published_at is None
        assert story.updated_at is None

    def test_a_story_as_it_first_stood_was_not_updated(self, story):
        assert story.updated_at is None

    def test_a_later_publication_is_an_update(self, make_story):
        now = timezone.now()
        story = make_story(
            first_published_at=now - timedelta(hours=3), last_published_at=now - timedelta(hours=1)
        )

        assert story.updated_at == story.last_published_at

    def test_publishing_in_the_newsroom_dates_it(self, section):
        story = section.add_child(instance=Story(title="خبر", live=False))

        story.save_revision().publish()

        assert Story.objects.get(pk=story.pk).published_at is not None

    def test_stories_stand_the_newest_first_and_undated_ones_last(self, section, make_story):
        now = timezone.now()
        undated = make_story("بلا تاريخ", first_published_at=now, undated=True)
        old = make_story("قديم", first_published_at=now - timedelta(days=2))
        new = make_story("جديد", first_published_at=now)
        make_story("مسودة", live=False)

        assert list(section.stories()) == [new, old, undated]


class TestReading:
    """How long it takes is counted from what is read."""

    def test_words_of_every_block_count_and_markup_does_not(self, make_story):
        story = make_story(
            body=[
                ("text", "<p>كلمة <b>كلمة</b></p><p>كلمة</p>"),
                ("subhead", "عنوان فرعي"),
                ("quotation", {"text": "قول", "speaker": "قائل"}),
            ]
        )

        assert words_in(story.body) == 7

    def test_the_shortest_takes_a_minute(self, story):
        assert story.minutes_to_read == 1


@pytest.mark.only_on_sqlite("PostgreSQL reads few rows without an index.")
class TestTheNewest:
    """An edition may have 100,000 stories; the newest, or one, are read off an index."""

    def test_of_the_newspaper(self, story):
        plan = Story.objects.published().explain()

        assert "USING INDEX newest" in plan
        assert "FOR ORDER BY" not in plan

    def test_of_a_section(self, story, section):
        plan = section.stories().explain()

        assert "USING INDEX newest_of_section (section_path=?)" in plan
        assert "FOR ORDER BY" not in plan

    def test_a_story_at_an_address(self, story):
        at = Story.objects.live().filter(announced__url_path=story.url_path)

        assert "announced_at_address (url_path=?)" in at.explain()
