"""A person asks, and it is done at once: a copy of everything, or nothing left of it."""

import io
import json
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from minbar.discussion import erasing
from minbar.discussion.erasing import erase, erase_writer
from minbar.discussion.holding import NotAHold, NothingHeld, hold, release
from minbar.discussion.models import (
    Appeal,
    Comment,
    LegalHold,
    Letter,
    MoveKind,
    PolicyRule,
    ProvenAddress,
    Report,
    Revision,
    SealedEmail,
    Status,
)
from minbar.discussion.moves import ChangedMeanwhile, move, undo
from minbar.discussion.origins import Origin
from minbar.discussion.sealing import writer_hash
from minbar.discussion.submission import submit
from minbar.discussion.writer_actions import appeal, forget_email, rewrite
from minbar.press.pressing import press

from .conftest import EMAIL

TOMORROW = timezone.now() + timedelta(days=1)


@pytest.fixture
def off_topic(db) -> PolicyRule:
    return PolicyRule.objects.get(code="off-topic")


def kept_of(comment: Comment) -> str:
    """Everything in the database that a person could read of a comment."""
    rows = [
        *Comment.objects.filter(pk=comment.pk).values("name", "place", "text", "origin", "browser"),
        *Revision.objects.filter(comment=comment).values("name", "place", "text"),
        *Appeal.objects.filter(comment=comment).values("message"),
        *Report.objects.filter(comment=comment).values("message"),
    ]
    return "".join(value for row in rows for value in row.values())


class TestErasing:
    """All that is kept of a comment goes; what happened to it stays."""

    def test_nothing_is_left(self, held, typed, off_topic):
        rewrite(held, typed | {"text": "نص آخر"})
        move(held, MoveKind.REJECT, reason=off_topic)
        appeal(held, "ظلم")
        Letter.objects.create(kind="decision", comment=held, due_at=TOMORROW)
        report = {"rule": off_topic, "message": "هذا نورة", "reporter": "r"}
        Report.objects.create(comment=held, at=timezone.now(), **report)

        erase(held)

        assert kept_of(held) == ""
        assert not SealedEmail.objects.exists()
        assert not Letter.objects.exists()
        kinds = list(held.history.values_list("kind", flat=True))
        assert kinds == ["submit", "edit", "reject", "appeal", "withdraw"]

    @pytest.mark.parametrize(
        ("kinds", "stands"),
        [
            ([], Status.WITHDRAWN),
            ([MoveKind.APPROVE], Status.WITHDRAWN),
            ([MoveKind.REJECT], Status.REJECTED),
            ([MoveKind.APPROVE, MoveKind.STRIKE], Status.REJECTED),
            ([MoveKind.WITHDRAW], Status.WITHDRAWN),
        ],
    )
    def test_from_wherever_it_stands(self, held, kinds, stands):
        for kind in kinds:
            move(held, kind)

        erase(held)

        held.refresh_from_db()
        assert held.status == stands
        assert kept_of(held) == ""
        assert held.erased_at is not None

    def test_a_published_one_leaves_a_line_and_its_answers(self, held, reader, story):
        move(held, MoveKind.APPROVE)
        press(unquote(story.url))

        erase(held)

        page = reader.get(story.url).content.decode()
        assert f'id="comment-{held.pk}"' in page
        assert "شكرا على المقال" not in page
        assert "نورة" not in page

    @pytest.mark.django_db(transaction=True)
    def test_no_stored_page_shows_it_when_it_returns(self, held, story, settings):
        move(held, MoveKind.APPROVE)
        press(unquote(story.url))
        stored = list(settings.PRESS_ROOT.rglob("index.html"))
        assert any("شكرا على المقال" in file.read_text() for file in stored)

        erase(held)

        left = list(settings.PRESS_ROOT.rglob("index.html"))
        assert not any("شكرا على المقال" in file.read_text() for file in left)

    def test_whoever_copied_its_words_is_told(self, held):
        told = []

        def listen(comments, **_signal):
            told.append(comments)

        erasing.words_blanked.connect(listen)  # weakly: it hears nothing after this test
        erase(held)

        assert told == [[held.pk]]

    def test_what_moved_meanwhile_is_left(self, held):
        as_read = Comment.objects.get(pk=held.pk)
        move(held, MoveKind.APPROVE)

        with pytest.raises(ChangedMeanwhile):
            erase(as_read)

        assert kept_of(held) != ""

    def test_so_is_a_refusal_that_was_undone_meanwhile(self, held):
        move(held, MoveKind.REJECT)
        as_read = Comment.objects.get(pk=held.pk)
        undo(held, by=None)

        with pytest.raises(ChangedMeanwhile):
            erase(as_read)

        held.refresh_from_db()
        assert held.text
        assert held.erased_at is None


class TestAWriter:
    """The hash of an e-mail finds all that came with it, and nothing else."""

    def test_everything_of_one_writer_goes(self, held, story, typed):
        other = submit(story, typed | {"email": "else@example.org"}, origin=Origin()).comment
        second = submit(story, typed | {"text": "ثان", "email": EMAIL.upper()}, origin=Origin())

        erased = erase_writer(EMAIL)

        assert {one.comment.pk for one in erased} == {held.pk, second.comment.pk}
        assert kept_of(held) == kept_of(second.comment) == ""
        assert kept_of(other) != ""

    def test_a_proof_goes_and_a_wish_for_no_mail_stays(self, held):
        proof = ProvenAddress.objects.create(
            writer=writer_hash(EMAIL), asked_at=TOMORROW, proven_at=TOMORROW
        )
        erase_writer(EMAIL)
        assert not ProvenAddress.objects.filter(pk=proof.pk).exists()

        ProvenAddress.objects.create(writer=writer_hash(EMAIL), refused_at=TOMORROW)
        erase_writer(EMAIL)
        assert ProvenAddress.objects.exists()


