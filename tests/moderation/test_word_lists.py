"""Word lists as files: nothing is lost, and what is wrong is told line by line."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from minbar.arabic import Term
from minbar.moderation.word_lists import (
    LONGEST_FILE,
    MOST_IN_LATIN_LETTERS,
    MOST_TERMS,
    TooLong,
    Trouble,
    decode,
    encode,
    joined,
    read,
    without_problems,
    written,
)

LIST = "# شتائم\n\nكلب | إلا: كلب البحر، كلب الصيد\nحمار | بحروف لاتينية\nرق | بسوابق\n"


class TestReading:
    """A line is a term, with what is said of it behind bars; a remark; or nothing."""

    @pytest.mark.parametrize(
        ("line", "term"),
        [
            ("كلب", Term("كلب")),
            ("  يا كلب  ", Term("يا كلب")),
            ("كلب | except: كلب البحر", Term("كلب", exceptions=("كلب البحر",))),
            ("كلب | إلا: كلب البحر، كلب الصيد", Term("كلب", exceptions=("كلب البحر", "كلب الصيد"))),
            ("حمار | arabizi", Term("حمار", arabizi=True)),
            ("حمار | بحروف لاتينية", Term("حمار", arabizi=True)),
            ("رق | clitics", Term("رق", clitics=True)),
            ("حمار | بلا سوابق | Arabizi", Term("حمار", clitics=False, arabizi=True)),
            ("casino en ligne", Term("casino en ligne")),
        ],
    )
    def test_a_line_says_a_term(self, line, term):
        assert read(line).terms == [term]
        assert read(line).problems == []

    def test_remarks_and_blank_lines_say_nothing(self):
        assert [term.text for term in read(LIST).terms] == ["كلب", "حمار", "رق"]
        assert read(LIST).problems == []

    def test_a_term_that_stands_there_twice_counts_once(self):
        assert read("كلب\nكلب").terms == [Term("كلب")]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_lines_end_as_any_system_ends_them(self, end):
        found = read(f"كلب{end}!!!{end}حمار")

        assert len(found.terms) == 2
        assert found.problems[0].line == 2

    @pytest.mark.parametrize(
        ("line", "trouble"),
        [
            ("!!!", Trouble.NO_LETTER),
            ("| arabizi", Trouble.NO_LETTER),
            ("ـــ", Trouble.NO_LETTER),
            ("ا" * 201, Trouble.TOO_LONG),
            ("كلب | regex", Trouble.UNKNOWN_OPTION),
            ("كلب |", Trouble.UNKNOWN_OPTION),
            ("كلب | except:", Trouble.EMPTY_EXCEPTION),
            ("كلب | except: كلب البحر،", Trouble.EMPTY_EXCEPTION),
            ("كلب | except: " + "، ".join(map(str, range(51))), Trouble.TOO_MANY_EXCEPTIONS),
            ("كلب\x00", Trouble.UNREADABLE),
            ("# كلب\x00", Trouble.UNREADABLE),
            ("ك\ufffdب", Trouble.UNREADABLE),
        ],
    )
    def test_what_is_wrong_is_told_with_its_line(self, line, trouble):
        found = read(f"حمار\n\n{line}\nرق")

        assert [(problem.line, problem.trouble) for problem in found.problems] == [(3, trouble)]
        assert [term.text for term in found.terms] == ["حمار", "رق"]

    def test_a_hundred_thousand_lines_are_taken_and_no_more(self):
        lines = "\n".join(f"كلمة{number}" for number in range(MOST_TERMS + 2))

        found = read(lines)

        assert len(found.terms) == MOST_TERMS
        assert [problem.line for problem in found.problems] == [MOST_TERMS + 1, MOST_TERMS + 2]
        assert {problem.trouble for problem in found.problems} == {Trouble.TOO_MANY}

    def test_terms_in_latin_letters_are_fewer(self):
        lines = "\n".join(f"كلمة{number} | arabizi" for number in range(MOST_IN_LATIN_LETTERS + 1))

        (problem,) = read(lines).problems

        assert problem.trouble == Trouble.TOO_MANY_IN_LATIN
        assert problem.line == MOST_IN_LATIN_LETTERS + 1

    @given(st.text(st.characters(exclude_categories=()), max_size=300))
    @example("كلب | except: | | arabizi\n\x00\n#")
    def test_any_text_is_read_and_nothing_of_it_is_lost(self, text):
        found = read(text)
        kept = without_problems(text, found.problems)
        again = read(kept)

        assert again.terms == found.terms
        assert again.problems == []
        assert len(kept.split("\n")) == len(
            text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        )

    @given(st.text("كلبحمار abc|:،,#\n !", max_size=200))
    def test_what_was_read_is_written_as_it_is_read_again(self, text):
        terms = read(text).terms

        assert read("\n".join(map(written, terms))).terms == terms


class TestFiles:
    """From whatever a colleague's machine writes."""

    @pytest.mark.parametrize(
        ("encoding", "told"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("utf-16", "utf-16"),
            ("cp1256", "windows-1256"),
        ],
    )
    def test_every_usual_encoding_is_known(self, encoding, told):
        decoded = decode(LIST.replace("\n", "\r\n").encode(encoding))

        assert (decoded.text, decoded.encoding, decoded.unreadable) == (LIST, told, frozenset())

    def test_a_line_in_another_encoding_is_named(self):
        data = "كلب\n".encode() + "حمار\n".encode("cp1256") + "رق\n".encode()

        decoded = decode(data)
        found = read(decoded.text, decoded.unreadable)

        assert [(problem.line, problem.trouble) for problem in found.problems] == [
            (2, Trouble.OTHER_ENCODING)
        ]
        assert [term.text for term in found.terms] == ["كلب", "رق"]
        assert "حمار" in without_problems(decoded.text, found.problems)

    def test_bytes_of_no_language_are_told_line_by_line(self):
        decoded = decode(b"good\n\xe9\xe8\xff\xfe\x80\nfine")

        assert decoded.unreadable == {2}

    def test_a_file_beyond_all_measure_is_not_read(self):
        with pytest.raises(TooLong):
            decode(b"x" * (LONGEST_FILE + 1))

    @given(st.binary(max_size=300))
    def test_any_file_is_read(self, data):
        decoded = decode(data)

        read(decoded.text, decoded.unreadable)

    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
    def test_what_is_exported_is_imported_as_it_was(self, text):
        there = decode(encode(text)).text

        assert decode(encode(there)).text == there
        assert read(there) == read(text)

    def test_lists_are_joined_by_lines(self):
        assert joined("كلب\n", "", "حمار") == "كلب\nحمار"
