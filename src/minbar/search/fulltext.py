"""SQLite's own index over the words of documents (FTS5); PostgreSQL keeps its index by itself.

The index holds no text (``content=''``): whoever takes a document out of it must name the words
that were put in. ``indexing`` is the one that does either.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from minbar.search.models import Document

ADD = "INSERT INTO search_fulltext (rowid, headline, about, body) VALUES (%s, %s, %s, %s)"
TAKE = """
INSERT INTO search_fulltext (search_fulltext, rowid, headline, about, body)
VALUES ('delete', %s, %s, %s, %s)
"""


def add(documents: Iterable["Document"]) -> None:
    """Put documents into the index."""
    _execute(ADD, documents)


def take(documents: Iterable["Document"]) -> None:
    """Take documents out of it, as they were put in."""
    _execute(TAKE, documents)


def empty() -> None:
    """Take everything out of it."""
    _command("delete-all")


def optimize() -> None:
    """Merge its parts into one, which is read fastest."""
    _command("optimize")


def _execute(statement: str, documents: Iterable["Document"]) -> None:
    if connection.vendor != "sqlite":
        return
    rows = [(one.pk, one.headline, one.about, one.body) for one in documents]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _command(name: str) -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_fulltext (search_fulltext) VALUES (%s)", [name])
