"""How a story takes comments is decided in one place, and its pages follow by touches alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from minbar.discussion.models import DiscussionSettings, ProvenAddress, Status
from minbar.discussion.modes import close_what_is_due, mode_now, takes_comments
from minbar.discussion.origins import Origin
from minbar.discussion.sealing import writer_hash
from minbar.discussion.submission import CommentsClosed, submit
from minbar.press.models import Touch
from minbar.stories.announcing import announce
from minbar.stories.models import CommentsMode
from tests.discussion.conftest import EMAIL

HERE = Origin("address", "browser")

pytestmark = pytest.mark.django_db


def run(**fields):
    settings = DiscussionSettings.load()
    for name, value in fields.items():
        setattr(settings, name, value)
    settings.save()


def touched():
    return list(Touch.objects.order_by("pk").values_list("key", flat=True))


class TestDeciding:
    """The story's own choice, else its section's, else the newspaper's; the hour closes all."""

    def test_without_a_choice_everything_is_reviewed(self, story):
        assert mode_now(story, DiscussionSettings.load()) == CommentsMode.REVIEWED

    @pytest.mark.parametrize(
        ("own", "section_s", "newspaper_s", "taken"),
        [
            ("", "", CommentsMode.TRUSTED, CommentsMode.TRUSTED),
            ("", CommentsMode.PUBLISHED, CommentsMode.TRUSTED, CommentsMode.PUBLISHED),
            (CommentsMode.REVIEWED, CommentsMode.CLOSED, "", CommentsMode.REVIEWED),
            (CommentsMode.CLOSED, "", CommentsMode.PUBLISHED, CommentsMode.CLOSED),
        ],
    )
    def test_the_nearest_choice_counts(self, story, own, section_s, newspaper_s, taken):
        story.comments_mode = own
        story.section.comments_mode = section_s
        story.section.save()
        run(comments_mode=newspaper_s or CommentsMode.REVIEWED)

        assert mode_now(story, DiscussionSettings.load()) == taken

    @pytest.mark.parametrize(
        ("fields", "days", "takes"),
        [
            ({"comments_close_at": timedelta(seconds=-1)}, None, False),
            ({"comments_close_at": timedelta(hours=1)}, None, True),
            ({"first_published_at": timedelta(days=-4)}, 3, False),
            ({"first_published_at": timedelta(days=-2)}, 3, True),
            ({"first_published_at": timedelta(days=-4), "undated": True}, 3, True),
            (
                {
                    "first_published_at": timedelta(days=-2),
                    "comments_close_at": timedelta(seconds=-1),
                },
                3,
                False,
            ),
        ],
    )
    def test_the_first_of_the_hours_closes(self, make_story, fields, days, takes):
        now = timezone.now()
        moments = {
            name: now + value if isinstance(value, timedelta) else value
            for name, value in fields.items()
        }
        story = make_story(**moments)
        run(close_after_days=days)

        is_open = mode_now(story, DiscussionSettings.load()) != CommentsMode.CLOSED
        close_what_is_due()

        assert is_open is takes
        assert takes_comments(story) is takes


