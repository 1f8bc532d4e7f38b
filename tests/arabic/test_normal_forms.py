"""Normal forms are Unicode's, and no text makes them slow."""

import unicodedata

import pytest
from hypothesis import given

from minbar.arabic.normal_forms import LONGEST_RUN_OF_MARKS, normal_form

from .text import any_text

FORMS = ("NFC", "NFD", "NFKC")


class TestNormalForm:
    """What people write is normalised as Unicode says; a run of marks that nobody writes is cut."""

    @pytest.mark.parametrize("form", FORMS)
    @given(text=any_text())
    def test_text_is_normalised_as_unicode_says(self, form, text):
        assert normal_form(form, text) == unicodedata.normalize(form, text)

    @pytest.mark.parametrize(
        ("form", "pair"),
        [
            *((form, "\u0651\u064e") for form in FORMS),
            *((form, "\u05bc\u05b0") for form in FORMS),
            ("NFKC", "\uff9e\u0301"),
        ],
    )
    def test_a_run_of_marks_is_cut_before_it_is_put_in_order(self, form, pair):
        typed = "ب" + pair * 100_000 + "ت"  # the square of it would be minutes

        formed = normal_form(form, typed)

        assert formed.startswith("ب")
        assert formed.endswith("ت")
        assert len(formed) == LONGEST_RUN_OF_MARKS + 2

    def test_marks_on_many_letters_all_stand(self):
        typed = "e\u0301" * 200 + "🙂" * 200

        assert normal_form("NFC", typed) == "é" * 200 + "🙂" * 200
