"""A page asks for one style sheet and one file of scripts, whatever they are written in."""

import os
import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage

from minbar.paper.static_files import BundledStaticFilesStorage

SOURCES = Path(__file__).parents[2] / "src" / "minbar" / "paper" / "static"


@pytest.fixture
def sources(tmp_path):
    return shutil.copytree(SOURCES, tmp_path / "sources")


@pytest.fixture
def collect(tmp_path, sources, settings):
    """Collect the sources as ``collectstatic`` does, and give what a name became."""
    settings.DEBUG = False
    shipped = BundledStaticFilesStorage(location=tmp_path / "shipped", base_url="/static/")

    def collect() -> dict[str, str]:
        source = StaticFilesStorage(location=sources, base_url="/static/")
        paths = {}
        for file in sources.rglob("*.*"):
            name = file.relative_to(sources).as_posix()
            paths[name] = (source, name)
            target = tmp_path / "shipped" / name
            if not target.exists() or target.stat().st_mtime < file.stat().st_mtime:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, target)
        for _name, _hashed, failure in shipped.post_process(paths):
            assert failure is True or not isinstance(failure, Exception), failure
        return {
            name: (tmp_path / "shipped" / shipped.stored_name(name)).read_text()
            for name in ("paper/newspaper.css", "paper/newsroom.css", "paper/newspaper.js")
        }

    return collect


class TestBundles:
    """What is imported stands in the file itself."""

    def test_no_import_is_left(self, collect):
        assert all("@import" not in text and 'import "' not in text for text in collect().values())

    def test_every_component_and_element_is_there(self, collect):
        shipped = collect()

        assert ".comment__name" in shipped["paper/newspaper.css"]
        assert "@media print" in shipped["paper/newspaper.css"]
        for element in ("minbar-view", "minbar-share", "minbar-fragment"):
            assert f'customElements.define("{element}"' in shipped["paper/newspaper.js"]

    def test_scripts_come_small(self, collect, sources):
        """Without comments, line ends and long names: two thirds of their letters, at most."""
        written = sum(file.stat().st_size for file in (sources / "paper" / "scripts").iterdir())

        script = collect()["paper/newspaper.js"]

        assert "@ts-check" not in script
        assert len(script) < written * 2 / 3

    def test_a_part_that_changed_since_is_joined_anew(self, collect, sources):
        collect()
        card = sources / "paper" / "components" / "card.css"
        card.write_text(card.read_text() + ".card--new-this-year { color: inherit; }")
        os.utime(card, (card.stat().st_atime, card.stat().st_mtime + 10))

        assert "card--new-this-year" in collect()["paper/newspaper.css"]
