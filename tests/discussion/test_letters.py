"""Mail goes to who asked for it and owns the address; to others one question a day at most."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from minbar.discussion import letters, moves
from minbar.discussion.models import (
    Comment,
    Letter,
    MoveKind,
    PolicyRule,
    ProvenAddress,
    SealedEmail,
)
from minbar.discussion.origins import Origin
from minbar.discussion.submission import submit

from .conftest import EMAIL


@pytest.fixture(autouse=True)
def mail_is_configured(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def send_comment(story, typed):
    def send_comment(text: str = "شكرا على المقال.", **fields: str) -> Comment:
        asked = {"wants_mail": "on"} | typed | fields | {"text": text}
        return submit(story, asked, origin=Origin("a", "b")).comment

    return send_comment


def later(**span: float) -> None:
    """Let time pass for what waits."""
    passed = timedelta(**span)
    for letter in Letter.objects.all():
        Letter.objects.filter(pk=letter.pk).update(due_at=letter.due_at - passed)
    for address in ProvenAddress.objects.exclude(asked_at=None):
        ProvenAddress.objects.filter(pk=address.pk).update(asked_at=address.asked_at - passed)


def link_in(message) -> str:
    (link,) = [line for line in message.body.splitlines() if "/receipts/mail/" in line]
    return link[link.index("/receipts/") :]


@pytest.fixture
def proven(send_comment, reader) -> None:
    send_comment("الأول")
    letters.send_due_letters()
    reader.post(link_in(mail.outbox.pop()), {"mine": "1"})


class TestProving:
    """A link that is sent to the address, and a button behind it."""

    def test_a_question_is_sent_without_a_word_of_the_comment(self, send_comment, story):
        comment = send_comment("كلام لا يخص صاحب البريد")

        letters.send_due_letters()

        (message,) = mail.outbox
        assert message.to == [EMAIL]
        for private in (comment.text, comment.name, story.title):
            assert private not in message.body + message.subject
        assert not Letter.objects.exists()

    def test_who_did_not_ask_gets_none(self, story, typed):
        submit(story, typed, origin=Origin("a", "b"))

        assert not Letter.objects.exists()

    def test_nor_where_no_mail_is_configured(self, send_comment, settings, reader, story):
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        send_comment()

        assert not Letter.objects.exists()
        assert "wants_mail" not in reader.get(story.url).text

    def test_the_box_is_there_and_not_ticked(self, reader, story):
        page = reader.get(story.url).text

        assert 'name="wants_mail"' in page
        assert "checked" not in page

    def test_one_a_day_at_most(self, send_comment):
        for number in range(5):
            send_comment(f"تعليق {number}")
        letters.send_due_letters()
        assert len(mail.outbox) == 1

        later(hours=25)
        send_comment("في الغد")
        letters.send_due_letters()
        assert len(mail.outbox) == 2

    def test_to_open_the_link_proves_nothing(self, send_comment, reader):
        send_comment()
        letters.send_due_letters()

        assert reader.get(link_in(mail.outbox[0])).status_code == 200
        assert ProvenAddress.objects.get().proven_at is None

        reader.post(link_in(mail.outbox[0]), {"mine": "1"})
        assert ProvenAddress.objects.get().proven_at

    def test_not_from_another_site(self, send_comment, reader):
        send_comment()
        letters.send_due_letters()

        answer = reader.post(
            link_in(mail.outbox[0]), {"mine": "1"}, headers={"Sec-Fetch-Site": "cross-site"}
        )

        assert answer.status_code == 403
        assert ProvenAddress.objects.get().proven_at is None

    @pytest.mark.parametrize("token", ["1", "1.", "1.abc", "٣.abc", "9" * 30 + ".a", "x.y", "1.ن"])
    def test_no_other_link_opens(self, send_comment, reader, token):
        send_comment()

        assert reader.get(f"/receipts/mail/{token}/").status_code == 404

    def test_whose_it_is_not_is_left_alone(self, send_comment, reader):
        send_comment()
        letters.send_due_letters()

        reader.post(link_in(mail.outbox[0]), {"mine": "0"})

        assert not SealedEmail.objects.exists()
        assert Comment.objects.get().labels == [letters.NOT_THEIRS]
        later(hours=25)
        send_comment("مرة أخرى")
        letters.send_due_letters()
        assert len(mail.outbox) == 1


class TestDecisions:
    """Told five minutes late, to who asked and owns the address."""

    @pytest.fixture
    def rule(self) -> PolicyRule:
        return PolicyRule.objects.get(code="personal")

    @pytest.mark.parametrize("kind", [MoveKind.APPROVE, MoveKind.REJECT, MoveKind.RETURN])
    def test_it_is_told(self, proven, send_comment, moderator, rule, kind):
        comment = send_comment("الثاني")
        given = None if kind == MoveKind.APPROVE else rule
        moves.move(comment, kind, by=moderator, reason=given, message="دون الرقم", note="سر")

        letters.send_due_letters()
        assert mail.outbox == []
        later(minutes=5)
        letters.send_due_letters()

        (message,) = mail.outbox
        assert message.to == [EMAIL]
        assert comment.story.title in message.body
        assert "/receipts/" in message.body
        assert (rule.text_ar in message.body) is (given is not None)
        assert "سر" not in message.body.replace("سريع", "")
        assert moderator.username not in message.body

    def test_an_undo_stops_it(self, proven, send_comment, moderator):
        comment = send_comment("الثاني")
        moves.move(comment, MoveKind.APPROVE, by=moderator)
        moves.undo(comment, by=moderator)

        later(minutes=10)
        letters.send_due_letters()

        assert mail.outbox == []

    def test_of_two_decisions_the_last_is_told(self, proven, send_comment, moderator, rule):
        comment = send_comment("الثاني")
        moves.move(comment, MoveKind.APPROVE, by=moderator)
        moves.move(comment, MoveKind.STRIKE, by=moderator, reason=rule)

        later(minutes=10)
        letters.send_due_letters()

        (message,) = mail.outbox
        assert rule.text_ar in message.body

    def test_an_unproven_address_is_not_told(self, send_comment, moderator):
        comment = send_comment()
        letters.send_due_letters()
        mail.outbox.clear()
        moves.move(comment, MoveKind.APPROVE, by=moderator)

        later(minutes=10)
        letters.send_due_letters()

        assert mail.outbox == []

    def test_nor_one_that_was_forgotten(self, proven, send_comment, moderator):
        comment = send_comment("الثاني")
        moves.move(comment, MoveKind.APPROVE, by=moderator)
        SealedEmail.objects.all().delete()

        later(minutes=10)
        letters.send_due_letters()

        assert (mail.outbox, Letter.objects.count()) == ([], 0)


class TestFailing:
    """What the mail server does not take is tried again, and given up in the end."""

    def test_it_is_tried_again(self, send_comment, monkeypatch):
        send_comment()
        with monkeypatch.context() as patch:
            patch.setattr(EmailBackend, "send_messages", _refuse)
            letters.send_due_letters()
        assert Letter.objects.get().failures == 1

        letters.send_due_letters()
        assert mail.outbox == []
        later(minutes=2)
        letters.send_due_letters()
        assert len(mail.outbox) == 1

    def test_not_for_ever(self, send_comment, monkeypatch):
        send_comment()
        monkeypatch.setattr(EmailBackend, "send_messages", _refuse)

        for _ in range(letters.MOST_FAILURES):
            letters.send_due_letters()
            Letter.objects.update(due_at=timezone.now())

        assert not Letter.objects.exists()


def _refuse(*_arguments: object) -> None:
    raise smtplib.SMTPServerDisconnected
