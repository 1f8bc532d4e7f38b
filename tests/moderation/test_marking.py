"""What rules found is marked in the text as it was typed, and nothing of the text is lost."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from minbar.arabic import paragraphs
from minbar.moderation.marking import Piece, marked_paragraphs
from minbar.moderation.rules import Mark

RULE = SimpleNamespace(name="شتائم")


def mark(start: int, end: int, term: str = "كلمة") -> Mark:
    return Mark(start, end, RULE, term)


def test_a_dressed_up_word_is_marked_as_typed():
    text = "والـكـلـمـة هذه"

    (paragraph,) = marked_paragraphs(text, [mark(3, 11)])

    assert paragraph.direction == "rtl"
    assert paragraph.pieces == [
        Piece("وال"),
        Piece("ـكـلـمـة", "شتائم: «كلمة»"),
        Piece(" هذه"),
    ]


def test_of_marks_that_overlap_the_first_and_longer_counts():
    (paragraph,) = marked_paragraphs("abcdef", [mark(2, 5), mark(1, 3), mark(1, 4, "x")])

    assert [(piece.text, bool(piece.why)) for piece in paragraph.pieces] == [
        ("a", False),
        ("bcd", True),
        ("e", True),
        ("f", False),
    ]


@given(
    st.text("ab\n كلمة", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
)
def test_the_pieces_together_are_the_text(text, spans):
    marks = [mark(min(span), min(max(span), len(text))) for span in spans]

    found = marked_paragraphs(text, marks)

    assert ["".join(piece.text for piece in each.pieces) for each in found] == [
        paragraph.text for paragraph in paragraphs(text)
    ]
    assert [each.direction for each in found] == [each.direction for each in paragraphs(text)]
