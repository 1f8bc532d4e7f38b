"""What may have been meant where nothing is found: a letter amiss, or the other keyboard."""

from collections.abc import Iterable

from minbar.arabic import in_the_other_script, tokens
from minbar.search.forms_of_words import WordForms, forms_of
from minbar.search.models import Word
from minbar.search.queries import Query, parse

MOST = 3
SHORTEST = 3
"""Letters of a word whose spelling is looked at; shorter ones are near to everything."""
LONGEST = 24
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويء"
"""The letters that folding leaves."""
LATIN = "abcdefghijklmnopqrstuvwxyz"


def suggest(asked: str, query: Query, forms: Iterable[WordForms]) -> list[str]:
    """Return other queries whose words are all known, the likeliest first."""
    found = [other for other in in_the_other_script(asked) if _is_known(parse(other))]
    unknown = [form.word for form in forms if not form]
    if unknown:
        found += _respelled(asked, unknown)
    return list(dict.fromkeys(found))[:MOST]


def _is_known(query: Query) -> bool:
    return bool(query.words) and all(forms_of(word.folded for word in query.words))


def _respelled(asked: str, unknown: list[str]) -> list[str]:
    """Return the query with each unknown word as the commonest words near it are spelled."""
    near = {word: _nearest(word) for word in unknown}
    if not all(near.values()):
        return []
    queries = []
    for choice in range(MOST):
        words = {word: found[min(choice, len(found) - 1)] for word, found in near.items()}
        queries.append(_replaced(asked, words))
    return queries


def _nearest(word: str) -> list[str]:
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    near = Word.objects.filter(word__in=_one_letter_away(word), documents__gt=0)
    return list(near.order_by("-documents", "word").values_list("spelled", flat=True)[:MOST])


def _one_letter_away(word: str) -> set[str]:
    """Return what one letter more, less, other or changed with its neighbour makes of a word.

    Damerau, A technique for computer detection and correction of spelling errors, 1964: four of
    five slips are one of these.
    """
    letters = LATIN if word.isascii() else ARABIC
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return {
        *(head + tail[1:] for head, tail in parts if tail),
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1),
        *(head + letter + tail[1:] for head, tail in parts if tail for letter in letters),
        *(head + letter + tail for head, tail in parts for letter in letters),
    } - {word}


def _replaced(asked: str, words: dict[str, str]) -> str:
    pieces, end = [], 0
    for token in tokens(asked):
        if token.folded in words and token.start >= end:
            pieces += [asked[end : token.start], words[token.folded]]
            end = token.end
    return "".join([*pieces, asked[end:]])
