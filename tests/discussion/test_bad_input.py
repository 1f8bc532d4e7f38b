"""Whatever is sent: the right status, the form with the text kept, and nothing stored half."""

from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from minbar.discussion.models import Comment, DiscussionSettings, Move, MoveKind, SealedEmail
from minbar.discussion.moves import move
from minbar.discussion.origins import Origin
from minbar.discussion.policy import reason
from minbar.discussion.story_tokens import story_token
from minbar.discussion.submission import NotAccepted, submit

HERE = Origin("address", "browser")

pytestmark = pytest.mark.django_db


@pytest.fixture
def nothing_is_stored():
    """Nothing of a comment is there when the test has ended."""
    yield
    assert not Comment.objects.exists()
    assert not Move.objects.exists()
    assert not SealedEmail.objects.exists()


class TestWhatIsTyped:
    """Signs that break storage or steer what stands around go; too much comes back."""

    @pytest.mark.parametrize(
        ("typed_text", "kept"),
        [
            ("قبل\0بعد", "قبلبعد"),
            ("قبل\ud800بعد", "قبلبعد"),
            ("\u202eمقلوب\u2066 هنا", "مقلوب هنا"),
            ("سطر" + "\n" * 10_000 + "سطر", "سطر\n\n\nسطر"),
            ("سطر\r\n\x0bسطر\u2028سطر", "سطر\n\nسطر\nسطر"),
            ("ا\u0301\u0301\u0301\u0301\u0301\u0301\u0301", None),
        ],
    )
    def test_it_is_made_safe(self, story, typed, typed_text, kept):
        comment = submit(story, typed | {"text": typed_text}, origin=HERE).comment

        comment.refresh_from_db()
        assert kept is None or comment.text == kept
        assert not set("\0\u202e\u2066\x0b\u2028\r") & set(comment.text)

    @pytest.mark.usefixtures("nothing_is_stored")
    @pytest.mark.parametrize(
        "fields",
        [
            {"text": "ط" * 50_000},
            {"text": "ط\n" * 10_000},
            {"text": "\0" * 3_000},
            {"name": "\u202e\u2066\u200b"},
            {"name": "ن" * 100_000},
            {"email": "noura@example.org\r\nBcc: all@example.org"},
            {"email": "noura@example.org\0"},
            {"email": "<noura@example.org>"},
            {"email": "noura@example.org,all@example.org"},
            {"parent": "1 OR 1=1"},
            {"parent": "٣"},
            {"parent": "9" * 100},
            {"parent": "\0"},
        ],
    )
    def test_too_much_or_too_little_comes_back_with_the_form(self, send, form, fields):
        answer = send(form | fields)

        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'id="comment-form"' in page
        assert "\0" not in page
        if "text" not in fields:
            assert form["text"] in page

    def test_a_line_break_in_a_name_becomes_a_space(self, story, typed):
        name = "نورة\r\nBcc: all@example.org"

        taken = submit(story, typed | {"name": name}, origin=HERE)

        assert taken.comment.name == "نورة Bcc: all@example.org"

    @pytest.mark.usefixtures("nothing_is_stored")
    def test_an_e_mail_of_lone_surrogates_is_none(self, story, typed):
        with pytest.raises(NotAccepted):
            submit(story, typed | {"email": "\ud800@example.org"}, origin=HERE)


class TestHowItIsSent:
    """Bytes that are no form of ours."""

    @pytest.mark.usefixtures("nothing_is_stored")
    @pytest.mark.parametrize(
        ("body", "content_type", "status"),
        [
            (b"x=1", "application/x-www-form-urlencoded", 403),
            (b"%FF%FE=%ED%A0%80&&&===", "application/x-www-form-urlencoded", 403),
            (b"text=%ED%A0%80&token=%ED%A0%80", "application/x-www-form-urlencoded", 403),
            (b"text=a", "application/x-www-form-urlencoded; charset=utf-16", 400),
            (b"&".join(b"a=1" for _ in range(2_000)), "application/x-www-form-urlencoded", 400),
            (b"{}", "application/json", 415),
            (b"x", "", 415),
        ],
    )
    def test_it_is_answered(self, reader, story, body, content_type, status):
        address = f"/stories/{story.pk}/comments/"

        assert reader.post(address, body, content_type=content_type).status_code == status

    @pytest.mark.usefixtures("nothing_is_stored")
    @pytest.mark.parametrize(
        "token",
        ["1.\0", "1." + "f" * 10_000, "٢.abc", "-1.x", ".", "1", "999999999999.0", "1.é"],
    )
    def test_a_forged_token_brings_a_fresh_form(self, send, form, token):
        answer = send(form | {"token": token})

        assert answer.status_code == 403
        assert form["text"] in answer.content.decode()
        assert form["token"] in answer.content.decode()

    def test_two_values_of_one_field_are_no_error(self, reader, story, typed):
        body = urlencode([*typed.items(), ("token", story_token(story.pk)), ("text", "الأخير")])

        answer = reader.post(
            f"/stories/{story.pk}/comments/",
            body,
            content_type="application/x-www-form-urlencoded",
        )

        assert answer.status_code == 303
        assert Comment.objects.get().text == "الأخير"

    @pytest.mark.parametrize("number", ["0", "999999999999999999999", "-1", "٣"])
    def test_a_story_that_cannot_be_is_not_there(self, number):
        answer = Client().post(f"/stories/{quote(number)}/comments/", {})

        assert answer.status_code in {404, 405, 415}


