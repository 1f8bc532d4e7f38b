"""Over HTTP: what is sent is answered with a receipt, or with what to mend and nothing lost."""

import json

import pytest

from minbar.discussion.models import Comment, MoveKind, PolicyRule, Status
from minbar.discussion.moves import move
from minbar.discussion.story_tokens import story_token
from minbar.stories.models import CommentsMode

pytestmark = pytest.mark.django_db


class TestSending:
    """A plain form, with no script and no cookie."""

    def test_it_is_held_and_leads_to_its_receipt(self, send, form, reader):
        answer = send(form)

        assert answer.status_code == 303
        page = reader.get(answer["Location"])
        assert page.status_code == 200
        assert "شكرا على المقال." in page.content.decode()
        assert Comment.objects.get().status == Status.PENDING

    def test_no_cookie_is_set_on_the_way(self, send, form, reader, story):
        reader.get(story.url)
        reader.get(send(form)["Location"])

        assert not reader.cookies

    def test_what_was_typed_is_kept_where_a_field_is_wrong(self, send, form):
        answer = send(form | {"email": "noura@", "text": "سطر\n<b>سطر</b>"})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "noura@" in page
        assert "سطر\n&lt;b&gt;سطر&lt;/b&gt;" in page
        assert 'href="#comment-email"' in page
        assert 'aria-invalid="true"' in page
        assert 'aria-describedby="comment-email_error"' in page

    def test_a_story_that_has_closed_gives_the_text_back(self, send, form, story):
        story.comments_mode = CommentsMode.CLOSED
        story.save()

        answer = send(form)

        assert answer.status_code == 403
        assert form["text"] in answer.content.decode()

    def test_a_story_that_has_gone_gives_the_text_back(self, send, form, story):
        story.unpublish()

        answer = send(form)

        assert answer.status_code == 404
        assert form["text"] in answer.content.decode()

    def test_a_get_is_no_way_to_send(self, reader, story):
        assert reader.get(f"/stories/{story.pk}/comments/").status_code == 405

    def test_files_are_never_taken(self, reader, story, form):
        answer = reader.post(f"/stories/{story.pk}/comments/", form)

        assert answer.status_code == 415

    def test_a_body_beyond_any_comment_is_refused(self, send, form):
        assert send(form | {"text": "ط" * 400_000}).status_code == 413


class TestWhereItComesFrom:
    """A page of ours, so far as the browser tells; a form of ours in any case."""

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({}, 303),
            ({"Sec-Fetch-Site": "same-origin"}, 303),
            ({"Sec-Fetch-Site": "same-site"}, 403),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({"Sec-Fetch-Site": "none"}, 403),
            ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, 303),
            ({"Origin": "http://testserver"}, 303),
            ({"Origin": "http://127.0.0.1:8000"}, 303),
            ({"Origin": "https://evil.example"}, 403),
            ({"Origin": "null"}, 403),
            ({"Referer": "http://testserver/national/x/"}, 303),
            ({"Referer": "https://evil.example/"}, 403),
            ({"Origin": "https://evil.example", "Referer": "http://testserver/"}, 403),
        ],
    )
    def test_headers_decide(self, send, form, settings, headers, status):
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]

        answer = send(form, **headers)

        assert answer.status_code == status
        if status == 403:
            assert form["text"] in answer.content.decode()
            assert not Comment.objects.exists()

    @pytest.mark.parametrize("token", ["", "1.", "9.abc", "1." + "0" * 32, "🙂"])
    def test_a_token_that_is_not_ours_gives_a_fresh_form_with_the_text(self, send, form, token):
        answer = send(form | {"token": token})

        assert answer.status_code == 403
        assert form["text"] in answer.content.decode()
        assert form["token"] in answer.content.decode()

    def test_a_token_of_another_story_is_not_this_ones(self, send, form, story):
        assert send(form | {"token": story_token(story.pk + 1)}).status_code == 403

    def test_a_form_made_with_an_older_key_still_works(self, send, form, settings):
        from dataclasses import replace

        keys = settings.SECRET_KEYS
        settings.SECRET_KEYS = replace(keys, story_tokens=keys.story_tokens | {"2": "newer"})

        assert send(form).status_code == 303

    def test_the_newsrooms_session_counts_for_nothing(self, send, form, reader, editor):
        reader.force_login(editor)

        assert send(form, Origin="https://evil.example").status_code == 403


