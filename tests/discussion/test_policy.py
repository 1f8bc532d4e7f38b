"""The rules are worded in the newsroom, and nothing that they said is lost."""

import pytest
from django.utils import timezone, translation
from django.utils.html import escape

from minbar.discussion import policy
from minbar.discussion.models import MoveKind, PolicyChange, PolicyRule
from minbar.discussion.moves import move
from minbar.press.models import Touch

NEW_WORDING = "خارج موضوع المقال"


@pytest.fixture
def off_topic(db) -> PolicyRule:
    return PolicyRule.objects.get(code="off-topic")


@pytest.fixture
def newsroom(editor, client):
    """An editor at a browser."""
    client.force_login(editor)
    return client


def amend(rule: PolicyRule, **changes) -> None:
    for name, value in changes.items():
        setattr(rule, name, value)
    policy.amend(rule, by=None)


class TestAmending:
    """A rule is worded otherwise; what it said until then stays told."""

    def test_the_old_wording_is_kept(self, off_topic, editor):
        before = off_topic.text_ar
        off_topic.text_ar = NEW_WORDING

        policy.amend(off_topic, by=editor)

        change = off_topic.changes.get()
        assert (change.number, change.text_ar, change.by) == (9, before, editor)
        assert PolicyRule.objects.get(code="off-topic").text_ar == NEW_WORDING

    def test_a_save_that_changes_nothing_is_no_change(self, off_topic):
        policy.amend(off_topic, by=None)

        assert not PolicyChange.objects.exists()
        assert not Touch.objects.filter(key="policy").exists()

    def test_the_code_stays_whatever_is_asked(self, off_topic):
        amend(off_topic, code="other", text_ar=NEW_WORDING)

        assert PolicyRule.objects.get(pk=off_topic.pk).code == "off-topic"

    def test_pages_are_told(self, off_topic):
        amend(off_topic, text_ar=NEW_WORDING)
        assert set(Touch.objects.values_list("key", flat=True)) >= {"policy"}
        assert not Touch.objects.filter(key=policy.number_key(off_topic.pk)).exists()

        amend(off_topic, number=12)
        assert Touch.objects.filter(key=policy.number_key(off_topic.pk)).exists()

    def test_what_was_judged_keeps_the_wording_of_its_day(self, submitted, off_topic, reader):
        first, held = off_topic.text_ar, submitted.comment
        refusal = move(held, MoveKind.REJECT, reason=off_topic)
        amend(off_topic, text_ar=NEW_WORDING, number=12)
        amend(off_topic, text_ar="ثالثة")

        refusal.refresh_from_db()
        assert (refusal.cited.number, refusal.cited.text) == (9, first)
        receipt = reader.get(f"/receipts/{submitted.token}/").content.decode()
        assert first in receipt
        assert NEW_WORDING not in receipt

    def test_what_is_judged_later_has_the_new_one(self, held, off_topic):
        amend(off_topic, text_ar=NEW_WORDING)

        assert move(held, MoveKind.REJECT, reason=off_topic).cited.text == NEW_WORDING

    def test_a_wording_is_read_in_the_readers_language(self, off_topic):
        amend(off_topic, text_ar=NEW_WORDING)

        with translation.override("en"):
            assert off_topic.worded_at(timezone.now()).text == "Off the subject"
            assert off_topic.changes.get().text == "Off the subject"
        with translation.override("fr"):
            assert off_topic.worded_at(timezone.now()).text == "Hors sujet"
            assert off_topic.changes.get().text == "Hors sujet"

    def test_without_french_words_it_is_read_in_arabic(self, off_topic):
        amend(off_topic, text_ar=NEW_WORDING, text_fr="")

        with translation.override("fr"):
            assert off_topic.text == NEW_WORDING
            assert off_topic.changes.get().text == "Hors sujet"

    def test_another_french_wording_is_a_change(self, off_topic):
        amend(off_topic, text_fr="Sans rapport avec l’article")

        assert off_topic.changes.get().text_fr == "Hors sujet"


