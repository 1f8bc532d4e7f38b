"""Lists of decided comments, and each comment's history, in the newsroom."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minbar.discussion import moves
from minbar.discussion.models import Comment, MoveKind, Status
from minbar.moderation.decisions import approve, reject
from tests.moderation.conftest import EMAIL

DESK = "/newsroom/moderation/"
LIST = f"{DESK}comments/"


@pytest.fixture
def at_desk(sign_in, moderator):
    """A moderator's browser."""
    return sign_in(moderator)


def as_read(comment: Comment) -> str:
    return f"{comment.pk}@{comment.revision}"


def article(html: str, comment: Comment) -> str:
    """The part of the queue that shows one comment."""
    found = re.search(rf'<article[^>]*id="comment-{comment.pk}".*?</article>', html, re.DOTALL)
    assert found, f"comment {comment.pk} is not on the page"
    return found[0]


class TestWhoMaySeeIt:
    """Only those who may decide on comments."""

    def test_the_menu_names_it_only_to_them(self, sign_in, moderator, reporter, held):
        assert DESK in sign_in(moderator).get("/newsroom/").text
        assert DESK not in sign_in(reporter).get("/newsroom/").text

    def test_an_editor_of_groups_can_grant_the_right(self, admin_client, db):
        group = Group.objects.get(name="صحفيون")

        page = admin_client.get(f"/newsroom/groups/edit/{group.pk}/").text

        right = group.permissions.model.objects.get(codename="decide_comment")
        assert re.search(rf'name="permissions"[^>]*value="{right.pk}"', page)


class TestLists:
    """What was decided, each with its decision."""

    def test_those_decided_stand_apart_with_their_decision(
        self, at_desk, make_held, moderator, off_topic
    ):
        published, refused = make_held(), make_held()
        approve(published, by=moderator)
        reject(refused, by=moderator, reason=off_topic, note="بعيد عن الخبر")

        of_published = at_desk.get(LIST, {"status": "approved"}).text
        of_refused = at_desk.get(LIST, {"status": "rejected"}).text

        assert "amina" in article(of_published, published)
        assert refused.text not in of_published
        assert off_topic.text in article(of_refused, refused)
        assert "بعيد عن الخبر" in article(of_refused, refused)

    @pytest.mark.parametrize("status", ["approved", "rejected"])
    def test_the_number_of_queries_does_not_grow(
        self, at_desk, make_held, make_story, moderator, off_topic, status
    ):
        def send(number: int) -> None:
            for each in range(number):
                comment = make_held(make_story(f"خبر {each}"), email=f"w{each}@example.org")
                if status == "approved":
                    approve(comment, by=moderator)
                else:
                    reject(comment, by=moderator, reason=off_topic)

        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                at_desk.get(LIST, {"status": status})
            return len(queries)

        send(2)
        count()  # what is fetched once in a process's life
        of_two = count()
        send(28)

        assert count() == of_two


class TestUndoing:
    """What was decided last is taken back from a comment's history."""

    def test_ones_own_decision_is_undone(self, at_desk, held, moderator):
        approve(held, by=moderator)
        assert f"{DESK}undo/" in at_desk.get(f"{DESK}{held.pk}/history/").text

        answer = at_desk.post(f"{DESK}undo/", {"comment": as_read(held)})

        assert answer.status_code == 303
        assert Comment.objects.get().status == Status.PENDING

    def test_a_colleagues_is_not(self, at_desk, held, colleague):
        approve(held, by=colleague)
        assert f"{DESK}undo/" not in at_desk.get(f"{DESK}{held.pk}/history/").text

        answer = at_desk.post(f"{DESK}undo/", {"comment": as_read(held)})

        assert answer.status_code == 403
        assert Comment.objects.get().status == Status.APPROVED


class TestHistory:
    """Everything that happened to a comment, by whom and why."""

    def test_every_move_is_shown(self, at_desk, held, moderator, senior, off_topic):
        reject(held, by=moderator, reason=off_topic, note="بعيد عن الخبر")
        moves.move(held, MoveKind.APPEAL, by=None)
        approve(held, by=senior)

        page = at_desk.get(f"{DESK}{held.pk}/history/").text

        order = [page.index(f"desk-move--{status}") for status in ("pending", "rejected")]
        order += [page.index(f"desk-move--{status}") for status in ("appealed", "approved")]
        assert order == sorted(order)
        for shown in ("amina", "huda", off_topic.text, "بعيد عن الخبر", held.text):
            assert shown in page

    def test_what_waits_leads_back_to_its_place(self, at_desk, held, moderator):
        back = f"{DESK}?comment={held.pk}"

        assert back in at_desk.get(f"{DESK}{held.pk}/history/").text
        approve(held, by=moderator)
        assert back not in at_desk.get(f"{DESK}{held.pk}/history/").text

    def test_an_editor_is_led_to_where_comments_are_closed(self, sign_in, editor, moderator, held):
        address = f"/newsroom/pages/{held.story_id}/edit/"

        assert address in sign_in(editor).get(f"{DESK}{held.pk}/history/").text
        assert address not in sign_in(moderator).get(f"{DESK}{held.pk}/history/").text

    def test_what_is_published_leads_to_the_desk(self, at_desk, held, moderator):
        back = f"{DESK}?place=published&amp;comment={held.pk}"
        assert back not in at_desk.get(f"{DESK}{held.pk}/history/").text
        approve(held, by=moderator)

        assert back in at_desk.get(f"{DESK}{held.pk}/history/").text

    def test_no_such_comment(self, at_desk):
        assert at_desk.get(f"{DESK}999999/history/").status_code == 404
        assert at_desk.get(f"{DESK}{10**30}/history/").status_code == 404


class TestNoEMail:
    """The e-mail that was typed is in no answer of the newsroom, sealed or not."""

    def test_it_is_in_no_answer(self, at_desk, make_held, colleague, off_topic):
        waiting, published, refused = (make_held() for _ in range(3))
        approve(published, by=colleague)
        reject(refused, by=colleague, reason=off_topic)
        writer = waiting.sealed_email.writer

        answers = [
            at_desk.get(LIST, {"status": "approved"}),
            at_desk.get(LIST, {"status": "rejected"}),
            *(at_desk.get(f"{DESK}{comment.pk}/history/") for comment in (waiting, refused)),
            at_desk.post(f"{DESK}undo/", {"comment": as_read(published)}),
        ]

        for answer in answers:
            assert EMAIL not in answer.text
            assert writer not in answer.text
