"""What is kept of comments is kept for its time, and no longer."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from minbar.discussion import retention
from minbar.discussion.holding import hold, release
from minbar.discussion.models import (
    Appeal,
    Comment,
    DiscussionSettings,
    MoveKind,
    PolicyRule,
    ProvenAddress,
    Report,
    Revision,
    SealedEmail,
    Vote,
)
from minbar.discussion.moves import ChangedMeanwhile, NotAllowed, enter, move, undo
from minbar.discussion.retention import forget_what_is_due
from minbar.discussion.sealing import seal
from minbar.discussion.writer_actions import appeal, may_appeal, rewrite, withdraw

from .conftest import EMAIL

NOW = timezone.now()


def days_ago(days: float):
    return NOW - timedelta(days=days)


@pytest.fixture
def make_comment(story) -> Callable[..., Comment]:
    """A comment that last moved so many days ago, as its moves led it."""

    def make(*kinds: MoveKind, days: float, **fields) -> Comment:
        at = days_ago(days)
        words = {"name": "نورة", "place": "سعيدة", "text": "كلام", "folded_digest": "d"}
        origin = {"origin": "o" * 64, "browser": "b" * 64}
        comment = Comment(story=story, submitted_at=at, **words | origin | fields)
        enter(comment)
        rule = PolicyRule.objects.get(code="off-topic")
        for kind in kinds:
            is_refusal = kind in {MoveKind.REJECT, MoveKind.STRIKE}
            move(comment, kind, at=at, reason=rule if is_refusal else None)
        SealedEmail.objects.create(comment=comment, ciphertext=seal(EMAIL), writer="w")
        return comment

    return make


def has_email(comment: Comment) -> bool:
    return SealedEmail.objects.filter(comment=comment).exists()


class TestOrigins:
    """The hash of an address is kept for thirty days, then it is blank."""

    @pytest.mark.parametrize(("days", "is_kept"), [(29, True), (31, False)])
    def test_after_its_time_it_is_blank(self, make_comment, days, is_kept):
        comment = make_comment(MoveKind.APPROVE, days=days)

        forget_what_is_due(NOW)

        comment.refresh_from_db()
        assert (bool(comment.origin), bool(comment.browser)) == (is_kept, is_kept)
        assert comment.text == "كلام"

    def test_the_newspaper_sets_how_long(self, make_comment):
        kept = DiscussionSettings.load()
        kept.keep_origin_days = 3
        kept.save()
        comment = make_comment(days=4)

        forget_what_is_due(NOW)

        comment.refresh_from_db()
        assert comment.origin == ""


class TestEmails:
    """A year after the last move, ninety days where the comment stands on no page."""

    @pytest.mark.parametrize(
        ("kinds", "days", "is_kept"),
        [
            ([], 364, True),
            ([], 366, False),
            ([MoveKind.APPROVE], 364, True),
            ([MoveKind.APPROVE], 366, False),
            ([MoveKind.REJECT, MoveKind.APPEAL], 364, True),
            ([MoveKind.REJECT, MoveKind.APPEAL], 366, False),
            ([MoveKind.REJECT], 89, True),
            ([MoveKind.REJECT], 91, False),
            ([MoveKind.APPROVE, MoveKind.STRIKE], 91, False),
            ([MoveKind.WITHDRAW], 89, True),
            ([MoveKind.WITHDRAW], 91, False),
        ],
    )
    def test_it_goes_after_its_time(self, make_comment, kinds, days, is_kept):
        comment = make_comment(*kinds, days=days)

        forget_what_is_due(NOW)

        assert has_email(comment) == is_kept

    def test_a_later_move_begins_the_time_anew(self, make_comment):
        comment = make_comment(MoveKind.APPROVE, days=400)
        move(comment, MoveKind.WITHDRAW, at=days_ago(10))

        forget_what_is_due(NOW)

        assert has_email(comment)

    def test_that_an_address_is_proven_goes_with_its_last_comment(self, make_comment):
        make_comment(days=1)
        proofs = {"asked_at": days_ago(2), "proven_at": days_ago(2)}
        ProvenAddress.objects.create(writer="w", **proofs)
        ProvenAddress.objects.create(writer="of nobody", **proofs)
        ProvenAddress.objects.create(writer="asked today", asked_at=NOW)
        ProvenAddress.objects.create(writer="not me", refused_at=days_ago(700))

        forget_what_is_due(NOW)

        left = set(ProvenAddress.objects.values_list("writer", flat=True))
        assert left == {"w", "asked today", "not me"}


class TestWords:
    """What stands on no page is blanked after ninety days; the moves stay."""

    @pytest.mark.parametrize(
        "kinds",
        [
            [MoveKind.REJECT],
            [MoveKind.WITHDRAW],
            [MoveKind.APPROVE, MoveKind.STRIKE],
            [MoveKind.APPROVE, MoveKind.WITHDRAW],
        ],
    )
    def test_they_are_blank_after_their_time(self, make_comment, kinds):
        due, young = make_comment(*kinds, days=91), make_comment(*kinds, days=89)
        moves = due.history.count()

        forget_what_is_due(NOW)

        due.refresh_from_db()
        young.refresh_from_db()
        assert (due.name, due.place, due.text, due.folded_digest) == ("", "", "", "")
        assert due.erased_at == NOW
        assert due.history.count() == moves
        assert (young.text, young.erased_at) == ("كلام", None)

    @pytest.mark.parametrize("kinds", [[], [MoveKind.APPROVE], [MoveKind.REJECT, MoveKind.APPEAL]])
    def test_those_of_what_stands_or_waits_stay(self, make_comment, kinds):
        comment = make_comment(*kinds, days=4000)

        forget_what_is_due(NOW)

        comment.refresh_from_db()
        assert (comment.text, comment.erased_at) == ("كلام", None)

    def test_what_a_comment_said_before_goes_though_it_is_published(self, held, typed):
        rewrite(held, typed | {"text": "أهدأ"})
        move(held, MoveKind.APPROVE)

        forget_what_is_due(NOW + timedelta(days=91))

        earlier = Revision.objects.get()
        assert (earlier.name, earlier.place, earlier.text) == ("", "", "")
        held.refresh_from_db()
        assert held.text == "أهدأ"

    def test_what_was_said_to_the_desk_goes_with_them(self, make_comment):
        rule = PolicyRule.objects.get(code="insult")
        comment = make_comment(MoveKind.REJECT, days=91)
        Appeal.objects.create(comment=comment, message="ظلم", at=days_ago(91))
        Report.objects.create(
            comment=comment, rule=rule, message="شتم", reporter="r", at=days_ago(95)
        )

        forget_what_is_due(NOW)

        assert Appeal.objects.get().message == ""
        assert Report.objects.get().message == ""

    def test_a_report_that_nobody_has_looked_at_keeps_its_message(self, make_comment):
        rule = PolicyRule.objects.get(code="insult")
        comment = make_comment(MoveKind.APPROVE, days=200)
        told = {"comment": comment, "rule": rule, "message": "شتم", "at": days_ago(200)}
        waiting = Report.objects.create(reporter="a", **told)
        settled = Report.objects.create(reporter="b", settled_at=days_ago(91), **told)

        forget_what_is_due(NOW)

        waiting.refresh_from_db()
        settled.refresh_from_db()
        assert (waiting.message, settled.message) == ("شتم", "")

    def test_nothing_is_decided_of_what_is_blank(self, make_comment):
        comment = make_comment(MoveKind.REJECT, days=91)
        as_read_before = Comment.objects.get(pk=comment.pk)

        forget_what_is_due(NOW)

        comment.refresh_from_db()
        assert not may_appeal(comment)
        with pytest.raises(NotAllowed):
            appeal(comment, "لماذا")
        with pytest.raises(NotAllowed):
            undo(comment, by=None)
        with pytest.raises(ChangedMeanwhile):
            undo(as_read_before, by=None)

    def test_its_writer_may_still_withdraw_it(self, make_comment):
        comment = make_comment(MoveKind.REJECT, days=91)
        forget_what_is_due(NOW)
        comment.refresh_from_db()

        assert withdraw(comment).kind == MoveKind.WITHDRAW


class TestVotes:
    """Who voted is forgotten; that somebody did is not."""

    def test_the_hash_goes_and_the_vote_stays(self, make_comment):
        comment = make_comment(MoveKind.APPROVE, days=50)
        old = [
            Vote.objects.create(comment=comment, voter=f"{n}", agrees=True, at=days_ago(31))
            for n in range(3)
        ]
        young = Vote.objects.create(comment=comment, voter="y", agrees=False, at=days_ago(29))

        first, second = forget_what_is_due(NOW), forget_what_is_due(NOW)

        assert (first.voters, second.voters) == (3, 0)
        assert comment.votes.filter(agrees=True).count() == 3
        assert not comment.votes.filter(voter__in=["0", "1", "2"]).exists()
        assert len(set(comment.votes.values_list("voter", flat=True))) == len(old) + 1
        young.refresh_from_db()
        assert young.voter == "y"

    def test_so_of_reports(self, make_comment):
        rule = PolicyRule.objects.get(code="insult")
        comment = make_comment(MoveKind.APPROVE, days=50)
        Report.objects.create(comment=comment, rule=rule, reporter="r", at=days_ago(31))

        forget_what_is_due(NOW)

        assert Report.objects.get().reporter != "r"


class TestLegalHolds:
    """What the law asks for is kept, for as long as it asks."""

    def test_nothing_that_is_held_goes(self, make_comment):
        comment = make_comment(MoveKind.REJECT, days=500)
        hold(comment, by=None, why="قضية 7", until=NOW + timedelta(days=9))

        forgotten = forget_what_is_due(NOW)

        comment.refresh_from_db()
        assert has_email(comment)
        assert (comment.text, comment.origin) == ("كلام", "o" * 64)
        assert forgotten == retention.Forgotten()

    def test_when_it_has_ended_it_goes(self, make_comment):
        comment = make_comment(MoveKind.REJECT, days=500)
        hold(comment, by=None, why="قضية 7", until=NOW + timedelta(days=9))

        forget_what_is_due(NOW + timedelta(days=10))

        comment.refresh_from_db()
        assert comment.text == ""
        assert not has_email(comment)

    def test_so_when_it_was_released(self, make_comment):
        comment = make_comment(MoveKind.REJECT, days=500)
        hold(comment, by=None, why="قضية 7", until=NOW + timedelta(days=9))
        release(comment)

        forget_what_is_due(timezone.now())

        comment.refresh_from_db()
        assert comment.text == ""
        assert comment.legal_holds.count() == 1


class TestBatches:
    """A few rows at a time, and all of them in the end."""

    def test_more_than_a_batch_goes_in_several(self, make_comment, monkeypatch):
        monkeypatch.setattr(retention, "BATCH", 2)
        monkeypatch.setattr(retention, "PAUSE", 0)
        for _ in range(5):
            make_comment(MoveKind.REJECT, days=100)

        forgotten = forget_what_is_due(NOW)

        assert (forgotten.words, forgotten.emails, forgotten.origins) == (5, 5, 5)
        assert forget_what_is_due(NOW) == retention.Forgotten()

    def test_what_is_left_waits_for_the_next_run(self, make_comment, monkeypatch):
        monkeypatch.setattr(retention, "BATCH", 2)
        monkeypatch.setattr(retention, "MOST_BATCHES", 1)
        monkeypatch.setattr(retention, "PAUSE", 0)
        for _ in range(3):
            make_comment(MoveKind.REJECT, days=100)

        assert [forget_what_is_due(NOW).words for _run in range(3)] == [2, 1, 0]

    def test_the_schedule_does_it(self):
        from minbar.project.schedule import JOBS

        assert forget_what_is_due in [job.do for job in JOBS]


class TestWhatReadersSee:
    """Nothing on a page or in the search changes, for nothing of it stood there."""

    def test_a_struck_comments_line_stays_as_it_was(self, make_comment, reader, story):
        struck = make_comment(MoveKind.APPROVE, MoveKind.STRIKE, days=91, text="كلمة نادرة جدا")
        before = reader.get(story.url).content

        forget_what_is_due(NOW)

        assert reader.get(story.url).content == before
        assert f"comment-{struck.pk}".encode() in before
        assert "نادرة" not in before.decode()

    def test_the_search_keeps_no_word_of_it(self, make_comment, reader):
        make_comment(MoveKind.APPROVE, MoveKind.WITHDRAW, days=91, text="كلمة نادرة جدا")

        forget_what_is_due(NOW)

        found = reader.get("/search/", {"q": "نادرة", "in": "comments", "format": "json"}).json()
        assert found["total"] == 0

    def test_the_receipt_still_opens(self, submitted, reader):
        withdraw(submitted.comment)

        forget_what_is_due(NOW + timedelta(days=91))

        answer = reader.get(f"/receipts/{submitted.token}/")
        assert answer.status_code == 200
        assert "شكرا على المقال" not in answer.content.decode()


@pytest.mark.only_on_sqlite("What a server keeps of freed bytes is the server's.")
@pytest.mark.django_db(transaction=True)
def test_the_file_holds_no_byte_of_what_was_blanked(make_comment):
    text = "نص طويل لا يشبهه نص " * 400  # more than a page, so that whole pages are freed
    make_comment(MoveKind.REJECT, days=91, text=text[:5000])

    forget_what_is_due(NOW)

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    name = str(connection.settings_dict["NAME"])
    assert "لا يشبهه".encode() not in Path(name).read_bytes()