class TestLegalHolds:
    """A hold keeps the copy, never the page."""

    def test_a_held_one_leaves_the_page_and_keeps_its_copy(self, held, reader, story):
        move(held, MoveKind.APPROVE)
        hold(held, by=None, why="قضية 7", until=TOMORROW)

        erased = erase(held)

        assert erased.hold == LegalHold.objects.get()
        assert "شكرا على المقال" in kept_of(held)
        assert SealedEmail.objects.exists()
        assert "شكرا على المقال" not in reader.get(story.url).content.decode()

    def test_it_goes_when_it_is_released(self, held):
        hold(held, by=None, why="قضية 7", until=TOMORROW)
        erase(held)
        release(held)

        assert erase(held).hold is None
        assert kept_of(held) == ""

    def test_one_needs_a_reason_and_a_future_end(self, held):
        with pytest.raises(NotAHold):
            hold(held, by=None, why="  ", until=TOMORROW)
        with pytest.raises(NotAHold):
            hold(held, by=None, why="قضية", until=timezone.now())

    def test_what_is_not_held_is_not_released(self, held):
        with pytest.raises(NothingHeld):
            release(held)


class TestTheCommand:
    """``minbar privacy`` answers in a sentence, and by its status."""

    def test_export_gives_all_of_one_writer(self, submitted, typed, off_topic, moderator, capsys):
        comment = submitted.comment
        rewrite(comment, typed | {"text": "نص آخر"})
        told = {"reason": off_topic, "message": "قل أوضح", "note": "سر المكتب"}
        move(comment, MoveKind.REJECT, by=moderator, **told)
        appeal(comment, "ظلم")

        call_command("privacy", "export", EMAIL)

        printed = capsys.readouterr().out
        (exported,) = json.loads(printed)["comments"]
        assert exported["text"] == "نص آخر"
        assert [old["text"] for old in exported["earlier_versions"]] == ["شكرا على المقال."]
        assert exported["appeal"]["message"] == "ظلم"
        assert exported["receipt"].endswith(f"/receipts/{submitted.token}/")
        moves = [step["move"] for step in exported["history"]]
        assert moves == ["submit", "edit", "reject", "appeal"]
        refusal = exported["history"][2]
        assert refusal["rule"]["number"] == off_topic.number
        assert refusal["message"] == "قل أوضح"
        for others in ("سر المكتب", "amina", EMAIL):
            assert others not in printed

    def test_export_takes_json_and_standard_input(self, held, capsys, monkeypatch):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{EMAIL}\n"))

        call_command("privacy", "export", "-", "--json")

        assert len(json.loads(capsys.readouterr().out)["comments"]) == 1

    @pytest.mark.parametrize("action", ["export", "erase"])
    def test_an_unknown_email_is_told_as_it_is(self, held, action):
        forget_email(held)

        with pytest.raises(CommandError, match="no longer be found"):
            call_command("privacy", action, EMAIL)

    def test_erase_by_email(self, held, capsys):
        call_command("privacy", "erase", EMAIL)

        assert f"Comment {held.pk}: erased." in capsys.readouterr().out
        assert kept_of(held) == ""

    def test_erase_by_number(self, held, capsys):
        call_command("privacy", "erase", "--comment", str(held.pk))

        assert kept_of(held) == ""

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            (["erase"], "either EMAIL"),
            (["erase", EMAIL, "--comment", "1"], "either EMAIL"),
            (["erase", "--comment", "999"], "no comment with the number 999"),
            (["erase", "noura"], "no @"),
            (["hold", "--comment", "999", "--why", "x", "--until", "2090-01-01"], "no comment"),
            (["release", "--comment", "999"], "no comment"),
        ],
    )
    @pytest.mark.django_db
    def test_what_makes_no_sense_is_said(self, words, why):
        with pytest.raises(CommandError, match=why):
            call_command("privacy", *words)

    def test_a_hold_stops_an_erasure_and_says_so(self, held, editor, capsys):
        number = str(held.pk)
        placing = ["--why", "قضية 7", "--until", "2090-06-30", "--by", "salima"]
        call_command("privacy", "hold", "--comment", number, *placing)
        assert LegalHold.objects.get().by == editor

        with pytest.raises(SystemExit) as ended:
            call_command("privacy", "erase", EMAIL)

        assert ended.value.code == 1
        assert "stays until 2090-06-30" in capsys.readouterr().out
        assert kept_of(held) != ""

        call_command("privacy", "release", "--comment", number)
        call_command("privacy", "erase", EMAIL)
        assert kept_of(held) == ""

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            (["--until", "30/06/2090"], "is no day"),
            (["--until", "2001-01-01"], "in the future"),
            (["--until", "2090-01-01", "--by", "nobody"], "user name"),
            (["--until", "2090-01-01", "--by", "amina"], "may not"),
        ],
    )
    def test_a_hold_that_cannot_be_is_refused(self, held, moderator, more, why):
        with pytest.raises(CommandError, match=why):
            call_command("privacy", "hold", "--comment", str(held.pk), "--why", "x", *more)

        assert not LegalHold.objects.exists()
