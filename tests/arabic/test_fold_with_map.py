"""What is found in a folded text can be shown in the text as it was written."""

import doctest

import pytest
from hypothesis import given

from minbar.arabic import fold, fold_with_map, folding

from .text import any_text, composing_text


class TestFoldingWithMap:
    """The text is what ``fold`` gives, and each of its characters has a place in the original."""

    @given(any_text() | composing_text())
    def test_the_text_is_that_of_fold(self, text):
        assert fold_with_map(text).text == fold(text)

    @given(any_text() | composing_text())
    def test_each_character_has_its_place_in_order(self, text):
        folded, offsets = fold_with_map(text)

        assert len(offsets) == len(folded)
        assert offsets == sorted(offsets)
        assert all(0 <= place < len(text) for place in offsets)

    @given(any_text())
    def test_the_span_of_all_is_all_but_what_is_dropped_before(self, text):
        folded = fold_with_map(text)

        start, end = folded.original_span(0, len(folded.text))

        assert end == len(text) or not folded.text
        assert fold(text[:start]) == ""

    @pytest.mark.parametrize(
        ("text", "folded", "original"),
        [
            ("قال المُعَلِّمُ نعم", "المعلم", "المُعَلِّمُ"),
            ("مثل كـلـمــة أولى", "كلمه", "كـلـمــة"),
            ("ما من شيء هنا", "شي", "شيء"),
            ("من ﺍﻟﺒﻴﺖ إلى", "البيت", "ﺍﻟﺒﻴﺖ"),
            ("من اﻻﺳﻼم إلى", "الاسلام", "اﻻﺳﻼم"),
            ("Le Cœur net", "coeur", "Cœur"),
            ("un e\u0301te\u0301 chaud", "ete", "e\u0301te\u0301"),
            ("نحو ١٬٢٥٠ دينار", "1250", "١٬٢٥٠"),
            ("ثم… قال", "...", "…"),
            ("ك\u200bل\u200dمة وغيرها", "كلمه", "ك\u200bل\u200dمة"),
            ("قال \ud800 كلمة", "كلمه", "كلمة"),
            ("على 한국 واليابان", fold("한국"), "한국"),
            ("a\u05b0" * 3 + "ב" + "\u05b0\u0591" * 40 + "كلمة", "كلمه", "كلمة"),
        ],
    )
    def test_a_passage_is_found_with_all_that_belongs_to_it(self, text, folded, original):
        traced = fold_with_map(text)
        start = traced.text.index(folded)

        first, last = traced.original_span(start, start + len(folded))

        assert text[first:last].strip() == original

    @pytest.mark.parametrize("half", [(1, 2), (2, 3)])
    def test_half_a_letter_gives_the_whole(self, half):
        assert fold_with_map("cœur").original_span(*half) == (1, 2)

    def test_an_empty_span_stays_empty(self):
        folded = fold_with_map("كـلمة")

        assert folded.original_span(1, 1) == (2, 2)
        assert folded.original_span(4, 4) == (5, 5)

    @pytest.mark.parametrize(
        "run",
        ["ا", "ء", "\u0651\u064e", "ـ", "\u200b", "œ", "\u05b0\u0591", "\u1161", "١٬", "\ufdfa"],
    )
    def test_a_long_run_takes_no_longer_than_as_many_letters(self, run):
        text = "ب" + run * 50_000 + "ب"  # the square of it would be minutes

        assert fold_with_map(text).text == fold(text)

    def test_its_example_holds(self):
        assert doctest.testmod(folding).failed == 0
