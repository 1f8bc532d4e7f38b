"""The screens where rules are written and tried, and where bans are lifted."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minbar.discussion.models import Comment
from minbar.discussion.origins import Origin
from minbar.discussion.submission import submit
from minbar.moderation import ban_views, bans, rule_forms, rules
from minbar.moderation.models import Ban, Rule, RuleAct, RuleKind
from minbar.moderation.rule_forms import FORMS, WordsForm
from minbar.moderation.word_lists import Trouble

from .conftest import EMAIL

RULES = "/newsroom/rules/"
BANS = "/newsroom/bans/"

pytestmark = pytest.mark.django_db

FILLED: dict[str, dict] = {
    "words": {"lines": "كلب"},
    "links": {"most": "1"},
    "length": {"least": "3"},
    "shouting": {"signs": "3"},
    "language": {"languages": ["french", "arabizi"]},
    "first": {},
    "rate": {"most": "5", "minutes": "10"},
    "reports": {"least": "3"},
}
KEPT: dict[str, dict] = {
    "words": {},
    "links": {"most": 1, "first": False},
    "length": {"least": 3},
    "shouting": {"signs": 3},
    "language": {"languages": ["french", "arabizi"]},
    "first": {},
    "rate": {"most": 5, "minutes": 10},
    "reports": {"least": 3},
}


@pytest.fixture
def at_desk(sign_in, editor):
    """An editor, who writes rules, at a browser."""
    return sign_in(editor)


@pytest.fixture
def kept(editor):
    """Store a rule."""

    def kept(kind: str = "words", **fields) -> Rule:
        told = {"name": "شتائم", "act": RuleAct.LABEL, "is_live": True} | fields
        rule = Rule(kind=kind, words="كلب" if kind == "words" else "", **told)
        rules.keep(rule, by=editor)
        return rule

    return kept


def tried_of(page: str) -> str:
    return re.findall(r'name="tried" value="(\w*)"', page)[0]


class TestWritingARule:
    """Each kind has its form; at rest it is saved at once."""

    @pytest.mark.parametrize("kind", RuleKind.values)
    def test_every_kind_is_kept_as_it_is_written(self, at_desk, editor, kind):
        assert at_desk.get(f"{RULES}new/{kind}/").status_code == 200

        answer = at_desk.post(
            f"{RULES}new/{kind}/", {"name": "قاعدة", "act": "label", **FILLED[kind]}
        )

        assert answer.status_code == 303
        rule = Rule.objects.get()
        assert (rule.kind, rule.parameters, rule.is_live) == (kind, KEPT[kind], False)
        assert (rule.changed_by, rule.first_live_at) == (editor, None)
        assert at_desk.get(f"{RULES}{rule.pk}/").status_code == 200
        assert "قاعدة" in at_desk.get(RULES).text

    @pytest.mark.parametrize("kind", RuleKind.values)
    def test_only_kinds_that_may_offer_to_refuse(self, at_desk, kind):
        page = at_desk.get(f"{RULES}new/{kind}/").text

        offers = 'value="refuse"' in page
        assert offers is (kind in {"words", "links", "length", "shouting"})
        assert ('name="reason"' in page) is offers
        sent = {"name": "قاعدة", "act": "refuse", "reason": "1", **FILLED[kind]}
        answer = at_desk.post(f"{RULES}new/{kind}/", sent)
        assert (answer.status_code == 303) is offers

    def test_a_refusal_needs_its_reason(self, at_desk, insult):
        sent = {"name": "شتائم", "act": "refuse", "lines": "كلب"}

        answer = at_desk.post(f"{RULES}new/words/", sent)
        assert answer.status_code == 422
        assert "كلب" in answer.text
        at_desk.post(f"{RULES}new/words/", sent | {"reason": insult.pk})

        assert Rule.objects.get().reason == insult

    def test_one_that_does_not_refuse_keeps_no_reason(self, at_desk, insult):
        sent = {"name": "شتائم", "act": "hold", "lines": "كلب", "reason": insult.pk}

        at_desk.post(f"{RULES}new/words/", sent)

        assert Rule.objects.get().reason is None

    @pytest.mark.parametrize(
        ("kind", "sent"),
        [
            ("words", {}),
            ("words", {"lines": "# nothing"}),
            ("links", {"most": "-1"}),
            ("links", {"most": "many"}),
            ("length", {}),
            ("shouting", {}),
            ("shouting", {"capitals": "100"}),
            ("language", {}),
            ("language", {"languages": ["klingon"]}),
            ("rate", {"most": "3", "minutes": "0"}),
            ("reports", {"least": ""}),
        ],
    )
    def test_what_is_not_right_is_said_and_kept(self, at_desk, kind, sent):
        answer = at_desk.post(f"{RULES}new/{kind}/", {"name": "قاعدة", "act": "label"} | sent)

        assert answer.status_code == 422
        assert 'value="قاعدة"' in answer.text
        assert "error-message" in answer.text
        assert not Rule.objects.exists()

    def test_a_name_is_needed_and_cleaned(self, at_desk):
        sent = {"act": "label", "name": "\u200b"}
        assert at_desk.post(f"{RULES}new/first/", sent).status_code == 422

        at_desk.post(f"{RULES}new/first/", sent | {"name": "أول\u202e تعليق"})

        assert Rule.objects.get().name == "أول تعليق"

    def test_of_no_kind_there_is_none(self, at_desk):
        assert at_desk.get(f"{RULES}new/regex/").status_code == 404
        assert at_desk.get(f"{RULES}999/").status_code == 404

    def test_english_is_said_too(self, at_desk, kept):
        kept()
        with translation.override("en"):
            assert at_desk.get(RULES).status_code == 200


class TestTryingItFirst:
    """Nothing goes to work before somebody saw what it would have done."""

    SENT = {"name": "شتائم", "act": "hold", "lines": "كلب", "is_live": "on"}

    def test_trying_stores_nothing_and_marks_the_words(self, at_desk, make_held):
        make_held(text="يا كـــلب")

        page = at_desk.post(f"{RULES}new/words/", self.SENT | {"try": "1"}).text

        assert "<mark>كـــلب</mark>" in page
        assert "كلب</textarea>" in page
        assert not Rule.objects.exists()

    def test_what_somebody_typed_is_never_html(self, at_desk, make_held):
        make_held(text="<script>كلب</script>")

        page = at_desk.post(f"{RULES}new/words/", self.SENT | {"try": "1"}).text

        assert "<script>كلب" not in page
        assert "&lt;script&gt;<mark>كلب</mark>" in page

    def test_what_is_to_work_is_tried_before_it_is_saved(self, at_desk):
        first = at_desk.post(f"{RULES}new/words/", self.SENT)
        assert first.status_code == 200
        assert not Rule.objects.exists()

        second = at_desk.post(f"{RULES}new/words/", self.SENT | {"tried": tried_of(first.text)})

        assert second.status_code == 303
        assert Rule.objects.get().is_live
        assert Rule.objects.get().first_live_at

    def test_what_was_tried_is_what_is_saved(self, at_desk):
        tried = tried_of(at_desk.post(f"{RULES}new/words/", self.SENT | {"try": "1"}).text)

        other = self.SENT | {"tried": tried, "lines": "حمار"}
        assert at_desk.post(f"{RULES}new/words/", other).status_code == 200

        assert not Rule.objects.exists()

    def test_a_rule_at_work_is_renamed_or_put_to_rest_without_a_trial(self, at_desk, kept):
        rule = kept(act=RuleAct.HOLD)

        assert at_desk.post(f"{RULES}{rule.pk}/", self.SENT | {"name": "سباب"}).status_code == 303
        resting = {name: value for name, value in self.SENT.items() if name != "is_live"}
        assert at_desk.post(f"{RULES}{rule.pk}/", resting).status_code == 303

        assert not Rule.objects.get().is_live

    def test_another_act_is_tried_again(self, at_desk, kept, insult):
        rule = kept(act=RuleAct.HOLD)

        sent = self.SENT | {"act": "refuse", "reason": insult.pk}
        assert at_desk.post(f"{RULES}{rule.pk}/", sent).status_code == 200

        assert Rule.objects.get().act == RuleAct.HOLD


class TestTheListOfWords:
    """From a box or a file, and back; line by line."""

    def send(self, at_desk, **fields):
        return at_desk.post(f"{RULES}new/words/", {"name": "شتائم", "act": "label"} | fields)

    def test_bad_lines_are_told_and_nothing_is_lost(self, at_desk):
        answer = self.send(at_desk, lines="كلب\n!!!\nحمار | regex")

        assert answer.status_code == 422
        assert '<li value="2">' in answer.text
        assert '<li value="3">' in answer.text
        assert "حمار | regex</textarea>" in answer.text

    def test_the_good_ones_can_be_taken(self, at_desk):
        self.send(at_desk, lines="كلب\n!!!\nحمار", sets_aside="on")

        assert Rule.objects.get().words == "كلب\n# !!!\nحمار"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
    def test_a_file_is_added_to_what_stands_there(self, at_desk, encoding):
        file = SimpleUploadedFile("words.txt", "حمار\r\n".encode(encoding))

        self.send(at_desk, lines="كلب", file=file)

        assert Rule.objects.get().words == "كلب\nحمار"

    def test_or_takes_its_place(self, at_desk, kept):
        rule = kept()
        file = SimpleUploadedFile("words.txt", "حمار".encode())

        sent = {"name": "شتائم", "act": "label", "lines": "كلب", "file": file, "replaces": "on"}
        at_desk.post(f"{RULES}{rule.pk}/", sent)

        assert Rule.objects.get().words == "حمار"

    def test_a_line_in_another_encoding_is_told_with_its_number_in_the_whole(self, at_desk):
        data = "رق\n".encode() + "حمار\n".encode("cp1256")

        answer = self.send(at_desk, lines="كلب\nقلب", file=SimpleUploadedFile("w.txt", data))

        assert answer.status_code == 422
        assert '<li value="4">' in answer.text

    def test_a_file_that_was_tried_need_not_be_chosen_again(self, at_desk):
        file = SimpleUploadedFile("words.txt", "حمار".encode())

        page = self.send(at_desk, file=file, **{"try": "1"}).text

        assert "حمار</textarea>" in page

    def test_a_list_too_long_for_a_box_travels_beside_it(self, at_desk):
        lines = "\n".join(f"كلمة{number}" for number in range(20_000))
        file = SimpleUploadedFile("words.txt", lines.encode())

        page = self.send(at_desk, file=file, **{"try": "1"}).text
        packed = re.findall(r'name="packed" value="([^"]*)"', page)[0]
        from html import unescape

        self.send(at_desk, packed=unescape(packed), lines="زيادة")

        rule = Rule.objects.get()
        assert rule.words == f"{lines}\nزيادة"
        assert len(packed) < len(lines)
        assert "20001" in at_desk.get(f"{RULES}{rule.pk}/").text

    def test_a_file_beyond_all_measure_is_refused(self, at_desk, monkeypatch):
        monkeypatch.setattr(rule_forms, "LONGEST_FILE", 10)
        monkeypatch.setattr("minbar.moderation.word_lists.LONGEST_FILE", 10)

        answer = self.send(at_desk, lines="كلب", file=SimpleUploadedFile("w.txt", b"x" * 20))

        assert answer.status_code == 422
        assert "كلب</textarea>" in answer.text

    def test_it_is_exported_as_it_is_imported(self, at_desk, kept):
        rule = kept()

        answer = at_desk.get(f"{RULES}{rule.pk}/words.txt")

        assert answer["Content-Disposition"] == f'attachment; filename="words-{rule.pk}.txt"'
        assert answer.content.decode("utf-8-sig") == "كلب"
        assert at_desk.get(f"{RULES}{kept('first').pk}/words.txt").status_code == 404

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(lines=st.text(max_size=100), packed=st.text(max_size=60), file=st.binary(max_size=100))
    def test_any_text_and_any_file_have_an_answer(self, lines, packed, file):
        sent = {"name": "قاعدة", "act": "label", "lines": lines, "packed": packed}
        form = WordsForm(sent, {"file": SimpleUploadedFile("w.txt", file)}, rule=Rule(kind="words"))

        if form.is_valid():
            assert form.read_list.terms
        else:
            assert form.errors
        assert all(problem.trouble in Trouble for problem in form.read_list.problems)

    def test_every_kind_has_its_form(self):
        assert set(FORMS) == set(RuleKind.values)


class TestDeleting:
    """What has been at work keeps its name for the comments that carry it."""

    def test_one_that_never_worked_is_deleted(self, at_desk, kept):
        rule = kept(is_live=False)
        assert "/delete/" in at_desk.get(f"{RULES}{rule.pk}/").text

        assert at_desk.post(f"{RULES}{rule.pk}/delete/").status_code == 303

        assert not Rule.objects.exists()

    def test_one_that_worked_stays(self, at_desk, kept):
        rule = kept()
        assert "/delete/" not in at_desk.get(f"{RULES}{rule.pk}/").text

        page = at_desk.post(f"{RULES}{rule.pk}/delete/", follow=True).text

        assert rule.name in page
        assert Rule.objects.exists()


@pytest.fixture
def banned(story, editor, insult) -> Ban:
    typed = {"name": "نورة", "place": "", "email": EMAIL, "text": "كلام لا يُنشر"}
    comment = submit(story, typed, origin=Origin("here", "firefox")).comment
    return bans.ban(comment, by=editor, term=timedelta(days=7), reason=insult, note="بعد ثلاث مرات")


class TestBans:
    """Who is banned, since when, why, until when; and how it ends."""

    def test_it_is_listed_with_all_that_was_decided(self, at_desk, banned, insult):
        page = at_desk.get(BANS).text

        for told in (insult.text, "salima", "بعد ثلاث مرات", "كلام لا يُنشر"):
            assert told in page
        for secret in (EMAIL, banned.writer, "firefox"):
            assert secret not in page

    def test_many_have_pages(self, at_desk, banned, monkeypatch, editor):
        monkeypatch.setattr(ban_views, "PAGE_LENGTH", 1)
        at_desk.post(f"{BANS}{banned.pk}/lift/")
        for ended in bans.ended():
            ended.pk = None
            ended.save()

        page = at_desk.get(BANS, {"status": "ended"}).text

        assert f'href="{BANS}?status=ended&amp;p=2"' in page
        assert at_desk.get(BANS, {"status": "ended", "p": 2}).status_code == 200

    def test_it_is_lifted_and_stays_among_those_that_ended(self, at_desk, banned, editor):
        answer = at_desk.post(f"{BANS}{banned.pk}/lift/")

        assert answer.status_code == 303
        banned.refresh_from_db()
        assert banned.lifted_by == editor
        assert "بعد ثلاث مرات" not in at_desk.get(BANS).text
        assert "بعد ثلاث مرات" in at_desk.get(BANS, {"status": "ended"}).text

    def test_lifting_twice_changes_nothing(self, at_desk, banned):
        at_desk.post(f"{BANS}{banned.pk}/lift/")
        at = Ban.objects.get().lifted_at

        assert at_desk.post(f"{BANS}{banned.pk}/lift/").status_code == 303

        assert Ban.objects.get().lifted_at == at
        assert at_desk.post(f"{BANS}999/lift/").status_code == 404


RIGHTS = {
    ("GET", RULES): {"view_rule"},
    ("GET", f"{RULES}new/words/"): {"add_rule"},
    ("POST", f"{RULES}new/first/"): {"add_rule"},
    ("GET", RULES + "{rule}/"): {"change_rule"},
    ("POST", RULES + "{rule}/"): {"change_rule"},
    ("POST", RULES + "{rule}/delete/"): {"delete_rule"},
    ("GET", RULES + "{rule}/words.txt"): {"view_rule"},
    ("GET", BANS): {"oversee_comment"},
    ("POST", BANS + "{ban}/lift/"): {"oversee_comment"},
}


class TestWhoMay:
    """Every address, by every role."""

    @pytest.mark.parametrize(("method", "address"), RIGHTS)
    @pytest.mark.parametrize("role", ["nobody", "reporter", "moderator", "senior", "editor"])
    def test_roles(self, request, client, kept, banned, role, method, address):
        if role != "nobody":
            client.force_login(request.getfixturevalue(role))
        address = address.format(rule=kept(is_live=False).pk, ban=banned.pk)

        answer = client.generic(method, address)

        if role in {"senior", "editor"}:
            assert answer.status_code in {200, 303, 422}
        else:
            assert answer.status_code == 302
            assert (Rule.objects.count(), Ban.objects.running(banned.at).count()) == (1, 1)

    @pytest.mark.parametrize(("method", "address"), RIGHTS)
    def test_one_right_opens_its_own_addresses(
        self, client, moderator, kept, banned, method, address
    ):
        for codename in RIGHTS[method, address]:
            moderator.user_permissions.add(Permission.objects.get(codename=codename))
        client.force_login(moderator)
        address = address.format(rule=kept(is_live=False).pk, ban=banned.pk)

        assert client.generic(method, address).status_code in {200, 303, 422}

    @pytest.mark.parametrize(("role", "is_shown"), [("editor", True), ("moderator", False)])
    def test_the_menu_leads_there_only_for_those(self, request, client, role, is_shown):
        client.force_login(request.getfixturevalue(role))

        page = client.get("/newsroom/").text

        assert (RULES in page) is is_shown
        assert (BANS in page) is is_shown

    @pytest.mark.parametrize("group", ["محررون", "مسؤولو التعليقات"])
    def test_two_groups_have_the_rights_from_the_beginning(self, db, group):
        given_to = Group.objects.get(name=group).permissions
        codenames = {f"{action}_rule" for action in ("add", "change", "delete", "view")}

        assert codenames <= set(given_to.values_list("codename", flat=True))
        assert not Comment.objects.exists()
