"""Arabic is the first language of every screen, ours and Wagtail's own; French is complete too."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import wagtail
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "src" / "minbar"
ARABIC_LETTER = re.compile("[\u0620-\u064a]")
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|<[^>]*>")
ADDRESS = re.compile(r"https?://\S+")
LANGUAGES = ("ar", "fr")
FRENCH_MISTAKE = re.compile(r"'| [;:!?»]|« |[^\W\d_][;!?»]|«[^\W_]")
"""What no French sentence has: marks without their fixed space, or a straight apostrophe."""


def read(catalogue: Path) -> Catalog:
    with catalogue.open("rb") as opened:
        return read_po(opened)


def path(language: str) -> str:
    return f"locale/{language}/LC_MESSAGES/django.po"


def of_wagtail(language: str) -> Catalog:
    """What this package says in Wagtail's place."""
    ours = PACKAGE / "wagtail_locale" / language / "LC_MESSAGES/django.po"
    return read(ours) if ours.exists() else Catalog(language)


def keys(catalogue: Catalog) -> set[tuple[str | None, str]]:
    return {(message.context, key_of(message)) for message in catalogue if message.id}


def key_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def is_translated(message: Message | None, language: str) -> bool:
    if message is None or message.fuzzy:
        return False
    if language != "ar":
        return all(strings(message))
    has_words = re.search("[a-z]{2}", PLACEHOLDER.sub("", key_of(message)), re.IGNORECASE)
    return all(ARABIC_LETTER.search(said) if has_words else said for said in strings(message))


class TestOurStrings:
    """Every string in the sources stands in both catalogues, translated."""

    def test_the_catalogues_have_what_the_sources_have(self, tmp_path):
        copied = tmp_path / "minbar"
        shutil.copytree(PACKAGE, copied, ignore=shutil.ignore_patterns("*.mo", "wagtail_locale"))
        for language in LANGUAGES:
            (copied / path(language)).unlink()

        # Without settings, or it would write where they point: into the package itself.
        plain = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "--locale", "ar", "--no-wrap"],
            cwd=copied,
            env=plain,
            check=True,
            capture_output=True,
        )

        in_sources = keys(read(copied / path("ar")))
        for language in LANGUAGES:
            told = keys(read(PACKAGE / path(language)))
            assert in_sources - told == set(), f"Run `make messages` and translate: {language}."
            assert told - in_sources == set(), f"Run `make messages`: said no more: {language}."

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_is_translated(self, language):
        said = [message for message in read(PACKAGE / path(language)) if message.id]
        untranslated = [m.id for m in said if not is_translated(m, language)]

        assert said
        assert untranslated == [], f"Translate these in {path(language)}."

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_placeholders_are_the_sources_own(self, language):
        for catalogue in (read(PACKAGE / path(language)), of_wagtail(language)):
            for message, errors in catalogue.check():
                assert not errors, (message.id, errors)

    def test_french_keeps_every_tag_and_field(self):
        for message in read(PACKAGE / path("fr")):
            if not message.id:
                continue
            sources = [message.id] if isinstance(message.id, str) else list(message.id)
            for source, said in zip(sources, strings(message), strict=True):
                assert sorted(PLACEHOLDER.findall(said)) == sorted(PLACEHOLDER.findall(source))

    def test_french_is_spaced_as_french_is(self):
        for message in read(PACKAGE / path("fr")):
            for said in strings(message) if message.id else []:
                assert not FRENCH_MISTAKE.search(ADDRESS.sub("x", PLACEHOLDER.sub("x", said))), said


class TestWagtailsStrings:
    """Where Wagtail's own translation has a gap, ours fills it: nobody sees an English word."""

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_none_is_left_in_english(self, language):
        filled = keys(of_wagtail(language))
        missing = set()

        for english in Path(wagtail.__file__).parent.rglob("locale/en/LC_MESSAGES/django.po"):
            theirs = read(Path(str(english).replace("/locale/en/", f"/locale/{language}/")))
            for message in read(english):
                told = theirs.get(key_of(message), message.context) if message.id else None
                if message.id and not is_translated(told, language):
                    missing.add((message.context, key_of(message)))

        assert missing - filled == set(), "Add these to src/minbar/wagtail_locale."
