"""A page that was imported is a story like any other, and comes only once."""

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from wagtail.models import Revision
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from minbar.audience.models import Figures
from minbar.discussion import moves
from minbar.discussion.models import Comment, Move, MoveKind, SealedEmail
from minbar.importing.models import ImportedPage
from minbar.importing.pages import CapturedComment
from minbar.importing.reading import NotImported
from minbar.importing.storing import NoRoom, NoSuchSection, find_section, import_page
from minbar.stories.models import Desk, Section, Story
from tests.importing.writing import pages

pytestmark = pytest.mark.django_db

MOMENT = datetime(2020, 1, 18, 9, 30, tzinfo=UTC)
LATER = datetime(2020, 2, 1, tzinfo=UTC)


@pytest.fixture
def imported(seed):
    """The real page, in the newspaper."""
    return import_page(seed)


@pytest.fixture
def story(imported) -> Story:
    return imported.story


def paragraphs_of(story: Story) -> list[str]:
    """Read the body as a browser does."""
    (block,) = story.body
    assert isinstance(block.value, RichText)
    found = re.findall("<p[^>]*>(.*?)</p>", block.value.source)
    return [html.unescape(text.replace("<br/>", "\n")) for text in found]


def facts_of(story: Story) -> dict[str, object]:
    """What the page said of the story."""
    names = [
        *("title", "kicker", "desk_id", "sign_off", "published_by", "lead_photo_is_archive"),
        *("lead_photo_alternative_text", "lead_photo_caption", "lead_photo_credit", "undated"),
    ]
    return {name: getattr(story, name) for name in names} | {"body": paragraphs_of(story)}


class TestTheStory:
    """Everything that the page said stands in the story's fields."""

    def test_its_words(self, seed, story):
        assert story.title == seed.headline
        assert story.kicker == seed.kicker
        assert story.desk.name == seed.byline
        assert story.published_by == seed.published_by
        assert story.sign_off == seed.sign_off
        assert story.lead_photo is None
        assert story.lead_photo_alternative_text == seed.alternative_text
        assert story.lead_photo_caption == seed.caption
        assert story.lead_photo_credit == seed.credit
        assert story.lead_photo_is_archive

    def test_its_body_to_the_letter(self, seed, story):
        assert paragraphs_of(story) == list(seed.paragraphs)

    def test_signs_that_html_gives_a_meaning_are_text(self, labelled):
        story = import_page(labelled).story

        assert paragraphs_of(story) == list(labelled.paragraphs)
        assert "&amp; إن الشاي &lt;مجاني&gt;" in story.body[0].value.source

    def test_its_views_are_brought_and_not_counted(self, story):
        figures = Figures.objects.get(story=story)

        assert (figures.brought, figures.counted, figures.pressed) == (23186, 0, 23186)

    def test_it_is_published(self, story):
        assert story.live
        assert not story.has_unpublished_changes
        assert Client().get(story.url).status_code == 200

    def test_a_desk_that_there_is_signs_it(self, seed):
        desk = Desk.objects.create(name=seed.byline)

        assert import_page(seed).story.desk == desk

    def test_a_byline_that_is_not_there_names_no_desk(self, seed):
        assert import_page(replace(seed, byline="")).story.desk is None
        assert not Desk.objects.exists()


