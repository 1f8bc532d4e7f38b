"""The desk over HTTP: who may do what, what it leases, and what it says of each decision."""

import json
from uuid import uuid4

import pytest

from minbar.discussion import writer_actions
from minbar.discussion.models import Comment, Move, Status
from minbar.discussion.screening import sentence_of
from minbar.moderation import desk, rules
from minbar.moderation.decisions import approve, reject
from minbar.moderation.filters import Choice
from minbar.moderation.models import Act, QueuedComment, Rule, RuleKind, SavedFilter
from tests.moderation.conftest import DESK, EMAIL, claim, decide

MODERATORS, EDITORS, SENIORS = "مشرفو التعليقات", "محررون", "مسؤولو التعليقات"


@pytest.fixture
def at_desk(sign_in, moderator):
    return sign_in(moderator)


class TestWhoMay:
    """Only those who may decide on comments, at every address."""

    ADDRESSES = (
        ("get", ""),
        ("post", "claim/"),
        ("get", "watch/"),
        ("post", "decide/"),
        ("post", "leave/"),
        ("post", "filters/"),
        ("post", "filters/1/forget/"),
        ("get", "comments/"),
        ("get", "1/history/"),
    )

    @pytest.mark.parametrize(("method", "address"), ADDRESSES)
    def test_who_is_not_signed_in_is_asked_to(self, client, held, method, address):
        answer = getattr(client, method)(DESK + address)

        assert answer.status_code == 302
        assert answer["Location"].startswith("/newsroom/login/")

    @pytest.mark.parametrize(("method", "address"), ADDRESSES)
    def test_a_reporter_is_refused(self, sign_in, reporter, held, method, address):
        answer = getattr(sign_in(reporter), method)(DESK + address)

        assert (answer.status_code, answer.get("Location")) == (302, "/newsroom/")
        assert Move.objects.count() == 1

    @pytest.mark.parametrize("group", [MODERATORS, EDITORS, SENIORS])
    def test_those_who_decide_may(self, sign_in, make_colleague, held, group):
        assert sign_in(make_colleague("someone", group)).get(DESK).status_code == 200

    @pytest.mark.parametrize(
        ("group", "status"), [(MODERATORS, 403), (EDITORS, 200), (SENIORS, 200)]
    )
    @pytest.mark.parametrize("place", ["appeals", "held"])
    def test_appeals_and_what_is_held_are_for_seniors(
        self, sign_in, make_colleague, group, status, place
    ):
        client = sign_in(make_colleague("someone", group))

        assert client.post(f"{DESK}claim/?place={place}").status_code == status
        assert (f"?place={place}" in client.get(DESK).text) is (status == 200)

    @pytest.mark.parametrize("address", ["claim/", "decide/", "leave/", "filters/"])
    def test_looking_changes_nothing(self, at_desk, address):
        assert at_desk.get(DESK + address).status_code == 405


