"""Which of the documents that were found is meant most.

Words count by how rare they are, and by where they stand: BM25F (Zaragoza and others, Microsoft
Cambridge at TREC-13, 2004) over the words as they were indexed, so that SQLite and PostgreSQL give
one order. A form of a word counts less than the word, a word as it was typed a little more.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from minbar.arabic import tokens
from minbar.search.forms_of_words import WordForms
from minbar.search.models import Document
from minbar.search.queries import AskedWord

FIELD_WEIGHTS = {"headline": 6.0, "about": 2.5, "body": 1.0}
SATURATION = 1.2
LENGTH_MATTERS = 0.4
"""From 0, where length does not count, to 1."""
TYPED_ALIKE = 0.15
"""What a word adds that stands in the headline just as it was typed, hamza and all."""
SIDE_BY_SIDE = 0.5
"""What two words of the query add that follow one another."""


@dataclass(frozen=True)
class Ranked:
    """A document, and how much of what was asked it has."""

    document: Document
    score: float
    coverage: float
    """From 0 to 1: the share, by their weight, of the words that any document has."""


def rank(
    documents: Iterable[Document],
    asked: Sequence[AskedWord],
    forms: Sequence[WordForms],
    *,
    of: int,
) -> list[Ranked]:
    """Order documents, the best first, equals by their date; ``of`` says how many there are."""
    documents = list(documents)
    weights = [_rarity(min(form.documents, of), of) for form in forms]
    known = [weight for form, weight in zip(forms, weights, strict=True) if form]
    whole = sum(known) or 1.0
    usual = sum(document.length for document in documents) / (len(documents) or 1) or 1.0
    ranked = []
    for document in documents:
        score = covered = 0.0
        counted = _Counted(document, usual)
        for word, form, weight in zip(asked, forms, weights, strict=True):
            found, nearest = counted.count(form)
            if not found:
                continue
            covered += weight
            share = found * (SATURATION + 1) / (found + SATURATION)
            score += weight * share * (0.5 + 0.5 * nearest)
            if word.typed != word.folded and word.typed in counted.typed_headline:
                score += weight * TYPED_ALIKE
        for (first, second), weight in zip(pairwise(asked), weights, strict=False):
            if counted.has_side_by_side(first.folded, second.folded):
                score += weight * SIDE_BY_SIDE
        coverage = covered / whole if asked else 1.0
        ranked.append(Ranked(document, score * coverage, coverage))
    ranked.sort(key=lambda one: (round(one.score, 6), one.document.published), reverse=True)
    return ranked


def _rarity(documents: int, of: int) -> float:
    """Return the weight of a word that so many documents have (inverse document frequency)."""
    return math.log(1 + (of - documents + 0.5) / (documents + 0.5))


class _Counted:
    """The words of one document, field by field."""

    def __init__(self, document: Document, usual_length: float) -> None:
        self._document = document
        self._words = {name: getattr(document, name).split() for name in FIELD_WEIGHTS}
        self._length = 1 - LENGTH_MATTERS + LENGTH_MATTERS * document.length / usual_length
        self._typed: set[str] | None = None

    def count(self, forms: WordForms) -> tuple[float, float]:
        """Return how often forms of a word stand there, weighted, and how near the nearest is."""
        total = nearest = 0.0
        nearness = forms.nearness
        for name, words in self._words.items():
            found = [nearness[word] for word in words if word in nearness]
            if found:
                share = self._length if name == "body" else 1.0
                total += FIELD_WEIGHTS[name] * sum(found) / share
                nearest = max(nearest, *found)
        return total, nearest

    def has_side_by_side(self, first: str, second: str) -> bool:
        """Whether the two words, as they were asked, follow one another somewhere."""
        pair = f" {first} {second} "
        return any(pair in f" {getattr(self._document, name)} " for name in FIELD_WEIGHTS)

    @property
    def typed_headline(self) -> set[str]:
        """The words of the headline as its editor typed them."""
        if self._typed is None:
            title: str = self._document.headline_as_typed  # type: ignore[attr-defined]
            self._typed = {title[token.start : token.end] for token in tokens(title)}
        return self._typed
