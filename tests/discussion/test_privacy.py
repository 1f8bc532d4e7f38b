"""A commenter's e-mail is nowhere but under its seal."""

import logging

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from minbar.discussion.models import Comment, SealedEmail
from minbar.discussion.receipts import comment_of, token_of
from minbar.discussion.sealing import CannotOpen, open_seal, seal, writer_hash

from .conftest import EMAIL


class TestSealing:
    """Only this newspaper's key opens what it sealed."""

    def test_what_was_sealed_opens(self):
        assert open_seal(seal(EMAIL)) == EMAIL

    def test_two_seals_of_one_address_differ(self):
        assert seal(EMAIL) != seal(EMAIL)

    def test_a_changed_seal_does_not_open(self):
        sealed = bytearray(seal(EMAIL))
        sealed[20] ^= 1

        with pytest.raises(CannotOpen):
            open_seal(bytes(sealed))

    def test_a_writer_is_known_again_without_the_address(self):
        assert writer_hash("Noura@Example.org ") == writer_hash("noura@example.org")
        assert writer_hash(EMAIL) != writer_hash("other@example.org")
        assert EMAIL.partition("@")[0] not in writer_hash(EMAIL)


class TestTheTypedAddress:
    """It is found in no answer, log, listing or stored byte."""

    def test_it_is_sealed_beside_the_comment(self, held):
        assert open_seal(SealedEmail.objects.get(comment=held).ciphertext) == EMAIL

    def test_no_page_shows_it(self, send, form, reader, story, moderator, client, caplog):
        caplog.set_level(logging.DEBUG)
        answers = [send(form)]
        answers.append(reader.get(answers[0]["Location"]))
        call_command("moderation", "approve", str(Comment.objects.get().pk))
        client.force_login(moderator)
        answers += [
            reader.get(story.url),
            reader.get(answers[0]["Location"]),
            client.get("/newsroom/moderation/"),
            client.get(f"/newsroom/moderation/{Comment.objects.get().pk}/history/"),
        ]

        for answer in answers:
            assert answer.status_code in {200, 303}
            assert EMAIL not in answer.content.decode() + str(answer.headers)
        assert EMAIL not in caplog.text

    def test_the_refilled_form_alone_gives_it_back(self, send, form):
        answer = send(form | {"text": ""})

        assert answer.status_code == 422
        assert EMAIL in answer.content.decode()

    @pytest.mark.only_on_sqlite("The bytes of a server's database lie with the server.")
    @pytest.mark.django_db(transaction=True)
    def test_no_stored_byte_shows_it(self, held):
        name = str(connection.settings_dict["NAME"])

        for suffix in ("", "-wal"):
            with open(name + suffix, "rb") as stored:  # noqa: PTH123
                assert EMAIL.encode() not in stored.read()

    def test_the_moderators_listing_has_no_field_for_it(self, held, capsys):
        call_command("moderation", "list", "--status", "pending", "--json")

        assert EMAIL not in capsys.readouterr().out


class TestReceiptTokens:
    """A token opens one comment; a stolen database opens none."""

    def test_it_leads_to_its_comment_and_can_be_made_again(self, submitted):
        assert comment_of(submitted.token) == submitted.comment
        assert token_of(Comment.objects.get()) == submitted.token

    @pytest.mark.parametrize("wrong", ["", "x", "a" * 43, "../../etc/passwd", "ا" * 43])
    def test_a_wrong_one_leads_nowhere(self, submitted, wrong):
        assert comment_of(wrong) is None

    def test_the_row_holds_neither_the_token_nor_the_key(self, submitted):
        row = Comment.objects.values().get()

        assert submitted.token not in str(row)
        assert settings.SECRET_KEYS.receipts not in str(row)

    def test_a_log_line_never_shows_one(self, reader, submitted, caplog):
        from minbar.project.logs import WithoutReceiptTokens

        caplog.handler.addFilter(WithoutReceiptTokens())
        caplog.set_level(logging.DEBUG)
        logging.getLogger("django").addHandler(caplog.handler)
        try:
            reader.get(f"/receipts/{submitted.token}x/")
        finally:
            logging.getLogger("django").removeHandler(caplog.handler)

        assert "/receipts/…" in caplog.text
        assert submitted.token not in caplog.text
