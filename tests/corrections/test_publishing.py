"""A correction and a reply are records: made once, shown at once, withdrawn with a reason."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from minbar.corrections.models import Correction, ErrorReport
from minbar.corrections.pages import months, newest_records, records_in, records_of
from minbar.corrections.publishing import (
    NoReason,
    WithdrawnAlready,
    correct,
    publish_reply,
    withdraw,
)
from minbar.corrections.reports import AnsweredMeanwhile, answer

ALGIERS = ZoneInfo("Africa/Algiers")


@pytest.fixture
def reply(story, editor):
    return publish_reply(
        story,
        "فقرة أولى.\n\nفقرة ثانية.",
        name="مليكة عزوني",
        capacity="مديرة المستشفى",
        received_on=date(2026, 11, 20),
        by=editor,
        at=datetime(2026, 11, 23, 9, tzinfo=ALGIERS),
    )


@pytest.fixture
def correction(story, editor):
    moment = datetime(2026, 11, 24, 8, 12, tzinfo=ALGIERS)
    return correct(story, "كتبنا 1985، والصحيح 1958.", by=editor, at=moment)


class TestOnTheStory:
    """What is on record stands under the text, with its day in both calendars."""

    def test_a_correction_is_dated_in_both_calendars(self, client, story, correction):
        page = client.get(story.url).content.decode()

        band = page.partition('id="corrections"')[2].partition("</section>")[0]
        assert "كتبنا 1985، والصحيح 1958." in band
        assert 'datetime="2026-11-24T08:12:00+01:00"' in band
        assert "الثلاثاء 24 نوفمبر 2026" in band
        assert "جمادى الآخرة 1448" in band

    def test_a_reply_is_there_in_full_and_signed(self, client, story, reply):
        page = client.get(story.url).content.decode()

        shown = page.partition(f'id="reply-{reply.pk}"')[2].partition("</section>")[0]
        for told in (
            "مليكة عزوني",
            "مديرة المستشفى",
            "20 نوفمبر 2026",
            "فقرة أولى.",
            "فقرة ثانية.",
        ):
            assert told in shown
        assert shown.count('<p dir="rtl">') == 2

    def test_one_without_either_says_only_how_to_report_an_error(self, client, story):
        page = client.get(story.url).content.decode()

        assert 'id="corrections"' not in page
        assert f'href="/stories/{story.pk}/errors/"' in page

    def test_the_first_correction_stands_first(self, story, correction, editor):
        second = correct(story, "تصويب آخر.", by=editor)

        assert records_of(story).corrections == [correction, second]

    def test_markup_is_text(self, client, story, editor):
        correct(story, "<script>alert(1)</script> & <b>", by=editor)

        page = client.get(story.url).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;b&gt;" in page


class TestLists:
    """Every record is found by its month, and leads to its story and back."""

    def test_the_newest_stands_first_whatever_it_is(self, reply, correction):
        assert newest_records() == [correction, reply]

    def test_story_and_list_lead_to_one_another(self, client, story, reply, correction):
        page = client.get(story.url).content.decode()
        month = client.get("/corrections/2026/11/").content.decode()

        for record in (reply, correction):
            assert f'href="/corrections/2026/11/#{record.anchor}"' in page
            assert f'id="{record.anchor}"' in month
            assert f'href="{story.url}#{record.anchor}"' in month

    def test_months_are_those_of_the_newspaper_s_own_clock(self, story, editor):
        new_year = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
        record = correct(story, "تصويب ليلة رأس السنة.", by=editor, at=new_year)

        assert months() == ["2026-01"]
        assert records_in("2026-01") == [record]
        assert records_in("2025-12") == []

    def test_the_list_of_the_newest_leads_to_the_months(self, client, correction):
        assert 'href="/corrections/2026/11/"' in client.get("/corrections/").content.decode()

    @pytest.mark.parametrize("month", ["2026/10", "2026/13", "2026/00", "2026/1", "0026/11"])
    def test_a_month_without_any_is_no_page(self, client, correction, month):
        assert client.get(f"/corrections/{month}/").status_code == 404

    def test_without_any_the_list_says_so(self, client, front):
        answer = client.get("/corrections/")

        assert answer.status_code == 200
        assert 'class="section__none"' in answer.content.decode()

    def test_those_of_a_story_that_was_taken_back_are_not_listed(self, client, story, correction):
        story.unpublish()

        assert newest_records() == []
        assert client.get("/corrections/2026/11/").status_code == 404
        assert months() == []


class TestWithdrawing:
    """A record that was wrong is not worded otherwise but withdrawn, and both stay on record."""

    def test_readers_see_when_and_why_and_no_longer_the_text(
        self, client, story, correction, editor
    ):
        withdraw(correction, because="تبيّن أن الرقم الأول صحيح.", by=editor)

        for address in (story.url, "/corrections/", "/corrections/2026/11/"):
            page = client.get(address).content.decode()
            assert "والصحيح 1958" not in page
            assert "تبيّن أن الرقم الأول صحيح." in page
            assert correction.anchor in page

    def test_a_reply_is_withdrawn_likewise(self, client, story, reply, editor):
        withdraw(reply, because="طلب صاحبه سحبه.", by=editor)

        page = client.get(story.url).content.decode()
        assert "فقرة أولى" not in page
        assert "طلب صاحبه سحبه." in page

    def test_it_stays_on_record(self, correction, editor):
        withdraw(correction, because="سبب", by=editor)

        kept = Correction.objects.get()
        assert kept.text == "كتبنا 1985، والصحيح 1958."
        assert (kept.withdrawn_by, kept.is_standing) == (editor, False)

    def test_it_is_withdrawn_once(self, correction, editor):
        withdraw(correction, because="السبب الأول", by=editor)

        with pytest.raises(WithdrawnAlready):
            withdraw(correction, because="سبب ثان", by=None)

        assert Correction.objects.get().withdrawn_because == "السبب الأول"

    def test_not_without_a_reason(self, correction, editor):
        with pytest.raises(NoReason):
            withdraw(correction, because="  ", by=editor)

        with pytest.raises(IntegrityError), transaction.atomic():
            Correction.objects.update(withdrawn_at=correction.at)


class TestAnsweringAReport:
    """A correction to which a report led answers it, in one record."""

    def test_the_report_is_answered_by_it(self, reported, story, editor):
        made = correct(story, "تصويب", by=editor, answers=reported.report)

        report = ErrorReport.objects.get()
        assert (report.correction, report.answered_by) == (made, editor)
        assert report.status == "corrected"

    def test_one_that_was_answered_meanwhile_lets_nothing_be_stored(self, reported, story, editor):
        answer(reported.report, "لا شيء يصوَّب.", by=editor)

        with pytest.raises(AnsweredMeanwhile):
            correct(story, "تصويب", by=editor, answers=reported.report)

        assert not Correction.objects.exists()
