"""Who is banned, how that writer is known again, and what a ban does to nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from minbar.discussion import letters
from minbar.discussion.exporting import export_writer
from minbar.discussion.models import Comment, DiscussionSettings, ProvenAddress, Status
from minbar.discussion.origins import Origin
from minbar.discussion.screening import Sending
from minbar.discussion.sealing import writer_hash
from minbar.discussion.submission import submit
from minbar.discussion.writer_actions import appeal, forget_email, rewrite
from minbar.moderation import bans, decisions
from minbar.moderation.bans import BANNED, BannedAlready, NobodyToBan, OnlySeniors, Over
from minbar.moderation.models import Ban, QueuedComment
from minbar.stories.models import CommentsMode

from .conftest import EMAIL

OTHER = "somebody.else@example.org"
HERE = Origin("here", "firefox")
WEEK = timedelta(days=7)

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(story):
    """Send a comment from somewhere."""
    sent = iter(range(1000))

    def send(*, email: str = EMAIL, origin: Origin = HERE, text: str = "") -> Comment:
        text = text or f"لا أوافق على هذا {next(sent)}"
        typed = {"name": "نورة", "place": "", "email": email, "text": text}
        return submit(story, typed, origin=origin).comment

    return send


@pytest.fixture
def senior(editor):
    return editor


@pytest.fixture
def lay(send, senior, insult):
    """Ban the writer of a comment, of a new one where none is given."""

    def lay(comment: Comment | None = None, **more) -> Ban:
        told = {"by": senior, "term": WEEK, "reason": insult} | more
        return bans.ban(comment or send(), **told)

    return lay


@pytest.fixture
def published_at_once(story):
    settings = DiscussionSettings.load()
    settings.comments_mode = CommentsMode.PUBLISHED
    settings.save()


def prove(email: str) -> None:
    """Have the owner of an address follow the link."""
    address, _new = ProvenAddress.objects.get_or_create(writer=writer_hash(email))
    letters.prove(address)


def pass_by(ban: Ban, days: int = 8) -> None:
    """Let time go by."""
    at = ban.at - timedelta(days=days)
    Ban.objects.filter(pk=ban.pk).update(at=at, until=at + WEEK)


class TestLaying:
    """A senior bans, with a reason, for a term; who, when and why stays."""

    def test_it_is_written_down(self, lay, send, senior, insult):
        comment = send()

        laid = lay(comment, note=" تكرار الشتم ", refuses=True)

        kept = Ban.objects.get()
        assert kept == laid
        assert (kept.by, kept.reason, kept.comment) == (senior, insult, comment)
        assert kept.until == kept.at + WEEK
        assert (kept.note, kept.refuses, kept.lifted_at) == ("تكرار الشتم", True, None)

    def test_without_a_term_it_lasts_until_it_is_lifted(self, lay):
        assert lay(term=None).until is None

    def test_only_a_senior_may(self, lay, moderator, senior):
        with pytest.raises(OnlySeniors):
            lay(by=moderator)
        laid = lay()
        with pytest.raises(OnlySeniors):
            bans.lift(laid, by=moderator)

        assert bans.ban_of(laid.comment) == laid

    def test_a_term_that_is_over_is_none(self, lay):
        with pytest.raises(ValueError, match="longer"):
            lay(term=timedelta())

    @pytest.mark.parametrize(
        ("email", "origin"),
        [(EMAIL, Origin()), (EMAIL, Origin("here", "firefox"))],
    )
    def test_whom_nothing_tells_apart_cannot_be_banned(self, lay, send, email, origin):
        comment = send(email=email, origin=origin)
        forget_email(comment)
        Comment.objects.update(origin="")
        comment.refresh_from_db()

        with pytest.raises(NobodyToBan):
            lay(comment)

    def test_twice_is_told(self, lay, send):
        laid = lay()

        with pytest.raises(BannedAlready) as told:
            lay(send())

        assert told.value.ban == laid


class TestKnowingAgain:
    """Two of e-mail, address and browser; never one alone."""

    @pytest.mark.parametrize(
        ("email", "origin", "is_banned"),
        [
            (EMAIL, HERE, True),
            (EMAIL.upper(), HERE, True),
            (EMAIL, Origin("here", "chrome"), True),
            (EMAIL, Origin("elsewhere", "firefox"), True),
            (OTHER, HERE, True),
            (OTHER, Origin("here", "chrome"), False),
            (OTHER, Origin("elsewhere", "firefox"), False),
            (EMAIL, Origin("elsewhere", "chrome"), False),
            (EMAIL, Origin(), False),
        ],
        ids=[
            "all the same",
            "the e-mail in capitals",
            "another browser",
            "another address",
            "another e-mail",
            "a neighbour behind the same address",
            "the same browser elsewhere",
            "somebody who is impersonated",
            "nothing known of the place",
        ],
    )
    def test_who_falls_under_it(self, lay, send, email, origin, is_banned):
        laid = lay()

        comment = send(email=email, origin=origin)

        assert (bans.ban_of(comment) == laid) is is_banned
        assert (BANNED in comment.labels) is is_banned

    def test_typing_the_email_of_a_trusted_writer_lets_nobody_off(self, lay, send):
        prove(OTHER)
        lay()

        assert BANNED in send(email=OTHER).labels

    def test_an_email_that_its_owner_disowned_is_no_sign(self, lay, send):
        laid = lay()
        address = ProvenAddress.objects.create(writer=writer_hash(EMAIL))
        letters.disown(address)

        assert BANNED not in send(origin=Origin("here", "chrome")).labels
        assert bans.ban_of(send(email=OTHER)) == laid

    def test_nor_is_it_when_the_ban_is_laid(self, lay, send):
        comment = send()
        ProvenAddress.objects.create(writer=writer_hash(EMAIL), refused_at=timezone.now())

        assert lay(comment).writer == ""

    def test_of_several_the_longest_counts(self, lay, send):
        lay(term=timedelta(days=1))
        longest = lay(send(origin=Origin("here", "chrome")), term=None)

        assert bans.ban_of(send()) == longest

    def test_of_many_comments_it_falls_on_its_writers_own(self, lay, send):
        laid = lay()
        sent = [send() for _ in range(3)] + [send(email=OTHER, origin=Origin("far", "chrome"))]

        found = {comment.pk: ban for comment in sent if (ban := bans.ban_of(comment))}

        assert found == {comment.pk: laid for comment in sent[:3]}

    def test_who_is_not_banned_costs_one_query(self, lay, send, django_assert_num_queries):
        lay()
        comment = send(email=OTHER, origin=Origin("far", "firefox"))

        with django_assert_num_queries(1):
            assert bans.look(Sending(comment=comment, writer="another")) is None


@pytest.mark.usefixtures("published_at_once")
class TestWhatItDoes:
    """It holds; it refuses where a senior chose so and the writer is certain."""

    def test_what_comes_is_held(self, lay, send):
        assert send().status == Status.APPROVED
        lay()

        comment = send()

        assert (comment.status, comment.labels) == (Status.PENDING, [BANNED])

    def test_a_rewritten_comment_is_still_banned(self, lay, send):
        lay()
        comment = send()

        rewrite(comment, {"name": "نورة", "place": "", "text": "كلام آخر"})

        assert Comment.objects.get(pk=comment.pk).labels == [BANNED]

    def test_where_it_refuses_a_proven_writer_gets_reason_receipt_and_appeal(
        self, lay, send, insult
    ):
        prove(EMAIL)
        lay(refuses=True)

        comment = send()

        assert comment.status == Status.REJECTED
        assert comment.history.get().reason == insult
        assert comment.receipt_digest
        assert appeal(comment, "لست أنا").went_to == Status.APPEALED

    @pytest.mark.parametrize(
        ("is_proven", "email", "origin"),
        [
            (False, EMAIL, HERE),
            (True, EMAIL, Origin("elsewhere", "firefox")),
            (True, OTHER, HERE),
        ],
        ids=["an e-mail that nobody proved", "another address", "another e-mail"],
    )
    def test_who_is_not_certain_is_held_and_never_refused(
        self, lay, send, is_proven, email, origin
    ):
        if is_proven:
            prove(EMAIL)
        lay(refuses=True)

        assert send(email=email, origin=origin).status == Status.PENDING

    def test_it_ends_with_its_term(self, lay, send):
        laid = lay()
        pass_by(laid)

        comment = send()

        assert bans.ban_of(comment) is None
        assert (comment.status, comment.labels) == (Status.APPROVED, [])


class TestWhatWaits:
    """What already waits of a banned writer joins the heap, and leaves it with the ban."""

    def test_it_gets_the_label_and_loses_it_again(self, lay, send, senior):
        waiting, other = send(), send(email=OTHER, origin=Origin("far", "chrome"))
        laid = lay(waiting)
        labelled = Comment.objects.get(pk=waiting.pk).labels
        assert list(bans.waiting_under(laid)) == [waiting]
        queued = QueuedComment.objects.get(pk=waiting.pk).labels
        bans.lift(laid, by=senior)

        assert labelled == [BANNED]
        assert Comment.objects.get(pk=waiting.pk).labels == []
        assert Comment.objects.get(pk=other.pk).labels == []
        assert queued == BANNED
        assert QueuedComment.objects.get(pk=waiting.pk).labels == ""

    def test_what_was_decided_stays_as_it_is(self, lay, send, moderator):
        published = send()
        decisions.approve(published, by=moderator)

        lay()

        assert Comment.objects.get(pk=published.pk).labels == []

    def test_under_another_ban_it_keeps_the_label(self, lay, send, senior):
        first = lay()
        lay(send(origin=Origin("here", "chrome")))
        waiting = send()

        bans.lift(first, by=senior)

        assert Comment.objects.get(pk=waiting.pk).labels == [BANNED]


class TestEnding:
    """It is lifted or runs out; it is never deleted, and forgets whom it was about."""

    def test_who_lifted_it_is_written_down(self, lay, senior, send):
        laid = lay()

        lifted = bans.lift(laid, by=senior)

        assert (lifted.lifted_by, lifted.is_running(timezone.now())) == (senior, False)
        assert lifted.lifted_at
        assert BANNED not in send().labels

    def test_what_is_over_cannot_be_lifted(self, lay, senior):
        over, lifted = lay(), None
        pass_by(over)

        with pytest.raises(Over):
            bans.lift(over, by=senior)
        lifted = lay()
        bans.lift(lifted, by=senior)
        with pytest.raises(Over):
            bans.lift(lifted, by=senior)

    def test_a_lifted_one_forgets_at_once_and_one_that_ran_out_by_the_schedule(
        self, lay, senior, send
    ):
        running = lay(send(email=OTHER, origin=Origin("far", "chrome")))
        lifted, over = lay(), None
        bans.lift(lifted, by=senior)
        over = lay()
        pass_by(over)

        assert bans.forget_ended() == 1

        for ended in (lifted, over):
            kept = Ban.objects.get(pk=ended.pk)
            assert (kept.writer, kept.origin, kept.browser) == ("", "", "")
        assert Ban.objects.get(pk=running.pk).writer
        assert bans.forget_ended() == 0

    def test_a_writer_who_asks_what_is_kept_is_told_of_it(self, lay, senior, insult):
        laid = lay(note="بيننا")
        told = export_writer(EMAIL)["bans"]
        bans.lift(laid, by=senior)

        assert [(ban["comment"], ban["rule"]["number"]) for ban in told] == [
            (laid.comment_id, insult.number)
        ]
        assert "بيننا" not in str(told)
        assert export_writer(EMAIL)["bans"] == []

    def test_both_lists_tell_what_is_and_what_was(self, lay, senior, send):
        lifted = lay()
        bans.lift(lifted, by=senior)
        running = lay()

        assert list(bans.running()) == [running]
        assert list(bans.ended()) == [lifted]
