"""Which words of the index are forms of what was asked, and how near each comes."""

from collections.abc import Iterable
from dataclasses import dataclass

from minbar.arabic import broken_plurals_of, stem, unsure_stems, wider_stems
from minbar.search.models import Word

SAME = 1.0
SAME_STEM = 0.8
OTHER_FORM = 0.7
"""A broken plural, or a stem that only the other words of the index make sure of."""
MOST_FORMS = 300


@dataclass(frozen=True)
class WordForms:
    """A word that was asked for, with the indexed words that are forms of it."""

    word: str
    nearness: dict[str, float]
    """Of each form, from 0 to 1: the word itself is 1."""
    documents: int
    """At most how many documents have one of them."""

    def __bool__(self) -> bool:
        return bool(self.nearness)


def forms_of(words: Iterable[str]) -> list[WordForms]:
    """Return the forms of each word that documents have, all found at once."""
    words = list(words)
    candidates = {word: _Candidates(word) for word in words}
    stems = set().union(*(found.stems() for found in candidates.values())) if words else set()
    by_stem: dict[str, list[tuple[str, int]]] = {}
    rows = Word.objects.filter(stem__in=stems, documents__gt=0)
    for word, root, documents in rows.values_list("word", "stem", "documents"):
        by_stem.setdefault(root, []).append((word, documents))
    return [candidates[word].choose(by_stem) for word in words]


class _Candidates:
    """The stems whose words may be forms of one word."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.root = stem(word)
        self.unsure = [root for root, _base in unsure_stems(word)]

    def stems(self) -> set[str]:
        found = set()
        for root in (self.root, *self.unsure):
            for other in (root, *broken_plurals_of(root)):
                found |= {other, *wider_stems(other)}
        return found

    def choose(self, by_stem: dict[str, list[tuple[str, int]]]) -> WordForms:
        """Take what shares the stem, then what is rarer with an affix than it is without.

        A form with a clitic or an ending is rarer than the word itself: «وزارة» is commoner than
        «زارة» would be, and so no «زارة» with «و».
        """

        def frequency(root: str) -> int:
            return sum(documents for _word, documents in by_stem.get(root, ()))

        nearness: dict[str, float] = {}
        documents = 0

        def take(root: str, near: float, affix: str = "") -> None:
            nonlocal documents
            for word, count in by_stem.get(root, ()):
                if word not in nearness and (word.startswith(affix) or word.endswith(affix)):
                    nearness[word] = SAME if word == self.word else near
                    documents += count

        roots = [self.root]
        own = frequency(self.root)
        roots += [root for root in self.unsure if frequency(root) >= max(own, 1)]
        for place, root in enumerate(roots):
            take(root, OTHER_FORM if place else SAME_STEM)
            for other in broken_plurals_of(root):
                take(other, OTHER_FORM)
        for root in roots:
            for other in (root, *broken_plurals_of(root)):
                for wider, affix in wider_stems(other).items():
                    if 0 < frequency(wider) <= frequency(other):
                        take(wider, OTHER_FORM, affix)
        if len(nearness) > MOST_FORMS:
            nearest = sorted(nearness.items(), key=lambda form: -form[1])[:MOST_FORMS]
            nearness = dict(nearest)
        return WordForms(self.word, nearness, documents)
