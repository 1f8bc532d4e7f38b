"""A database put back as it was founded, after a test that ended what it wrote really.

Django's way is to empty every table and to found the newspaper anew, with all its permissions: on
PostgreSQL that took longer than most of the tests.
"""

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction


class Founded:
    """Remembers, in the database itself, what its tables held."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            names = connection.introspection.django_table_names(
                only_existing=True, include_views=False
            )
            self._kept = [name for name in names if _holds_something(cursor, f'"{name}"')]
            self._empty = [name for name in names if name not in self._kept]
            for name in self._kept:
                cursor.execute(f'CREATE TABLE "founded_{name}" AS SELECT * FROM "{name}"')

    def put_back(self) -> None:
        """Let every table hold that again. Constraints are looked at in the end."""
        with transaction.atomic(), connection.cursor() as cursor:
            for name in self._empty:
                cursor.execute(f'DELETE FROM "{name}"')
            changed = [name for name in self._kept if _differs(cursor, name)]
            for name in changed:
                cursor.execute(f'DELETE FROM "{name}"')
            for name in changed:
                cursor.execute(f'INSERT INTO "{name}" SELECT * FROM "founded_{name}"')
            of_changed = [
                model
                for model in apps.get_models(include_auto_created=True)
                if model._meta.db_table in changed
            ]
            # A flush begins them anew, from below what stands there again.
            for statement in connection.ops.sequence_reset_sql(no_style(), of_changed):
                cursor.execute(statement)
        ContentType.objects.clear_cache()
        cache.clear()


def _differs(cursor: Any, name: str) -> bool:
    now, then = f'SELECT * FROM "{name}"', f'SELECT * FROM "founded_{name}"'
    return _holds_something(cursor, f"({now} EXCEPT {then}) AS added") or _holds_something(
        cursor, f"({then} EXCEPT {now}) AS gone"
    )


def _holds_something(cursor: Any, rows: str) -> bool:
    cursor.execute(f"SELECT 1 FROM {rows} LIMIT 1")
    return cursor.fetchone() is not None
