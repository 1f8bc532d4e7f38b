"""A receipt's holder may change, withdraw, appeal and be forgotten, with nothing but the link."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minbar.discussion import moves, receipt_views
from minbar.discussion.models import (
    Appeal,
    Comment,
    Move,
    MoveKind,
    PolicyRule,
    SealedEmail,
    Status,
)
from minbar.discussion.receipts import prepare_receipt
from minbar.discussion.tries import ADDRESSES, WINDOW, Tries


@pytest.fixture
def rule(db) -> PolicyRule:
    return PolicyRule.objects.get(code="personal")


@pytest.fixture
def receipt(reader, submitted):
    """Ask something of the receipt; a dictionary is sent."""

    def receipt(path: str = "", sent: dict[str, str] | None = None, **headers: str):
        address = f"/receipts/{submitted.token}/{path}"
        if sent is None:
            return reader.get(address, headers=headers)
        return reader.post(address, sent, headers=headers)

    return receipt


@pytest.fixture
def stored(held):
    """The comment as it is stored now."""
    return lambda: Comment.objects.get(pk=held.pk)


EVERY_PAGE = ["", "edit/", "withdraw/", "appeal/", "forget/", "again/"]


class TestTheLink:
    """It is the key: nobody else has it, keeps it, or finds it by trying."""

    @pytest.mark.parametrize("path", EVERY_PAGE)
    def test_every_page_of_it_is_private(self, receipt, held, moderator, rule, path):
        moves.move(held, MoveKind.REJECT, by=moderator, reason=rule)

        answer = receipt(path)

        assert answer.status_code in {200, 303}
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Referrer-Policy"] == "same-origin"

    @pytest.mark.parametrize("path", EVERY_PAGE)
    def test_to_open_one_changes_nothing(self, receipt, held, path):
        with CaptureQueriesContext(connection) as asked:
            receipt(path)

        assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)

    @pytest.mark.parametrize("path", EVERY_PAGE[1:-1])
    def test_no_other_site_sends_for_its_reader(self, receipt, held, stored, path):
        answer = receipt(path, {"text": "كلام غيره"}, **{"Sec-Fetch-Site": "cross-site"})

        assert answer.status_code == 403
        assert "كلام غيره" in answer.text
        assert (stored().status, stored().revision) == (Status.PENDING, 1)
        assert SealedEmail.objects.exists()

    @pytest.mark.parametrize("path", EVERY_PAGE)
    @pytest.mark.parametrize("token", ["a" * 43, "a", "%00", "ن" * 43])
    def test_wrong_ones_are_all_alike(self, reader, submitted, path, token):
        answers = {reader.get(f"/receipts/{each}/{path}").content for each in (token, "b" * 43)}

        assert len(answers) == 1
        assert reader.post(f"/receipts/{token}/{path}").status_code in {404, 405}

    def test_who_tries_many_is_told_to_wait_and_a_right_one_opens(self, reader, receipt):
        most = receipt_views._wrong.most

        tried = [reader.get(f"/receipts/{'a' * 43}/") for _ in range(most + 1)]

        assert {answer.status_code for answer in tried[:most]} == {404}
        assert (tried[most].status_code, tried[most]["Retry-After"]) == (429, "60")
        assert receipt().status_code == 200

    def test_after_a_minute_one_may_try_again(self):
        now = [0.0]
        wrong = Tries(most=3, clock=lambda: now[0])
        assert [wrong.are_too_many("a") for _ in range(4)] == [False, False, False, True]

        assert not wrong.are_too_many("b")
        now[0] = WINDOW + 1
        assert not wrong.are_too_many("a")

    def test_what_is_remembered_of_them_is_bounded(self):
        wrong = Tries(most=3)
        for number in range(ADDRESSES + 50):
            wrong.are_too_many(str(number))

        assert len(wrong._tried) == ADDRESSES


class TestChanging:
    """What waits can be changed; it is read anew, and the old words are kept beside."""

    def test_the_new_words_wait_in_place_of_the_old(self, receipt, stored):
        words = {"name": "نورة", "place": "", "text": "شكرا جزيلا.", "revision": "1"}

        answer = receipt("edit/", words)

        assert answer.status_code == 303
        comment = stored()
        assert (comment.text, comment.place, comment.revision) == ("شكرا جزيلا.", "", 2)
        assert comment.revisions.get().text == "شكرا على المقال."
        assert [move.kind for move in comment.history.all()] == [MoveKind.SUBMIT, MoveKind.EDIT]

    def test_the_form_holds_what_stands(self, receipt):
        page = receipt("edit/").text

        assert "شكرا على المقال." in page
        assert 'name="email"' not in page

    def test_a_look_at_the_desk_before_it_no_longer_counts(self, receipt, held, moderator):
        seen_at_the_desk = Comment.objects.get(pk=held.pk)
        receipt("edit/", {"name": "نورة", "place": "", "text": "كلام آخر", "revision": "1"})

        with pytest.raises(moves.ChangedMeanwhile):
            moves.move(seen_at_the_desk, MoveKind.APPROVE, by=moderator)

    def test_a_wrong_field_keeps_all_that_was_typed(self, receipt, stored):
        words = {"name": "", "place": "وهران", "text": "كلام جديد", "revision": "1"}

        answer = receipt("edit/", words)

        assert answer.status_code == 422
        for kept in ("وهران", "كلام جديد"):
            assert kept in answer.text
        assert stored().revision == 1

    def test_of_two_windows_the_second_is_asked(self, receipt, stored):
        receipt("edit/", {"name": "نورة", "place": "", "text": "النافذة الأولى", "revision": "1"})

        second = {"name": "نورة", "place": "", "text": "النافذة الثانية", "revision": "1"}
        answer = receipt("edit/", second)

        assert answer.status_code == 409
        assert "النافذة الثانية" in answer.text
        assert stored().text == "النافذة الأولى"
        assert receipt("edit/", second | {"revision": "2"}).status_code == 303

    def test_what_was_decided_meanwhile_gives_the_text_back(self, receipt, held, moderator, stored):
        moves.move(held, MoveKind.APPROVE, by=moderator)

        answer = receipt(
            "edit/", {"name": "نورة", "place": "", "text": "وصل متأخرا", "revision": "1"}
        )

        assert answer.status_code == 409
        assert "وصل متأخرا" in answer.text
        assert stored().text == "شكرا على المقال."

    def test_a_returned_one_says_why_and_comes_back(self, receipt, held, moderator, rule, stored):
        moves.move(held, MoveKind.RETURN, by=moderator, reason=rule, message="دون رقم الهاتف")
        page = receipt().text
        assert rule.text_ar in page
        assert "دون رقم الهاتف" in page
        assert moderator.username not in page

        receipt("edit/", {"name": "نورة", "place": "", "text": "بلا رقم", "revision": "1"})

        assert stored().returned_at is None
        assert list(Comment.objects.awaiting_decision()) == [held]


class TestWithdrawing:
    """A comment is its writer's, whatever was decided."""

    def test_one_is_asked_first(self, receipt, stored):
        assert "سحب" in receipt("withdraw/").text
        assert stored().status == Status.PENDING

    @pytest.mark.parametrize("before", [[], [MoveKind.APPROVE], [MoveKind.REJECT]])
    def test_it_is_withdrawn(self, receipt, held, moderator, rule, stored, before):
        for kind in before:
            moves.move(held, kind, by=moderator, reason=rule)

        answer = receipt("withdraw/", {})

        assert (answer.status_code, stored().status) == (303, Status.WITHDRAWN)

    def test_once_more_leads_to_the_receipt(self, receipt, held):
        receipt("withdraw/", {})

        assert receipt("withdraw/", {}).status_code == 303
        assert held.history.count() == 2

    def test_a_decision_at_the_same_moment_does_not_save_it(
        self, receipt, held, moderator, stored, monkeypatch
    ):
        comment_of = receipt_views.comment_of

        def decided_just_after(token: str) -> Comment | None:
            comment = comment_of(token)
            moves.move(Comment.objects.get(pk=held.pk), MoveKind.APPROVE, by=moderator)
            return comment

        monkeypatch.setattr(receipt_views, "comment_of", decided_just_after)

        receipt("withdraw/", {})

        assert stored().status == Status.WITHDRAWN


