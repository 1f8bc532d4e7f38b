"""Listed words are found however they are dressed up, and in no innocent word."""

import doctest
from unicodedata import normalize

import pytest
from hypothesis import given, strategies

from minbar.arabic import Match, Term, TermList, fold, matching
from minbar.arabic.look_alikes import ARABIC_LOOK_ALIKES, LATIN_LOOK_ALIKES

from .specification import cases
from .text import any_text, composing_text

INSULTS = [
    *(
        "كلب",
        "حمار",
        "غبي",
        "خائن",
        "لص",
        "نذل",
        "بغل",
        "وغد",
        "قرد",
        "جبان",
        "أحمق",
        "حقير",
        "تافه",
    ),
    *("عميل", "منافق", "فاسد", "كذاب", "جاهل", "متخلف", "ابن الكلب", "حثالة القوم", "خنزير", "بقر"),
]
IN_LATIN = ["idiot", "imbécile", "menteur", "corrompu", "voleur", "nul"]

PRESENTATION_FORMS = {
    normalize("NFKC", chr(point)): chr(point)
    for point in range(0xFE80, 0xFEFD)
    if len(normalize("NFKC", chr(point))) == 1
}
TWINS = {
    letter: [twin for twin, plain in ARABIC_LOOK_ALIKES.items() if plain == letter]
    for letter in set(ARABIC_LOOK_ALIKES.values())
}
LATIN_TWINS = {
    letter: [twin for twin, plain in LATIN_LOOK_ALIKES.items() if plain == letter]
    for letter in set(LATIN_LOOK_ALIKES.values())
}


@pytest.fixture(scope="module")
def insults():
    return TermList(INSULTS)


@pytest.fixture(scope="module")
def in_latin():
    return TermList(IN_LATIN)


def terms_of(case):
    return [term if isinstance(term, str) else Term(**as_written(term)) for term in case["terms"]]


def as_written(term):
    return term | {"exceptions": tuple(term.get("exceptions", ()))}


def put_between(draw, word, signs, *, least=0):
    """Put up to four of ``signs`` behind letters of a word, or behind each with ``least``."""
    some = strategies.text(strategies.sampled_from(signs), min_size=least, max_size=4)
    return "".join(letter + draw(some) for letter in word[:-1]) + word[-1]


def with_tatweel(draw, word):
    return put_between(draw, word, "\u0640")


def with_marks(draw, word):
    return put_between(draw, word, "\u064b\u064e\u064f\u0650\u0651\u0652\u0670\u0336\u0301")


