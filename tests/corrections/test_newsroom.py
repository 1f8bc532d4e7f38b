"""Editors correct, publish replies and answer reports; reporters do not."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext

from minbar.corrections.models import Correction, ErrorReport, RightOfReply
from minbar.corrections.publishing import correct
from minbar.corrections.reports import answer, report
from minbar.discussion.origins import Origin

PLACES = ("corrections", "replies", "error-reports")


@pytest.fixture
def newsroom(client, editor):
    client.force_login(editor)
    return client


class TestWhoMay:
    """The group of editors has the rights; others see nothing of it."""

    @pytest.mark.parametrize("place", PLACES)
    def test_editors_see_the_list(self, newsroom, place):
        assert newsroom.get(f"/newsroom/{place}/").status_code == 200

    @pytest.mark.parametrize("place", [*PLACES, "corrections/new", "replies/new"])
    def test_reporters_do_not(self, client, reporter, place):
        client.force_login(reporter)

        assert client.get(f"/newsroom/{place}/").status_code == 302

    def test_a_reporter_s_form_is_not_taken(self, client, reporter, story):
        client.force_login(reporter)

        client.post("/newsroom/corrections/new/", {"story": story.pk, "text": "تصويب"})

        assert not Correction.objects.exists()

    def test_nobody_deletes_one(self, client, admin_user, story, editor):
        client.force_login(admin_user)
        record = correct(story, "تصويب", by=editor)

        assert client.get(f"/newsroom/corrections/delete/{record.pk}/").status_code == 404


class TestCorrecting:
    """A story and what is right: it is published when it is saved."""

    def test_it_is_on_the_story_at_once(self, newsroom, client, story, editor):
        answered = newsroom.post(
            "/newsroom/corrections/new/", {"story": story.pk, "text": "والصحيح 1958."}
        )

        assert answered.status_code == 302
        made = Correction.objects.get()
        assert (made.story, made.text, made.by) == (story, "والصحيح 1958.", editor)

    def test_the_story_s_own_menu_leads_there(self, newsroom, story):
        page = newsroom.get(f"/newsroom/pages/{story.pk}/edit/").content.decode()

        assert f"/newsroom/corrections/new/?story={story.pk}" in page
        assert f"/newsroom/replies/new/?story={story.pk}" in page

    def test_it_begins_with_the_story_that_the_address_names(self, newsroom, story):
        page = newsroom.get(f"/newsroom/corrections/new/?story={story.pk}").content.decode()

        assert story.title in page

    @pytest.mark.parametrize("asked", ["story=x", "story=999999", "report=9", "report=\0", ""])
    def test_an_address_that_names_nothing_begins_empty(self, newsroom, asked):
        assert newsroom.get(f"/newsroom/corrections/new/?{asked}").status_code == 200

    @pytest.mark.parametrize(
        ("field", "value"),
        [("story", ""), ("story", "999999"), ("text", ""), ("text", "\0"), ("text", "ط" * 2001)],
    )
    def test_what_is_wrong_comes_back(self, newsroom, story, field, value):
        typed = {"story": story.pk, "text": "والصحيح 1958."} | {field: value}

        answered = newsroom.post("/newsroom/corrections/new/", typed)

        assert answered.status_code == 200
        assert answered.context["form"].errors[field]
        assert not Correction.objects.exists()

    def test_a_draft_has_none(self, newsroom, make_story):
        draft = make_story("مسودة", slug="draft", live=False)

        newsroom.post("/newsroom/corrections/new/", {"story": draft.pk, "text": "تصويب"})

        assert not Correction.objects.exists()

    def test_a_story_with_one_cannot_be_deleted(self, newsroom, story, editor):
        correct(story, "تصويب", by=editor)

        newsroom.post(f"/newsroom/pages/{story.pk}/delete/")

        assert Correction.objects.exists()


class TestWithdrawing:
    """A record is looked at and withdrawn; no form words it otherwise."""

    @pytest.fixture
    def made(self, story, editor):
        return correct(story, "والصحيح 1958.", by=editor)

    def test_a_reason_is_asked_for(self, newsroom, made):
        answered = newsroom.post(
            f"/newsroom/corrections/edit/{made.pk}/", {"withdrawn_because": " "}
        )

        assert answered.context["form"].errors["withdrawn_because"]
        assert Correction.objects.get().is_standing

    def test_it_is_withdrawn_and_its_text_stays(self, newsroom, made):
        told = {"withdrawn_because": "تبيّن العكس.", "text": "نص آخر"}

        assert newsroom.post(f"/newsroom/corrections/edit/{made.pk}/", told).status_code == 302

        kept = Correction.objects.get()
        assert (kept.withdrawn_because, kept.text) == ("تبيّن العكس.", "والصحيح 1958.")
        page = newsroom.get(f"/newsroom/corrections/edit/{made.pk}/").content.decode()
        assert "تبيّن العكس." in page
        assert 'name="withdrawn_because"' not in page

    def test_the_list_offers_no_edit(self, newsroom, made):
        page = newsroom.get("/newsroom/corrections/")

        (button,) = page.context["view"].get_list_more_buttons(made)
        assert button.label == gettext("Withdraw")

    def test_whoever_comes_second_is_told(self, newsroom, made):
        for reason in ("الأول", "الثاني"):
            answered = newsroom.post(
                f"/newsroom/corrections/edit/{made.pk}/", {"withdrawn_because": reason}
            )

        assert answered.status_code == 200
        assert Correction.objects.get().withdrawn_because == "الأول"


class TestReplies:
    """A reply is signed and dated."""

    @pytest.fixture
    def typed(self, story):
        return {
            "story": story.pk,
            "name": "مليكة عزوني",
            "capacity": "مديرة",
            "received_on": "2026-11-20",
            "text": "فقرة.\n\nفقرة.",
        }

    def test_it_is_published(self, newsroom, typed):
        assert newsroom.post("/newsroom/replies/new/", typed).status_code == 302

        reply = RightOfReply.objects.get()
        assert (reply.name, f"{reply.received_on}") == ("مليكة عزوني", "2026-11-20")

    def test_it_came_on_a_day_that_was(self, newsroom, typed):
        tomorrow = timezone.localdate() + timedelta(days=1)

        for day in (f"{tomorrow}", "", "2026-13-40"):
            answered = newsroom.post("/newsroom/replies/new/", typed | {"received_on": day})
            assert answered.context["form"].errors["received_on"]
        assert not RightOfReply.objects.exists()


class TestReports:
    """What readers report waits first, and each is answered once."""

    def test_the_menu_says_how_many_wait(self, newsroom, reported):
        assert "(1)" in newsroom.get("/newsroom/").content.decode()

    def test_open_ones_stand_first_and_doubtful_ones_behind_them(self, story, typed, editor):
        def send(right: str, **more: str) -> ErrorReport:
            fields = typed | {"right": right} | more
            return report(story, fields, origin=Origin(address="a")).report

        settled, doubtful = send("بلاغ أجيب عنه"), send("بلاغ من برنامج", website="x")
        first, second = send("بلاغ أول مفتوح"), send("بلاغ ثان مفتوح")
        answer(settled, "لا شيء", by=editor)

        assert list(ErrorReport.objects.open_first()) == [first, second, doubtful, settled]

    def test_the_list_says_what_can_be_done(self, newsroom, reported, editor):
        lead = f"/newsroom/corrections/new/?report={reported.report.pk}"
        assert lead in newsroom.get("/newsroom/error-reports/").content.decode()

        answer(reported.report, "لا شيء", by=editor)

        assert lead not in newsroom.get("/newsroom/error-reports/").content.decode()

    def test_a_correction_begins_with_its_story_and_answers_it(
        self, newsroom, reported, story, typed
    ):
        address = f"/newsroom/corrections/new/?report={reported.report.pk}"
        page = newsroom.get(address).content.decode()
        assert typed["right"] in page
        assert story.title in page

        form = {"story": story.pk, "text": "والصحيح 1958.", "report": reported.report.pk}
        newsroom.post("/newsroom/corrections/new/", form)

        assert ErrorReport.objects.get().correction == Correction.objects.get()

    def test_a_correction_of_another_story_does_not(self, newsroom, reported, make_story):
        other = make_story("خبر آخر", slug="other")
        form = {"story": other.pk, "text": "تصويب", "report": reported.report.pk}

        answered = newsroom.post("/newsroom/corrections/new/", form)

        assert answered.context["form"].errors["story"]
        assert not Correction.objects.exists()

    def test_one_that_was_answered_meanwhile_is_let_go_of(self, newsroom, reported, story, editor):
        answer(reported.report, "لا شيء", by=editor)
        form = {"story": story.pk, "text": "تصويب", "report": reported.report.pk}

        answered = newsroom.post("/newsroom/corrections/new/", form)

        assert not Correction.objects.exists()
        again = answered.context["form"].data
        newsroom.post("/newsroom/corrections/new/", {name: again[name] for name in form})
        assert Correction.objects.exists()

    def test_nothing_to_correct_is_said_in_words(self, newsroom, reported):
        address = f"/newsroom/error-reports/edit/{reported.report.pk}/"

        assert newsroom.post(address, {"answer": ""}).context["form"].errors["answer"]
        assert newsroom.post(address, {"answer": "اللوحة كتبت 1985."}).status_code == 302

        assert ErrorReport.objects.get().status == "nothing-to-correct"

    def test_a_second_report_is_answered_by_the_correction_that_there_is(
        self, newsroom, reported, story, editor
    ):
        made = correct(story, "والصحيح 1958.", by=editor)

        newsroom.post(
            f"/newsroom/error-reports/edit/{reported.report.pk}/", {"correction": made.pk}
        )

        assert ErrorReport.objects.get().correction == made

    def test_what_was_answered_has_no_form(self, newsroom, reported, editor):
        answer(reported.report, "الجواب الأول", by=editor)
        address = f"/newsroom/error-reports/edit/{reported.report.pk}/"

        assert 'name="answer"' not in newsroom.get(address).content.decode()
        newsroom.post(address, {"answer": "جواب ثان"})
        assert ErrorReport.objects.get().answer == "الجواب الأول"
