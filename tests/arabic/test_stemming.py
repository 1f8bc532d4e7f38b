"""Forms of a word share its stem; words that only look alike do not."""

import doctest
from itertools import combinations

import pytest
from hypothesis import given

from minbar.arabic import broken_plurals_of, fold, stem, stemming, unsure_stems, wider_stems

from .specification import cases
from .text import any_text

TOGETHER = [case for case in cases("stem") if "together" in case]
APART = [case for case in cases("stem") if "apart" in case]


@pytest.mark.parametrize("case", TOGETHER, ids=lambda case: case["together"][0])
def test_forms_of_a_word(case):
    assert len({stem(word) for word in case["together"]}) == 1


@pytest.mark.parametrize("case", APART, ids=lambda case: case["apart"][0])
def test_other_words(case):
    for one, other in combinations(case["apart"], 2):
        assert stem(one) != stem(other)


@pytest.mark.parametrize("case", cases("broken_plurals"), ids=lambda case: case["one"])
def test_broken_plurals(case):
    one, other = stem(case["one"]), stem(case["other"])

    assert other in broken_plurals_of(one)
    assert one in broken_plurals_of(other)


def test_every_pair_leads_both_ways():
    for root, others in stemming._PAIRS.items():
        for other in others:
            assert root in broken_plurals_of(other), (root, other)


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("وقراره", "قراره"),
        ("وزارة", "زاره"),
        ("مؤتمران", "موتمر"),
        ("رئيسا", "رييس"),
        ("عامين", "عام"),
    ],
)
def test_what_may_be_an_affix_is_left_to_who_knows_the_words(word, base):
    assert (stem(base), base) in unsure_stems(word)
    assert stem(word) != stem(base)


def test_what_may_be_hung_on_a_stem_is_told_with_it():
    wider = wider_stems(stem("قرار"))

    assert wider[stem("وقرارات")] == "و"
    assert wider[stem("بقرار")] == "ب"


@given(any_text())
def test_whatever_the_word_it_is_folded_and_no_longer(word):
    assert len(stem(word)) <= len(fold(word))
    assert stem(word) == stem(fold(word))
    assert all(base for _stem, base in unsure_stems(word))


def test_examples():
    assert doctest.testmod(stemming).failed == 0
