"""What the newsroom does with a published comment: answer, pick, keep or strike it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minbar.discussion.models import Comment, PolicyRule, Report, SealedEmail, Status
from minbar.discussion.moves import NotAllowed
from minbar.discussion.pages import page_key
from minbar.moderation import queue, rules
from minbar.moderation.decisions import answer, approve, pick, strike, unpick
from minbar.moderation.models import Rule, RuleKind
from minbar.press.models import Touch
from minbar.stories.models import Newspaper
from tests.moderation.conftest import DESK, claim, decide


@pytest.fixture
def published(held, moderator) -> Comment:
    approve(held, by=moderator)
    return held


@pytest.fixture
def report(published, insult):
    """A reader reports the published comment."""

    def report(reporter: str = "a reader", comment: Comment = published, **fields) -> Report:
        told = {"rule": insult, "at": timezone.now()} | fields
        return Report.objects.create(comment=comment, reporter=reporter, **told)

    return report


@pytest.fixture
def at_desk(sign_in, moderator):
    return sign_in(moderator)


def as_read(comment: Comment) -> str:
    return f"{comment.pk}@{comment.revision}"


def touched() -> set[str]:
    return set(Touch.objects.values_list("key", flat=True))


class TestPicking:
    """A published comment becomes the editor's pick, and is it no longer; its page follows."""

    def test_it_is_marked_on_the_page(self, client, published, story):
        Touch.objects.all().delete()

        pick(published)

        assert page_key(story.pk, 1) in touched()
        assert "comment--picked" in client.get(story.url).content.decode()

    def test_it_is_taken_back(self, client, published, story):
        pick(published)
        Touch.objects.all().delete()

        unpick(published)

        assert page_key(story.pk, 1) in touched()
        assert "comment--picked" not in client.get(story.url).content.decode()

    def test_only_what_readers_see_is_picked(self, held):
        with pytest.raises(NotAllowed):
            pick(held)

        assert Comment.objects.get().picked_at is None

    def test_it_is_done_from_its_history(self, at_desk, published):
        history = f"{DESK}{published.pk}/history/"
        assert f"{DESK}pick/" in at_desk.get(history).text

        sent = at_desk.post(f"{DESK}pick/", {"comment": as_read(published)})

        assert (sent.status_code, sent["Location"]) == (303, history)
        assert Comment.objects.get().picked_at is not None
        at_desk.post(f"{DESK}unpick/", {"comment": as_read(published)})
        assert Comment.objects.get().picked_at is None


class TestAnswering:
    """The newsroom answers a published comment, at once and in the newspaper's name."""

    def test_it_is_published_in_the_same_thread_with_the_newspapers_name(
        self, published, moderator, client, story
    ):
        reply = answer(published, "شكرا على الملاحظة.", by=moderator)

        stored = Comment.objects.get(pk=reply.pk)
        assert (stored.status, stored.from_newsroom) == (Status.APPROVED, True)
        assert (stored.parent, stored.thread) == (published, published)
        assert (stored.name, stored.written_by) == (Newspaper.load().name, moderator)
        page = client.get(story.url).content.decode()
        assert "شكرا على الملاحظة." in page
        assert "هيئة التحرير" in page

    def test_a_reply_is_answered_in_its_thread(self, published, moderator):
        reply = answer(published, "شكرا.", by=moderator)

        assert answer(reply, "تتمة", by=moderator).thread == published

    def test_no_e_mail_is_asked_for_or_kept(self, published, moderator):
        reply = answer(published, "شكرا.", by=moderator)

        assert not SealedEmail.objects.filter(comment=reply).exists()

    def test_its_history_says_who_wrote_it(self, published, moderator):
        reply = answer(published, "شكرا.", by=moderator)

        assert [move.by for move in reply.history.all()] == [moderator]

    def test_only_what_readers_see_is_answered(self, held, moderator):
        with pytest.raises(NotAllowed):
            answer(held, "شكرا.", by=moderator)

        assert Comment.objects.count() == 1

    def test_it_is_written_in_its_history(self, at_desk, published):
        form = {"comment": as_read(published), "text": "شكرا\u202e على الملاحظة."}

        sent = at_desk.post(f"{DESK}answer/", form)

        assert sent.status_code == 303
        assert Comment.objects.get(from_newsroom=True).text == "شكرا على الملاحظة."

    def test_an_empty_one_is_none(self, at_desk, published):
        sent = at_desk.post(f"{DESK}answer/", {"comment": as_read(published), "text": " \n"})

        assert sent.status_code == 422
        assert Comment.objects.count() == 1

    def test_it_comes_back_where_the_comment_went_meanwhile(self, at_desk, published, insult):
        strike(published, by=None, reason=insult)

        sent = at_desk.post(f"{DESK}answer/", {"comment": as_read(published), "text": "كتبت هذا"})

        assert sent.status_code == 409
        assert "كتبت هذا" in sent.text