class TestItsDiscussion:
    """The comments stand in the order of the page, with a history and nothing made up."""

    def test_they_are_published_in_the_page_s_order(self, seed, story):
        shown = Comment.objects.on(story).approved()

        assert [CapturedComment(c.name, c.place, c.text) for c in shown] == list(seed.comments)

    def test_their_place_does_not_hang_on_their_keys(self, story):
        in_order = list(Comment.objects.approved().values_list("pk", flat=True))

        assert list(Comment.objects.order_by("first_approved_at").values_list("pk", flat=True)) == (
            in_order
        )
        assert Comment.objects.values("first_approved_at").distinct().count() == len(in_order)

    def test_a_later_reader_s_comment_comes_after_them(self, story):
        from django.utils import timezone

        new = Comment(story=story, name="نورة", text="وصلت بعدهم", submitted_at=timezone.now())
        moves.enter(new)
        moves.move(new, MoveKind.APPROVE, by=None)

        assert Comment.objects.on(story).approved().last() == new

    def test_nobody_knows_when_they_were_written(self, story):
        assert set(Comment.objects.values_list("undated", flat=True)) == {True}

    def test_their_history_says_where_they_come_from(self, story):
        for comment in Comment.objects.on(story):
            steps = comment.history.values_list("came_from", "went_to", "by", "note")
            assert list(steps) == [
                ("", "pending", None, ""),
                ("pending", "approved", None, "Imported with its page (layout bulleted)."),
            ]

    def test_they_have_neither_receipt_nor_e_mail(self, story):
        assert not SealedEmail.objects.exists()
        assert not Comment.objects.exclude(receipt_digest=None, receipt_nonce=None).exists()

    def test_what_could_harm_a_page_is_cleaned(self, seed):
        harmful = CapturedComment(name="خا\u202eلد", place="و\u200bهران", text="سطر\u202e\nسطر")

        story = import_page(replace(seed, comments=(harmful,), comment_count=1)).story

        comment = Comment.objects.get(story=story)
        assert (comment.name, comment.place, comment.text) == ("خالد", "وهران", "سطر\nسطر")

    def test_one_that_shows_nothing_is_left_out_and_told(self, seed):
        empty = CapturedComment(name="خالد", place="", text="\u200b")

        imported = import_page(replace(seed, comments=(*seed.comments, empty), comment_count=5))

        assert imported.comments == 4
        assert "Comments left out, for want of a name or a text: 1." in imported.warnings

    def test_another_count_than_the_page_says_is_told(self, seed):
        imported = import_page(replace(seed, comment_count=5))

        assert (
            "The page says that it has 5 comments, and 4 stand on it; those were taken."
            in imported.warnings
        )

    def test_the_same_count_is_not(self, imported):
        assert len(imported.warnings) == 1  # the date


class TestItsDate:
    """A date is what the page shows or the command is given; none is made up."""

    def test_an_empty_slot_leaves_it_undated_and_is_told(self, imported, story):
        assert story.undated
        assert (story.first_published_at, story.last_published_at) == (None, None)
        assert imported.warnings == (
            "The page's date is empty, so the story shows none. Give it with --published DATE.",
        )

    def test_one_that_is_given_is_taken(self, seed):
        imported = import_page(seed, published=MOMENT)

        assert imported.warnings == ()
        assert not imported.story.undated
        assert imported.story.published_at == MOMENT
        assert imported.story.updated_at is None

    def test_what_the_page_shows_is_in_the_site_s_time(self, labelled):
        story = import_page(labelled).story

        assert story.published_at.isoformat() == "2026-11-02T18:45:00+00:00"  # Algiers, an hour on

    def test_what_is_given_goes_before_what_the_page_shows(self, labelled):
        assert import_page(labelled, published=MOMENT).story.published_at == MOMENT

    def test_one_that_is_not_understood_is_told(self, seed):
        imported = import_page(replace(seed, unread_date="18 01 20"))

        assert imported.story.undated
        assert "The date “18 01 20” is not understood" in imported.warnings[0]

    def test_a_date_to_come_is_told(self, seed):
        imported = import_page(seed, published=datetime(2999, 1, 1, tzinfo=UTC))

        assert "lies in the future" in imported.warnings[0]


class TestItsSection:
    """It goes where it is told to, or into a section that is made for imports."""

    def test_the_section_for_imports_is_made_once_and_stands_aside(self, seed, labelled):
        first, second = import_page(seed).story, import_page(labelled).story

        section = Section.objects.get(slug="imported")
        assert (section.title, section.in_navigation) == ("مستوردة", False)
        assert first.section == second.section == section

    def test_one_that_is_given(self, seed, section):
        assert import_page(seed, section=section).story.section == section
        assert not Section.objects.filter(slug="imported").exists()

    @pytest.mark.parametrize("named", ["national", "الوطن", "الوَطن"])
    def test_it_is_found_by_address_or_name(self, section, named):
        assert find_section(named) == section

    def test_an_unknown_one_is_told_with_those_there_are(self, section):
        with pytest.raises(NoSuchSection) as refused:
            find_section("sprot")

        assert str(refused.value) == ("There is no section “sprot”. There are: national (الوطن).")