class TestWhatIsAnswered:
    """A reply answers a published comment of the same story; else the text comes back."""

    @pytest.fixture
    def published(self, story, typed, moderator):
        comment = submit(story, typed | {"text": "أول"}, origin=Origin()).comment
        move(comment, MoveKind.APPROVE, by=moderator)
        return comment

    def test_a_reply_stands_beneath_what_it_answers(self, send, form, published):
        assert send(form | {"parent": f"{published.pk}"}).status_code == 303

        reply = Comment.objects.order_by("-pk")[0]
        assert (reply.parent, reply.thread) == (published, published)

    def test_a_reply_to_a_reply_stands_beneath_the_first(self, story, typed, published, moderator):
        fields = typed | {"text": "رد", "parent": f"{published.pk}"}
        reply = submit(story, fields, origin=HERE).comment
        move(reply, MoveKind.APPROVE, by=moderator)

        deeper = submit(story, typed | {"text": "رد", "parent": f"{reply.pk}"}, origin=Origin())

        assert (deeper.comment.parent, deeper.comment.thread) == (reply, published)

    @pytest.mark.parametrize("what", ["unknown", "held", "struck", "another story's"])
    def test_what_is_not_on_the_page_cannot_be_answered(
        self, send, form, story, typed, published, moderator, make_story, what
    ):
        if what == "unknown":
            parent = published.pk + 1000
        elif what == "held":
            parent = submit(story, typed | {"text": "معلق"}, origin=Origin()).comment.pk
        elif what == "struck":
            move(published, MoveKind.STRIKE, by=moderator, reason=reason("insult"))
            parent = published.pk
        else:
            other = submit(make_story("أخرى"), typed, origin=Origin()).comment
            move(other, MoveKind.APPROVE, by=moderator)
            parent = other.pk
        before = Comment.objects.count()

        answer = send(form | {"parent": f"{parent}"})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert form["text"] in page
        assert 'name="parent"' not in page
        assert Comment.objects.count() == before


class TestWithoutAnEmail:
    """Where the newspaper asks for none, form, notice and double clicks follow."""

    @pytest.fixture(autouse=True)
    def optional(self, db):
        settings = DiscussionSettings.load()
        settings.email_required = False
        settings.save()

    def test_it_is_taken_and_nothing_is_sealed(self, send, form, reader):
        answer = send(form | {"email": ""})

        assert answer.status_code == 303
        assert reader.get(answer["Location"]).status_code == 200
        assert not SealedEmail.objects.exists()

    def test_one_that_is_typed_is_sealed_and_must_be_whole(self, send, form):
        assert send(form | {"email": "noura@"}).status_code == 422
        assert send(form).status_code == 303
        assert SealedEmail.objects.count() == 1

    def test_a_double_click_is_one_comment(self, story, typed):
        typed |= {"email": ""}
        first = submit(story, typed, origin=HERE)

        assert submit(story, typed, origin=HERE) == first
        assert submit(story, typed, origin=Origin("address", "another")) != first
        assert submit(story, typed | {"email": "a@example.org"}, origin=HERE) != first

    def test_the_form_asks_for_none(self, reader, story):
        page = reader.get(story.url).content.decode()
        field = page.partition('id="comment-email"')[0].rpartition("<input")[2]
        rest = page.partition('id="comment-email"')[2].partition(">")[0]

        assert "required" not in field + rest
        settings = DiscussionSettings.load()
        settings.email_required = True
        settings.save()
        page = reader.get(story.url).content.decode()
        around = page.partition('id="comment-email"')
        assert "required" in around[0].rpartition("<input")[2] + around[2].partition(">")[0]
