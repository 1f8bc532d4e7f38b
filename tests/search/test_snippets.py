"""A snippet shows why something was found, in the words and marks that were typed."""

from hypothesis import given
from hypothesis import strategies as st

from minbar.arabic import tokens
from minbar.search.snippets import LENGTH, as_html, as_text, marked, snippet
from tests.arabic.text import any_text

LONG = " ".join(["كلام"] * 100) + " قال الوزير إن الحكومــةَ صادقت. " + " ".join(["كلام"] * 100)


def marks(parts) -> list[str]:
    return [part.text for part in parts if part.is_marked]


def test_words_are_marked_as_they_were_typed():
    assert marks(marked("الحُكُومــةُ، والوزير", {"الحكومه"})) == ["الحُكُومــةُ"]


def test_the_stretch_with_the_words_is_shown_cut_between_words():
    parts = snippet(LONG, {"الحكومه", "الوزير"})

    assert marks(parts) == ["الوزير", "الحكومــةَ"]
    assert as_text(parts).startswith("… كلام")
    assert as_text(parts).endswith("كلام …")
    assert len(as_text(parts).split()) <= LENGTH + 2


def test_the_beginning_where_it_has_none_of_them():
    assert as_text(snippet(LONG, {"غيرها"})).startswith("كلام")


def test_the_stretch_with_most_different_words():
    text = "الماء. " + "كلام " * 60 + "الماء والخبز. " + "كلام " * 60

    assert marks(snippet(text, {"الماء", "والخبز"})) == ["الماء", "والخبز"]


def test_a_short_text_is_shown_whole():
    assert as_text(snippet("شكرا.", {"شكرا"})) == "شكرا."
    assert snippet("", {"شكرا"}) == []


def test_no_text_becomes_markup():
    parts = marked('<b>"خبر"</b> & <mark>', {"خبر", "b"})

    assert as_html(parts).count("<mark>") == 3
    assert "<b>" not in as_html(parts)
    assert "&lt;<mark>b</mark>&gt;&quot;<mark>خبر</mark>&quot;" in as_html(parts)


@given(any_text(), st.integers(0, 5))
def test_whatever_the_text_it_is_shown_unchanged(text, place):
    words = {token.folded for token in list(tokens(text))[place : place + 2]}

    assert as_text(marked(text, words)) == text
    assert as_text(snippet(text, words)).strip("… ") in text
