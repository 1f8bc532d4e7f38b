"""What may stand in an address, so that every database can be asked for it."""

from django.urls.converters import IntConverter, StringConverter


class PageSlug(StringConverter):
    """A page's slug in any script; never with U+0000, which PostgreSQL does not even look up."""

    regex = r"[^/\x00]+"


class RowNumber(IntConverter):
    """A row's number; none is longer than what SQLite can be asked for."""

    regex = "[0-9]{1,18}"
