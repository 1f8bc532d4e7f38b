"""A comment's language is told well enough to sort a queue by it."""

import doctest
import tomllib

import pytest
from hypothesis import given

from minbar.arabic import Language, fold, guess_language, languages

from .specification import cases
from .text import any_text, composing_text


class TestGuessing:
    """Most of its words decide."""

    @pytest.mark.parametrize("case", cases("guess_language"), ids=lambda case: case["text"][:30])
    def test_as_specified(self, case):
        assert guess_language(case["text"]) == case["language"]

    @given(any_text() | composing_text())
    def test_there_is_an_answer_for_any_text(self, text):
        assert guess_language(text) in Language

    def test_the_page_we_began_from(self, seed_page):
        assert guess_language(seed_page.read_text("utf-8")) == Language.STANDARD_ARABIC

    @pytest.mark.parametrize(
        "run", ["ا", "\u0651\u064e", "a", "3a", "\u0301", "ما", "@", "a.", "و ", "\ud800"]
    )
    def test_a_long_text_takes_no_longer_than_its_beginning(self, run):
        guess_language(run * 500_000)

    def test_its_example_holds(self):
        assert doctest.testmod(languages).failed == 0


class TestTheTable:
    """What is written in it, someone may correct; so it is held to its own rules."""

    @pytest.fixture
    def table(self):
        return tomllib.loads(languages.TABLE.read_text("utf-8"))

    def test_there_is_an_entry_for_each_language(self, table):
        assert set(table) == set(Language)

    def test_each_word_is_one(self, table):
        for entry in table.values():
            for word in entry["words"].split():
                assert languages._WORD.fullmatch(fold(word)), word
                assert len(word) > 1, word

    def test_no_language_names_a_word_twice(self, table):
        for language, entry in table.items():
            words = [fold(word) for word in entry["words"].split()]
            assert sorted({word for word in words if words.count(word) > 1}) == [], language
