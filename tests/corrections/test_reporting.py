"""A reader reports an error by a plain form, and follows it by a private link."""

import logging

import pytest
from django.test import Client

from minbar.corrections import views
from minbar.corrections.models import ErrorReport, ReportersEmail
from minbar.corrections.publishing import correct, withdraw
from minbar.corrections.reports import NoAnswer, answer, report, report_of
from minbar.discussion.origins import Origin
from minbar.discussion.receipts import comment_of
from minbar.discussion.sealing import open_seal
from minbar.project.logs import WithoutReceiptTokens

from .conftest import EMAIL

pytestmark = pytest.mark.django_db


class TestSending:
    """What a reader sends is on disk before the receipt is shown."""

    def test_the_answer_leads_to_a_receipt(self, send, story, typed):
        answer = send()

        assert answer.status_code == 303
        token = answer["Location"].removeprefix("/error-receipts/").removesuffix("/")
        stored = report_of(token)
        assert stored is not None
        assert (stored.story, stored.right) == (story, typed["right"])
        assert not stored.is_doubtful

    def test_only_what_is_right_is_required(self, send):
        assert send(wrong="", name="", email="").status_code == 303
        assert not ReportersEmail.objects.exists()

    def test_the_e_mail_is_sealed_and_shown_nowhere(self, send, client, editor, caplog):
        caplog.set_level(logging.DEBUG)
        sent = send()
        client.force_login(editor)
        number = ErrorReport.objects.get().pk

        answers = [
            sent,
            client.get(sent["Location"]),
            client.get("/newsroom/error-reports/"),
            client.get(f"/newsroom/error-reports/edit/{number}/"),
            client.get(f"/newsroom/corrections/new/?report={number}"),
        ]

        assert open_seal(ReportersEmail.objects.get().ciphertext) == EMAIL
        for answer_ in answers:
            assert answer_.status_code in {200, 303}
            assert EMAIL not in answer_.content.decode() + str(answer_.headers)
        assert EMAIL not in caplog.text

    def test_a_double_click_is_one_report_with_one_receipt(self, send):
        assert send()["Location"] == send()["Location"]
        assert ErrorReport.objects.count() == 1

    def test_the_same_words_from_elsewhere_are_another(self, send, story, typed):
        send()
        report(story, typed, origin=Origin(address="another"))

        assert ErrorReport.objects.count() == 2

    def test_what_a_program_seems_to_send_is_taken_and_marked(self, send):
        assert send(website="https://spam.example").status_code == 303
        assert ErrorReport.objects.get().is_doubtful

    def test_the_form_is_no_search_engine_s_and_needs_no_script(self, client, story):
        answer = client.get(f"/stories/{story.pk}/errors/")

        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Cache-Control"] == "no-store"
        assert f'action="/stories/{story.pk}/errors/"' in answer.content.decode()

    def test_a_story_that_is_not_there_has_no_form(self, client, story):
        story.unpublish()

        assert client.get(f"/stories/{story.pk}/errors/").status_code == 404
        assert client.get("/stories/987654/errors/").status_code == 404


class TestWhatIsNotTaken:
    """A clear error, the right status, and what was typed kept."""

    @pytest.fixture(autouse=True)
    def _nothing_is_stored(self):
        yield
        assert not ErrorReport.objects.exists()
        assert not ReportersEmail.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("right", ""),
            ("right", "خطأ"),
            ("right", "\0" * 3000),
            ("right", "ط" * 2001),
            ("wrong", "ط" * 2001),
            ("name", "ن" * 81),
            ("email", "noura"),
            ("email", "noura@example.org\r\nBcc: all@example.org"),
            ("email", "n@example.org" + "g" * 300),
        ],
    )
    def test_the_form_comes_back_with_a_message_at_its_field(self, send, typed, field, value):
        answer = send(**{field: value})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert f'id="error-{field}_error"' in page
        assert f'href="#error-{field}"' in page
        assert "\0" not in page
        assert page.count("autofocus") == 1
        for name in {"right", "name"} - {field}:
            assert typed[name] in page

    def test_the_first_that_is_wrong_has_the_focus(self, send):
        page = send(wrong="ط" * 2001, email="noura").content.decode()

        tag = page.partition('id="error-wrong"')[0].rpartition("<")[2]
        rest = page.partition('id="error-wrong"')[2].partition(">")[0]
        assert "autofocus" in tag + rest

    def test_too_much_is_not_read(self, send):
        answer = send(right="ط" * 100_000)

        assert answer.status_code == 413
        assert "<h1>" in answer.content.decode()

    def test_a_form_from_another_site_gives_the_words_back(self, send, typed):
        answer = send({"sec-fetch-site": "cross-site"})

        assert answer.status_code == 403
        assert typed["right"] in answer.content.decode()

    def test_a_token_of_another_story_is_out_of_date(self, send, typed):
        answer = send(token="1.abc")

        assert answer.status_code == 403
        assert typed["right"] in answer.content.decode()

    def test_a_story_that_has_gone_meanwhile_gives_the_words_back(self, send, story, typed):
        story.unpublish()

        answer = send()

        assert answer.status_code == 404
        assert typed["right"] in answer.content.decode()


