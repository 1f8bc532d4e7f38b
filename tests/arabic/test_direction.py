"""A text runs as most of its letters run."""

import pytest

from minbar.arabic import direction, paragraphs


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("قال Ali إن الطريق مفتوح", "rtl"),
        ("Ali قال إن الطريق مفتوح", "rtl"),
        ("Merci pour ce reportage, شكرا", "ltr"),
        ("wallah 3andek l7a9", "ltr"),
        ("123 !?", None),
        ("اقرأ https://example.org/a-very-long-address هنا", "rtl"),
        ("راسلنا: someone.with.a.long.name@example.org", "rtl"),
        ("", None),
        ("اب ab", "rtl"),
        ("ab اب", "ltr"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "ltr"),
    ],
)
def test_most_letters_decide(text, runs):
    assert direction(text) == runs


def test_each_paragraph_runs_its_own_way():
    text = "قال Ali\nثم مضى\n\nMerci, شكرا\n\n123"

    assert [(part.text, part.direction) for part in paragraphs(text)] == [
        ("قال Ali\nثم مضى", "rtl"),
        ("Merci, شكرا", "ltr"),
        ("123", None),
    ]