class TestInJson:
    """The same body, answered for machines (RFC 9457 for problems)."""

    def test_it_is_told_where_the_receipt_is(self, send, form):
        answer = send(form, Accept="application/json")

        assert answer.status_code == 201
        assert answer.json()["status"] == "pending"
        assert answer.json()["receipt"].startswith("/receipts/")

    def test_problems_are_named_by_field(self, send, form):
        answer = send(form | {"name": ""}, Accept="application/json")

        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["errors"]["name"][0]["code"] == "required"


class TestReceipt:
    """It says where the comment stands, and nobody else may keep or find it."""

    def test_it_is_stored_nowhere_and_found_nowhere(self, reader, submitted):
        answer = reader.get(f"/receipts/{submitted.token}/")

        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Referrer-Policy"] == "same-origin"

    def test_a_wrong_token_is_a_page_that_helps(self, reader, submitted):
        assert reader.get(f"/receipts/{'a' * 43}/").status_code == 404

    def test_a_refusal_names_its_reason_and_rule(self, reader, submitted, moderator):
        rule = PolicyRule.objects.get(code="off-topic")
        move(submitted.comment, MoveKind.REJECT, by=moderator, reason=rule, note="سر المكتب")

        page = reader.get(f"/receipts/{submitted.token}/").content.decode()

        assert rule.text_ar in page
        assert "/policy/#off-topic" in page
        assert "سر المكتب" not in page
        assert moderator.username not in page

    def test_a_published_comment_is_linked(self, reader, submitted, moderator, story):
        move(submitted.comment, MoveKind.APPROVE, by=moderator)

        page = reader.get(f"/receipts/{submitted.token}/").content.decode()

        assert f"/comments/{submitted.comment.pk}/" in page
        permalink = reader.get(f"/comments/{submitted.comment.pk}/")
        assert permalink.status_code == 303
        assert permalink["Location"] == f"{story.url}#comment-{submitted.comment.pk}"

    def test_a_held_comment_has_no_permalink(self, reader, held):
        assert reader.get(f"/comments/{held.pk}/").status_code == 404


class TestMyComments:
    """The page for the list that a phone keeps is one file for all."""

    def test_it_is_pressed(self, reader):
        answer = reader.get("/comments/mine/")

        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-cache"


class TestOnThePage:
    """Readers see what was approved, oldest first, each name and paragraph in its direction."""

    @pytest.fixture
    def publish(self, story, typed, moderator):
        from minbar.discussion.origins import Origin
        from minbar.discussion.submission import submit

        def publish(**fields):
            comment = submit(story, typed | fields, origin=Origin()).comment
            move(comment, MoveKind.APPROVE, by=moderator)
            return comment

        return publish

    def test_a_held_comment_is_not_there(self, reader, story, held):
        assert held.text not in reader.get(story.url).content.decode()

    def test_approved_ones_stand_in_the_order_of_their_publication(self, reader, story, publish):
        first, second = publish(text="الأول نشرا"), publish(text="الثاني نشرا")

        page = reader.get(story.url).content.decode()

        assert page.index(f'id="comment-{first.pk}"') < page.index(f'id="comment-{second.pk}"')

    def test_names_are_isolated_and_foreign_paragraphs_turned(self, reader, story, publish):
        publish(name="bahia_dz", text="Merci pour ce reportage\n\nشكرا")

        page = reader.get(story.url).content.decode()

        assert '<bdi class="comment__name">bahia_dz</bdi>' in page
        assert '<p dir="ltr" lang="fr">Merci pour ce reportage</p>' in page
        assert '<p dir="rtl">شكرا</p>' in page

    @pytest.mark.parametrize(
        "hostile",
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "</script><script>alert(1)</script>",
            "{{ 70007|add:7 }}{% debug %}",
            "&lt;b&gt;",
        ],
    )
    def test_markup_is_shown_and_never_lived(self, reader, story, publish, hostile):
        publish(name=hostile, place=hostile, text=hostile)

        page = reader.get(story.url).content.decode()

        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "70014" not in page
        article = json.loads(
            page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        )
        assert article["comment"][0]["text"] == hostile
        assert article["comment"][0]["author"]["name"] == hostile
