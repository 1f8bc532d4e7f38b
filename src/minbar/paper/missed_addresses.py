"""What a reader may have looked for at an address where nothing is."""

import re
from urllib.parse import unquote

from minbar.arabic import clean_line
from minbar.search.queries import LONGEST

PRIVATE = frozenset({"receipts", "error-receipts", "newsroom"})
"""Words of addresses below which stand keys; those belong in no search."""

_ENDING = re.compile(r"\.[a-z][a-z0-9]{0,4}$", re.IGNORECASE)
_PARTING = re.compile(r"[-_+/\s]+")
_NUMBER = re.compile(r"[\d.:,]+")


def words_of(path: str) -> str:
    """Return the words of the last part of ``path``, at most as many letters as a search reads.

    Numbers, dates and the ending of a file are left out, and so is what was encoded wrongly.

    >>> words_of("/economy/2026-11-04-الخبز_والحليب.html")
    'الخبز والحليب'
    >>> words_of("/archive/2026/11/")
    ''
    """
    parts = [part for part in path.split("/") if part]
    if not parts or not PRIVATE.isdisjoint(part.lower() for part in parts):
        return ""
    # Decoded once more: some programs encode an address twice, and a byte that is no letter stays.
    name = clean_line(_ENDING.sub("", unquote(parts[-1], errors="ignore").strip()))
    words = [word for word in _PARTING.split(name) if word and not _NUMBER.fullmatch(word)]
    return " ".join(words)[:LONGEST].strip()
