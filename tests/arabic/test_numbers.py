"""Figures as the region writes them."""

import doctest

import pytest

from minbar.arabic import format_number, numbers, to_digits


@pytest.mark.parametrize(
    ("number", "region", "digits", "written"),
    [
        (4, "DZ", "latn", "4"),
        (23186, "DZ", "latn", "23186"),
        (99999, "DZ", "latn", "99999"),
        (100000, "DZ", "latn", "100.000"),
        (1250000, "MA", "latn", "1.250.000"),
        (1250000, "AE", "latn", "1,250,000"),
        (1250000, "EG", "arab", "١٬٢٥٠٬٠٠٠"),
        (2026, "EG", "arab", "٢٠٢٦"),
        (1250000, "FR", "latn", "1,250,000"),
        (1250000, "dz", "latn", "1.250.000"),
        (4.5, "DZ", "latn", "4,5"),
    ],
)
def test_only_long_figures_are_parted(number, region, digits, written):
    assert format_number(number, region=region, digits=digits) == written


def test_their_examples_hold():
    assert doctest.testmod(numbers).failed == 0


def test_digits_change_and_nothing_else_does():
    assert to_digits("12 نوفمبر 08:05", "arab") == "١٢ نوفمبر ٠٨:٠٥"
    assert to_digits("12 نوفمبر 08:05", "latn") == "12 نوفمبر 08:05"