class TestImportingAgain:
    """What is here stays as it is, but for what is asked."""

    def test_it_changes_nothing(self, imported, seed, all_rows):
        before = all_rows()

        again = import_page(seed)

        assert all_rows() == before
        assert replace(again, created=True) == imported
        assert not again.created

    def test_what_the_newsroom_has_made_of_it_stays(self, story, seed):
        story.title = "عنوان آخر"
        story.save_revision().publish()

        import_page(seed)

        assert Story.objects.get().title == "عنوان آخر"

    def test_a_date_is_given(self, story, seed):
        again = import_page(seed, published=MOMENT)

        assert again.warnings == ()
        assert not again.created
        story = Story.objects.get()
        assert (story.undated, story.published_at, story.updated_at) == (False, MOMENT, None)
        assert not story.has_unpublished_changes

    def test_a_date_is_corrected(self, seed, all_rows):
        import_page(seed, published=MOMENT)
        import_page(seed, published=LATER)
        before = all_rows()

        import_page(seed, published=LATER)

        assert Story.objects.get().published_at == LATER
        assert all_rows() == before

    def test_a_date_that_was_given_outlives_the_next_editing(self, story, seed):
        import_page(seed, published=MOMENT)

        Story.objects.get().get_latest_revision().publish()

        story = Story.objects.get()
        assert (story.undated, story.published_at) == (False, MOMENT)

    def test_a_draft_stays_a_draft_and_has_the_date(self, story, seed):
        story.title = "مسودة"
        story.save_revision()

        import_page(seed, published=MOMENT)

        story = Story.objects.get()
        assert (story.title, story.published_at) == (seed.headline, MOMENT)
        assert story.has_unpublished_changes
        draft = story.get_latest_revision_as_object()
        assert (draft.title, draft.published_at) == ("مسودة", MOMENT)

    def test_it_is_moved_and_its_old_address_leads_there(self, story, seed, section):
        old = story.url

        again = import_page(seed, section=section)

        assert again.story.section == section
        assert again.story.url == old.replace("/imported/", "/national/")
        assert Client().get(old).headers["Location"] == again.story.url

    def test_it_is_not_moved_onto_another(self, story, seed, section, make_story, all_rows):
        make_story(slug=story.slug)
        before = all_rows()

        with pytest.raises(NotImported, match="Section “national” has another story at"):
            import_page(seed, section=section, published=MOMENT)

        assert all_rows() == before

    def test_a_page_that_has_grown_is_told_and_not_taken(self, story, seed, all_rows):
        before = all_rows()

        again = import_page(replace(seed, views=30000, comments=seed.comments[:3]))

        assert all_rows() == before
        assert again.warnings[-1] == (
            "The story is here already, with 23186 views and 4 comments from elsewhere. This file"
            " shows 30000 and 3; they were not taken over."
        )

    def test_one_that_was_deleted_comes_anew(self, seed):
        alone = replace(seed, comments=(), comment_count=0)
        import_page(alone).story.delete()

        assert import_page(alone).created

    def test_another_article_of_the_same_headline_has_its_own_address(self, story, seed):
        other = import_page(replace(seed, sign_off="ب.ت")).story

        assert other.url == story.url.removesuffix("/") + "-2/"


class TestWhatHasNoRoom:
    """A part that is too long is named; it is never cut, and nothing is stored."""

    @pytest.mark.parametrize(
        ("part", "room"),
        [
            ("headline", 255),
            ("kicker", 200),
            ("byline", 120),
            ("published_by", 120),
            ("alternative_text", 500),
            ("caption", 500),
            ("credit", 120),
            ("sign_off", 40),
        ],
    )
    def test_a_part_of_the_story(self, seed, all_rows, part, room):
        before = all_rows()

        with pytest.raises(NoRoom) as refused:
            import_page(replace(seed, **{part: "ا" * (room + 1)}))

        assert str(refused.value).startswith(
            f"Its {part.replace('_', ' ')} has {room + 1} characters, and there is room for {room}."
        )
        assert all_rows() == before
        assert import_page(replace(seed, **{part: "ا" * room})).created

    @pytest.mark.parametrize(("part", "called"), [("name", "name"), ("place", "town")])
    def test_who_wrote_a_comment(self, seed, all_rows, part, called):
        before = all_rows()
        long = replace(seed.comments[0], **{part: "ا" * 81})

        with pytest.raises(NoRoom, match=f"Its commenter's {called} has 81 characters"):
            import_page(replace(seed, comments=(*seed.comments, long)))

        assert all_rows() == before


