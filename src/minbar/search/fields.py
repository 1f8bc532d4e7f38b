"""A text of many words, kept small."""

import zlib
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class CompressedTextField(models.TextField):  # type: ignore[type-arg]
    """Compressed where the database does not do so itself, in SQLite; there none looks into it."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the column's type."""
        return "blob" if connection.vendor == "sqlite" else super().db_type(connection)

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        """Compress what is to be stored."""
        value = super().get_db_prep_value(value, connection, prepared)
        if isinstance(value, str) and connection.vendor == "sqlite":
            return zlib.compress(value.encode())
        return value

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> str | None:
        """Give the text back."""
        return zlib.decompress(value).decode() if isinstance(value, bytes) else value
