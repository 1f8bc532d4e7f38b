"""The queue in the newsroom: who may see it, what it shows, and what its buttons do."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minbar.discussion import moves
from minbar.discussion.models import Comment, Move, MoveKind, Status
from minbar.discussion.screening import sentence_of
from minbar.discussion.writer_actions import appeal
from minbar.moderation import queue
from minbar.moderation.decisions import approve, reject
from tests.moderation.conftest import EMAIL

QUEUE = "/newsroom/moderation/"
APPROVE, REJECT = f"{QUEUE}approve/", f"{QUEUE}reject/"


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
    """Only those who may decide on comments, at every address."""

    ADDRESSES = ("GET", QUEUE), ("POST", APPROVE), ("POST", REJECT), ("GET", f"{QUEUE}%s/history/")

    @pytest.mark.parametrize(("method", "address"), ADDRESSES)
    def test_who_is_not_signed_in_is_asked_to(self, client, held, method, address):
        answer = client.generic(method, address.replace("%s", str(held.pk)))

        assert answer.status_code == 302
        assert answer["Location"].startswith("/newsroom/login/")

    @pytest.mark.parametrize(("method", "address"), ADDRESSES)
    def test_a_reporter_is_refused(self, sign_in, reporter, held, method, address):
        sent = {"comment": as_read(held), "reason": "insult"}

        answer = getattr(sign_in(reporter), method.lower())(
            address.replace("%s", str(held.pk)), sent, follow=True
        )

        assert answer.redirect_chain == [("/newsroom/", 302)]
        assert held.text not in answer.text
        assert Move.objects.count() == 1

    def test_a_moderator_and_an_editor_may(self, sign_in, moderator, editor, held):
        for person in (moderator, editor):
            assert sign_in(person).get(QUEUE).status_code == 200

    def test_the_menu_names_it_only_to_them(self, sign_in, moderator, reporter, held):
        assert QUEUE in sign_in(moderator).get("/newsroom/").text
        assert QUEUE not in sign_in(reporter).get("/newsroom/").text

    def test_an_editor_of_groups_can_grant_the_right(self, admin_client, db):
        group = Group.objects.get(name="صحفيون")

        page = admin_client.get(f"/newsroom/groups/edit/{group.pk}/").text

        right = group.permissions.model.objects.get(codename="decide_comment")
        assert re.search(rf'name="permissions"[^>]*value="{right.pk}"', page)

    @pytest.mark.parametrize("address", [APPROVE, REJECT])
    def test_looking_decides_nothing(self, at_desk, held, address):
        assert at_desk.get(address, {"comment": as_read(held)}).status_code == 405


class TestTheQueue:
    """What waits, with all that a moderator judges by."""

    def test_a_comment_with_its_story(self, at_desk, held, story):
        shown = article(at_desk.get(QUEUE).text, held)

        assert story.kicker in shown
        assert f'<a href="{story.url}" target="_blank" rel="noopener">{story.title}</a>' in shown
        assert '<bdi class="desk-comment__name">نورة</bdi>' in shown
        assert "<bdi>سعيدة</bdi>" in shown
        assert held.text in shown
        assert f'value="{held.pk}@1"' in shown

    def test_each_paragraph_has_its_own_direction_and_its_lines(self, at_desk, make_held):
        comment = make_held(text="Bonjour à tous\nune ligne\n\nوكل عام وأنتم بخير\n\n2026!")

        shown = article(at_desk.get(QUEUE).text, comment)

        assert '<p dir="ltr">Bonjour à tous\nune ligne</p>' in shown
        assert '<p dir="rtl">وكل عام وأنتم بخير</p>' in shown
        assert "<p>2026!</p>" in shown

    def test_what_a_reader_typed_is_only_text(self, at_desk, make_held):
        comment = make_held(name="<b>هو</b>", text="<script>alert(1)</script>", place="&amp;")

        shown = article(at_desk.get(QUEUE).text, comment)

        assert "&lt;script&gt;" in shown
        assert "&lt;b&gt;هو" in shown
        assert "<script" not in shown

    def test_the_longest_waiting_first_fifty_a_page(self, at_desk, make_held, monkeypatch):
        monkeypatch.setattr(queue, "PAGE_LENGTH", 2)
        comments = [make_held() for _ in range(3)]
        Comment.objects.filter(pk=comments[2].pk).update(
            submitted_at=timezone.now() - timedelta(days=1)
        )

        first, second = at_desk.get(QUEUE).text, at_desk.get(QUEUE, {"p": "2"}).text

        assert first.index(comments[2].text) < first.index(comments[0].text)
        assert comments[1].text not in first
        assert comments[1].text in second
        assert at_desk.get(QUEUE, {"p": "x"}).status_code == 200

    def test_a_page_has_fifty(self):
        assert queue.PAGE_LENGTH == 50

    def test_the_writers_record(self, at_desk, make_held, moderator, off_topic):
        approve(make_held(), by=moderator)
        reject(make_held(), by=moderator, reason=off_topic)
        comment = make_held()

        (entry,) = at_desk.get(QUEUE).context["entries"]

        assert (entry.comment, entry.record.published, entry.record.refused) == (comment, 1, 1)

    def test_an_empty_queue_says_so(self, at_desk):
        answer = at_desk.get(QUEUE)

        assert answer.context["count_waiting"] == 0
        assert "desk-empty" in answer.text

    def test_an_appeal_can_be_published_here_and_not_refused(
        self, at_desk, held, moderator, off_topic
    ):
        reject(held, by=moderator, reason=off_topic)
        moves.move(held, MoveKind.APPEAL, by=None)

        shown = article(at_desk.get(QUEUE).text, held)

        assert APPROVE in shown
        assert REJECT not in shown

    def test_those_decided_stand_apart_with_their_decision(
        self, at_desk, make_held, moderator, off_topic
    ):
        published, refused = make_held(), make_held()
        approve(published, by=moderator)
        reject(refused, by=moderator, reason=off_topic, note="بعيد عن الخبر")

        of_published = at_desk.get(QUEUE, {"status": "approved"}).text
        of_refused = at_desk.get(QUEUE, {"status": "rejected"}).text

        assert "amina" in article(of_published, published)
        assert refused.text not in of_published
        assert off_topic.text in article(of_refused, refused)
        assert "بعيد عن الخبر" in article(of_refused, refused)
        assert REJECT not in of_refused

    @pytest.mark.parametrize("status", ["", "approved"])
    def test_the_number_of_queries_does_not_grow(
        self, at_desk, make_held, make_story, moderator, status
    ):
        def send(number: int) -> None:
            for each in range(number):
                comment = make_held(make_story(f"خبر {each}"), email=f"w{each}@example.org")
                if status:
                    approve(comment, by=moderator)

        def count() -> int:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                at_desk.get(QUEUE, {"status": status})
            return len(queries)

        send(2)
        count()  # what is fetched once in a process's life
        of_two = count()
        send(28)

        assert count() == of_two


class TestPublishing:
    """One press publishes what was read, and leads to the next."""

    def test_it_is_published_and_the_next_one_shown(self, at_desk, make_held, moderator):
        first, second = make_held(), make_held()

        answer = at_desk.post(APPROVE, {"comment": as_read(first)})

        assert (answer.status_code, answer["Location"]) == (303, f"{QUEUE}#comment-{second.pk}")
        first.refresh_from_db()
        assert first.status == Status.APPROVED
        assert first.history.latest().by == moderator
        assert "<bdi>نورة</bdi>" in at_desk.get(answer["Location"]).text

    def test_after_the_last_one_the_queue_begins_anew(self, at_desk, make_held):
        make_held()
        last = make_held()

        assert at_desk.post(APPROVE, {"comment": as_read(last)})["Location"] == QUEUE

    def test_the_next_one_may_stand_on_another_page(self, at_desk, make_held, monkeypatch):
        monkeypatch.setattr(queue, "PAGE_LENGTH", 1)
        make_held()
        second, third = make_held(), make_held()

        answer = at_desk.post(APPROVE, {"comment": as_read(second)})

        assert answer["Location"] == f"{QUEUE}?p=2#comment-{third.pk}"


class TestRefusing:
    """A refusal gives a rule; without one nothing is decided and nothing typed is lost."""

    def test_it_is_refused_for_the_reason(self, at_desk, held, moderator, off_topic):
        sent = {"comment": as_read(held), "reason": "off-topic", "note": "  بعيد عن الخبر "}

        answer = at_desk.post(REJECT, sent)

        assert answer.status_code == 303
        move = held.history.latest()
        assert (move.went_to, move.reason, move.note, move.by) == (
            Status.REJECTED,
            off_topic,
            "بعيد عن الخبر",
            moderator,
        )

    @pytest.mark.parametrize(
        ("reason", "note"), [("", "ملاحظة"), ("rude", "ملاحظة"), ("insult", "ط" * 1001)]
    )
    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(self, at_desk, held, reason, note):
        answer = at_desk.post(REJECT, {"comment": as_read(held), "reason": reason, "note": note})

        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        shown = article(answer.text, held)
        assert f"{note}</textarea>" in shown
        assert "<details" in shown
        assert re.search(r"<details[^>]* open>", shown)
        assert ("checked" in shown) == (reason == "insult")
        assert Move.objects.count() == 1


class TestChangedMeanwhile:
    """Who comes second is told who was first and what was done; nothing changes."""

    def test_a_colleague_was_faster(self, at_desk, held, colleague, off_topic):
        approve(held, by=colleague)
        sent = {"comment": f"{held.pk}@1", "reason": "off-topic", "note": "ملاحظتي"}

        answer = at_desk.post(REJECT, sent)

        assert answer.status_code == 409
        assert "<bdi>karim</bdi>" in answer.context["setback"].sentence
        assert held.get_status_display() in answer.context["setback"].sentence
        assert "ملاحظتي" in answer.text
        assert Comment.objects.get().status == Status.APPROVED
        assert Move.objects.count() == 2

    def test_pressing_twice_decides_once(self, at_desk, held, moderator):
        at_desk.post(APPROVE, {"comment": f"{held.pk}@1"})

        answer = at_desk.post(APPROVE, {"comment": f"{held.pk}@1"})

        assert answer.status_code == 409
        assert "amina" not in answer.context["setback"].sentence
        assert Move.objects.count() == 2

    def test_its_writer_has_changed_it(self, at_desk, held):
        Comment.objects.update(text="نص آخر تماما", revision=2)
        sent = {"comment": f"{held.pk}@1", "reason": "insult", "note": "ملاحظتي"}

        answer = at_desk.post(REJECT, sent)

        assert answer.status_code == 409
        shown = article(answer.text, held)
        assert "نص آخر تماما" in shown
        assert f'value="{held.pk}@2"' in shown
        assert "ملاحظتي</textarea>" in shown
        assert Comment.objects.get().status == Status.PENDING

    def test_a_change_found_only_on_writing(self, at_desk, held, moderator, monkeypatch):
        """Between reading the row and moving it, as two servers would."""
        stale = Comment.objects.get(pk=held.pk)
        Comment.objects.update(revision=2)
        monkeypatch.setattr(queue, "as_read", lambda reference, **_: stale)

        answer = at_desk.post(APPROVE, {"comment": f"{held.pk}@1"})

        assert answer.status_code == 409
        assert Comment.objects.get().status == Status.PENDING

    def test_its_writer_has_withdrawn_it(self, at_desk, held):
        moves.move(held, MoveKind.WITHDRAW, by=None)

        answer = at_desk.post(APPROVE, {"comment": f"{held.pk}@1"})

        assert answer.status_code == 409
        assert "<bdi>نورة</bdi>" in answer.context["setback"].sentence

    def test_it_has_been_appealed(self, at_desk, held, moderator, off_topic):
        reject(held, by=moderator, reason=off_topic)
        moves.move(held, MoveKind.APPEAL, by=None)

        answer = at_desk.post(REJECT, {"comment": f"{held.pk}@1", "reason": "insult"})

        assert answer.status_code == 409
        assert Comment.objects.get().status == Status.APPEALED

    @pytest.mark.parametrize("comment", ["", "x", "999999", "999999@1", "1@x", "\x00"])
    def test_no_such_comment(self, at_desk, comment):
        answer = at_desk.post(REJECT, {"comment": comment, "reason": "insult", "note": "ملاحظتي"})

        assert answer.status_code == 404
        assert "ملاحظتي" in answer.text


class TestOtherDecisions:
    """What else the desk decides: return, uphold, undo."""

    def test_a_comment_is_returned_to_its_writer(self, at_desk, held):
        sent = {"comment": as_read(held), "reason": "personal", "message": "دون الرقم"}

        answer = at_desk.post(f"{QUEUE}return/", sent | {"note": "لزميل"}, follow=True)

        move = held.history.latest()
        assert (move.kind, move.message, move.note) == (MoveKind.RETURN, "دون الرقم", "لزميل")
        assert f'id="comment-{held.pk}"' not in answer.text

    @pytest.fixture
    def appealed(self, held, moderator, off_topic) -> Comment:
        reject(held, by=moderator, reason=off_topic)
        appeal(held, "هو في صلب الموضوع.")
        return held

    @pytest.mark.parametrize("path", [APPROVE, f"{QUEUE}uphold/"])
    def test_who_refused_does_not_judge_the_appeal(
        self, at_desk, appealed, colleague, moderator, path
    ):
        assert "هو في صلب الموضوع." in at_desk.get(QUEUE).text

        answer = at_desk.post(path, {"comment": as_read(appealed)})

        assert answer.status_code == 403
        assert Comment.objects.get().status == Status.APPEALED

    def test_a_colleague_does(self, sign_in, appealed, colleague):
        sign_in(colleague).post(f"{QUEUE}uphold/", {"comment": as_read(appealed)})

        assert appealed.history.latest().kind == MoveKind.UPHOLD

    def test_ones_own_decision_is_undone(self, at_desk, held, moderator):
        approve(held, by=moderator)
        assert f"{QUEUE}undo/" in at_desk.get(f"{QUEUE}{held.pk}/history/").text

        answer = at_desk.post(f"{QUEUE}undo/", {"comment": as_read(held)})

        assert answer.status_code == 303
        assert Comment.objects.get().status == Status.PENDING

    def test_a_colleagues_is_not(self, at_desk, held, colleague):
        approve(held, by=colleague)
        assert f"{QUEUE}undo/" not in at_desk.get(f"{QUEUE}{held.pk}/history/").text

        answer = at_desk.post(f"{QUEUE}undo/", {"comment": as_read(held)})

        assert answer.status_code == 403
        assert Comment.objects.get().status == Status.APPROVED

    def test_why_it_is_here_is_said(self, at_desk, held):
        Comment.objects.update(labels=["links", "unproven"])

        page = at_desk.get(QUEUE).text

        assert sentence_of("links") in page
        assert sentence_of("unproven") in page


class TestHistory:
    """Everything that happened to a comment, by whom and why."""

    def test_every_move_is_shown(self, at_desk, held, moderator, colleague, off_topic):
        reject(held, by=moderator, reason=off_topic, note="بعيد عن الخبر")
        moves.move(held, MoveKind.APPEAL, by=None)
        approve(held, by=colleague)

        page = at_desk.get(f"{QUEUE}{held.pk}/history/").text

        order = [page.index(f"desk-move--{status}") for status in ("pending", "rejected")]
        order += [page.index(f"desk-move--{status}") for status in ("appealed", "approved")]
        assert order == sorted(order)
        for shown in ("amina", "karim", off_topic.text, "بعيد عن الخبر", held.text):
            assert shown in page

    def test_what_waits_leads_back_to_its_place(self, at_desk, held, moderator):
        back = f"{QUEUE}?p=1#comment-{held.pk}"

        assert back in at_desk.get(f"{QUEUE}{held.pk}/history/").text
        approve(held, by=moderator)
        assert back not in at_desk.get(f"{QUEUE}{held.pk}/history/").text

    def test_no_such_comment(self, at_desk):
        assert at_desk.get(f"{QUEUE}999999/history/").status_code == 404
        assert at_desk.get(f"{QUEUE}{10**30}/history/").status_code == 404


class TestNoEMail:
    """The e-mail that was typed is in no answer of the newsroom, sealed or not."""

    def test_it_is_in_no_answer(self, at_desk, make_held, colleague, off_topic):
        waiting, published, refused = (make_held() for _ in range(3))
        approve(published, by=colleague)
        reject(refused, by=colleague, reason=off_topic)
        writer = waiting.sealed_email.writer

        answers = [
            at_desk.get(QUEUE),
            at_desk.get(QUEUE, {"status": "approved"}),
            at_desk.get(QUEUE, {"status": "rejected"}),
            *(at_desk.get(f"{QUEUE}{comment.pk}/history/") for comment in (waiting, refused)),
            at_desk.post(REJECT, {"comment": as_read(waiting)}),
            at_desk.post(APPROVE, {"comment": as_read(published)}),
            at_desk.post(APPROVE, {"comment": as_read(waiting)}, follow=True),
        ]

        for answer in answers:
            assert EMAIL not in answer.text
            assert writer not in answer.text
