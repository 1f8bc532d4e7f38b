"""Reports are kept for their time; whoever sent them may have them, or have them erased."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from minbar.corrections.models import ErrorReport, ReportersEmail
from minbar.corrections.reports import answer, report_of
from minbar.corrections.retention import Forgotten, forget_what_is_due
from minbar.project.schedule import JOBS

from .conftest import EMAIL


def days_later(days: float):
    return timezone.now() + timedelta(days=days)


class TestRetention:
    """Ninety days after the answer the words are blanked; what became of the report stays."""

    @pytest.fixture
    def answered(self, reported, editor):
        answer(reported.report, "لا شيء يصوَّب: اللوحة كتبت 1985.", by=editor)
        return reported.report

    def test_the_words_the_name_and_the_e_mail_go(self, answered):
        assert forget_what_is_due(days_later(91)).reports == 1

        answered.refresh_from_db()
        assert (answered.wrong, answered.right, answered.name, answered.answer) == ("", "", "", "")
        assert answered.status == "nothing-to-correct"
        assert not ReportersEmail.objects.exists()

    def test_not_before_their_time(self, answered, typed):
        forget_what_is_due(days_later(89))

        answered.refresh_from_db()
        assert answered.right == typed["right"]
        assert ReportersEmail.objects.exists()

    def test_one_that_waits_keeps_its_words(self, reported, typed):
        forget_what_is_due(days_later(364))
        assert ReportersEmail.objects.exists()

        forget_what_is_due(days_later(366))

        assert ErrorReport.objects.get().right == typed["right"]
        assert not ReportersEmail.objects.exists()

    def test_a_double_click_is_known_for_ten_minutes_only(self, reported):
        forget_what_is_due(timezone.now() + timedelta(minutes=11))

        assert ErrorReport.objects.get().sending == ""

    def test_what_is_gone_is_not_looked_for_again(self, answered):
        forget_what_is_due(days_later(91))

        assert forget_what_is_due(days_later(92)) == Forgotten()

    def test_the_receipt_still_says_what_came_of_it(self, client, reported, answered):
        forget_what_is_due(days_later(91))

        page = client.get(f"/error-receipts/{reported.token}/").content.decode()
        assert "receipt--nothing-to-correct" in page

    def test_the_schedule_does_it(self):
        assert forget_what_is_due in [job.do for job in JOBS]


class TestPrivacy:
    """``minbar privacy`` gives a person these reports too, or erases them."""

    def test_an_export_has_them(self, reported, typed, capsys):
        call_command("privacy", "export", EMAIL)

        (one,) = json.loads(capsys.readouterr().out)["error_reports"]
        assert (one["right"], one["wrong"]) == (typed["right"], typed["wrong"])
        assert one["receipt"].endswith(f"/error-receipts/{reported.token}/")
        assert EMAIL not in json.dumps(one)

    def test_erasing_blanks_them_at_once(self, reported, capsys):
        call_command("privacy", "erase", EMAIL)

        assert "error reports: 1 erased." in capsys.readouterr().out
        stored = report_of(reported.token)
        assert (stored.right, stored.name) == ("", "")
        assert not ErrorReport.objects.open().exists()
        assert not ReportersEmail.objects.exists()

    def test_nobody_else_s_are_touched(self, reported, typed):
        with pytest.raises(CommandError):
            call_command("privacy", "erase", "other@example.org")

        assert ErrorReport.objects.get().right == typed["right"]
