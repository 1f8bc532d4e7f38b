"""What screens count, they count as Arabic does: by CLDR's six forms, and with the right noun."""

import re
from gettext import c2py
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from minbar.arabic import NOUNS, plural_category
from minbar.arabic.plurals import Noun

PACKAGE = Path(__file__).parents[2] / "src" / "minbar"
ARABIC = Path("locale/ar/LC_MESSAGES/django.po")
OURS = [PACKAGE / ARABIC, PACKAGE / "wagtail_locale/ar/LC_MESSAGES/django.po"]
DJANGOS = Path(django.__file__).parent / "conf" / ARABIC

FORMS = ("zero", "one", "two", "few", "many", "other")
"""The order of a catalogue's strings."""

FIGURE = re.compile(r"%\((\w+)\)s")
COUNTED_NOUN = re.compile(r"%\(\w+\)s(?:</\w+>)? (\w+)")


def read(catalogue: Path) -> Catalog:
    with catalogue.open("rb") as opened:
        return read_po(opened)


def counting() -> list[Message]:
    """Every message of ours with plurals."""
    return [message for file in OURS for message in read(file) if message.pluralizable]


def noun_of(few: str) -> Noun:
    """The noun that stands after the figure, found by its plural."""
    plural = COUNTED_NOUN.search(few)
    assert plural, f"No noun follows the figure: {few}"
    found = [noun for noun in NOUNS.values() if noun.plural == plural[1]]
    assert found, f"Add «{plural[1]}» to NOUNS in minbar.arabic.plurals."
    return found[0]


class TestCatalogues:
    """A catalogue chooses the form that CLDR chooses."""

    @pytest.mark.parametrize("catalogue", [*OURS, DJANGOS], ids=["ours", "wagtail's", "Django's"])
    def test_its_rule_is_cldrs_up_to_a_million(self, catalogue):
        chosen = c2py(read(catalogue).plural_expr)

        for number in range(1_000_001):
            assert FORMS[chosen(number)] == plural_category(number)


@pytest.mark.parametrize("message", counting(), ids=lambda message: message.id[0][:40])
class TestWhatIsCounted:
    """Every message with plurals says them as the grammar and the table of nouns have them."""

    def test_none_one_and_two_carry_no_figure(self, message):
        said = dict(zip(FORMS, message.string, strict=True))
        figures = [set(FIGURE.findall(said[form])) for form in FORMS]

        assert figures[0] == figures[1] == figures[2]
        assert figures[3] == figures[4] == figures[5]
        assert len(figures[3] - figures[2]) == 1

    def test_a_figure_governs_its_noun(self, message):
        said = dict(zip(FORMS, message.string, strict=True))
        noun = noun_of(said["few"])

        governed = {form: COUNTED_NOUN.search(said[form])[1] for form in ("few", "many", "other")}

        assert governed == {"few": noun.plural, "many": noun.accusative, "other": noun.singular}

    def test_one_and_two_agree_with_their_noun(self, message):
        said = dict(zip(FORMS, message.string, strict=True))
        noun = noun_of(said["few"])
        ones = ("واحدة", "واحدة") if noun.is_feminine else ("واحد", "واحدا")

        one = rf"\b(?:{noun.singular} {ones[0]}|{noun.accusative} {ones[1]})\b"
        assert re.search(one, said["one"])
        assert re.search(rf"\b(?:{noun.dual}|{noun.oblique_dual})\b", said["two"])