class TestSignsThatBreakStorage:
    """They are taken out, and the rest is kept."""

    @pytest.mark.parametrize("sign", ["\0", "\ud800", "\u202e", "\u2066"])
    def test_nothing_of_them_is_stored(self, send, sign):
        answer = send(right=f"افتتحت المحطة{sign} سنة 1958")

        assert answer.status_code == 303
        assert sign not in ErrorReport.objects.get().right


class TestLimits:
    """What comes without end from one network waits for a minute, and loses nothing."""

    def test_the_words_are_kept(self, send, settings, monkeypatch, typed):
        settings.MINBAR_RATE_LIMITS = True
        monkeypatch.setattr(views._reports, "most", 1)
        send()

        answer = send(right="صواب آخر غير الأول")

        assert answer.status_code == 429
        assert answer["Retry-After"] == "60"
        assert "صواب آخر غير الأول" in answer.content.decode()
        assert ErrorReport.objects.count() == 1


class TestTheReceipt:
    """A private link that says where the report stands."""

    def see(self, reported) -> str:
        return Client().get(f"/error-receipts/{reported.token}/").content.decode()

    def test_it_says_what_was_sent(self, reported, typed):
        page = self.see(reported)

        assert "receipt--received" in page
        assert typed["right"] in page
        assert typed["wrong"] in page

    def test_it_says_why_nothing_is_corrected(self, reported, editor):
        answer(reported.report, "اللوحة نفسها كتبت 1985.", by=editor)

        page = self.see(reported)
        assert "receipt--nothing-to-correct" in page
        assert "اللوحة نفسها كتبت 1985." in page

    def test_it_leads_to_the_correction(self, reported, story, editor):
        made = correct(story, "والصحيح 1958.", by=editor, answers=reported.report)

        page = self.see(reported)
        assert "receipt--corrected" in page
        assert f'href="{story.url}#correction-{made.pk}"' in page

    def test_it_does_not_hide_that_the_correction_was_withdrawn(self, reported, story, editor):
        made = correct(story, "والصحيح 1958.", by=editor, answers=reported.report)
        withdraw(made, because="تبيّن العكس.", by=editor)

        page = self.see(reported)
        assert "والصحيح 1958." not in page
        assert "تبيّن العكس." in page

    def test_nobody_else_may_keep_or_find_it(self, reported):
        answer = Client().get(f"/error-receipts/{reported.token}/")

        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Referrer-Policy"] == "same-origin"

    @pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 44, "\0", "ط" * 43])
    def test_wrong_links_are_all_alike(self, db, token):
        answer = Client().get(f"/error-receipts/{token}/")

        assert answer.status_code == 404
        assert answer["X-Robots-Tag"] == "noindex"

    def test_it_opens_no_comment(self, reported):
        assert comment_of(reported.token) is None

    def test_trying_links_is_slowed(self, monkeypatch):
        monkeypatch.setattr(views._wrong, "most", 1)
        Client().get("/error-receipts/x/")

        assert Client().get("/error-receipts/x/").status_code == 429

    def test_a_stolen_database_opens_none(self, reported):
        columns = ErrorReport.objects.values_list().get()

        assert reported.token not in str(columns)

    def test_no_log_line_tells_the_token(self):
        line = "GET /error-receipts/%s/ and /receipts/%s/"
        record = logging.LogRecord("x", logging.INFO, "x", 1, line, ("SECRET-1", "SECRET_2"), None)

        WithoutReceiptTokens().filter(record)

        assert record.getMessage() == "GET /error-receipts/…/ and /receipts/…/"

    def test_an_answer_says_something(self, reported, editor):
        with pytest.raises(NoAnswer):
            answer(reported.report, "", by=editor)
