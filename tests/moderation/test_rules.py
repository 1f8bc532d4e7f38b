"""What rules find in a comment, and what they do with it."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from minbar.arabic import Language
from minbar.discussion.models import Comment, DiscussionSettings, MoveKind, Report, Status
from minbar.discussion.origins import Origin
from minbar.discussion.screening import FAILED, Sending, labels_known, sentence_of
from minbar.discussion.submission import OneMoreStep, submit
from minbar.discussion.writer_actions import appeal, rewrite
from minbar.moderation import rules
from minbar.moderation.decisions import approve
from minbar.moderation.models import MAY_REFUSE, Rule, RuleAct, RuleKind
from minbar.moderation.rule_kinds import acts_of, judge_of
from minbar.moderation.trying import Piece, example_pieces, try_out
from minbar.stories.models import CommentsMode

from .conftest import EMAIL

HERE = Origin("here", "browser")


class Stranger:
    """Somebody of whom nothing is known."""

    def is_first(self) -> bool:
        return True

    def sent_within(self, minutes: int) -> int:
        return 1


class Regular(Stranger):
    """Somebody who has been published, and has sent three comments of late."""

    def is_first(self) -> bool:
        return False

    def sent_within(self, minutes: int) -> int:
        return 3


def rule(kind: str, words: str = "", **parameters) -> Rule:
    return Rule(name="قاعدة", kind=kind, words=words, parameters=parameters)


def finds(made: Rule, text: str, past=Stranger, **fields) -> bool:
    sending = Sending(Comment(text=text, **{"name": "نورة"} | fields), typed=text)
    return judge_of(made).finds(sending, past())


class TestWhatEachKindFinds:
    """A table by kind: a rule, a text, and whether the one is about the other."""

    @pytest.mark.parametrize(
        ("words", "text", "is_found"),
        [
            ("كلب", "يا كـــلب", True),
            ("كلب", "كَلْب", True),
            ("كلب", "لبنان", False),
            ("كلب | except: كلب البحر", "رأيت كلب البحر", False),
            ("حمار | arabizi", "ya 7mar", True),
            ("حمار", "ya 7mar", False),
            ("رق", "سرق", False),
            ("# كلب", "كلب", False),
            ("", "كلب", False),
        ],
    )
    def test_words(self, words, text, is_found):
        assert finds(rule("words", words), text) is is_found

    def test_words_are_looked_for_in_name_and_town(self):
        assert finds(rule("words", "كلب"), "نص", name="كلب")
        assert finds(rule("words", "كلب"), "نص", place="كلب")

    @pytest.mark.parametrize(
        ("parameters", "text", "past", "is_found"),
        [
            ({"most": 1}, "https://a.example", Stranger, False),
            ({"most": 1}, "https://a.example www.b.example", Stranger, True),
            ({"most": 0}, "زوروا casino.xyz", Regular, True),
            ({"most": 0, "first": True}, "زوروا casino.xyz", Stranger, True),
            ({"most": 0, "first": True}, "زوروا casino.xyz", Regular, False),
        ],
    )
    def test_links(self, parameters, text, past, is_found):
        assert finds(rule("links", **parameters), text, past) is is_found

    @pytest.mark.parametrize(
        ("parameters", "text", "is_found"),
        [
            ({"least": 3}, "لا", True),
            ({"least": 3}, " لا \n", True),
            ({"least": 3}, "نعم", False),
            ({"most": 5}, "شكرا", False),
            ({"most": 5}, "شكرا لكم", True),
            ({"least": 2, "most": 5}, "نعم", False),
        ],
    )
    def test_length(self, parameters, text, is_found):
        assert finds(rule("length", **parameters), text) is is_found

    @pytest.mark.parametrize(
        ("parameters", "text", "is_found"),
        [
            ({"capitals": 60}, "C'EST UNE HONTE POUR LE PAYS", True),
            ({"capitals": 60}, "C'est une honte pour le pays", False),
            ({"capitals": 60}, "CRB ou USMA", False),
            ({"capitals": 60}, "هذا نص بالعربية لا حروف كبيرة فيه", False),
            ({"signs": 3}, "لماذا؟؟؟؟", True),
            ({"signs": 3}, "لماذا؟؟؟", False),
            ({"signs": 3}, "😂😂😂😂", True),
            ({"signs": 3}, "1000000", False),
            ({"signs": 3}, "شكرااااا", False),
            ({"letters": 3}, "شكرااااا", True),
            ({"letters": 3}, "شـــــــكرا", True),
            ({"letters": 3}, "شكرا!!!!!", False),
            ({"letters": 3}, "نعم\n\n\n\n\nلا", False),
        ],
    )
    def test_capitals_and_repeated_signs(self, parameters, text, is_found):
        assert finds(rule("shouting", **parameters), text) is is_found

    @pytest.mark.parametrize(
        ("text", "is_found"),
        [("3lach rakom saktin?", True), ("علاش راكم ساكتين؟", False), ("", False)],
    )
    def test_language(self, text, is_found):
        assert finds(rule("language", languages=[Language.ARABIZI.value]), text) is is_found

    def test_the_first_comment_of_a_writer(self):
        assert finds(rule("first"), "نص", Stranger)
        assert not finds(rule("first"), "نص", Regular)

    def test_many_comments_in_a_short_time(self):
        assert finds(rule("rate", most=2, minutes=10), "نص", Regular)
        assert not finds(rule("rate", most=3, minutes=10), "نص", Regular)

    def test_reports_are_nothing_that_comes_with_a_comment(self):
        assert not finds(rule("reports", least=1), "نص")

    @given(st.text(st.characters(exclude_categories=()), max_size=400))
    @example("ا" * 5000)
    @example("\ud800😂" * 200)
    def test_any_text_goes_through_any_rule(self, text):
        for made in (
            rule("words", "كلب | arabizi\nرق | clitics"),
            rule("links", most=0),
            rule("length", least=1, most=10),
            rule("shouting", capitals=1, signs=1, letters=1),
            rule("language", languages=["other"]),
            rule("first"),
            rule("rate", most=1, minutes=1),
        ):
            assert finds(made, text) in {True, False}

    @given(
        words=st.lists(st.text("كلبحمارقو ", min_size=1, max_size=8), max_size=20),
        text=st.text("كلبحمارقوـَ  abc3", max_size=200),
    )
    def test_marks_lie_within_the_text_and_the_pieces_make_it_up(self, words, text):
        judge = judge_of(rule("words", "\n".join(words)))
        places = judge.places(Comment(text=text))

        assert all(0 <= place.start < place.end <= len(text) for place in places)
        pieces = example_pieces(text, places)
        assert "".join(piece.text for piece in pieces) == text
        assert bool(places) == any(piece.is_found for piece in pieces)


@pytest.fixture
def lay_down(editor):
    """Put a rule to work."""

    def lay_down(kind: str, act: str = RuleAct.LABEL, words: str = "", **more) -> Rule:
        fields = {name: more.pop(name) for name in ("name", "reason", "is_live") if name in more}
        laid = Rule(kind=kind, act=act, words=words, parameters=more)
        for name, value in ({"name": "قاعدة", "is_live": True} | fields).items():
            setattr(laid, name, value)
        rules.keep(laid, by=editor)
        return laid

    return lay_down


@pytest.fixture
def published_at_once(story):
    """A newspaper that publishes what nothing is said against."""
    settings = DiscussionSettings.load()
    settings.comments_mode = CommentsMode.PUBLISHED
    settings.save()


@pytest.fixture
def send(story):
    """Send a comment from somewhere."""

    def send(text: str, *, email: str = EMAIL, origin: Origin = HERE):
        typed = {"name": "نورة", "place": "سعيدة", "email": email, "text": text}
        return submit(story, typed, origin=origin).comment

    return send


@pytest.mark.django_db
@pytest.mark.usefixtures("published_at_once")
class TestWhatRulesDo:
    """They mark, hold, slow; they refuse by an editor's will alone."""

    def test_what_no_rule_finds_goes_its_way(self, lay_down, send):
        lay_down("words", RuleAct.HOLD, "كلب")

        assert (send("شكرا").status, send("لا شكر").labels) == (Status.APPROVED, [])

    def test_one_that_marks_stops_nothing(self, lay_down, send):
        laid = lay_down("words", RuleAct.LABEL, "كلب")

        comment = send("يا كلب")

        assert comment.status == Status.APPROVED
        assert Comment.objects.get().labels == [f"rule-{laid.pk}"]

    def test_one_that_holds_holds(self, lay_down, send):
        laid = lay_down("words", RuleAct.HOLD, "كلب")

        comment = send("يا كلب")

        assert (comment.status, comment.labels) == (Status.PENDING, [f"rule-{laid.pk}"])

    def test_one_that_slows_asks_for_work(self, lay_down, send):
        lay_down("words", RuleAct.SLOW, "كلب")

        with pytest.raises(OneMoreStep):
            send("يا كلب")
        assert send("شكرا").status == Status.APPROVED

    def test_one_that_refuses_gives_reason_receipt_and_appeal(self, lay_down, send, insult):
        lay_down("words", RuleAct.REFUSE, "كلب", reason=insult)

        comment = send("يا كلب")

        assert comment.status == Status.REJECTED
        assert comment.history.get().reason == insult
        assert comment.receipt_digest
        assert appeal(comment, "لم أقصد أحدا").kind == MoveKind.APPEAL

    def test_one_at_rest_does_nothing(self, lay_down, send, editor):
        laid = lay_down("words", RuleAct.HOLD, "كلب")
        laid.is_live = False
        rules.keep(laid, by=editor)

        assert send("يا كلب").status == Status.APPROVED

    def test_a_change_counts_from_the_next_comment_on(self, lay_down, send, editor):
        laid = lay_down("words", RuleAct.HOLD, "كلب")
        assert send("يا حمار").status == Status.APPROVED

        laid.words = "حمار"
        rules.keep(laid, by=editor)

        assert send("يا حمار!").status == Status.PENDING
        assert send("يا كلب").status == Status.APPROVED

    def test_several_say_what_they_say_together(self, lay_down, send):
        marking = lay_down("words", RuleAct.LABEL, "كلب")
        holding = lay_down("length", RuleAct.HOLD, most=3)

        comment = send("يا كلب")

        assert comment.status == Status.PENDING
        assert set(comment.labels) == {f"rule-{marking.pk}", f"rule-{holding.pk}"}

    def test_new_words_of_a_waiting_comment_are_looked_at_anew(self, lay_down, send):
        laid = lay_down("words", RuleAct.HOLD, "كلب")
        comment = send("يا كلب")

        rewrite(comment, {"name": "نورة", "place": "", "text": "شكرا"})
        assert Comment.objects.get().labels == []
        rewrite(comment, {"name": "نورة", "place": "", "text": "كلب"})
        assert Comment.objects.get().labels == [f"rule-{laid.pk}"]

    def test_a_first_comment_is_one_before_any_is_published(self, lay_down, send):
        laid = lay_down("first", RuleAct.LABEL)

        first, second = send("شكرا"), send("شكرا لكم")

        assert (first.labels, second.labels) == ([f"rule-{laid.pk}"], [])

    def test_many_from_one_writer(self, lay_down, send):
        laid = lay_down("rate", RuleAct.HOLD, most=2, minutes=10)

        labels = [send(f"شكرا {number}").labels for number in range(3)]

        assert labels == [[], [], [f"rule-{laid.pk}"]]

    def test_another_email_from_the_same_place_is_the_same_writer(self, lay_down, send):
        lay_down("rate", RuleAct.HOLD, most=2, minutes=10)
        for number in range(2):
            send(f"شكرا {number}", email=f"{number}@example.org")

        assert send("شكرا", email="new@example.org").status == Status.PENDING
        elsewhere = Origin("elsewhere", "browser")
        assert send("شكرا لكم", email="two@example.org", origin=elsewhere).status == "approved"

    def test_a_rule_that_cannot_be_read_leaves_the_comment_to_the_desk(self, lay_down, send):
        lay_down("links", no_such_parameter=0)

        assert send("شكرا").labels == [FAILED]


