"""A stranger's text is safe and still the stranger's."""

import unicodedata

import pytest
from hypothesis import given

from minbar.arabic import clean_line, clean_text, is_blank

from .text import any_text


class TestWhatIsKept:
    """No word is rewritten."""

    @pytest.mark.parametrize(
        "text",
        [
            "هذا تلاعب ** فإن غدا لناظـــره قريب",
            "سطر أول\nسطر ثان\n\nفقرة",
            "«قول» “قول” 'it' \"x\" ‹y›",
            "محمّدٌ رسولٌ",
            "وَلَلْءَاخِرَةُ خَيْرٌۭ",
            "هـ\u200c",
            "می\u200cخواهم",
            "👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "ⵜⴰⵎⴰⵣⵉⵖⵜ Tamaziɣt",
            "Merci, c’est très bien!",
            "ملف \u200e(report.pdf)\u200e جاهز",
        ],
    )
    def test_it_stands_as_typed(self, text):
        assert clean_text(text) == text

    def test_the_words_of_the_page_we_began_from_stand(self, seed_page):
        words = seed_page.read_text().split()

        assert clean_text(seed_page.read_text()).split() == words


class TestWhatGoes:
    """Nothing steers, hides or smears over what stands beside it."""

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("أ\u202eب\u202c", "أب"),
            ("أ\u2066ب\u2069", "أب"),
            ("a\x00b", "ab"),
            ("a\ud800b", "ab"),
            ("كل\u200bمة\ufeff", "كلمة"),
            ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
            ("أ\n\n\n\n\n\nب", "أ\n\n\nب"),
            ("ب" + "\u064e" * 30, "ب" + "\u064e" * 4),
            ("z" + "\u0335" * 30, "z" + "\u0335" * 2),
            ("a" + " " * 100 + "b", "a" + " " * 40 + "b"),
            ("أ   \nب", "أ\nب"),
            ("a\u200db", "ab"),
            ("x\ufe0f", "x"),
            ("\U000e0041\U000e0042x", "x"),
            ("\ue000\ufffex", "x"),
        ],
    )
    def test_a_hazard_is_taken_out(self, typed, kept):
        assert clean_text(typed) == kept

    def test_a_line_is_one_line_without_marks_at_its_ends(self):
        assert clean_line(" \u200fأمينة\nب. \u200e") == "أمينة ب."

    @pytest.mark.parametrize("nothing", ["", " \n\t", "\u200b\u200f", "\u3164\u2800", "\u064b"])
    def test_what_nobody_sees_is_blank(self, nothing):
        assert is_blank(nothing)

    @pytest.mark.parametrize("something", ["أ", "a", "7", "👍", "؟"])
    def test_what_somebody_sees_is_not_blank(self, something):
        assert not is_blank(something)


class TestAnyText:
    """Whatever is sent, the promises hold."""

    @given(any_text())
    def test_cleaning_what_is_clean_changes_nothing(self, text):
        assert clean_text(clean_text(text)) == clean_text(text)
        assert clean_line(clean_line(text)) == clean_line(text)

    @given(any_text())
    def test_clean_text_can_be_stored_anywhere(self, text):
        cleaned = clean_text(text)

        assert cleaned.encode().decode() == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
        assert not set(cleaned) & set("\x00\r\u2028\u202e\u2066\u200b")

    @given(any_text())
    def test_a_line_has_no_line_end(self, text):
        assert "\n" not in clean_line(text)
