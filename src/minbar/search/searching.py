"""One search: what is found, in which order, and what may have been meant instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from minbar.search.forms_of_words import SAME, WordForms, forms_of
from minbar.search.models import Document, DocumentQuerySet
from minbar.search.queries import AskedWord, Query, parse
from minbar.search.ranking import Ranked, rank
from minbar.search.suggestions import suggest
from minbar.stories import editions
from minbar.stories.models import OF_STORY, Author, Section

PAGE_LENGTH = 20
RANKED = 400
"""Documents that are ranked; where more are found, those with the words in their headline and the
newest. Pages of the best end there, pages of the newest do not."""
FEW = 10
"""Where fewer have all words, those that have most of them follow."""
MOST_OTHERS = 20
ENOUGH = 0.3
"""Share of the words, by their weight, that one which lacks some must have."""
COMMON = 0.5
"""Share of all documents from which a word says nothing; it need not be there."""
FEW_DOCUMENTS = 100
"""Where there are no more, no word is common."""


@dataclass(frozen=True)
class Filters:
    """What a reader narrows a search to."""

    section: Section | None = None
    author: Author | None = None
    since: datetime | None = None
    until: datetime | None = None
    edition: str = editions.OWN

    def on(self, documents: DocumentQuerySet) -> DocumentQuerySet:
        """Keep what they let through, of one edition."""
        documents = editions.of_edition(documents, self.edition, OF_STORY)
        if self.section is not None:
            documents = documents.filter(section=self.section)
        if self.author is not None:
            documents = documents.filter(story__signatures__author=self.author)
        if self.since is not None:
            documents = documents.filter(published__gte=self.since)
        if self.until is not None:
            documents = documents.filter(published__lt=self.until)
        return documents


@dataclass(frozen=True)
class Found:
    """One page of what was found."""

    total: int = 0
    """Documents that have all words."""
    others: int = 0
    """Documents after them that lack some."""
    documents: Sequence[Document] = ()
    others_from: int | None = None
    """The place on this page from which documents lack some of the words."""
    pages: int = 0
    words: frozenset[str] = frozenset()
    """Folded; all forms that are to be marked."""
    suggestions: Sequence[str] = ()


def search(
    asked: str,
    *,
    comments: bool = False,
    filters: Filters = Filters(),
    newest_first: bool = False,
    page: int = 1,
) -> Found:
    """Return one page of the stories, or comments, that a reader means by ``asked``.

    The best come first, or the newest. Those with all words come before those with most of them,
    which follow only where there are few. Pages begin at 1; one that is not there is empty.
    """
    query = parse(asked)
    if query.is_empty:
        return Found()
    kind = Document.objects.comments() if comments else Document.objects.stories()
    finding = _Finding(query, filters.on(kind))
    return finding.newest(page) if newest_first else finding.best(page, asked)


class _Finding:
    """The documents that one query finds."""

    def __init__(self, query: Query, documents: DocumentQuerySet) -> None:
        self._query = query
        self._of = max(1, Document.objects.count())
        for phrase in query.phrases:
            documents = documents.with_phrase(phrase)
        self._documents = documents
        self._forms = forms_of(word.folded for word in query.words)
        common = max(COMMON * self._of, FEW_DOCUMENTS)
        self._required = [form for form in self._forms if form.documents < common]
        self._required = self._required or self._forms
        self.words = frozenset(
            {word for form in self._forms for word in form.nearness}
            | {word for phrase in query.phrases for word in phrase}
        )

    @property
    def _with_all(self) -> DocumentQuerySet:
        if not all(self._required):
            return self._documents.none()
        return self._documents.having(form.nearness for form in self._required)

    def newest(self, page: int) -> Found:
        total = self._with_all.count()
        found = self._with_all.order_by("-published", "-pk")
        return Found(
            total=total,
            documents=list(found[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]),
            pages=-(-total // PAGE_LENGTH),
            words=self.words,
        )

    def best(self, page: int, asked: str) -> Found:
        total = self._with_all.count()
        ranked = self._ranked(self._worth_ranking(total))
        others = self._others(ranked) if total < FEW else []
        listed = ranked + others
        start = (page - 1) * PAGE_LENGTH
        shown = listed[start : start + PAGE_LENGTH]
        first_other = len(ranked) - start
        return Found(
            total=total,
            others=len(others),
            documents=shown,
            others_from=max(0, first_other) if others and first_other < len(shown) else None,
            pages=-(-len(listed) // PAGE_LENGTH),
            words=self.words,
            suggestions=[] if total else suggest(asked, self._query, self._forms),
        )

    def _worth_ranking(self, total: int) -> list[Document]:
        if total <= RANKED:
            return self._read(self._with_all)
        required = [form.nearness for form in self._required]
        headlines = self._documents.having(required, in_headline=True)
        keys: dict[int, None] = {}
        for found in (headlines, self._with_all):
            newest = found.order_by("-published", "-pk").values_list("pk", flat=True)
            keys |= dict.fromkeys(newest[: RANKED // 2])
        return self._read(Document.objects.filter(pk__in=keys))

    def _others(self, ranked: list[Document]) -> list[Document]:
        """Those that lack some of the words."""
        known = [form.nearness for form in self._required if form]
        if not known or len(self._required) < 2:
            return []
        any_word = {word for words in known for word in words}
        found = self._documents.having([any_word]).exclude(pk__in=[one.pk for one in ranked])
        newest = self._read(found.order_by("-published", "-pk")[:RANKED])
        near = [one for one in self._rank(newest) if one.coverage >= ENOUGH]
        return [one.document for one in near[:MOST_OTHERS]]

    def _read(self, documents: DocumentQuerySet) -> list[Document]:
        return list(documents.annotate(headline_as_typed=F("story__title")))

    def _ranked(self, documents: list[Document]) -> list[Document]:
        return [one.document for one in self._rank(documents)]

    def _rank(self, documents: list[Document]) -> list[Ranked]:
        asked = list(self._query.words)
        forms = list(self._forms)
        for phrase in self._query.phrases:
            asked += [AskedWord(word, word) for word in phrase]
            forms += [WordForms(word, {word: SAME}, len(documents)) for word in phrase]
        return rank(documents, asked, forms, of=self._of)
