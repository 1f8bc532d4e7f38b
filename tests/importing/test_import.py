"""``minbar import page`` says of each file what became of it, to people and to machines."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from minbar.importing.models import ImportedPage
from minbar.stories.models import Front, Section, Story

pytestmark = pytest.mark.django_db

NO_DATE = "The page's date is empty, so the story shows none. Give it with --published DATE."


@pytest.fixture
def minbar(capsys):
    """Give the command and return its exit status, and what it printed, line by line."""

    def run(*arguments):
        status = 0
        try:
            call_command("import", "page", *map(str, arguments))
        except SystemExit as end:
            status = end.code
        printed = capsys.readouterr()
        return status, printed.out.splitlines(), printed.err.splitlines()

    return run


@pytest.fixture
def no_page(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("ملاحظات", encoding="utf-8")
    return path


class TestForMachines:
    """With --json each file is one line, an object."""

    def test_the_real_page(self, minbar, seed_page):
        status, lines, errors = minbar(seed_page, "--json")

        story = Story.objects.get()
        assert [json.loads(line) for line in lines] == [
            {
                "story": story.pk,
                "url": f"http://127.0.0.1:8000{story.url}",
                "created": True,
                "comments": 4,
                "views": 23186,
                "warnings": [NO_DATE],
            }
        ]
        assert (status, errors) == (0, [])

    def test_the_second_time_it_was_not_created_and_nothing_changed(
        self, minbar, seed_page, all_rows
    ):
        _status, first, _errors = minbar(seed_page, "--json")
        before = all_rows()

        status, second, errors = minbar(seed_page, "--json")

        assert json.loads(second[0]) == json.loads(first[0]) | {"created": False}
        assert (status, errors) == (0, [])
        assert all_rows() == before

    def test_its_twin_in_windows_1256_is_the_same_page(
        self, minbar, seed_page, seed_text, tmp_path
    ):
        twin = tmp_path / "twin.txt"
        twin.write_bytes(seed_text.replace("\n", "\r\n").encode("cp1256"))

        _status, lines, _errors = minbar(seed_page, twin, "--json")

        first, second = map(json.loads, lines)
        assert (first["created"], second["created"]) == (True, False)
        assert first["story"] == second["story"]

    def test_a_refusal_is_a_line_too(self, minbar, seed_page, no_page):
        status, lines, errors = minbar(no_page, seed_page, "--json")

        refused, imported = map(json.loads, lines)
        assert refused["file"] == str(no_page)
        assert errors == [f"{no_page}: {refused['error']}"]
        assert imported["created"]
        assert status == 1


class TestForPeople:
    """Without it each file is a line that says the same."""

    def test_a_page_with_a_warning(self, minbar, seed_page):
        status, lines, errors = minbar(seed_page)

        story = Story.objects.get()
        assert lines == [
            f"{seed_page}: imported as story {story.pk} (comments: 4, views: 23186),"
            f" http://127.0.0.1:8000{story.url}"
        ]
        assert errors == [f"{seed_page}: {NO_DATE}"]
        assert status == 0

    def test_a_page_that_is_here(self, minbar, labelled_file):
        minbar(labelled_file)

        _status, (line,), _errors = minbar(labelled_file)

        assert line.startswith(f"{labelled_file}: here already as story ")


class TestFilesThatCannotBe:
    """Each has one line of its own; the others go on, and nothing is half there."""

    def test_one_of_each_among_good_ones(self, minbar, seed_page, labelled_file, no_page, tmp_path):
        empty, binary, other = (tmp_path / name for name in ("empty", "binary", "other"))
        empty.write_bytes(b"")
        binary.write_bytes(b"%PDF-1.7")
        other.write_text("مرحبا بالقراء", encoding="utf-16")
        bad = [empty, binary, other, no_page, tmp_path, tmp_path / "missing"]

        status, lines, errors = minbar(*bad[:3], seed_page, *bad[3:], labelled_file)

        assert status == 1
        assert [line.partition(": imported")[0] for line in lines] == [
            str(seed_page),
            str(labelled_file),
        ]
        refusals = [error for error in errors if NO_DATE not in error]
        assert [refusal.partition(": ")[0] for refusal in refusals] == [str(path) for path in bad]

    def test_they_leave_nothing(self, minbar, no_page, seed_text, tmp_path, all_rows):
        long_name = tmp_path / "long.txt"
        long_name.write_text(f"{seed_text}\n\n  • {'ا' * 81}\n\n    نص", encoding="utf-8")
        before = all_rows()

        status, lines, errors = minbar(no_page, long_name)

        assert (status, lines, len(errors)) == (1, [], 2)
        assert all_rows() == before

    def test_a_file_name_that_is_no_text(self, minbar, tmp_path):
        _status, lines, errors = minbar(f"{tmp_path}/\udcff", "--json")

        assert json.loads(lines[0])["file"] == f"{tmp_path}/\ufffd"
        assert errors == [f"{tmp_path}/\ufffd: There is no such file."]

    def test_a_database_without_a_front_page(self, minbar, seed_page):
        Front.objects.all().delete()

        status, _lines, errors = minbar(seed_page)

        assert status == 1
        assert "Run `minbar migrate`" in errors[0]


class TestOptions:
    """What is given goes for every file; what is given wrongly stops before the first."""

    def test_a_section_and_a_date(self, minbar, seed_page, section):
        _status, lines, errors = minbar(
            seed_page, "--section", "الوطن", "--published", "2020-01-18T10:30", "--json"
        )

        story = Story.objects.get()
        assert json.loads(lines[0])["warnings"] == errors == []
        assert story.section == section
        assert story.published_at.isoformat() == "2020-01-18T09:30:00+00:00"

    @pytest.mark.parametrize(
        ("written", "moment"),
        [
            ("2020-01-18", "2020-01-17T23:00:00+00:00"),
            ("2020-01-18 10:30", "2020-01-18T09:30:00+00:00"),
            ("2020-01-18T10:30Z", "2020-01-18T10:30:00+00:00"),
            ("2020-01-18T10:30+03:00", "2020-01-18T07:30:00+00:00"),
        ],
    )
    def test_a_date_without_a_zone_is_in_the_site_s(self, minbar, seed_page, written, moment):
        minbar(seed_page, "--published", written)

        assert Story.objects.get().published_at.isoformat() == moment

    @pytest.mark.parametrize(
        ("option", "value", "message"),
        [
            ("--section", "sprot", "There is no section “sprot”. There are: none yet."),
            ("--section", "", "There is no section “”"),
            ("--published", "18/01/2020", "“18/01/2020” is no date. Write it like 2026-11-23"),
            ("--published", "", "“” is no date"),
            ("--published", "0001-01-01", "“0001-01-01” is no date"),
            ("--layout", "tabloid", "There is no layout “tabloid”. There are: bulleted, labelled."),
        ],
    )
    def test_one_that_means_nothing(self, minbar, seed_page, option, value, message):
        with pytest.raises(CommandError) as refused:
            minbar(seed_page, option, value)

        assert message in str(refused.value)
        assert not Story.objects.exists()

    def test_a_layout_that_is_asked_for(self, minbar, seed_page, labelled_file):
        status, lines, errors = minbar(labelled_file, seed_page, "--layout", "labelled")

        assert (status, len(lines), len(errors)) == (1, 1, 1)
        assert ImportedPage.objects.get().layout == "labelled"

    def test_a_layout_of_the_newspaper_s_own(self, minbar, tmp_path):
        (tmp_path / "layouts").mkdir()
        (tmp_path / "layouts" / "plain.toml").write_text(
            "page = '''{headline}\n\n{body}\n\nالنهاية'''", encoding="utf-8"
        )
        (tmp_path / "page.txt").write_text("عنوان\n\nفقرة\n\nالنهاية", encoding="utf-8")

        with override_settings(MINBAR_DATA=tmp_path):
            status, _lines, _errors = minbar(tmp_path / "page.txt")

        assert status == 0
        assert ImportedPage.objects.get().layout == "plain"

    def test_a_layout_that_cannot_be_used_stops_before_the_first_file(
        self, minbar, tmp_path, seed_page
    ):
        (tmp_path / "layouts").mkdir()
        (tmp_path / "layouts" / "mine.toml").write_text("page = 1", encoding="utf-8")

        with override_settings(MINBAR_DATA=tmp_path), pytest.raises(CommandError, match="“mine”"):
            minbar(seed_page)

        assert not Story.objects.exists()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=some.one_of(some.binary(max_size=200), some.text(max_size=200).map(str.encode)))
def test_any_file_is_refused_in_one_line_and_changes_nothing(minbar, tmp_path, front, data):
    path = tmp_path / "page.txt"
    path.write_bytes(data)

    status, lines, errors = minbar(path)

    assert (status, lines, len(errors)) == (1, [], 1)
    assert not Section.objects.exists()
    assert not Story.objects.exists()