class TestEditingItLater:
    """An editor opens it in the newsroom, saves it, and everything is as it was."""

    @pytest.fixture
    def desk(self) -> Client:
        client = Client()
        client.force_login(User.objects.create_superuser("admin"))
        return client

    def test_the_editor_opens_it(self, desk, story, seed):
        response = desk.get(reverse("wagtailadmin_pages:edit", args=[story.pk]))

        assert response.status_code == 200
        assert seed.kicker in html.unescape(response.content.decode())

    def test_saving_it_keeps_everything(self, desk, story):
        before = facts_of(story)

        self.publish(desk, story)

        story = Story.objects.get()
        assert facts_of(story) == before
        assert story.published_at is None
        assert Comment.objects.on(story).approved().count() == 4
        assert Figures.objects.get(story=story).brought == 23186

    def test_line_ends_in_a_paragraph_stay(self, desk, seed):
        story = import_page(replace(seed, paragraphs=("أول السطر\nوثانيه", "فقرة"))).story

        self.publish(desk, story)

        assert paragraphs_of(Story.objects.get()) == ["أول السطر\nوثانيه", "فقرة"]

    def test_its_history_in_the_newsroom_begins_as_published(self, story):
        assert (
            story.live_revision
            == story.latest_revision
            == Revision.objects.for_instance(story).get()
        )

    def publish(self, desk, story) -> None:
        form = {
            "title": story.title,
            "slug": story.slug,
            "kicker": story.kicker,
            "standfirst": story.standfirst,
            "desk": story.desk_id,
            "lead_photo": "",
            "lead_photo_alternative_text": story.lead_photo_alternative_text,
            "lead_photo_caption": story.lead_photo_caption,
            "lead_photo_credit": story.lead_photo_credit,
            "lead_photo_is_archive": "on",
            "sources": streamfield([]),
            "body": streamfield(
                [
                    ("text", rich_text(block.value.source, features=["bold", "link", "ol", "ul"]))
                    for block in story.body
                ]
            ),
            "signatures": inline_formset([]),
            "sign_off": story.sign_off,
            "published_by": story.published_by,
            "undated": "on",
            "kind": story.kind,
            "comments_mode": story.comments_mode,
            "comments": inline_formset([]),
            "action-publish": "action-publish",
        }
        address = reverse("wagtailadmin_pages:edit", args=[story.pk])
        response = desk.post(address, nested_form_data(form))
        assert response.status_code == 302, response.context["form"].errors


class TestReadingIt:
    """What readers and machines are shown is what the file says."""

    @pytest.fixture
    def answer(self, story) -> str:
        return Client().get(story.url).content.decode()

    @pytest.fixture
    def article(self, answer) -> dict:
        script = re.search('<script type="application/ld\\+json">(.*?)</script>', answer)
        return json.loads(script[1])

    def test_the_body_is_the_file_s_paragraphs(self, answer, seed):
        body = answer.split('class="story__body"')[1].split('class="story__sign-off"')[0]

        assert [
            html.unescape(text) for text in re.findall("<p[^>]*>(.*?)</p>", body, re.DOTALL)
        ] == list(seed.paragraphs)

    def test_machines_read_all_of_it_and_no_date(self, article, seed):
        assert article["headline"] == seed.headline
        assert article["alternativeHeadline"] == seed.kicker
        assert article["author"][0]["name"] == seed.byline
        assert article["image"]["caption"] == seed.caption
        assert article["image"]["creditText"] == seed.credit
        assert article["commentCount"] == 4
        assert article["interactionStatistic"][0]["userInteractionCount"] == 23186
        assert "datePublished" not in article
        assert "dateModified" not in article

    def test_machines_read_its_comments_without_dates(self, article, seed):
        assert [(c["author"]["name"], c["text"]) for c in article["comment"]] == [
            (comment.name, comment.text) for comment in seed.comments
        ]
        assert not any("dateCreated" in comment for comment in article["comment"])


@contextmanager
def an_example() -> Iterator[None]:
    """Undo what one example stored: the next may be the same page with other comments."""
    example = transaction.atomic()
    example._from_testcase = True  # as a test's own: an import is durable within it
    with example:
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(page=pages())
def test_any_page_is_stored_to_the_letter_and_once(front, page):
    with an_example():
        imported = import_page(page)
        again = import_page(page)

        assert imported.story == again.story
        assert not again.created
        story = imported.story
        assert (story.title, story.kicker, story.sign_off) == (
            page.headline,
            page.kicker,
            page.sign_off,
        )
        assert paragraphs_of(story) == list(page.paragraphs)
        assert Move.objects.filter(comment__story=story).count() == 2 * imported.comments
        assert ImportedPage.objects.get(digest=page.digest).story == story
