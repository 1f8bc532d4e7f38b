"""Numbers and nouns agree as Arabic has it."""

import doctest

import pytest
from babel import Locale

from minbar.arabic import NOUNS, counted, plural_category, plurals

from .specification import cases


class TestCounted:
    """A number stands with its noun in the form that it governs."""

    @pytest.mark.parametrize("case", cases("counted"), ids=lambda case: case["noun"])
    def test_as_specified(self, case):
        noun = NOUNS[case["noun"]]

        assert [counted(number, noun) for number in (0, 1, 2, 3, 11, 100)] == case["counted"]

    def test_every_noun_has_a_case(self):
        assert [case["noun"] for case in cases("counted")] == list(NOUNS)

    @pytest.mark.parametrize(
        ("number", "said"),
        [
            (10, "10 تعليقات"),
            (12, "12 تعليقا"),
            (99, "99 تعليقا"),
            (101, "101 تعليق"),
            (102, "102 تعليق"),
            (103, "103 تعليقات"),
            (111, "111 تعليقا"),
            (1000, "1000 تعليق"),
            (1_000_003, "1.000.003 تعليقات"),
        ],
    )
    def test_beyond_a_hundred_the_last_two_figures_govern(self, number, said):
        assert counted(number, NOUNS["تعليق"]) == said

    def test_figures_are_the_regions(self):
        assert counted(1_250_011, NOUNS["قراءة"], region="EG", digits="arab") == "١٬٢٥٠٬٠١١ قراءة"

    def test_nothing_is_counted_below_zero(self):
        with pytest.raises(ValueError, match="Nothing is counted as -1"):
            counted(-1, NOUNS["تعليق"])

    def test_its_examples_hold(self):
        assert doctest.testmod(plurals).failed == 0

    @pytest.mark.parametrize("noun", NOUNS.values(), ids=NOUNS.keys())
    def test_forms_are_those_that_grammar_makes(self, noun):
        stem = noun.singular.removesuffix("ة")
        ends_in_ta = stem != noun.singular

        assert noun.is_feminine is ends_in_ta
        assert noun.dual == (f"{stem}تان" if ends_in_ta else f"{stem}ان")
        assert noun.accusative == (noun.singular if ends_in_ta else f"{stem}ا")
        assert noun.oblique_dual == (f"{stem}تين" if ends_in_ta else f"{stem}ين")


class TestPluralCategory:
    """Which form a number takes is CLDR's to say."""

    def test_arabic_is_as_published_up_to_a_million(self):
        categories = [plural_category(number) for number in range(1_000_001)]

        by_last_two = ["other"] * 3 + ["few"] * 8 + ["many"] * 89  # CLDR, plurals, ar
        expected = (by_last_two * 10_001)[:1_000_001]
        expected[:3] = "zero", "one", "two"
        assert categories == expected

    @pytest.mark.parametrize("language", ["ar-dz", "ar_EG", "fr", "en", "kab"])
    def test_a_language_counts_in_its_own_way(self, language):
        own = Locale(language[:3].rstrip("-_"))

        for number in range(201):
            assert plural_category(number, language) == own.plural_form(number)

    def test_a_language_that_nobody_knows_is_counted_as_english(self):
        assert plural_category(1, "xx") == "one"
        assert plural_category(3, "xx") == "other"
