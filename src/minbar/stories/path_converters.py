"""What may stand in an address, so that every database can be asked for it."""

import re

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
