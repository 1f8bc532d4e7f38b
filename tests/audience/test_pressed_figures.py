import pytest
from django.db import connection, transaction

from minbar.audience.models import Figures, views_of
from minbar.audience.pressed_figures import bring_figure, refresh_pressed_figures
from minbar.press.models import Touch


@pytest.fixture
def read(make_story):
    """A story whose exact figure is so much above what pages show."""

    def make(change, pressed=10):
        story = make_story(f"زاد {change}")
        Figures.objects.create(story=story, counted=pressed + change, pressed=pressed)
        return story

    return make


class TestFiguresInPages:
    """Pages show a row's figure, which follows the exact one as capacity allows."""

    def test_a_page_shows_the_pressed_figure(self, read):
        story = read(5)

        assert views_of([story]) == {story.pk: 10}

    def test_refreshed_it_is_exact(self, read):
        story = read(5)

        refresh_pressed_figures()

        assert views_of([story]) == {story.pk: 15}
        assert Touch.objects.filter(key=f"story:{story.pk}:page").exists()

    def test_the_largest_changes_come_first(self, read):
        little, much, more = read(1), read(50), read(70)

        refresh_pressed_figures(most=2)

        assert views_of([little, much, more]) == {little.pk: 10, much.pk: 60, more.pk: 80}

    def test_a_figure_that_fell_is_a_change_too(self, read):
        """A power cut may take views of the last second that were counted already."""
        story = read(-2)

        refresh_pressed_figures()

        assert views_of([story]) == {story.pk: 8}

    def test_a_figure_from_elsewhere_is_shown_at_once(self, story):
        bring_figure(story.pk, 23186)

        assert views_of([story]) == {story.pk: 23186}

    def test_the_most_read_of_all_have_what_they_brought_in_their_figure(self, make_story):
        brought, counted, draft = make_story("أ"), make_story("ب"), make_story("ج", live=False)
        Figures.objects.create(story=counted, brought=5, counted=7)
        Figures.objects.create(story=brought, brought=20)
        Figures.objects.create(story=draft, brought=1000)

        assert [row.story for row in Figures.objects.most_read(5)] == [brought, counted]

    def test_those_that_changed_most_are_found_by_an_index(self, db):
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL enable_seqscan = off")  # so few rows it reads whole
            plan = Figures.objects.changed_most(60).explain()

        assert "figures_unpressed" in plan