@pytest.mark.django_db(transaction=True)
class TestOnThePage:
    """What is taken back is off the page when its writer is answered."""

    def test_one_line_stays(self, reader, receipt, story, held, moderator):
        moves.move(held, MoveKind.APPROVE, by=moderator)
        assert held.text in reader.get(story.url).text

        receipt("withdraw/", {})

        page = reader.get(story.url).text
        assert held.text not in page
        assert "سحب كاتب" in page


class TestAppealing:
    """A refusal can be judged again, once, by somebody else."""

    @pytest.fixture
    def refused(self, held, moderator, rule) -> Comment:
        moves.move(held, MoveKind.REJECT, by=moderator, reason=rule)
        return held

    def test_it_goes_back_to_the_desk_with_what_its_writer_says(self, receipt, refused, stored):
        answer = receipt("appeal/", {"message": "ليس فيه اسم أحد.\u202e"})

        assert (answer.status_code, stored().status) == (303, Status.APPEALED)
        assert Appeal.objects.get().message == "ليس فيه اسم أحد."

    @pytest.mark.parametrize("message", ["", " \n", "ط" * 1001])
    def test_it_says_something_and_no_more_than_a_page(self, receipt, refused, stored, message):
        answer = receipt("appeal/", {"message": message})

        assert (answer.status_code, stored().status) == (422, Status.REJECTED)

    def test_only_once(self, receipt, refused, colleague, rule, stored):
        receipt("appeal/", {"message": "أعيدوا النظر."})
        moves.move(stored(), MoveKind.UPHOLD, by=colleague, reason=rule)

        assert "appeal/" not in receipt().text
        assert receipt("appeal/", {"message": "مرة أخرى."}).status_code == 303
        assert stored().status == Status.REJECTED

    def test_what_is_not_refused_cannot_be_appealed(self, receipt, held, stored):
        assert receipt("appeal/", {"message": "قبل القرار"}).status_code == 303
        assert stored().status == Status.PENDING

    def test_a_newsroom_of_one_says_so(self, receipt, refused, moderator, colleague, rule, stored):
        receipt("appeal/", {"message": "أعيدوا النظر."})
        moves.move(stored(), MoveKind.UPHOLD, by=moderator, reason=rule)
        assert "شخص واحد" in receipt().text

    def test_otherwise_it_does_not(self, receipt, refused, colleague, rule, stored):
        receipt("appeal/", {"message": "أعيدوا النظر."})
        moves.move(stored(), MoveKind.UPHOLD, by=colleague, reason=rule)
        assert "شخص واحد" not in receipt().text

    def test_what_a_rule_refused_can_be_judged_by_anybody(self, reader, story, rule, moderator):
        comment = Comment(story=story, name="نورة", text="نص", submitted_at=timezone.now())
        token = prepare_receipt(comment)
        moves.enter(comment, Status.REJECTED, reason=rule)
        moves.move(comment, MoveKind.APPEAL)
        moves.move(comment, MoveKind.APPROVE, by=moderator)

        answer = reader.get(f"/receipts/{token}/")

        assert answer.status_code == 200
        assert "شخص واحد" not in answer.text


