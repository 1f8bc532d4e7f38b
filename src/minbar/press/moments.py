"""Moments of the database: which touches could be seen, and which came after.

On SQLite there is one writer, so touches are committed in the order of their numbers. On
PostgreSQL a transaction may commit a lower number after a higher one; there a moment is a
snapshot, which says of every transaction whether it could be seen (PostgreSQL 15, section 9.26,
``pg_current_snapshot`` and ``pg_visible_in_snapshot``).
"""

from dataclasses import dataclass
from typing import Any, Self

from django.db import connection, models
from django.db.models import F, Func, Max, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable

from minbar.press.models import Touch


class _NotVisibleIn(Func):
    template = "COALESCE(NOT pg_visible_in_snapshot(%(expressions)s), true)"
    arg_joiner = ", "
    output_field = models.BooleanField()


class _TransactionId(Func):
    template = "%(expressions)s::text::xid8"
    output_field = models.TextField()


class _Snapshot(Func):
    """Nothing where a page was never pressed: it has seen no touch."""

    template = "NULLIF(%(expressions)s, '')::pg_snapshot"
    output_field = models.TextField()


class _CurrentTransaction(Func):
    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


@dataclass(frozen=True)
class Moment:
    """What could be seen when it was taken."""

    newest: int = 0
    snapshot: str = ""

    @classmethod
    def now(cls) -> Self:
        """Take the present moment. Taken before what it is to be compared with is read."""
        snapshot = ""
        if _has_snapshots():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_snapshot()::text")
                (snapshot,) = cursor.fetchone()
        newest = Touch.objects.aggregate(newest=Max("pk"))["newest"]
        return cls(newest or 0, snapshot)

    def touches_since(self) -> QuerySet[Touch]:
        """Touches that could not be seen then."""
        if self.snapshot and _has_snapshots():
            return Touch.objects.filter(_unseen(F("transaction"), Value(self.snapshot)))
        return Touch.objects.filter(pk__gt=self.newest)


def unseen_by(page: str = "") -> Any:
    """Condition on touches below a query of what leads to a page (``page__``): it saw them not."""
    if _has_snapshots():
        return _unseen(F("transaction"), OuterRef(f"{page}snapshot"))
    return models.Q(pk__gt=OuterRef(f"{page}noted"))


def current_transaction() -> Combinable | None:
    """Return what a touch says of who inserted it: nothing, where the numbers tell all."""
    return _CurrentTransaction() if _has_snapshots() else None


def _unseen(transaction: Any, snapshot: Any) -> Func:
    return _NotVisibleIn(_TransactionId(transaction), _Snapshot(snapshot))


def _has_snapshots() -> bool:
    return connection.vendor == "postgresql"
