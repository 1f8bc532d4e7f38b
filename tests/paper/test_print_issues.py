"""The print edition: a number, a cover and a PDF a day, found by months."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from minbar.press.models import Touch
from minbar.stories.models import PrintIssue

ANOTHER_MONTH = date(2026, 10, 30)


@pytest.fixture
def page(client):
    return lambda path: client.get(path).content.decode()


class TestMasthead:
    """The front page leads to the paper that was printed last, with its number and size."""

    def test_without_one_no_number_is_shown(self, front, client, page):
        assert "النسخة الورقية" not in page("/")
        assert client.get("/print/").status_code == 404

    def test_the_newest_stands_there(self, make_print_issue, page):
        make_print_issue(4126, ANOTHER_MONTH)
        make_print_issue(4127)

        said = 'href="/print/">النسخة الورقية رقم 4127</a> (<bdi>PDF</bdi>، 1 كيلوبايت)'
        assert said in page("/")


class TestArchive:
    """Papers are found by their months, which do not shift."""

    def test_the_newest_with_its_months(self, make_print_issue, page):
        make_print_issue(4126, ANOTHER_MONTH)
        issue = make_print_issue(4127)

        newest = page("/print/")

        assert issue.pdf.url in newest
        assert 'href="/print/2026/10/"' in newest

    def test_a_month_leads_to_those_beside_it(self, client, make_print_issue, page):
        issue = make_print_issue(4126, ANOTHER_MONTH)
        make_print_issue(4127)

        month = page("/print/2026/10/")

        assert issue.pdf.url in month
        assert 'rel="next"' in month
        assert 'rel="prev"' not in month
        assert client.get("/print/2026/09/").status_code == 404

    def test_a_paper_touches_its_month_and_the_newest(self, make_print_issue):
        issue = make_print_issue(4127)
        Touch.objects.all().delete()

        issue.delete()

        assert {touch.key for touch in Touch.objects.all()} == {"print", "print:2026-11"}

    def test_its_file_goes_with_it(self, make_print_issue, django_capture_on_commit_callbacks):
        issue = make_print_issue(4127)
        storage, name = issue.pdf.storage, issue.pdf.name
        assert storage.exists(name)

        with django_capture_on_commit_callbacks(execute=True):
            issue.delete()

        assert not storage.exists(name)


class TestUploading:
    """What is no PDF is refused, whatever it is called."""

    def test_what_is_no_pdf_is_refused(self, make_photo):
        issue = PrintIssue(
            number=1, cover=make_photo(), pdf=ContentFile(b"<html>", name="paper.pdf")
        )

        with pytest.raises(ValidationError, match="pdf"):
            issue.full_clean()

    def test_a_number_and_a_day_are_given_once(self, make_print_issue, make_photo):
        make_print_issue(4127)
        again = PrintIssue(
            number=4127,
            day=date(2026, 11, 23),
            cover=make_photo(),
            pdf=ContentFile(b"%PDF-", name="paper.pdf"),
        )

        with pytest.raises(ValidationError) as refused:
            again.full_clean()
        assert {"number", "day"} <= set(refused.value.message_dict)

    def test_editors_upload_it(self, client, editor, reporter):
        address = "/newsroom/snippets/stories/printissue/add/"
        client.force_login(editor)
        assert client.get(address).status_code == 200
        client.force_login(reporter)
        assert client.get(address).status_code == 302