def with_invisible_signs(draw, word):
    return put_between(draw, word, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202e\u2066")


def with_presentation_forms(draw, word):
    return with_others(draw, word, {letter: [form] for letter, form in PRESENTATION_FORMS.items()})


def with_twins(draw, word):
    return with_others(draw, word, TWINS)


def with_latin_twins(draw, word):
    return with_others(draw, word, LATIN_TWINS)


def with_others(draw, word, others):
    return "".join(
        draw(strategies.sampled_from([letter, *others.get(letter, [])])) for letter in word
    )


def with_repetition(draw, word):
    """Draw letters out: three or more of one, as nobody writes who does not mean to."""
    place = draw(strategies.integers(0, len(word) - 1))
    times = draw(strategies.integers(3, 40)) if word[place] != " " else 1
    return word[:place] + word[place] * times + word[place + 1 :]


def with_separators(draw, word):
    """Put one sign, the same or not, between all letters."""
    signs = draw(
        strategies.sampled_from([".", "-", "_", "*", "/", "🙂", ".-_*/~+=", " .-", " ", "\n"])
    )
    return "".join(letter + draw(strategies.sampled_from(signs)) for letter in word[:-1]) + word[-1]


def with_a_separator(draw, word):
    """Put a sign somewhere within the word."""
    place = draw(strategies.integers(1, len(word) - 1))
    sign = draw(strategies.sampled_from([".", "-", "_", "*", "/", "..", "**", "🙂"]))
    return word[:place] + sign + word[place:]


OF_EACH_LETTER = [with_tatweel, with_marks, with_invisible_signs]
IN_ARABIC = [*OF_EACH_LETTER, with_presentation_forms, with_twins, with_repetition]
APART = [with_separators, with_a_separator]


class TestFinding:
    """Listed words, whole, as readers read them."""

    @pytest.mark.parametrize("case", cases("term_list"), ids=lambda case: case["why"])
    def test_as_specified(self, case):
        text = case["text"]

        matches = TermList(terms_of(case)).find(text)

        assert [text[start:end] for start, end, _ in matches] == case.get("found", [])

    def test_a_finding_names_its_term_as_listed(self):
        assert TermList(["حِمار"]).find("يا حمااار") == [Match(3, 9, "حِمار")]

    def test_two_spellings_of_one_term_are_both_told(self):
        matches = TermList(["غبي", "غبى"]).find("غبي")

        assert [term for _, _, term in matches] == ["غبي", "غبى"]

    def test_a_term_without_letters_is_never_found(self):
        assert TermList(["", " ", "...", "\u200b", "🙂"]).find("... 🙂 \u200b كلمة") == []

    def test_an_empty_list_finds_nothing(self):
        assert TermList([]).find("أي كلام") == []

    @pytest.mark.parametrize("text", ["", " ", "...", "\ud800", "\u0640\u064e"])
    def test_a_text_without_letters_holds_nothing(self, text, insults):
        assert insults.find(text) == []

    def test_its_example_holds(self):
        assert doctest.testmod(matching).failed == 0


class TestEvading:
    """What is done to a word at random, alone and together, does not hide it."""

    @pytest.mark.parametrize("dress", [*IN_ARABIC, *APART], ids=lambda dress: dress.__name__)
    @given(data=strategies.data())
    def test_each_way_to_dress_a_word_up(self, dress, data, insults):
        term = data.draw(strategies.sampled_from(INSULTS))
        dressed = dress(data.draw, term)

        assert_found(insults, term, "قال عنه ", dressed, " أمام الناس")

    @given(data=strategies.data())
    def test_ways_on_top_of_one_another(self, data, insults):
        term = dressed = data.draw(strategies.sampled_from(INSULTS))
        for dress in data.draw(
            strategies.lists(strategies.sampled_from(OF_EACH_LETTER), max_size=3)
        ):
            dressed = dress(data.draw, dressed)
        dressed = data.draw(strategies.sampled_from([with_twins, with_repetition]))(
            data.draw, dressed
        )

        assert_found(insults, term, "قال عنه ", dressed, " أمام الناس")

    @pytest.mark.parametrize("clitics", sorted(matching.CLITICS))
    @given(data=strategies.data())
    def test_clitics_on_it(self, clitics, data, insults):
        term = data.draw(strategies.sampled_from([term for term in INSULTS if len(term) > 3]))
        dressed = data.draw(strategies.sampled_from(OF_EACH_LETTER))(data.draw, clitics + term)

        assert_found(insults, term, "قال ", dressed, " هنا")

    @pytest.mark.parametrize("dress", [*OF_EACH_LETTER, with_latin_twins, with_repetition, *APART])
    @given(data=strategies.data())
    def test_words_in_latin_letters(self, dress, data, in_latin):
        term = data.draw(strategies.sampled_from(IN_LATIN))
        dressed = dress(data.draw, data.draw(strategies.sampled_from([term, term.upper()])))

        assert_found(in_latin, term, "Quel ", dressed, " que tout le monde connaît")


def assert_found(terms, term, before, dressed, after):
    text = before + dressed + after
    found = [text[start:end] for start, end, name in terms.find(text) if name == term]

    assert len(found) == 1
    assert matching._plain(dressed).endswith(matching._plain(found[0]))
    assert len(matching._words(matching._plain(found[0]))) >= len(term.split())


class TestAnyText:
    """Whatever a stranger sends, there is an answer, and it lies within the text."""

    @given(text=any_text() | composing_text())
    def test_never_an_error_on_any_text(self, text, insults):
        insults.find(text)

    @given(texts=strategies.lists(any_text() | composing_text(), max_size=5), text=any_text())
    def test_never_an_error_for_any_term(self, texts, text):
        terms = [Term(text, clitics=True, arabizi=True, exceptions=(text + "ا",)) for text in texts]

        assert_in_order(TermList(terms).find(text), text)

    @given(words=strategies.lists(strategies.sampled_from([*INSULTS, "و", "ك", ".", "\n", "ال"])))
    def test_findings_lie_in_the_text_and_in_its_order(self, words, insults):
        text = " ".join(words)

        assert_in_order(insults.find(text), text)

    @given(words=strategies.lists(strategies.sampled_from(INSULTS), min_size=1))
    def test_a_span_is_told_once_for_a_term(self, words, insults):
        matches = insults.find(" ".join(words))

        assert len(matches) == len(set(matches))
        assert len(matches) >= len(words)

    @pytest.mark.parametrize(
        "run",
        [
            *(
                "ا",
                "\u064e",
                "ـ",
                "\u200b",
                "\u05b0",
                "1",
                "a",
                ".",
                " ",
                "\n",
                "\ud800",
                "ﻻ",
                "œ",
                "и",
            ),
            *(
                "ا ",
                "ا.",
                "اب.",
                "كلب ",
                "ك ل ب ",
                "ك.ل.ب.",
                "و ك ل ب  ",
                "a ",
                "7 ",
                "حمار.",
                "l7mar ",
            ),
        ],
    )
    def test_a_long_run_takes_no_longer_than_as_many_letters(self, run):
        terms = [
            Term(term, clitics=True, arabizi=True, exceptions=("كلب البحر",)) for term in INSULTS
        ]
        text = run * (100_000 // len(run))  # the square of it would be minutes

        assert_in_order(TermList(terms).find(text), text)


def assert_in_order(matches, text):
    assert all(0 <= start < end <= len(text) for start, end, _ in matches)
    assert matches == sorted(matches, key=lambda match: (match.start, -match.end))


class TestInnocentText:
    """A newspaper's own words are no findings."""

    def test_the_page_we_began_from(self, seed_page, insults):
        assert insults.find(seed_page.read_text("utf-8")) == []

    @given(data=strategies.data())
    def test_each_of_its_words_with_clitics(self, data, insults, seed_page):
        words = [word for word in seed_page.read_text("utf-8").split() if fold(word[:1]).isalpha()]
        word = data.draw(strategies.sampled_from(words))
        clitics = data.draw(strategies.sampled_from(sorted(matching.CLITICS)))

        assert insults.find(clitics + word) == []
