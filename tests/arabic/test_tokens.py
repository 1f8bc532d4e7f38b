"""The words of a text, and where they stand."""

import doctest
import sys

import pytest
from hypothesis import given

from minbar.arabic import fold, tokens
from minbar.arabic.tokens import LONGEST

from .text import any_text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("في إطـار «المُهلة»، وبعدها.", ["في", "اطار", "المهله", "وبعدها"]),
        ("l'Algérie en 1962", ["l", "algerie", "en", "1962"]),
        ("١٬٢٥٠ دينارا", ["1250", "دينارا"]),
        ("2-1", ["2", "1"]),
        ("كل\u200bمة م\u064eع\u064e", ["كلمه", "مع"]),
        ("ـــ", []),
        ("⑴ ½", ["1", "1", "2"]),
        ("a_b", ["a", "b"]),
        ("", []),
    ],
)
def test_words(text, words):
    assert [token.folded for token in tokens(text)] == words


def test_marks_belong_to_their_word():
    text = "قال «الحكومــةُ»."

    (_first, token) = tokens(text)

    assert text[token.start : token.end] == "الحكومــةُ"


@given(any_text())
def test_whatever_the_text(text):
    before = (0, 0)
    for token in tokens(text):
        assert token.start >= before[1] or (token.start, token.end) == before
        before = (token.start, token.end)
        assert 0 < len(token.folded) <= LONGEST
        assert all(letter.isalnum() for letter in token.folded)
        assert fold(token.folded) == token.folded or "ء" in token.folded


@pytest.mark.parametrize("run", ["ا", "\u064b", "ا\u064b", "ـ", "١٬", "\u200b", "ا ", "é\u0301"])
def test_long_runs_are_read_as_they_come(run):
    short, long = (sum(1 for _ in tokens(run * count)) for count in (1_000, 100_000))

    assert long >= short


def test_examples():
    assert doctest.testmod(sys.modules["minbar.arabic.tokens"]).failed == 0
