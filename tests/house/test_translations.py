"""Arabic is the first language of every screen: ours, and what Wagtail shows of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import wagtail
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "src" / "minbar"
ARABIC_LETTER = re.compile("[\u0620-\u064a]")
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|<[^>]*>")
ARABIC = "locale/ar/LC_MESSAGES/django.po"


def read(catalogue: Path) -> Catalog:
    with catalogue.open("rb") as opened:
        return read_po(opened)


def keys(catalogue: Catalog) -> set[tuple[str | None, str]]:
    return {(message.context, key_of(message)) for message in catalogue if message.id}


def key_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    strings = [message.string] if isinstance(message.string, str) else message.string
    has_words = re.search("[a-z]{2}", PLACEHOLDER.sub("", key_of(message)), re.IGNORECASE)
    return all(ARABIC_LETTER.search(said) if has_words else said for said in strings)


class TestOurStrings:
    """Every string in the sources stands in the Arabic catalogue, translated."""

    def test_the_catalogue_has_what_the_sources_have(self, tmp_path):
        copied = tmp_path / "minbar"
        shutil.copytree(PACKAGE, copied, ignore=shutil.ignore_patterns("*.mo", "wagtail_locale"))
        (copied / ARABIC).unlink()

        # Without settings, or it would write where they point: into the package itself.
        plain = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "--locale", "ar", "--no-wrap"],
            cwd=copied,
            env=plain,
            check=True,
            capture_output=True,
        )

        in_sources, in_catalogue = keys(read(copied / ARABIC)), keys(read(PACKAGE / ARABIC))
        assert in_sources - in_catalogue == set(), "Run `make messages` and translate these."
        assert in_catalogue - in_sources == set(), "Run `make messages`: these are said no more."

    def test_each_is_translated(self):
        untranslated = [m.id for m in read(PACKAGE / ARABIC) if m.id and not is_translated(m)]

        assert untranslated == [], f"Translate these in {ARABIC}."

    def test_placeholders_are_the_sources_own(self):
        for catalogue in (PACKAGE / ARABIC, PACKAGE / "wagtail_locale/ar/LC_MESSAGES/django.po"):
            for message, errors in read(catalogue).check():
                assert not errors, (message.id, errors)


class TestWagtailsStrings:
    """Where Wagtail's Arabic has a gap, ours fills it: the newsroom sees no English word."""

    def test_none_is_left_in_english(self):
        filled = keys(read(PACKAGE / "wagtail_locale/ar/LC_MESSAGES/django.po"))
        missing = set()

        for english in Path(wagtail.__file__).parent.rglob("locale/en/LC_MESSAGES/django.po"):
            arabic = read(Path(str(english).replace("/locale/en/", "/locale/ar/")))
            for message in read(english):
                told = arabic.get(key_of(message), message.context) if message.id else None
                if message.id and not is_translated(told):
                    missing.add((message.context, key_of(message)))

        assert missing - filled == set(), "Add these to src/minbar/wagtail_locale."
