"""What is searched: the words of each published story and comment, and which words there are."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Self

from django.db import connections, models
from django.db.models.expressions import RawSQL

from minbar.discussion.models import Comment
from minbar.search.fields import CompressedTextField
from minbar.stories.models import Section, Story

FIELDS = ("headline", "about", "body")


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents, asked for by their words; each engine has its own index of the same words."""

    def stories(self) -> Self:
        """Those that are stories."""
        return self.filter(comment=None)

    def comments(self) -> Self:
        """Those that are comments."""
        return self.filter(comment__isnull=False)

    def having(self, wanted: Iterable[Collection[str]], *, in_headline: bool = False) -> Self:
        """Those that have of each collection at least one word, anywhere or in the headline."""
        clauses = [sorted(words) for words in wanted]
        if not clauses:
            return self
        if connections[self.db].vendor == "sqlite":
            return self.filter(pk__in=_matched_by_sqlite(clauses, in_headline=in_headline))
        found = self
        for words in clauses:
            found = found.filter(_has_any_on_postgresql(words, in_headline=in_headline))
        return found

    def with_phrase(self, words: Collection[str]) -> Self:
        """Those in which the words follow one another within a field."""
        if connections[self.db].vendor == "sqlite":
            return self.filter(pk__in=_matching(f'"{" ".join(words)}"'))
        phrase = f" {' '.join(words)} "
        spaced = {
            f"spaced_{name}": models.functions.Concat(
                models.Value(" "), name, models.Value(" "), output_field=models.TextField()
            )
            for name in FIELDS
        }
        is_there = models.Q()
        for name in spaced:
            is_there |= models.Q(**{f"{name}__contains": phrase})
        return self.having({word} for word in words).alias(**spaced).filter(is_there)


class Document(models.Model):
    """A published story, or a published comment on one: its words, folded, parted by spaces."""

    # No constraints in the database: what is searched never stands in the way of a deletion, and
    # whatever outlives its story is taken out by the sweep.
    story = models.ForeignKey(
        Story, on_delete=models.CASCADE, db_constraint=False, related_name="documents"
    )
    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, db_constraint=False, null=True, related_name="document"
    )
    """None where the story itself is the document."""
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, db_constraint=False, related_name="+"
    )
    published = models.DateTimeField()
    headline = models.TextField()
    about = models.TextField()
    """What stands around the text: kicker, standfirst, who signs, captions."""
    body = CompressedTextField()
    length = models.PositiveIntegerField()
    """How many words it has."""

    objects = DocumentQuerySet.as_manager()

    spellings: Mapping[str, str] = MappingProxyType({})
    """How each word was written; known only while the document is being indexed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["story"],
                condition=models.Q(comment=None),
                name="one_document_a_story",
            )
        ]
        indexes = [models.Index(fields=["-published", "-id"], name="newest_documents")]

    def __str__(self) -> str:
        return f"{self.story_id}"

    @property
    def words(self) -> set[str]:
        """The different words that it has."""
        return {word for name in FIELDS for word in getattr(self, name).split()}


class Word(models.Model):
    """A folded word that some document has."""

    # The key is the word: an index of integers beside it would be as large again.
    word = models.CharField(max_length=64, primary_key=True)
    stem = models.CharField(max_length=64, db_index=True)
    spelled = models.CharField(max_length=64)
    """As it was first written, for suggestions."""
    documents = models.PositiveIntegerField()
    """How many documents have it."""

    def __str__(self) -> str:
        return self.word


def _matched_by_sqlite(wanted: list[list[str]], *, in_headline: bool) -> RawSQL:
    """Ask FTS5; words hold letters and digits alone, so that nothing in them is its syntax."""
    clauses = ["(" + " OR ".join(f'"{word}"' for word in words) + ")" for words in wanted]
    match = " AND ".join(clauses)
    if in_headline:
        match = f"headline : ({match})"
    return _matching(match)


def _matching(match: str) -> RawSQL:
    return RawSQL("SELECT rowid FROM search_fulltext WHERE search_fulltext MATCH %s", [match])


def _has_any_on_postgresql(words: list[str], *, in_headline: bool) -> RawSQL:
    """Ask the GIN index over the words; the expressions are those that the migration indexes."""
    column = "search_document.headline" if in_headline else ALL_WORDS_ON_POSTGRESQL
    return RawSQL(  # noqa: S611 - the words are a parameter
        f"string_to_array({column}, ' ') && %s::text[]", [words], models.BooleanField()
    )


ALL_WORDS_ON_POSTGRESQL = (
    "search_document.headline || ' ' || search_document.about || ' ' || search_document.body"
)
