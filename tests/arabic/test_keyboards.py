"""What was typed with the keyboard set to the other script."""

import pytest
from hypothesis import given

from minbar.arabic import in_the_other_script

from .text import any_text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hgpvf", "الحرب"),
        ("hgp;,lm", "الحكومة"),
        ("hg[.hzv", "الجزائر"),
        ("hg^:hwv", "الجزائر"),
        ("bhgh", "لاالا"),
        ("HGPVF", "الحرب"),
        ("فقشهى", "train"),
        ("لاشؤ", "bac"),
    ],
)
def test_keys(typed, meant):
    assert meant in in_the_other_script(typed)


@pytest.mark.parametrize("typed", ["", "1962", "…", "Ψ"])
def test_what_has_neither_script_has_no_other(typed):
    assert in_the_other_script(typed) == []


@given(any_text())
def test_whatever_was_typed(typed):
    assert len(in_the_other_script(typed)) <= 2
