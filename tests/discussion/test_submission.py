"""A comment that was acknowledged is kept, once; one that was not accepted leaves nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies

from minbar.arabic import clean_line, clean_text, is_blank
from minbar.discussion.models import TEXT_LENGTH, Comment, Move, SealedEmail, Status
from minbar.discussion.origins import Origin
from minbar.discussion.submission import CommentsClosed, NotAccepted, submit
from minbar.stories.models import CommentsMode
from tests.arabic.text import any_text

HERE, ELSEWHERE = Origin("address", "browser"), Origin("another address", "browser")

pytestmark = pytest.mark.django_db


class TestAccepting:
    """What is right is held for review, as typed."""

    def test_it_is_held_with_one_row_of_history(self, story, typed):
        taken = submit(story, typed, origin=HERE)

        comment = Comment.objects.get()
        assert taken.comment == comment
        assert (comment.name, comment.place, comment.text) == ("نورة", "سعيدة", "شكرا على المقال.")
        assert (comment.status, comment.revision) == (Status.PENDING, 1)
        assert [row.went_to for row in comment.history.all()] == [Status.PENDING]

    def test_line_breaks_verse_and_stretched_words_are_kept(self, story, typed):
        verse = "فإن يك صدر ** فإن غدا لناظـــره\nقريب\n\nLigne"

        assert submit(story, typed | {"text": verse}, origin=HERE).comment.text == verse

    def test_the_town_may_be_left_out(self, story, typed):
        assert submit(story, typed | {"place": ""}, origin=HERE).comment.place == ""

    def test_a_text_of_the_full_length_is_taken(self, story, typed):
        text = "ط" * TEXT_LENGTH

        assert submit(story, typed | {"text": text}, origin=HERE).comment.text == text


class TestRefusing:
    """What is not right is named, with what to do; nothing is stored."""

    @pytest.mark.parametrize(
        ("field", "value", "code"),
        [
            ("name", "", "required"),
            ("name", "\u200b\u202e", "required"),
            ("name", "ن" * 81, "too_long"),
            ("place", "م" * 81, "too_long"),
            ("text", "  \n ", "required"),
            ("text", "\u3164\u200f", "required"),
            ("text", "ط" * (TEXT_LENGTH + 1), "too_long"),
            ("email", "", "required"),
            ("email", "noura@", "email_incomplete"),
            ("email", "noura@localhost", "email_incomplete"),
            ("email", "a@example.org\r\nBcc: b@example.org", "email_incomplete"),
            ("email", f"{'a' * 250}@example.org", "max_length"),
        ],
    )
    def test_each_field_says_what_it_lacks(self, story, typed, field, value, code):
        with pytest.raises(NotAccepted) as refused:
            submit(story, typed | {field: value}, origin=HERE)

        found = refused.value.form.errors.as_data()
        assert set(found) == {field}
        assert code in {error.code for error in found[field]}
        assert not Comment.objects.exists()

    def test_the_message_says_by_how_much_a_text_is_too_long(self, story, typed):
        with pytest.raises(NotAccepted) as refused:
            submit(story, typed | {"text": "ط" * (TEXT_LENGTH + 120)}, origin=HERE)

        message = refused.value.form.errors["text"][0]
        assert "120" in message
        assert str(TEXT_LENGTH) in message

    @pytest.mark.parametrize(
        "closed",
        [
            {"comments_mode": CommentsMode.CLOSED},
            {"comments_close_at": timezone.now() - timedelta(minutes=1)},
            {"live": False},
        ],
    )
    def test_a_story_that_takes_none_says_so(self, make_story, typed, closed):
        with pytest.raises(CommentsClosed):
            submit(make_story(**closed), typed, origin=HERE)

        assert not Comment.objects.exists()


class TestSendingTwice:
    """A double click is one comment; a typed e-mail alone proves nothing."""

    def test_the_same_form_again_leads_to_the_same_receipt(self, story, typed):
        first = submit(story, typed, origin=HERE)
        again = submit(story, typed | {"text": "شكراً على المقال.  "}, origin=HERE)

        assert again == first
        assert (Comment.objects.count(), Move.objects.count()) == (1, 1)

    @pytest.mark.parametrize(
        ("other", "origin"),
        [({}, ELSEWHERE), ({"text": "تعليق آخر"}, HERE), ({"email": "other@example.org"}, HERE)],
    )
    def test_anything_else_is_a_comment_of_its_own(self, story, typed, other, origin):
        first = submit(story, typed, origin=HERE)

        assert submit(story, typed | other, origin=origin).token != first.token
        assert Comment.objects.count() == 2

    def test_after_ten_minutes_it_is_said_again(self, story, typed):
        submit(story, typed, origin=HERE)
        Comment.objects.update(submitted_at=timezone.now() - timedelta(minutes=11))

        submit(story, typed, origin=HERE)

        assert Comment.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_the_second_finds_the_first(story, typed):
    gate = Barrier(4)

    def click(_number):
        try:
            gate.wait(10)
            return submit(story, typed, origin=HERE).token
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clicks:
        tokens = set(clicks.map(click, range(4)))

    assert len(tokens) == Comment.objects.count() == Move.objects.count() == 1


class TestAnyText:
    """Whatever a stranger types, it is either kept as cleaned or refused; never an error."""

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
    @given(name=any_text(), place=any_text(), text=any_text(), email=strategies.emails())
    def test_it_is_kept_as_cleaned_or_refused(self, story, name, place, text, email):
        typed = {"name": name, "place": place, "text": text, "email": email}
        Comment.objects.all().delete()
        try:
            comment = submit(story, typed, origin=HERE).comment
        except NotAccepted as refused:
            assert set(refused.form.errors) <= {"name", "text", "email"}
            assert not Comment.objects.exists()
        else:
            comment.refresh_from_db()
            assert comment.name == clean_line(name)
            assert comment.text == clean_text(text)
            assert not is_blank(comment.text)
            assert SealedEmail.objects.filter(comment=comment).exists()