class TestLeasing:
    """The desk gets a list of what waits, and whole what is leased to it."""

    def test_a_comment_with_all_that_it_is_judged_by(self, at_desk, held, story):
        Comment.objects.update(labels=["links"])

        told = claim(at_desk)

        (card,) = told["cards"]
        assert card["references"] == [f"{held.pk}@1"]
        for shown in (story.kicker, story.title, "نورة", "سعيدة", held.text, sentence_of("links")):
            assert shown in card["html"]
        assert told["entries"][0] | {"since": ""} == {
            "id": held.pk,
            "revision": 1,
            "name": "نورة",
            "preview": held.text,
            "direction": "rtl",
            "since": "",
            "alike": 1,
            "reader": "",
            "marked": False,
        }
        assert (told["counts"]["waiting"], told["people"]) == (1, ["amina"])

    def test_each_paragraph_has_its_own_direction_and_its_lines(self, at_desk, make_held):
        make_held(text="Bonjour à tous\nune ligne\n\nوكل عام وأنتم بخير\n\n2026!")

        html = claim(at_desk)["cards"][0]["html"]

        assert '<p dir="ltr">Bonjour à tous\nune ligne</p>' in html
        assert '<p dir="rtl">وكل عام وأنتم بخير</p>' in html
        assert "<p>2026!</p>" in html

    @pytest.mark.parametrize(
        ("text", "direction"),
        [
            ("Pourquoi ne pas parler du barrage ?", "ltr"),
            ("3lach ma hderch 3la lma?", "ltr"),
            ("Facebook قال لنا إن المباراة يوم الجمعة", "rtl"),
        ],
    )
    def test_a_preview_has_its_own_texts_direction(self, at_desk, make_held, text, direction):
        make_held(text=text)

        (entry,) = claim(at_desk)["entries"]

        assert (entry["preview"], entry["direction"]) == (text, direction)

    def test_what_a_reader_typed_is_only_text(self, at_desk, make_held):
        make_held(name="<b>هو</b>", text="<script>alert(1)</script>", place="&amp;")

        html = claim(at_desk)["cards"][0]["html"]

        assert "&lt;script&gt;" in html
        assert "<script" not in html
        assert "&lt;b&gt;هو" in html

    def test_the_words_of_a_list_are_marked_as_they_were_typed(self, at_desk, make_held, editor):
        rule = Rule(name="شتائم", kind=RuleKind.WORDS, words="كلمة", is_live=True)
        rules.keep(rule, by=editor)
        make_held(text="هذه الـكـلـمـة هنا")

        html = claim(at_desk)["cards"][0]["html"]

        assert '<mark title="شتائم: «كلمة»">' in html

    def test_an_appeal_with_what_it_is_against(self, sign_in, held, moderator, senior, off_topic):
        reject(held, by=moderator, reason=off_topic)
        writer_actions.appeal(held, "هو في صلب الموضوع.")

        html = claim(sign_in(senior), "place=appeals")["cards"][0]["html"]

        for shown in ("هو في صلب الموضوع.", off_topic.text, "amina"):
            assert shown in html

    def test_a_colleagues_comment_is_named_and_not_given(
        self, client, sign_in, held, moderator, colleague
    ):
        claim(sign_in(moderator))

        told = claim(sign_in(colleague))

        assert told["cards"] == []
        assert told["entries"][0]["reader"] == "amina"
        assert told["people"] == ["amina", "karim"]

    def test_a_group_is_one_row_with_its_number(self, at_desk, make_held):
        spam = "اربح معنا آلاف الدنانير من بيتك بدون رأس مال، اتصل بنا على {}"
        comments = [make_held(text=spam.format(number)) for number in (1, 2, 3)]

        told = claim(at_desk)

        (entry,), (card,) = told["entries"], told["cards"]
        assert entry["alike"] == 3
        assert card["references"] == [f"{comment.pk}@1" for comment in comments]

    def test_of_a_large_group_as_many_as_one_decision_takes_its_head_among_them(
        self, at_desk, make_held, monkeypatch
    ):
        monkeypatch.setattr(desk, "MOST_AT_ONCE", 2)
        spam = "اربح معنا آلاف الدنانير من بيتك بدون رأس مال، اتصل بنا على {}"
        comments = [make_held(text=spam.format(number)) for number in (1, 2, 3)]
        QueuedComment.objects.update(group=comments[2].pk)

        (card,) = claim(at_desk)["cards"]

        assert card["references"] == [f"{comments[2].pk}@1", f"{comments[0].pk}@1"]

    def test_list_mode_gives_twenty_in_full(self, at_desk, make_held):
        for number in range(22):
            make_held(text=f"رأي قصير {number}", email=f"r{number}@x.example")

        cards = claim(at_desk, "glance=1")["cards"]

        assert len(cards) == 20
        assert "رأي قصير 0" in cards[0]["html"]

    def test_the_queries_do_not_grow(self, at_desk, make_held, django_assert_max_num_queries):
        for number in range(30):
            make_held(text=f"رأي قصير {number}", email=f"r{number}@x.example")

        with django_assert_max_num_queries(45):
            claim(at_desk)


class TestWatching:
    """Whether the list is another one is one question."""

    def test_only_a_change_is_told(self, at_desk, held, make_held):
        mark = claim(at_desk)["mark"]
        assert at_desk.get(f"{DESK}watch/", {"mark": mark}).status_code == 204

        make_held()

        assert at_desk.get(f"{DESK}watch/", {"mark": mark}).json() == {"changed": True}

    @pytest.mark.only_on_sqlite("PostgreSQL reads a table of one page whole")
    def test_by_an_index(self, held):
        rows = Choice().heads().values_list("pk", "leased_by", "comment__revision")[: desk.LISTED]
        assert "queue_in_order" in rows.explain()

    def test_leaving_gives_everything_back(self, sign_in, held, moderator, colleague):
        client = sign_in(moderator)
        claim(client)

        assert client.post(f"{DESK}leave/").status_code == 204

        assert len(claim(sign_in(colleague))["cards"]) == 1


