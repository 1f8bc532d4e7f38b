"""``minbar moderation`` decides as the newsroom does, and goes on after a failure."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from minbar.discussion import moves
from minbar.discussion.models import Comment, Move, MoveKind, PolicyRule, Status
from minbar.discussion.origins import Origin
from minbar.discussion.submission import submit
from minbar.moderation.decisions import approve, reject
from minbar.moderation.models import Ban
from tests.moderation.conftest import EMAIL

pytestmark = pytest.mark.django_db


class Told:
    """What the command wrote, and the status that it ended with."""

    def __init__(self, *arguments: object) -> None:
        out, err = io.StringIO(), io.StringIO()
        self.status = 0
        try:
            call_command("moderation", *map(str, arguments), stdout=out, stderr=err)
        except SystemExit as end:
            self.status = end.code
        self.out, self.err = out.getvalue(), err.getvalue()

    @property
    def errors(self) -> list[str]:
        return self.err.splitlines()


class TestListing:
    """What waits is listed for people and for programs, never with an e-mail."""

    def test_the_contract_of_the_json(self, held, story, settings):
        told = json.loads(Told("list", "--status", "pending", "--json").out)

        assert told == [
            {
                "id": held.pk,
                "revision": 1,
                "story": {
                    "id": story.pk,
                    "headline": story.title,
                    "url": f"{settings.MINBAR_SITE_URL}{story.url}",
                },
                "name": "نورة",
                "place": "سعيدة",
                "text": held.text,
                "status": "pending",
                "submitted": held.submitted_at.isoformat(),
                "reasons": [],
            }
        ]

    def test_each_status_has_its_own(self, make_held, moderator, off_topic):
        waiting, published, refused = (make_held() for _ in range(3))
        approve(published, by=moderator)
        reject(refused, by=moderator, reason=off_topic)

        def listed(*options: str) -> list:
            return [
                (comment["id"], comment["reasons"])
                for comment in json.loads(Told("list", *options, "--json").out)
            ]

        assert listed("--status", "approved") == [(published.pk, [])]
        assert listed("--status", "rejected") == [(refused.pk, ["off-topic"])]
        assert listed("--status", "withdrawn") == []
        assert listed() == [(waiting.pk, [])]

    def test_an_appeal_waits_too(self, held, moderator, off_topic):
        reject(held, by=moderator, reason=off_topic)
        moves.move(held, MoveKind.APPEAL, by=None)

        assert [comment["id"] for comment in json.loads(Told("list", "--json").out)] == [held.pk]
        assert json.loads(Told("list", "--status", "pending", "--json").out) == []

    def test_a_comment_without_a_date_says_so(self, held):
        Comment.objects.update(undated=True)

        assert json.loads(Told("list", "--json").out)[0]["submitted"] is None
        assert "undated" in Told("list").out

    def test_for_people(self, make_held, story):
        comment = make_held(text="سطر أول\n\nسطر ثان", place="")

        told = Told("list").out

        assert told.startswith(f"{comment.pk}@1  pending  ")
        assert "نورة\n" in told
        assert story.title in told
        assert "    | سطر أول\n    | \n    | سطر ثان\n" in told

    def test_no_e_mail_in_either(self, held):
        assert EMAIL not in Told("list").out + Told("list", "--json").out

    def test_an_unknown_status_names_those_that_there_are(self):
        with pytest.raises(CommandError, match=r"unread.*pending.*approved.*rejected"):
            Told("list", "--status", "unread")


class TestReasons:
    """The reasons that a refusal may give, by their numbers in the policy."""

    def test_as_json(self):
        told = json.loads(Told("reasons", "--json").out)

        assert told[0] == {"code": "insult", "policy": 1, "text": "سبّ أو قذف"}
        assert [rule["policy"] for rule in told] == list(range(1, PolicyRule.objects.count() + 1))

    def test_for_people(self):
        assert "9  off-topic  خارج الموضوع" in Told("reasons").out.splitlines()


class TestDeciding:
    """Publishing and refusing, one line for each comment."""

    def test_approving(self, make_held, moderator):
        first, second = make_held(), make_held()

        told = Told("approve", first.pk, f"{second.pk}@1", "--by", "amina", "--note", "جيد")

        assert told.status == 0
        assert told.err == ""
        assert [line.split(" by ")[0] for line in told.out.splitlines()] == [
            f"Comment {first.pk}: published",
            f"Comment {second.pk}: published",
        ]
        decisions = Move.objects.filter(went_to=Status.APPROVED)
        assert [(move.by, move.note) for move in decisions] == [(moderator, "جيد")] * 2

    def test_rejecting(self, held, off_topic):
        told = Told("reject", held.pk, "--reason", "off-topic", "--note", "بعيد عن الخبر")

        assert told.status == 0
        assert f"Comment {held.pk}: refused (off-topic)" in told.out
        move = Move.objects.latest()
        assert (move.went_to, move.reason, move.note, move.by) == (
            Status.REJECTED,
            off_topic,
            "بعيد عن الخبر",
            None,
        )

    def test_an_unknown_reason_names_those_that_there_are(self, held):
        with pytest.raises(CommandError, match=r"There is no reason “rude”.*insult.*off-topic"):
            Told("reject", held.pk, "--reason", "rude")

        assert Move.objects.count() == 1

    def test_a_reason_must_be_given(self, held):
        with pytest.raises(CommandError, match="--reason"):
            Told("reject", held.pk)

    def test_nobody_of_that_name(self, held):
        with pytest.raises(CommandError, match="“nobody”"):
            Told("approve", held.pk, "--by", "nobody")

        assert Move.objects.count() == 1

    def test_a_colleague_who_may_not_decide(self, held, reporter):
        with pytest.raises(CommandError, match="nadir may not decide"):
            Told("approve", held.pk, "--by", "nadir")

        assert Move.objects.count() == 1


class TestFailing:
    """What cannot be decided is said in one line; the others go on, and the status is 1."""

    def test_the_others_go_on(self, make_held):
        first, second = make_held(), make_held()

        told = Told("approve", first.pk, 999_999, "x7", second.pk)

        assert told.status == 1
        assert told.errors == [
            "Comment 999999: there is none with this number.",
            "“x7” names no comment: write ID or ID@REVISION, as “list” shows them.",
        ]
        assert Comment.objects.filter(status=Status.APPROVED).count() == 2

    def test_already_decided(self, held, moderator, insult):
        reject(held, by=moderator, reason=insult)

        told = Told("approve", f"{held.pk}@1")

        assert told.status == 1
        (line,) = told.errors
        assert line.startswith(f"Comment {held.pk}: refused (insult) by amina, ")
        assert line.endswith(" already; nothing was changed.")
        assert Comment.objects.get().status == Status.REJECTED

    def test_the_same_one_twice(self, held):
        told = Told("approve", held.pk, held.pk)

        assert (told.status, len(told.out.splitlines()), len(told.errors)) == (1, 1, 1)

    def test_withdrawn(self, held):
        moves.move(held, MoveKind.WITHDRAW, by=None)

        assert f"Comment {held.pk}: withdrawn, " in Told("approve", held.pk).err

    def test_changed_meanwhile(self, held):
        moves.rewrite(held, name="نورة", place="", text="نص آخر تماما")

        told = Told("reject", f"{held.pk}@1", "--reason", "insult")

        assert told.status == 1
        assert told.errors == [
            f"Comment {held.pk}: its text is not the one that was read, it is revision 2 now; "
            "nothing was decided."
        ]
        assert Move.objects.latest().kind == MoveKind.EDIT

    def test_an_appeal_is_not_refused_again(self, held, moderator, insult):
        reject(held, by=moderator, reason=insult)
        moves.move(held, MoveKind.APPEAL, by=None)

        told = Told("reject", held.pk, "--reason", "insult")

        assert told.status == 1
        assert told.errors == [
            f"Comment {held.pk}: it is appealed, and only a pending comment can be refused; "
            "nothing was changed."
        ]
        assert Comment.objects.get().status == Status.APPEALED


class TestOtherDecisions:
    """What else the desk decides, as from the queue."""

    def test_return_and_what_the_writer_reads(self, held):
        told = Told("return", held.pk, "--reason", "personal", "--message", "دون الرقم")

        assert told.out.startswith(f"Comment {held.pk}: returned to its writer (personal), ")
        assert held.history.latest().message == "دون الرقم"
        assert "returned to its writer" in Told("approve", held.pk).err

    def test_strike_and_undo(self, held, moderator):
        Told("approve", held.pk, "--by", "amina")

        struck = Told("strike", held.pk, "--reason", "insult", "--by", "amina")
        assert struck.out.startswith(f"Comment {held.pk}: taken from the page (insult) by amina, ")
        undone = Told("undo", held.pk, "--by", "amina")
        assert undone.out.startswith(f"Comment {held.pk}: decided no longer by amina, ")
        assert Comment.objects.get().status == Status.APPROVED

    def test_an_appeal_is_judged_by_another_senior(self, held, moderator, senior, editor, insult):
        reject(held, by=senior, reason=insult)
        moves.move(held, MoveKind.APPEAL)

        assert "say who, with --by USER" in Told("uphold", held.pk).err
        assert "is judged by a senior" in Told("uphold", held.pk, "--by", "amina").err
        assert "does not judge its appeal" in Told("uphold", held.pk, "--by", "huda").err
        assert Told("uphold", held.pk, "--by", "salima").out.startswith(
            f"Comment {held.pk}: refused again (insult) by salima, "
        )

    def test_a_colleagues_decision_is_not_undone(self, held, moderator, colleague):
        Told("approve", held.pk, "--by", "amina")

        told = Told("undo", held.pk, "--by", "karim")

        assert (told.status, Comment.objects.get().status) == (1, Status.APPROVED)
        assert "only a senior may undo it" in told.err


class TestBanning:
    """Seniors ban from the command line as they do at the desk."""

    @pytest.fixture
    def sent(self, story):
        typed = {"name": "نورة", "place": "", "email": EMAIL, "text": "كلام لا يُنشر"}
        return submit(story, typed, origin=Origin("here", "firefox")).comment

    def ban(self, comment, *more):
        return Told("ban", comment.pk, "--reason", "insult", "--by", "salima", *more)

    def test_it_is_laid_listed_and_lifted(self, sent, editor):
        laid = self.ban(sent, "--days", 7, "--note", "ثلاث مرات", "--refuses")
        ban = Ban.objects.get()
        (told,) = json.loads(Told("bans", "--json").out)

        assert f"Ban {ban.pk}" in laid.out
        assert (told["comment"], told["reason"], told["refuses"]) == (sent.pk, "insult", True)
        assert (told["by"], told["note"], told["lifted"]) == ("salima", "ثلاث مرات", None)
        assert EMAIL not in Told("bans").out
        assert f"{ban.pk}  comment {sent.pk}" in Told("bans").out

        assert "lifted" in Told("lift", ban.pk, "--by", "salima").out
        assert Told("bans").out == ""
        assert "lifted" in Told("bans", "--ended").out
        assert Told("lift", ban.pk, "--by", "salima").status == 1

    def test_it_may_have_no_end(self, sent, editor):
        assert "until it is lifted" in self.ban(sent, "--until-lifted").out
        assert Ban.objects.get().until is None

    def test_whoever_may_not_is_told(self, sent, editor, moderator):
        for more in (["--days", 0], ["--days", 99999], ["--days", 7, "--by", "amina"]):
            with pytest.raises(CommandError):
                self.ban(sent, *more)
        for arguments in (
            ["ban", 999, "--days", 7, "--reason", "insult", "--by", "salima"],
            ["ban", sent.pk, "--days", 7, "--reason", "no-such", "--by", "salima"],
            ["ban", sent.pk, "--days", 7, "--reason", "insult", "--by", "nobody"],
            ["lift", 999, "--by", "salima"],
        ):
            with pytest.raises(CommandError):
                Told(*arguments)

        assert not Ban.objects.exists()

    def test_twice_or_of_nobody_is_told(self, sent, held, editor, moderator):
        with pytest.raises(CommandError, match="too little"):
            self.ban(held, "--days", 7)
        self.ban(sent, "--days", 7)
        with pytest.raises(CommandError, match="lift it first"):
            self.ban(sent, "--days", 7)
        with pytest.raises(CommandError, match="may not ban"):
            Told("lift", Ban.objects.get().pk, "--by", "amina")

        assert Ban.objects.count() == 1
