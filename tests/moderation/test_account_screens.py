"""The desk held to account in the newsroom: who sees what."""

import re

import pytest
from django.utils import timezone

from minbar.moderation import second_looks
from minbar.moderation.decisions import approve, reject
from minbar.moderation.models import Alert, SecondLook
from minbar.moderation.second_looks import open_for

DESK = "/newsroom/moderation/"
FIGURES, SECOND, ALERTS = (f"{DESK}{name}/" for name in ("statistics", "second-looks", "alerts"))


@pytest.fixture
def people(moderator, colleague, senior, reporter):
    return {
        "moderator": moderator,
        "colleague": colleague,
        "senior": senior,
        "reporter": reporter,
    }


class TestWhoMaySeeWhat:
    """Deciders the desk's figures; figures and decisions of each colleague only seniors."""

    OPEN, REFUSED = 200, 302

    @pytest.mark.parametrize(
        ("who", "address", "status"),
        [
            ("moderator", FIGURES, OPEN),
            ("senior", FIGURES, OPEN),
            ("reporter", FIGURES, REFUSED),
            (None, FIGURES, REFUSED),
            ("moderator", SECOND, OPEN),
            ("senior", SECOND, OPEN),
            ("reporter", SECOND, REFUSED),
            (None, SECOND, REFUSED),
            ("moderator", ALERTS, REFUSED),
            ("senior", ALERTS, REFUSED),
            ("reporter", ALERTS, REFUSED),
            (None, ALERTS, REFUSED),
            ("moderator", f"{DESK}colleagues/moderator/", OPEN),
            ("colleague", f"{DESK}colleagues/moderator/", REFUSED),
            ("senior", f"{DESK}colleagues/moderator/", OPEN),
            ("reporter", f"{DESK}colleagues/reporter/", REFUSED),
            (None, f"{DESK}colleagues/moderator/", REFUSED),
        ],
    )
    def test_each_address(self, client, people, who, address, status):
        for name, person in people.items():
            address = address.replace(f"/{name}/", f"/{person.pk}/")
        if who:
            client.force_login(people[who])

        assert client.get(address).status_code == status

    def test_who_may_not_sends_nothing_either(self, client, people):
        client.force_login(people["reporter"])

        assert client.post(SECOND, {"look": "1", "verdict": "publish"}).status_code == 302
        for name in ("reporter", "moderator"):
            client.force_login(people[name])
            assert client.post(ALERTS).status_code == 302
        assert not Alert.objects.exists()

    def test_the_menu_leads_deciders_there(self, client, people):
        client.force_login(people["moderator"])
        assert FIGURES in client.get("/newsroom/").text
        client.force_login(people["reporter"])
        assert FIGURES not in client.get("/newsroom/").text


class TestTheFigures:
    """The desk's to all who decide; each colleague's to seniors alone."""

    def test_they_tell_what_was_decided(self, sign_in, moderator, held, make_held, insult):
        approve(held, by=moderator)
        reject(make_held(), by=moderator, reason=insult)

        page = sign_in(moderator).get(FIGURES).text

        assert insult.text_ar in page
        assert moderator.username not in re.search(r"<main.*</main>", page, re.DOTALL)[0]

    def test_a_senior_reads_them_by_colleague(self, sign_in, moderator, senior, held):
        approve(held, by=moderator)

        page = sign_in(senior).get(FIGURES).text

        assert f"{DESK}colleagues/{moderator.pk}/" in page

    @pytest.mark.parametrize("days", ["7", "30", "90", "8", "", "x", "9" * 40])
    def test_any_period_that_is_asked_for_answers(self, sign_in, moderator, days):
        assert sign_in(moderator).get(FIGURES, {"days": days}).status_code == 200

    def test_they_cost_as_many_queries_with_many_decisions(
        self, sign_in, moderator, make_held, django_assert_max_num_queries
    ):
        desk = sign_in(moderator)
        for _ in range(8):
            approve(make_held(), by=moderator)

        with django_assert_max_num_queries(40):
            desk.get(FIGURES, {"days": "90"})