class TestOnThePage:
    """A page changes by touches, never by the clock between two renderings."""

    def test_the_hour_closes_it_when_the_press_is_told(self, make_story):
        close_what_is_due()
        story = make_story(comments_close_at=timezone.now() + timedelta(minutes=5))
        later = timezone.now() + timedelta(minutes=6)
        Touch.objects.all().delete()

        assert takes_comments(story)
        close_what_is_due(later)

        assert not takes_comments(story)
        assert f"story:{story.pk}:page" in touched()

    def test_age_closes_those_that_have_come_of_it_and_no_others(self, make_story):
        now = timezone.now()
        run(close_after_days=3)
        close_what_is_due(now)
        make_story("قديم", first_published_at=now - timedelta(days=9))
        due = make_story("يغلق", first_published_at=now - timedelta(days=3) + timedelta(minutes=5))
        make_story("جديد", first_published_at=now)
        Touch.objects.all().delete()

        close_what_is_due(now + timedelta(minutes=6))

        assert touched() == [f"story:{due.pk}:page"]

    def test_another_number_of_days_is_one_touch_for_all(self, make_story):
        for number in range(3):
            make_story(f"{number}", first_published_at=timezone.now() - timedelta(days=9))
        close_what_is_due()
        Touch.objects.all().delete()

        run(close_after_days=3)
        close_what_is_due()

        assert touched() == ["discussion-settings", "privacy"]

    def test_a_section_s_choice_touches_what_its_stories_show(self, section):
        section.comments_mode = CommentsMode.CLOSED
        section.save()
        Touch.objects.all().delete()

        announce(section)

        assert f"section:{section.pk}:name" in touched()
        assert "edition" not in touched()

    def test_where_it_is_closed_a_note_stands_and_no_form(self, reader, story):
        run(comments_mode=CommentsMode.CLOSED, closing_note="شكرا لكل من كتب.")

        page = reader.get(story.url).content.decode()

        assert "شكرا لكل من كتب." in page
        assert "comment-form" not in page

    @pytest.mark.parametrize(
        ("mode", "told"),
        [
            (CommentsMode.REVIEWED, "تقرأ هيئة التحرير"),
            (CommentsMode.TRUSTED, ""),
            (CommentsMode.PUBLISHED, ""),
        ],
    )
    def test_only_what_is_true_stands_over_the_form(self, reader, story, mode, told):
        reviewed = "People read every comment before it is published."
        run(comments_mode=mode)
        from django.utils import translation

        with translation.override("ar"):
            promise = translation.gettext(reviewed)
        page = reader.get(story.url).content.decode()

        assert (promise in page) is (mode == CommentsMode.REVIEWED)


class TestTakingIn:
    """What the mode says is done at once, unless a label puts it before the desk."""

    def test_reviewed_first(self, story, typed):
        assert submit(story, typed, origin=HERE).comment.status == Status.PENDING

    def test_published_at_once(self, story, typed):
        run(comments_mode=CommentsMode.PUBLISHED)

        comment = submit(story, typed, origin=HERE).comment

        assert comment.status == Status.APPROVED
        assert comment.first_approved_at == comment.submitted_at
        assert [move.went_to for move in comment.history.all()] == [Status.APPROVED]

    @pytest.mark.parametrize(
        ("proof", "status"),
        [
            ({}, Status.PENDING),
            ({"proven_at": timezone.now()}, Status.APPROVED),
            ({"proven_at": timezone.now(), "refused_at": timezone.now()}, Status.PENDING),
        ],
    )
    def test_of_a_proven_address_at_once(self, story, typed, proof, status):
        run(comments_mode=CommentsMode.TRUSTED)
        ProvenAddress.objects.create(writer=writer_hash(EMAIL), **proof)

        assert submit(story, typed, origin=HERE).comment.status == status

    def test_without_an_address_nobody_is_trusted(self, story, typed):
        run(comments_mode=CommentsMode.TRUSTED, email_required=False)

        comment = submit(story, typed | {"email": ""}, origin=HERE).comment

        assert comment.status == Status.PENDING

    def test_what_has_a_label_waits_in_every_mode(self, story, typed):
        run(comments_mode=CommentsMode.PUBLISHED)
        links = "https://a.example https://b.example https://c.example"

        comment = submit(story, typed | {"text": links}, origin=HERE).comment

        assert (comment.status, comment.labels) == (Status.PENDING, ["links"])

    def test_what_tells_nothing_of_its_page_waits_in_every_mode(self, send, form):
        from minbar.discussion.models import Comment

        run(comments_mode=CommentsMode.PUBLISHED)

        assert send(form).status_code == 303
        assert Comment.objects.get().status == Status.PENDING
        assert send(form | {"text": "آخر"}, Referer="http://127.0.0.1:8000/").status_code == 303
        assert Comment.objects.order_by("-pk")[0].status == Status.APPROVED

    def test_closed_takes_none(self, story, typed):
        run(comments_mode=CommentsMode.CLOSED)

        with pytest.raises(CommentsClosed):
            submit(story, typed, origin=HERE)