class TestDeciding:
    """Decisions are carried out in their order, and each is answered."""

    def test_in_their_order(self, at_desk, make_held, off_topic):
        first, second = make_held(), make_held(text="سؤال آخر عن أمر آخر.")

        results = decide(
            at_desk,
            {"kind": "approve", "comments": [f"{first.pk}@1"]},
            {"kind": "reject", "comments": [f"{second.pk}@1"], "reason": "off-topic", "note": "؟"},
        )

        assert [result["done"] for result in results] == [[first.pk], [second.pk]]
        assert second.history.latest().note == "؟"

    def test_undo(self, at_desk, held):
        key = str(uuid4())
        decide(at_desk, {"key": key, "kind": "approve", "comments": [f"{held.pk}@1"]})

        (result,) = decide(at_desk, {"undoes": key})

        assert result["done"] == [held.pk]
        assert Comment.objects.get().status == Status.PENDING

    def test_what_was_not_decided_is_told_safely(self, at_desk, make_held, colleague):
        held = make_held(name="<i>نورة</i>")
        reference = f"{held.pk}@1"
        approve(held, by=colleague)

        (result,) = decide(at_desk, {"kind": "approve", "comments": [reference]})

        assert "<bdi>karim</bdi>" in result["refused"][str(held.pk)]
        assert "&lt;i&gt;" in result["refused"][str(held.pk)]

    @pytest.mark.parametrize(
        "order",
        [
            {},
            {"kind": "erase", "comments": ["1@1"]},
            {"kind": "approve"},
            {"kind": "approve", "comments": 7},
            {"kind": "approve", "comments": ["x"]},
            {"kind": "approve", "comments": []},
            {"kind": "reject", "comments": ["1@1"]},
            {"kind": "reject", "comments": ["1@1"], "reason": "no-such"},
            {"kind": "hold", "comments": ["1@1"], "note": "x" * 1001},
            {"kind": "approve", "comments": ["1@1"], "key": "no key"},
            {"undoes": "no key"},
            {"undoes": str(uuid4())},
        ],
    )
    def test_what_nobody_can_do_is_refused_with_a_sentence(self, at_desk, held, order):
        (result,) = decide(at_desk, order)

        assert result["why"]
        assert (result["done"], Move.objects.count(), Act.objects.count()) == ([], 1, 0)

    @pytest.mark.parametrize("body", ["", "x", "[]", "{}", '{"orders": 1}', '{"orders": [1]}'])
    def test_what_cannot_be_read_is_a_problem(self, at_desk, body):
        answer = at_desk.post(f"{DESK}decide/", body, content_type="application/json")

        assert answer.status_code == 400
        assert answer.json()["detail"]

    def test_what_is_too_long_is_not_read(self, at_desk):
        body = json.dumps({"orders": [{"note": "x" * 200_001}]})

        answer = at_desk.post(f"{DESK}decide/", body, content_type="application/json")

        assert answer.status_code == 413


class TestFilters:
    """A choice is kept under a name by whoever uses it."""

    def test_it_is_kept_and_forgotten(self, at_desk, moderator):
        sent = {"name": "فرنسية", "language": "french", "nonsense": "x"}

        answer = at_desk.post(f"{DESK}filters/", sent)

        assert answer.json() == {"address": f"{DESK}?language=french"}
        kept = SavedFilter.objects.get()
        assert f'href="{DESK}?language=french"' in at_desk.get(DESK).text
        at_desk.post(f"{DESK}filters/{kept.pk}/forget/")
        assert not SavedFilter.objects.exists()

    def test_it_needs_a_name(self, at_desk):
        assert at_desk.post(f"{DESK}filters/", {"name": " "}).status_code == 422

    def test_nobody_forgets_a_colleagues(self, at_desk, colleague):
        kept = SavedFilter.objects.create(by=colleague, name="لي", query="older=5")

        at_desk.post(f"{DESK}filters/{kept.pk}/forget/")

        assert SavedFilter.objects.exists()


def test_no_e_mail_is_in_any_answer(at_desk, make_held):
    make_held()
    second = make_held()
    writer = second.sealed_email.writer
    answers = [
        at_desk.get(DESK).text,
        json.dumps(claim(at_desk)),
        json.dumps(claim(at_desk, f"writer={second.pk}")),
        json.dumps(decide(at_desk, {"kind": "approve", "comments": [f"{second.pk}@1"]})),
    ]

    assert QueuedComment.objects.exists()
    for answer in answers:
        assert EMAIL not in answer
        assert writer not in answer
