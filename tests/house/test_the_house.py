"""Rules of the house that no linter knows. A failure says what to do."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

ROOT = Path(__file__).parents[2]
SHIPPED = {".html", ".svg", ".css", ".js", ".woff2", ".ttf", ".toml", ".txt", ".mo", ".xml"}


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


class TestTheLock:
    """Exact versions and hashes, and no address, so that it installs from wherever one is."""

    def test_it_names_no_address(self):
        assert "://" not in text_of("requirements.lock")

    def test_every_package_has_a_hash(self):
        packages = re.findall(
            r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text_of("requirements.lock"), re.MULTILINE | re.DOTALL
        )

        assert len(packages) > 80
        assert [package for package in packages if "--hash=sha256:" not in package] == []


class TestTheWheel:
    """What pages, style and translations need is shipped, not only found beside the sources."""

    def test_it_holds_every_file_that_is_not_code(self, tmp_path):
        build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
        subprocess.run([*build, tmp_path], cwd=ROOT, check=True, capture_output=True)
        (wheel,) = tmp_path.glob("*.whl")
        shipped = set(zipfile.ZipFile(wheel).namelist())
        there = {
            file.relative_to(ROOT / "src").as_posix()
            for file in (ROOT / "src" / "minbar").rglob("*")
            if file.suffix in SHIPPED
        }

        assert there - shipped == set()


class TestDocuments:
    """Whoever runs a newspaper finds every command and every setting written down."""

    def test_every_command_stands_in_the_operators_pages(self):
        ours = {name for name, where in get_commands().items() if where.startswith("minbar.")}
        told = (
            text_of("docs/operator.md")
            + text_of("docs/importing.md")
            + text_of("docs/moderator.md")
        )

        assert {name for name in ours if f"minbar {name}" not in told} == set()

    def test_every_setting_stands_in_the_operators_page(self):
        read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', text_of("src/minbar/project/settings.py")))
        read |= {"MINBAR_ADMIN_PASSWORD"}

        assert {name for name in read if f"`{name}`" not in text_of("docs/operator.md")} == set()

    def test_one_installs_by_the_same_steps_in_every_language(self):
        def shape(language):
            lines = text_of(f"docs/installing.{language}.md").splitlines()
            return [line.split()[:2] for line in lines if line.startswith("## ")], re.findall(
                r"```sh\n.*?```", "\n".join(lines), re.DOTALL
            )

        assert len(shape("en")[1]) > 10
        assert shape("ar") == shape("en"), "Bring installing.ar.md in line with installing.en.md."
        assert shape("fr") == shape("en"), "Bring installing.fr.md in line with installing.en.md."

    def test_every_dependency_has_its_reason(self):
        declared = text_of("pyproject.toml").partition("[dependency-groups]")[0]
        names = set(re.findall(r'^    "([a-z0-9-]+)', declared, re.MULTILINE))

        assert {
            name for name in names if f"`{name}`" not in text_of("docs/dependencies.md")
        } == set()


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_what_answers_readers_without_django_imports_none():
    script = "import sys, minbar.project.client_address; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_styles_are_written_for_both_directions():
    """Logical properties only: ``margin-inline-start``, never ``margin-left``."""
    physical = re.compile(
        r"(?<![\w-])((margin|padding|border)-(left|right|top|bottom)|(left|right|top|bottom)\s*:"
        r"|(text-align|float)\s*:\s*(left|right)|(min-|max-)?(width|height)\s*:)"
    )
    for sheet in (ROOT / "src").rglob("*.css"):
        text = re.sub(r"@media[^{]*|aspect-ratio[^;]*", "", sheet.read_text())
        found = physical.search(text)
        assert found is None, (
            f"{sheet.name}: write {found[0] if found else ''} as a logical property."
        )


def test_no_arabic_sign_that_cannot_be_seen_stands_in_a_source():
    unseen = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
    for source in (ROOT / "src").rglob("*"):
        if source.suffix in {".py", ".html", ".toml", ".css", ".js", ".po"}:
            assert not unseen.search(source.read_text(encoding="utf-8")), (
                f"{source}: write an escape."
            )
