"""What may stand in an address, so that every database can be asked for it."""

import re
from datetime import date

from django.urls.converters import IntConverter, StringConverter


class PageSlug(StringConverter):
    """A page's slug in any script; never with U+0000, which PostgreSQL does not even look up."""

    regex = r"[^/\x00]+"


class RowNumber(IntConverter):
    """A row's number; none is longer than what SQLite can be asked for."""

    regex = "[0-9]{1,18}"

    @classmethod
    def read(cls, written: str) -> int | None:
        """Return the number that is written outside of a path, or None if it is none."""
        return int(written) if re.fullmatch(cls.regex, written) else None


class MonthInPath(StringConverter):
    """A month, ``2026/11`` in an address and ``2026-11`` elsewhere."""

    regex = "[12][0-9]{3}/(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> str:
        """Return it as keys and lists write it."""
        return value.replace("/", "-")

    def to_url(self, value: str) -> str:
        """Return it as addresses write it."""
        return value.replace("-", "/")


class DayInPath(StringConverter):
    """A day of the calendar, ``2026/11/28`` in an address; one that there is not is none."""

    regex = "[12][0-9]{3}/(?:0[1-9]|1[0-2])/(?:0[1-9]|[12][0-9]|3[01])"

    def to_python(self, value: str) -> date:  # type: ignore[override]
        """Return the day. Raises ValueError for the 31st of November: no such address."""
        return date.fromisoformat(value.replace("/", "-"))

    def to_url(self, value: date) -> str:  # type: ignore[override]
        """Return it as addresses write it."""
        return value.isoformat().replace("-", "/")
