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
            "1448 ه\u200d",
            "葛\U000e0100",
            "🫨 🩷 👍\U0001f3fd 👩\U0001f3fd\u200d🚀 ❤\ufe0f\u200d🔥",
            "Où\u202f? Là\u00a0!",
            "⠃\u2800⠃",
            "ملف \u200e(report.pdf)\u200e جاهز",
        ],
    )
    def test_it_stands_as_typed(self, text):
        assert clean_text(text) == text

    @pytest.mark.parametrize("name", ["أمينة  ب.", "O’Brien", "Où\u202f?", "هـ\u200c"])
    def test_a_line_stands_as_typed(self, name):
        assert clean_line(name) == name

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
            ("a\r\nb\rc\u2028d\u2029e\x0bf", "a\nb\nc\nd\ne\nf"),
            ("أ\n\n\n\n\n\nب", "أ\n\n\nب"),
            ("ب" + "\u064e" * 30, "ب" + "\u064e" * 4),
            ("z" + "\u0335" * 30, "z" + "\u0335" * 2),
            ("a" + " " * 100 + "b", "a" + " " * 40 + "b"),
            ("أ   \nب", "أ\nب"),
            ("a\u200db", "ab"),
            ("x\ufe0f", "x"),
            ("❤" + "\ufe0f" * 9, "❤\ufe0f"),
            ("1\ufe0f2\ufe0f", "12"),
            ("a+\u200db", "a+b"),
            ("ا" + "\u200d" * 9 + "ب", "ا\u200dب"),
            ("z" + "\u0335\u0335\u200b" * 9, "z\u0335\u0335"),
            ("ب" + "\u064e\u064f\u200c" * 9, "ب\u064e\u064f\u200c\u064e\u064f\u200c"),
            ("a\U0001d173b\U0001bca0c", "abc"),
            ("كلمة\tكلمة", "كلمة كلمة"),
            ("z\u0335\u0335\x00\u0335", "z\u0335\u0335"),
            ("\u0335\u0335\t\n\u0335x", "\u0335\u0335\n\u0335x"),
            ("\U000e0041\U000e0042x", "x"),
            ("\ue000\ufffex", "x"),
        ],
    )
    def test_a_hazard_is_taken_out(self, typed, kept):
        assert clean_text(typed) == kept

    def test_a_line_is_one_line_without_marks_at_its_ends(self):
        assert clean_line(" \u200fأمينة\nب. \u200e") == "أمينة ب."
        assert clean_line("أمينة\u2028ب\u2029ج") == "أمينة ب ج"

    def test_a_long_run_takes_no_longer_than_as_many_letters(self):
        run = 50_000  # the square of it would be minutes

        assert clean_text("ب" + "\u0651\u064e" * run) == "ب" + "\u064e" * 4
        assert clean_text("ب" + "\u0651\u064e\u200b" * run) == "ب\u064e\u064e\u0651\u0651"

    @pytest.mark.parametrize("nothing", ["", " \n\t", "\u200b\u200f", "\u3164\u2800", "\u064b"])
    def test_what_nobody_sees_is_blank(self, nothing):
        assert is_blank(nothing)

    @pytest.mark.parametrize("something", ["أ", "a", "7", "👍", "؟", "🫨", "ـ"])
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
