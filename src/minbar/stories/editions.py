"""Editions in other languages: which there are, whose pages are read, and what belongs to each.

The newspaper's own edition has its addresses at the root, and ``""`` for a name; each other one
is named by its language and has its addresses under it. The slug of an edition's front page is its
language, so that the place of a page in the tree tells whose it is, without asking anybody.

With one edition, as most newspapers have, nothing here changes what is asked of the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

OWN = ""
"""The newspaper's own edition, in its own language."""

Rows = TypeVar("Rows", bound=QuerySet[Any])


def are_several() -> bool:
    """Whether the newspaper has more than its own edition."""
    return bool(settings.MINBAR_EDITIONS)


def every_edition() -> list[str]:
    """All editions, the newspaper's own first."""
    return [OWN, *settings.MINBAR_EDITIONS]


def others() -> list[str]:
    """All editions but the one in whose language something is written now."""
    now = current()
    return [edition for edition in every_edition() if edition != now]


def language_of(edition: str) -> str:
    """Return the language that an edition is written in."""
    return edition or str(settings.MINBAR_LANGUAGE)


def name_of(edition: str) -> str:
    """Return what an edition's language calls itself: «Français»."""
    return str(dict(settings.NEWSPAPER_LANGUAGES)[language_of(edition)]).capitalize()


def current() -> str:
    """Return the edition in whose language something is written now."""
    language = translation.get_language()
    return language if language in settings.MINBAR_EDITIONS else OWN


@contextmanager
def reading(edition: str) -> Iterator[None]:
    """Write meanwhile in the language of an edition: words, dates and addresses."""
    with translation.override(language_of(edition)):
        yield


def edition_at(url_path: str) -> str:
    """Return the edition of a page by its ``url_path``, also where that is served no longer."""
    _root, _stroke, path = url_path.partition("/")
    word, stroke, _rest = path.partition("/")
    return word if stroke and word in other_languages() else OWN


def other_languages() -> list[str]:
    """Every language that an edition beside the newspaper's own may have."""
    known = (code for code, _name in settings.NEWSPAPER_LANGUAGES)
    return [code for code in known if code != settings.MINBAR_LANGUAGE]


def root_of(edition: str) -> str:
    """Return what an edition but the newspaper's own begins with: in the tree, and in addresses."""
    return f"/{edition}/"


def is_served(edition: str) -> bool:
    """Whether readers may read an edition; one that the operator has closed they may not."""
    return edition == OWN or edition in settings.MINBAR_EDITIONS


def of_edition(rows: Rows, edition: str, column: str = "edition") -> Rows:
    """Keep the rows of an edition; ``column`` is where ``AnnouncedPage.edition`` is from there."""
    if not are_several():
        return rows
    return rows.filter(**{column: edition or None})


def pages_of_edition(pages: Rows, edition: str) -> Rows:
    """Keep the pages of an edition, by their place in the tree: for pages that are few."""
    if not are_several():
        return pages
    if edition:
        return pages.filter(url_path__startswith=root_of(edition))
    for other in settings.MINBAR_EDITIONS:
        pages = pages.exclude(url_path__startswith=root_of(other))
    return pages
