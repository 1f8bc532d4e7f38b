"""A stranger's text is safe and still the stranger's."""

import unicodedata

import pytest
from hypothesis import given

from minbar.arabic import (
    Cleaned,
    Removed,
    Unwanted,
    clean_line,
    clean_text,
    inspect_line,
    inspect_text,
    is_blank,
)

from .specification import cases
from .text import any_text


def as_specified(case):
    """What a case of the tables promises."""
    removed = [Removed(Unwanted(kind), count) for kind, count in case.get("removed", {}).items()]
    return Cleaned(case.get("kept", case["typed"]), tuple(removed))


class TestTables:
    """What stays, what goes and what is said of it stands in tables."""

    @pytest.mark.parametrize("case", cases("clean_text"), ids=lambda case: case["why"])
    def test_a_text_is_as_specified(self, case):
        assert inspect_text(case["typed"]) == as_specified(case)
        assert clean_text(case["typed"]) == as_specified(case).text

    @pytest.mark.parametrize("case", cases("clean_line"), ids=lambda case: case["why"])
    def test_a_line_is_as_specified(self, case):
        assert inspect_line(case["typed"]) == as_specified(case)
        assert clean_line(case["typed"]) == as_specified(case).text

    def test_every_kind_has_a_case(self):
        tables = [*cases("clean_text"), *cases("clean_line")]
        specified = {kind for case in tables for kind in case.get("removed", {})}

        assert specified == set(Unwanted) - {Unwanted.SURROGATE}  # which TOML cannot write


class TestWhatIsKept:
    """No word is rewritten."""

    def test_the_words_of_the_page_we_began_from_stand(self, seed_page):
        words = seed_page.read_text().split()

        assert clean_text(seed_page.read_text()).split() == words


class TestWhatGoes:
    """Nothing steers, hides or smears over what stands beside it."""

    def test_half_of_a_pair_cannot_be_stored(self):
        assert inspect_text("a\ud800b\udfff") == Cleaned("ab", (Removed(Unwanted.SURROGATE, 2),))

    def test_a_long_run_takes_no_longer_than_as_many_letters(self):
        run = 50_000  # the square of it would be minutes

        assert inspect_text("ب" + "\u0651\u064e" * run) == Cleaned(
            "ب" + "\u064e" * 4, (Removed(Unwanted.EXCESS_MARK, 2 * run - 4),)
        )
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
    def test_what_is_clean_has_nothing_to_report(self, text):
        assert inspect_text(clean_text(text)).removed == ()
        assert inspect_line(clean_line(text)).removed == ()

    @given(any_text())
    def test_nothing_is_taken_out_unsaid(self, text):
        as_typed = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")

        if not inspect_text(text).removed:
            assert clean_text(text) == unicodedata.normalize("NFC", as_typed)
        if not inspect_line(text).removed:
            assert clean_line(text) == unicodedata.normalize("NFC", as_typed).replace("\n", " ")

    @given(any_text(), any_text())
    def test_words_between_hazards_stand_whole(self, text, more):
        harmless = "قال: «لا»، ثم مَضَى"

        assert clean_line(f"{text} {harmless} {more}").find(harmless) >= 0

    @given(any_text())
    def test_a_line_has_no_line_end(self, text):
        assert "\n" not in clean_line(text)