class TestForgetting:
    """The e-mail goes at once, and all that recognises its writer; the comment stays."""

    def test_the_seal_is_gone(self, receipt, held, stored):
        assert receipt("forget/").status_code == 200
        assert SealedEmail.objects.exists()

        assert receipt("forget/", {}).status_code == 303

        assert not SealedEmail.objects.exists()
        assert (stored().text, stored().status) == (held.text, Status.PENDING)
        assert "forget/" not in receipt().text

    def test_twice_is_no_error(self, receipt):
        receipt("forget/", {})

        assert receipt("forget/", {}).status_code == 303


class TestWritingAnew:
    """The words of a refused comment stand in a new form; the e-mail does not."""

    def test_the_words_are_there(self, receipt, held, moderator, rule, story, typed):
        moves.move(held, MoveKind.REJECT, by=moderator, reason=rule)

        page = receipt("again/").text

        assert held.text in page
        assert f"/stories/{story.pk}/comments/" in page
        assert typed["email"] not in page

    def test_what_waits_is_edited_instead(self, receipt, held):
        assert receipt("again/").status_code == 303


class TestWhatItSays:
    """Where the comment stands, since when, and what can be done."""

    def test_in_json_for_the_list_on_the_phone(self, receipt, held, story):
        told = receipt(Accept="application/json").json()

        assert (told["status"], told["headline"]) == ("pending", story.title)
        assert told["text"] == held.text
        assert "email" not in str(told)

    @pytest.mark.parametrize(
        ("kinds", "offered", "absent"),
        [
            ([], ["edit/", "withdraw/", "forget/"], ["appeal/", "again/"]),
            ([MoveKind.APPROVE], ["withdraw/"], ["edit/", "appeal/", "again/"]),
            ([MoveKind.REJECT], ["appeal/", "again/", "withdraw/"], ["edit/"]),
            ([MoveKind.REJECT, MoveKind.APPEAL], ["withdraw/"], ["edit/", "again/"]),
            ([MoveKind.WITHDRAW], ["again/"], ["edit/", "withdraw/", "appeal/"]),
        ],
    )
    def test_it_offers_what_can_be_done(
        self, receipt, held, moderator, rule, kinds, offered, absent
    ):
        for kind in kinds:
            moves.move(held, kind, by=moderator, reason=rule)

        page = receipt().text

        assert [path for path in offered if f'href="{path}"' not in page] == []
        assert [path for path in absent if f'href="{path}"' in page] == []

    def test_published_replies_to_it(self, receipt, held, story, moderator, make_reply):
        moves.move(held, MoveKind.APPROVE, by=moderator)
        make_reply(held, "أوافقك تماما", approve=True)
        make_reply(held, "رد لم يُقرأ بعد", approve=False)

        page = receipt().text

        assert "أوافقك تماما" in page
        assert "رد لم يُقرأ بعد" not in page

    @pytest.fixture
    def make_reply(self, story, moderator):
        def make_reply(to: Comment, text: str, *, approve: bool) -> None:
            reply = Comment(story=story, parent=to, thread=to, name="كريم", text=text)
            reply.submitted_at = to.submitted_at
            moves.enter(reply)
            if approve:
                moves.move(reply, MoveKind.APPROVE, by=moderator)

        return make_reply

    def test_every_step_left_one_row(self, receipt, held, moderator, rule, stored):
        receipt("edit/", {"name": "نورة", "place": "", "text": "ثانيا", "revision": "1"})
        moves.move(stored(), MoveKind.RETURN, by=moderator, reason=rule)
        receipt("edit/", {"name": "نورة", "place": "", "text": "ثالثا", "revision": "2"})
        moves.move(stored(), MoveKind.REJECT, by=moderator, reason=rule)
        receipt("appeal/", {"message": "أعيدوا النظر."})
        receipt("withdraw/", {})

        kinds = list(Move.objects.values_list("kind", flat=True))
        assert kinds == ["submit", "edit", "return", "edit", "reject", "appeal", "withdraw"]
