"""Readers' addresses in each edition: as they are in the newspaper's own, ``/fr/…`` in French."""

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import LocalePrefixPattern

from minbar.stories import editions

Pattern = URLPattern | URLResolver


class UnderTheLanguage(LocalePrefixPattern):
    """What an edition's addresses begin with.

    Unlike Django's, nothing where a language is active in which there is no edition: the newsroom
    may be read in English, and leads to pages all the same.
    """

    @property
    def language_prefix(self) -> str:
        """The language of the edition that is read, or nothing in the newspaper's own."""
        edition = editions.current()
        return f"{edition}/" if edition else ""


def in_every_edition(*patterns: Pattern) -> URLResolver:
    """Let these addresses be there in each edition."""
    return URLResolver(UnderTheLanguage(), list(patterns))