class TestReports:
    """What readers reported stands at the desk: it stays, or it is struck."""

    def test_the_comment_with_the_rule_and_the_message(self, at_desk, published, report):
        report(message="كلام جارح")

        told = claim(at_desk, "place=reported")

        assert (told["counts"]["reported"], told["cards"][0]["status"]) == (1, "approved")
        for shown in (published.text, "كلام جارح", PolicyRule.objects.get(code="insult").text):
            assert shown in told["cards"][0]["html"]

    def test_a_rule_that_reports_have_reached_marks_it(self, at_desk, published, report, editor):
        rule = Rule(name="بلاغات كثيرة", kind=RuleKind.REPORTS, parameters={"least": 2})
        rule.is_live = True
        rules.keep(rule, by=editor)
        report("one")
        assert not claim(at_desk, "place=reported")["entries"][0]["marked"]

        report("another")

        told = claim(at_desk, "place=reported")
        assert told["entries"][0]["marked"]
        assert "بلاغات كثيرة" in told["cards"][0]["html"]

    def test_the_desk_asks_the_same_of_many_reports_as_of_few(
        self, at_desk, make_held, moderator, report
    ):
        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                claim(at_desk, "place=reported")
            return len(queries)

        report()
        asked()
        few = asked()
        for number in range(5):
            comment = make_held()
            approve(comment, by=moderator)
            report(f"reader {number}", comment)
            report(f"other {number}", comment)

        assert asked() <= few

    def test_keeping_it_settles_its_reports_and_undoing_that_opens_them(
        self, at_desk, published, report
    ):
        report("long ago", settled_at=timezone.now())
        report()
        report("another")
        key = str(uuid4())

        decide(at_desk, {"key": key, "kind": "keep", "comments": [as_read(published)]})
        assert queue.count_reported() == 0
        assert Comment.objects.get().status == Status.APPROVED

        (result,) = decide(at_desk, {"undoes": key})
        assert result["done"] == [published.pk]
        assert Report.objects.filter(settled_at=None).count() == 2

    def test_striking_it_settles_them_too(self, at_desk, published, report):
        report()
        order = {"kind": "strike", "comments": [as_read(published)], "reason": "insult"}

        (result,) = decide(at_desk, order)

        assert result["done"] == [published.pk]
        assert Comment.objects.get().status == Status.REJECTED
        assert not Report.objects.filter(settled_at=None).exists()

    def test_what_is_reported_after_it_was_kept_comes_back(self, at_desk, published, report):
        report()
        decide(at_desk, {"kind": "keep", "comments": [as_read(published)]})

        report("another")

        assert len(claim(at_desk, "place=reported")["cards"]) == 1

    def test_what_is_no_longer_published_is_not_asked_about(self, at_desk, published, report):
        report()
        strike(published, by=None, reason=PolicyRule.objects.first())

        assert claim(at_desk, "place=reported")["cards"] == []
        (result,) = decide(at_desk, {"kind": "keep", "comments": [as_read(published)]})
        assert list(result["refused"]) == [str(published.pk)]


class TestAnyPublished:
    """Nobody need report a comment for the desk to find it, and to strike it."""

    def test_the_newest_first_and_by_words(self, at_desk, make_held, moderator):
        first, second = make_held(text="الماء مقطوع منذ أسبوع."), make_held(text="سؤال آخر تماما")
        for comment in (first, second):
            approve(comment, by=moderator)

        found = [entry["id"] for entry in claim(at_desk, "place=published")["entries"]]
        by_words = claim(at_desk, "place=published&search=الماء")["entries"]

        assert found == [second.pk, first.pk]
        assert [entry["id"] for entry in by_words] == [first.pk]


@pytest.mark.parametrize("act", ["pick", "unpick", "answer"])
class TestWhoMay:
    """Only those who may decide on comments."""

    def test_a_reporter_may_not(self, sign_in, reporter, published, act):
        sent = {"comment": as_read(published), "reason": "insult", "text": "رد"}

        sign_in(reporter).post(f"{DESK}{act}/", sent)

        assert Comment.objects.count() == 1
        assert Comment.objects.get().status == Status.APPROVED
        assert Comment.objects.get().picked_at is None
