"""Words that a reader takes for the same are the same to search."""

import doctest
from unicodedata import normalize

import pytest
from hypothesis import given

from minbar.arabic import fold, folding
from minbar.arabic.folding import FOLDED_LETTERS, GROWTH

from .specification import cases
from .text import any_text


class TestFolding:
    """Spelling habits fall together; words do not."""

    @pytest.mark.parametrize("case", cases("fold"), ids=lambda case: case["one"])
    def test_as_specified(self, case):
        is_one = fold(case["one"]) == fold(case["other"])

        assert is_one is not case.get("apart", False)

    @pytest.mark.parametrize(
        ("typed", "normalised"),
        [
            ("آجن", "اجن"),
            ("أحمد", "احمد"),
            ("إعاذ", "اعاذ"),
            ("بنى", "بني"),
            ("فاطمة", "فاطمه"),
            ("روبرـــت", "روبرت"),
            ("مَبنا", "مبنا"),
            ("علِي", "علي"),
            ("بُوات", "بوات"),
            ("ولداً", "ولدا"),
            ("ولدٍ", "ولد"),
            ("ولدٌ", "ولد"),
            ("نلْسون", "نلسون"),
            ("هتميّ", "هتمي"),
        ],
    )
    def test_it_does_what_lucene_s_normaliser_does(self, typed, normalised):
        """The cases that Lucene publishes for ``ArabicNormalizationFilter``, one a rule."""
        assert fold(typed) == normalised

    def test_plain_text_is_returned_as_it_is(self):
        plain = "قال مدير الديوان في بيان: 14 موقعا"

        assert fold(plain) == plain

    @given(any_text())
    def test_folding_what_is_folded_changes_nothing(self, text):
        assert fold(fold(text)) == fold(text)

    @given(any_text(), any_text())
    def test_what_stands_on_another_line_changes_nothing(self, text, neighbour):
        both = fold(f"{text}\n☂\n{neighbour}")

        assert both == f"{fold(text)}\n☂\n{fold(neighbour)}"

    @given(any_text())
    def test_no_text_grows_without_bound(self, text):
        assert len(fold(text)) <= GROWTH * len(text)

    @pytest.mark.parametrize("phrase", ["\ufdfa", "\ufdfb", "\u3316"])
    def test_a_sign_that_stands_for_a_phrase_is_not_spelled_out(self, phrase):
        assert fold(phrase) == phrase
        assert fold(phrase + "e\u0301" * 30) == phrase + "e" * 30

    def test_no_character_grows_beyond_the_bound(self):
        characters = (chr(point) for point in range(0x110000))
        growing = [sign for sign in characters if len(normalize("NFKC", sign.casefold())) > 1]

        assert max(len(fold(sign)) for sign in growing) == GROWTH

    def test_a_long_run_takes_no_longer_than_as_many_letters(self):
        run = 100_000  # the square of it would be minutes

        assert fold("ا" + "ء" * run + "ب") == "ا" + "ء" * run + "ب"
        assert fold("ب" + "\u0651\u064e" * run) == "ب"
        assert len(fold("א" + "\u05b0\u0591" * run)) < 100

    def test_its_example_holds(self):
        assert doctest.testmod(folding).failed == 0

    def test_every_row_of_the_table_is_one_letter_that_changes(self):
        for letter, replacement in FOLDED_LETTERS.items():
            assert len(letter) == 1
            assert fold(f"ب{letter}ب") == f"ب{replacement}ب"