@pytest.mark.django_db
class TestTheHouse:
    """What the database itself holds to."""

    @pytest.mark.parametrize("kind", RuleKind.values)
    def test_only_what_stands_in_the_comment_is_refused(self, kind, insult):
        refusing = Rule(
            name="س", kind=kind, act=RuleAct.REFUSE, reason=insult, changed_at=timezone.now()
        )

        if kind in MAY_REFUSE:
            refusing.save()
        else:
            assert RuleAct.REFUSE not in acts_of(kind)
            with pytest.raises(IntegrityError):
                refusing.save()

    def test_no_refusal_without_a_reason(self):
        with pytest.raises(IntegrityError):
            Rule.objects.create(kind="words", act=RuleAct.REFUSE, changed_at=timezone.now())

    def test_a_rule_that_worked_stays(self, lay_down):
        worked, never = lay_down("first"), lay_down("first", is_live=False)

        rules.remove(never)
        with pytest.raises(rules.WasAtWork):
            rules.remove(worked)

        assert Rule.objects.get() == worked

    def test_labels_say_the_name_of_the_rule(self, lay_down):
        laid = lay_down("first", name="أول تعليق")

        assert sentence_of(f"rule-{laid.pk}") == "أول تعليق"
        for code in ("rule-999", "rule-x", "rule-", f"rule-{10**30}", "no-such"):
            assert sentence_of(code) == code
        assert labels_known()[f"rule-{laid.pk}"] == "أول تعليق"
        assert f"rule-{lay_down('first', is_live=False).pk}" not in labels_known()


