"""In which lists a story stands, as it is written down when the story is announced."""

from importlib import import_module

import pytest
from django.apps import apps

from minbar.stories.announcing import announce, announce_deleted
from minbar.stories.models import Author, Signature, StoryOfAuthor, StoryOfTag
from minbar.stories.tag_names import tags_from_string


@pytest.fixture
def signed(story):
    story.signatures = [Signature(author=Author.objects.create(name="هدى", slug="huda"))]
    story.tags.add("نقل")
    story.save()
    announce(story)
    return story


def stands_in() -> tuple[int, int]:
    """How many rows of authors and of tags there are."""
    return StoryOfAuthor.objects.count(), StoryOfTag.objects.count()


class TestRows:
    """They say what is published, and nothing else."""

    def test_a_published_story_stands_in_the_lists_of_its_authors_and_tags(self, signed):
        row = StoryOfAuthor.objects.get()

        assert (row.page_id, row.listed_at) == (signed.pk, signed.first_published_at)
        assert StoryOfTag.objects.get().tag.name == "نقل"

    def test_announced_again_nothing_is_added_and_nothing_touched(self, signed):
        assert announce(signed) == []
        assert stands_in() == (1, 1)

    def test_one_that_is_taken_back_stands_in_none(self, signed):
        signed.unpublish()

        assert stands_in() == (0, 0)

    def test_one_that_is_deleted_stands_in_none(self, signed):
        announce_deleted(signed)

        assert stands_in() == (0, 0)

    def test_it_moves_with_its_date(self, signed):
        signed.undated = True
        signed.save()
        announce(signed)

        row = StoryOfAuthor.objects.get()
        assert row.listed_at.year == 1900
        assert StoryOfTag.objects.get().listed_at == row.listed_at

    def test_a_newspaper_from_before_has_them_too(self, signed, make_story):
        draft = make_story(live=False)
        Signature.objects.create(story=draft, author=Author.objects.get())
        before = list(StoryOfAuthor.objects.values_list("author", "page", "listed_at"))
        StoryOfAuthor.objects.all().delete()

        import_module("minbar.stories.migrations.0007_lists_and_imprint").list_what_is_signed(
            apps, None
        )

        assert list(StoryOfAuthor.objects.values_list("author", "page", "listed_at")) == before


class TestTypedTags:
    """What is typed into the field, and what was pasted."""

    @pytest.mark.parametrize(
        ("typed", "tags"),
        [
            ("سعيدة، سكك حديدية, نقل", ["سعيدة", "سكك حديدية", "نقل"]),
            ('"سكك حديدية", نقل', ["سكك حديدية", "نقل"]),
            ("كأس الجمهورية", ["كأس الجمهورية"]),
            (" \u200fنقل ،، نقل,\u202e", ["نقل"]),
            ("", []),
        ],
    )
    def test_each_is_named_once_cleaned_and_in_its_order(self, typed, tags):
        assert tags_from_string(typed) == tags