class TestRemoving:
    """What nothing cites may go; its wording stays told."""

    def test_a_rule_that_nothing_cites_goes(self, off_topic):
        policy.remove(off_topic, by=None)

        assert not PolicyRule.objects.filter(code="off-topic").exists()
        assert PolicyChange.objects.get().text == "خارج الموضوع"

    def test_one_that_a_refusal_cites_stays(self, held, off_topic):
        move(held, MoveKind.REJECT, reason=off_topic)

        with pytest.raises(policy.Cited):
            policy.remove(off_topic, by=None)

        assert PolicyRule.objects.filter(code="off-topic").exists()
        assert not PolicyChange.objects.exists()


class TestThePage:
    """``/policy/`` shows the rules, and what changed and when."""

    def test_at_first_nothing_has_changed(self, reader, front):
        assert "changes" not in reader.get("/policy/").content.decode()

    def test_a_newspaper_in_french_says_all_of_it_in_french(self, reader, front, settings):
        settings.LANGUAGE_CODE = "fr"

        page = reader.get("/policy/").content.decode()

        assert '<html lang="fr" dir="ltr">' in page
        for rule in PolicyRule.objects.all():
            assert rule.text_fr
            assert escape(rule.text_fr) in page

    def test_it_tells_what_a_rule_said(self, reader, off_topic):
        before = off_topic.text_ar
        amend(off_topic, text_ar=NEW_WORDING)
        policy.add(PolicyRule(number=10, code="spoilers", text_ar="حرق", text_en="x"), by=None)

        page = reader.get("/policy/").content.decode()

        rules, _, changes = page.partition('class="changes"')
        assert NEW_WORDING in rules
        assert before in changes
        assert "10" in changes


class TestTheNewsroom:
    """Editors word the rules; others do not."""

    def test_the_list_shows_every_rule(self, newsroom):
        page = newsroom.get("/newsroom/policy/").content.decode()

        assert page.count("/newsroom/policy/edit/") >= 9

    def test_an_editor_words_one_otherwise(self, newsroom, editor, off_topic):
        address = f"/newsroom/policy/edit/{off_topic.pk}/"
        assert 'name="code"' not in newsroom.get(address).content.decode()

        typed = {"number": 9, "text_ar": NEW_WORDING, "text_en": "Off", "code": "else"}
        typed["text_fr"] = "Sans rapport"
        answer = newsroom.post(address, typed)

        assert answer.status_code == 302
        off_topic.refresh_from_db()
        assert (off_topic.text_ar, off_topic.code) == (NEW_WORDING, "off-topic")
        assert off_topic.text_fr == "Sans rapport"
        assert off_topic.changes.get().by == editor

    def test_an_editor_adds_one(self, newsroom, editor):
        typed = {"number": 10, "code": "spoilers", "text_ar": "حرق", "text_en": "Spoilers"}

        answer = newsroom.post("/newsroom/policy/new/", typed)

        assert answer.status_code == 302
        added = PolicyRule.objects.get(code="spoilers")
        assert added.changes.get().text_ar == ""

    def test_two_rules_have_never_one_number(self, newsroom, off_topic):
        typed = {"number": 1, "text_ar": NEW_WORDING, "text_en": "Off"}

        answer = newsroom.post(f"/newsroom/policy/edit/{off_topic.pk}/", typed)

        assert answer.status_code == 200
        assert not PolicyChange.objects.exists()

    def test_one_that_is_cited_is_not_deleted_and_why_is_said(self, newsroom, held, off_topic):
        move(held, MoveKind.REJECT, reason=off_topic)

        answer = newsroom.post(f"/newsroom/policy/delete/{off_topic.pk}/", follow=True)

        assert answer.status_code == 200
        assert PolicyRule.objects.filter(code="off-topic").exists()

    def test_one_that_is_not_is(self, newsroom, off_topic):
        newsroom.post(f"/newsroom/policy/delete/{off_topic.pk}/")

        assert not PolicyRule.objects.filter(code="off-topic").exists()

    @pytest.mark.parametrize("who", ["moderator", "reporter"])
    def test_others_do_not(self, who, client, off_topic, request):
        client.force_login(request.getfixturevalue(who))

        answer = client.post(
            f"/newsroom/policy/edit/{off_topic.pk}/",
            {"number": 9, "text_ar": NEW_WORDING, "text_en": "Off"},
        )

        assert answer.status_code in {302, 403}
        assert not PolicyChange.objects.exists()