@pytest.mark.django_db
class TestWhatIsKeptReady:
    """Compiled once for each change; asked for in one query."""

    def test_a_comment_costs_one_query(self, lay_down):
        lay_down("words", words="كلب")
        lay_down("links", most=1)
        sending = Sending(Comment(text="شكرا", name="نورة"))
        rules.look(sending)

        with CaptureQueriesContext(
            connection,
        ) as queries:
            rules.look(sending)

        assert len(queries) == 1

    def test_lists_are_compiled_again_only_when_one_changes(self, lay_down, editor):
        listed, other = lay_down("words", words="كلب"), lay_down("links", most=1)
        before = rules._compiled.at_work()
        assert rules._compiled.at_work() is before

        rules.keep(other, by=editor)
        assert rules._compiled.at_work().words is before.words
        rules.keep(listed, by=editor)
        assert rules._compiled.at_work().words is not before.words

    def test_threads_share_what_one_has_compiled(self, lay_down):
        lay_down("words", words="كلب")
        words = rules._compiled.at_work().words
        found = []

        def look():
            found.append(list(words.find("يا كلب ويا كلب")))

        threads = [threading.Thread(target=look) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(found) == 8
        assert all(places == found[0] for places in found)


@pytest.mark.django_db
class TestMarks:
    """Where the desk underlines."""

    def test_they_name_rule_term_and_the_letters_as_typed(self, lay_down, make_held):
        laid = lay_down("words", words="كلب\nحمار")
        comment = make_held(text="أنت حِمـــار، كلب")

        marks = rules.marks(comment)

        assert [comment.text[mark.start : mark.end] for mark in marks] == ["حِمـــار", "كلب"]
        assert [mark.term for mark in marks] == ["حمار", "كلب"]
        assert {mark.rule.pk for mark in marks} == {laid.pk}

    def test_a_word_of_several_lists_is_marked_for_each(self, lay_down, make_held):
        first = lay_down("words", words="كلب\nحمار")
        second = lay_down("words", words="كلب")
        third = lay_down("words", words="كلب | except: يا كلب")

        marks = rules.marks(make_held(text="يا كلب، أنت كلب"))

        assert [(mark.start, mark.rule.pk) for mark in marks] == [
            (3, first.pk),
            (3, second.pk),
            (12, first.pk),
            (12, second.pk),
            (12, third.pk),
        ]

    def test_other_rules_and_those_at_rest_mark_nothing(self, lay_down, make_held):
        lay_down("words", words="كلب", is_live=False)
        lay_down("length", most=1)

        assert rules.marks(make_held(text="يا كلب")) == []


@pytest.mark.django_db
class TestReports:
    """So many open reports are told of; nothing is refused by them."""

    def test_a_rule_is_reached_at_its_number(self, lay_down):
        three, five = lay_down("reports", least=3), lay_down("reports", least=5)

        assert [made.pk for made in rules.reached(2)] == []
        assert [made.pk for made in rules.reached(3)] == [three.pk]
        assert {made.pk for made in rules.reached(5)} == {three.pk, five.pk}


@pytest.mark.django_db
class TestTryingOut:
    """What a rule would have done, before it does anything."""

    def test_it_counts_what_people_decided(self, make_held, moderator, insult):
        from minbar.moderation.decisions import reject

        published, refused, waiting = (make_held(text=f"يا كلب {n}") for n in range(3))
        make_held(text="شكرا")
        approve(published, by=moderator)
        reject(refused, by=moderator, reason=insult)

        trial = try_out(rule("words", "كلب"))

        assert (trial.there, trial.looked_at, trial.found) == (4, 4, 3)
        assert (trial.published, trial.refused, trial.undecided) == (1, 1, 1)
        assert (trial.published_share, trial.is_whole) == (33, True)
        assert [example.comment for example in trial.examples] == [waiting, refused, published]

    def test_it_marks_the_words_as_typed(self, make_held):
        make_held(text="يا كـــلب")

        (example,) = try_out(rule("words", "كلب")).examples

        assert example.pieces == [Piece("يا ", False), Piece("كـــلب", True)]

    def test_of_a_long_comment_the_place_is_shown(self, make_held):
        make_held(text="كلمة " * 200 + "كلب" + " كلمة" * 200)

        (example,) = try_out(rule("words", "كلب")).examples

        assert (example.is_cut_before, example.is_cut_after) == (True, True)
        assert [piece.text for piece in example.pieces if piece.is_found] == ["كلب"]
        assert sum(len(piece.text) for piece in example.pieces) <= 400

    def test_of_many_twenty_are_shown(self, make_held):
        for number in range(22):
            make_held(text=f"يا كلب {number}", email=f"{number}@example.org")

        trial = try_out(rule("words", "كلب"))

        assert (trial.found, len(trial.examples)) == (22, 20)

    def test_it_stops_in_time_and_says_so(self, make_held):
        make_held()

        trial = try_out(rule("first"), seconds=-1)

        assert (trial.there, trial.looked_at, trial.is_whole) == (1, 0, False)

    def test_the_newsrooms_own_and_what_is_erased_do_not_count(self, make_held):
        Comment.objects.filter(pk=make_held().pk).update(from_newsroom=True)
        Comment.objects.filter(pk=make_held().pk).update(erased_at=timezone.now())

        assert try_out(rule("first")).there == 0

    def test_a_first_comment_is_judged_by_its_own_time(self, make_held, moderator):
        first = make_held()
        approve(first, by=moderator)
        second = make_held()

        found = [example.comment for example in try_out(rule("first")).examples]

        assert found == [first]
        assert second not in found

    def test_a_rate_is_judged_by_its_own_time(self, make_held):
        comments = [make_held() for _ in range(4)]
        Comment.objects.filter(pk=comments[0].pk).update(
            submitted_at=timezone.now() - timedelta(hours=1)
        )

        found = [example.comment for example in try_out(rule("rate", most=2, minutes=10)).examples]

        assert found == [comments[3]]

    def test_reports_are_those_that_came(self, make_held, insult):
        reported, other = make_held(), make_held()
        for reporter in "ab":
            Report.objects.create(
                comment=reported, rule=insult, reporter=reporter, at=timezone.now()
            )

        found = [example.comment for example in try_out(rule("reports", least=2)).examples]

        assert found == [reported]
        assert other not in found

    def test_nothing_is_stored(self, make_held):
        make_held(text="يا كلب")

        try_out(rule("words", "كلب"))

        assert not Rule.objects.exists()
        assert Comment.objects.get().labels == []
