"""SQL that Django writes once and that is asked again with other values.

A submission asks some twelve small things of the database. To put each into SQL anew, and to say
by signals nobody listens to that rows were made, took Django several times as long as the database
took to answer, and three quarters of a submission's whole time (``benchmarks/submission.py``); the
months of a list are asked for one by one. What is asked stands in Django's words all the same, so
that a model may change its fields.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet, Value
from django.db.models.sql import InsertQuery


class Given(Value):
    """A place in a query for text, a whole number or a moment that is known when it is asked."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Leave the place open."""
        return "%s", [self]


class Prepared:
    """A query of values, put into SQL at its first asking."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *names: str) -> None:
        """Take what makes a ``values_list`` of an open place for each of ``names``."""
        self._build = build
        self._names = names
        self._sql = ""
        self._places: list[Any] = []
        self._compiler: Any = None
        self._converters: Any = None

    def rows(self, **given: str | int | datetime) -> list[Sequence[Any]]:
        """Ask it, with a value for each name."""
        if not self._sql:
            self._put_into_sql()
        values = [
            _adapted(given[each.value]) if isinstance(each, Given) else each
            for each in self._places
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            rows = cursor.fetchall()
        if self._converters:
            rows = list(self._compiler.apply_converters(rows, self._converters))
        return rows

    def _put_into_sql(self) -> None:
        query = self._build(**{name: Given(name) for name in self._names}).query
        self._compiler = query.get_compiler(connection=connection)
        sql, places = self._compiler.as_sql()
        told = [expression for expression, _sql, _alias in self._compiler.select]
        self._converters = self._compiler.get_converters(told)
        self._places, self._sql = list(places), sql


def _adapted(value: str | int | datetime) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def insert(row: Model) -> None:
    """Store a new row as ``save(force_insert=True)`` does, but without a word to anybody.

    Its model has one table. A key that the database makes is given to it.
    """
    model = type(row)
    if model not in _inserts:
        _inserts[model] = _Insert(model)
    _inserts[model].store(row)


class _Insert:
    def __init__(self, model: type[Model]) -> None:
        key = model._meta.pk
        self._made_by_database = model._meta.auto_field
        self._fields = [
            each for each in model._meta.local_concrete_fields if each is not self._made_by_database
        ]
        query = InsertQuery(model)
        query.insert_values(self._fields, [model()], raw=True)
        compiler: Any = query.get_compiler(connection=connection)
        compiler.returning_fields = [key] if self._made_by_database else None
        [(self._sql, _values)] = compiler.as_sql()

    def store(self, row: Model) -> None:
        values = [
            each.get_db_prep_save(each.pre_save(row, add=True), connection) for each in self._fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            if self._made_by_database:
                row.pk = cursor.fetchone()[0]
        row._state.adding, row._state.db = False, connection.alias


_inserts: dict[type[Model], _Insert] = {}
