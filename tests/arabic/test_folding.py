"""Words that a reader takes for the same are the same to search."""

import pytest
from hypothesis import given

from minbar.arabic import fold
from minbar.arabic.folding import FOLDED_LETTERS, GROWTH

from .text import any_text


class TestFolding:
    """Spelling habits fall together; words do not."""

    @pytest.mark.parametrize(
        ("typed", "asked"),
        [
            ("إلى", "الى"),
            ("المُعلِّم", "المعلم"),
            ("لناظـــره", "لناظره"),
            ("مدرسة", "مدرسه"),
            ("مسؤول", "مسوول"),
            ("شيء", "شئ"),
            ("ڨالمة", "قالمة"),
            ("کتاب", "كتاب"),
            ("١٩٦٢", "1962"),
            ("۱۹۶۲", "1962"),
            ("١٬٢٥٠", "1250"),
            ("ﺍﻟﺒﻴﺖ", "البيت"),
            ("Égalité", "egalite"),
            ("cœur", "coeur"),
            ("كل\u200bمة", "كلمة"),
        ],
    )
    def test_what_is_read_alike_is_found_alike(self, typed, asked):
        assert fold(typed) == fold(asked)

    @pytest.mark.parametrize(
        ("one", "other"), [("كلب", "قلب"), ("حرب", "حزب"), ("سماء", "سمين"), ("علم", "عالم")]
    )
    def test_words_that_differ_stay_apart(self, one, other):
        assert fold(one) != fold(other)

    def test_plain_text_is_returned_as_it_is(self):
        plain = "قال مدير الديوان في بيان: 14 موقعا"

        assert fold(plain) == plain

    @given(any_text())
    def test_folding_what_is_folded_changes_nothing(self, text):
        assert fold(fold(text)) == fold(text)

    @given(any_text())
    def test_no_text_grows_without_bound(self, text):
        assert len(fold(text)) <= GROWTH * len(text)

    def test_every_row_of_the_table_is_one_letter_that_changes(self):
        for letter, replacement in FOLDED_LETTERS.items():
            assert len(letter) == 1
            assert fold(f"ب{letter}ب") == f"ب{replacement}ب"