class TestAColleaguesDecisions:
    """The latest first, a page at a time, by day and kind."""

    @pytest.fixture
    def page(self, sign_in, moderator):
        desk = sign_in(moderator)
        return lambda **asked: desk.get(f"{DESK}colleagues/{moderator.pk}/", asked).text

    def test_the_latest_first_with_what_was_decided(self, page, moderator, held, make_held, insult):
        second = make_held()
        approve(held, by=moderator)
        reject(second, by=moderator, reason=insult, note="للمرة الثالثة")

        shown = page()

        assert shown.index(second.text) < shown.index(held.text)
        assert "للمرة الثالثة" in shown
        assert f"{DESK}{held.pk}/history/" in shown

    def test_not_what_others_decided(self, page, colleague, held):
        approve(held, by=colleague)

        assert held.text not in page()

    def test_of_one_kind(self, page, moderator, held, make_held, insult):
        second = make_held()
        approve(held, by=moderator)
        reject(second, by=moderator, reason=insult)

        assert held.text not in page(kind="reject")
        assert second.text in page(kind="reject")

    def test_of_one_day(self, page, moderator, held):
        approve(held, by=moderator)

        assert held.text in page(day=f"{timezone.localdate()}")
        assert held.text not in page(day="2020-01-01")

    @pytest.mark.parametrize("day", ["yesterday", "0001-01-01", "9999-12-31", "2026-02-30"])
    def test_what_is_no_day_is_said_and_all_is_shown(self, page, moderator, held, day):
        approve(held, by=moderator)

        shown = page(day=day)

        assert 'role="alert"' in shown
        assert held.text in shown

    def test_page_by_page(self, page, moderator, make_held, monkeypatch):
        from minbar.moderation import colleagues

        monkeypatch.setattr(colleagues.decisions_of, "__kwdefaults__", {**KEEP, "length": 2})
        comments = [make_held() for _ in range(3)]
        for comment in comments:
            approve(comment, by=moderator)

        first = page()
        older = re.search(r"before=(\d+)", first)[1]

        assert comments[0].text not in first
        assert comments[0].text in page(before=older)

    @pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "١٢", "0"])
    def test_any_other_page_answers(self, page, before):
        assert "<main" in page(before=before)

    def test_a_comments_history_leads_to_its_deciders(self, sign_in, moderator, senior, held):
        approve(held, by=moderator)
        history = f"{DESK}{held.pk}/history/"
        theirs = f"{DESK}colleagues/{moderator.pk}/"

        assert theirs in sign_in(moderator).get(history).text
        assert theirs in sign_in(senior).get(history).text

    def test_of_a_colleague_one_is_not_led_to(self, sign_in, moderator, colleague, held):
        approve(held, by=moderator)

        history = sign_in(colleague).get(f"{DESK}{held.pk}/history/").text

        assert f"{DESK}colleagues/{moderator.pk}/" not in history


KEEP = {"day": None, "kind": None, "before": None}


class TestTheSecondLook:
    """One comment, as it came; nothing tells how it was decided."""

    @pytest.fixture
    def look(self, monkeypatch, held, moderator, insult) -> SecondLook:
        monkeypatch.setattr(second_looks, "falls_to_sample", lambda _comment: True)
        reject(held, by=moderator, reason=insult, note="ملاحظة الأول")
        return SecondLook.objects.get()

    def test_it_is_blind(self, sign_in, colleague, look, held, moderator):
        page = sign_in(colleague).get(SECOND).text
        main = re.search(r"<main.*</main>", page, re.DOTALL)[0]

        assert held.text in main
        for tell_tale in ("ملاحظة الأول", moderator.username, f"{held.pk}/history", "مرفوض"):
            assert tell_tale not in main

    def test_what_is_judged_is_written_down_and_nothing_moves(
        self, sign_in, colleague, look, held, off_topic
    ):
        sent = {"look": look.pk, "verdict": "refuse", "reason": off_topic.code}

        answer = sign_in(colleague).post(SECOND, sent)

        look.refresh_from_db()
        assert (answer.status_code, answer["Location"]) == (303, SECOND)
        assert (look.by, look.publishes, look.reason) == (colleague, False, off_topic)
        assert held.history.count() == 2

    def test_to_publish_needs_no_rule(self, sign_in, colleague, look):
        sign_in(colleague).post(SECOND, {"look": look.pk, "verdict": "publish"})

        look.refresh_from_db()
        assert look.publishes

    @pytest.mark.parametrize("reason", ["", "no-such-rule", "insult\0"])
    def test_to_refuse_needs_one(self, sign_in, colleague, look, held, reason):
        sent = {"look": look.pk, "verdict": "refuse", "reason": reason}

        answer = sign_in(colleague).post(SECOND, sent)

        look.refresh_from_db()
        assert answer.status_code == 422
        assert held.text in answer.text
        assert look.judged_at is None

    def test_who_decided_is_refused(self, sign_in, moderator, look):
        answer = sign_in(moderator).post(SECOND, {"look": look.pk, "verdict": "publish"})

        look.refresh_from_db()
        assert answer.status_code == 409
        assert look.judged_at is None

    @pytest.mark.parametrize("sent", [{}, {"look": "x"}, {"look": "9" * 30, "verdict": "publish"}])
    def test_what_nobody_sends_is_said_to_be_gone(self, sign_in, colleague, look, sent):
        assert sign_in(colleague).post(SECOND, sent).status_code == 404

    def test_the_figures_lead_there_with_how_many_wait(self, sign_in, colleague, look):
        assert open_for(colleague).count() == 1
        assert f'href="{SECOND}"' in sign_in(colleague).get(FIGURES).text
