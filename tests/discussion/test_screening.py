"""A screener labels, holds or slows; it deletes nothing, and refuses by an editor's rule alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from minbar.discussion import screening
from minbar.discussion.models import Comment, MoveKind, Status
from minbar.discussion.moves import move
from minbar.discussion.origins import Origin
from minbar.discussion.policy import reason
from minbar.discussion.screeners import count_links
from minbar.discussion.screening import FAILED, Verdict
from minbar.discussion.submission import submit
from minbar.discussion.writer_actions import rewrite

HERE, ELSEWHERE = Origin("address", "browser"), Origin("elsewhere", "browser")
SENTENCE = "من يدفع ثمن تأخير الحافلة كل صباح في هذه المدينة؟"

pytestmark = pytest.mark.django_db


@pytest.fixture
def screened_by():
    """Put a screener on the list for one test."""
    registered = []

    def by(screener):
        registered.append(screening.register(screener))

    yield by
    for screener in registered:
        screening.unregister(screener)


@pytest.fixture
def labels_of(story, typed):
    """Send something and say which labels it has."""

    def labels_of(**fields):
        taken = submit(story, typed | fields, origin=HERE).comment
        return Comment.objects.get(pk=taken.pk).labels

    return labels_of


class TestWhatScreenersMay:
    """The room owns the list; others add theirs."""

    def test_a_plain_comment_has_no_label(self, labels_of):
        assert labels_of() == []

    def test_labels_of_all_are_kept_once_and_in_order(self, labels_of, screened_by):
        screened_by(lambda sending: Verdict(labels=("insult", "names")))
        screened_by(lambda sending: Verdict(labels=("insult",), holds=True))

        assert labels_of() == ["insult", "names"]

    def test_a_rule_refuses_with_its_reason_and_a_receipt(self, story, typed, screened_by, reader):
        rule = reason("advertising")
        screened_by(lambda sending: Verdict(labels=("casino",), refuses_by=rule))

        taken = submit(story, typed, origin=HERE)

        assert taken.comment.status == Status.REJECTED
        assert taken.comment.history.get().reason == rule
        assert rule.text_ar in reader.get(f"/receipts/{taken.token}/").content.decode()

    def test_a_remark_is_kept_beside_the_labels(self, labels_of, screened_by):
        screened_by(lambda sending: Verdict(remarks=("french",), labels=("insult",)))
        screened_by(lambda sending: Verdict(remarks=("insult", "long")))

        assert labels_of() == ["insult", "french", "long"]

    def test_for_a_remark_nothing_waits(self):
        assert Verdict(remarks=("french",)).is_clean
        assert not Verdict(labels=("french",)).is_clean

    def test_a_room_says_what_its_codes_mean(self, monkeypatch):
        monkeypatch.setattr(screening._room, "namers", {})
        known = {"rule-7": "قاعدة"}
        screening.register_namer(known.get, known=lambda: known)

        assert screening.sentence_of("rule-7") == "قاعدة"
        assert screening.sentence_of("rule-8") == "rule-8"
        assert screening.sentence_of("links") != "links"
        assert screening.labels_known()["rule-7"] == "قاعدة"
        assert "links" in screening.labels_known()

    def test_one_that_fails_loses_nothing(self, labels_of, screened_by):
        def failing(sending):
            raise ZeroDivisionError

        screened_by(failing)

        assert labels_of() == [FAILED]

    def test_a_rewritten_comment_is_screened_again(self, held, screened_by):
        seen = []
        screened_by(lambda sending: seen.append((sending.comment.text, sending.is_rewritten)))

        rewrite(held, {"name": "نورة", "text": "www.a.com www.b.com www.c.com"})

        held.refresh_from_db()
        assert seen == [("www.a.com www.b.com www.c.com", True)]
        assert held.labels == ["links"]
        rewrite(held, {"name": "نورة", "text": "بلا روابط"})
        held.refresh_from_db()
        assert held.labels == []

    def test_who_listens_hears_of_it_once(self, story, typed):
        heard = []

        def hear(sender, comment, **_signal):
            heard.append(comment.pk)

        screening.comment_submitted.connect(hear)
        try:
            first = submit(story, typed, origin=HERE)
            submit(story, typed, origin=HERE)
        finally:
            screening.comment_submitted.disconnect(hear)

        assert heard == [first.comment.pk]

    def test_every_own_label_has_a_sentence(self):
        for label in ("links", "refused-words", "repeated", "trap", "haste", "unproven", "no-page"):
            assert screening.sentence_of(label) != label
        assert screening.sentence_of("of long ago") == "of long ago"


class TestLinks:
    """More links than the newspaper likes."""

    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("لا رابط هنا.وهنا نقطة", 0),
            ("see http://a.example/x?y=1 and HTTPS://B.example", 2),
            ("www.a.example", 1),
            ("casino-x.top/win يربح", 1),
            ("name@example.com", 0),
            ("الساعة 10.30 على casino.top.", 1),
            ("http://a.com/b.com", 1),
        ],
    )
    def test_links_are_counted(self, text, count):
        assert count_links(text) == count

    def test_those_over_the_limit_are_labelled(self, labels_of):
        assert labels_of(text="www.a.com www.b.com") == []
        assert labels_of(text="www.a.com www.b.com www.c.com") == ["links"]


class TestSameWords:
    """What was refused comes back labelled; so does what many send at once."""

    def test_the_words_of_a_refused_comment(self, story, typed, moderator, labels_of):
        refused = submit(story, typed | {"text": SENTENCE}, origin=ELSEWHERE).comment
        move(refused, MoveKind.REJECT, by=moderator, reason=reason("insult"))

        assert labels_of(text="مَن يدفع ثمن تاخير الحافله كلَّ صباح في هذه المدينة؟") == [
            "refused-words"
        ]

    def test_a_long_sentence_said_by_many(self, story, typed, labels_of):
        for number in range(3):
            submit(story, typed | {"text": SENTENCE}, origin=Origin(f"{number}", "b"))

        assert labels_of(text=SENTENCE) == ["repeated"]

    def test_thanks_may_be_said_by_many(self, story, typed, labels_of):
        for number in range(5):
            submit(story, typed, origin=Origin(f"{number}", "b"))

        assert labels_of() == []


class TestProgramsThatFillInForms:
    """Seen by what people do not do; never by what a browser lacks."""

    def test_a_filled_trap_is_kept_and_labelled(self, labels_of):
        assert labels_of(website="https://spam.example") == ["trap"]

    def test_no_eye_and_no_key_comes_to_the_trap(self, reader, story):
        page = reader.get(story.url).content.decode()
        trap = page.partition('<div class="comment-form__trap" aria-hidden="true">')[2]

        assert 'tabindex="-1"' in trap.partition("</div>")[0]
        assert 'autocomplete="off"' in trap.partition("</div>")[0]

    @pytest.mark.parametrize(
        ("elapsed", "labels"),
        [
            ("0.4", ["haste"]),
            ("12.5", []),
            ("", []),
            ("soon", []),
            ("nan", []),
            ("-1", []),
            ("inf", []),
        ],
    )
    def test_haste_counts_only_where_a_script_measured_it(self, labels_of, elapsed, labels):
        assert labels_of(elapsed=elapsed) == labels


class TestDisguises:
    """Labels only: words are kept as typed."""

    @pytest.mark.parametrize(
        ("text", "labels"),
        [
            ("ك\u200bل\u200bا\u200bم\u200b م\u200bخفي", ["hidden-signs"]),
            ("\u2068اسم\u2069 منسوخ", []),
            ("كلlم", ["look-alikes"]),
            ("p\u0430ypal", ["look-alikes"]),
            ("Привет sa7bi مرحبا 3lach", []),
            ("ⴰⵣⵓⵍ azul", []),
        ],
    )
    def test_they_are_seen(self, labels_of, text, labels):
        assert labels_of(text=text) == labels


def test_old_comments_are_no_reason(story, typed, labels_of):
    """A window is a window: what came long ago makes nothing busy."""
    for number in range(40):
        submit(story, typed | {"text": f"{number}"}, origin=Origin())
    Comment.objects.update(origin=HERE.address, submitted_at=timezone.now() - timedelta(hours=1))

    assert labels_of() == []
