"""Which comments say nearly the same: a campaign's, with another name or a word exchanged.

By MinHash over shingles of the folded text (Broder, «On the resemblance and containment of
documents», 1997), in bands as locality-sensitive hashing has them (Leskovec, Rajaraman and Ullman,
«Mining of Massive Datasets», chapter 3). What a band finds is compared in full before it counts.
"""

import re
from collections.abc import Sequence

from rensa import RMinHash

from minbar.arabic import fold

BANDS, ROWS = 4, 3
"""Of two texts with four fifths of their shingles in common a band is the same in 94 of 100."""
SEED = 1997
SHINGLE = 4
"""Letters of a shingle: a word exchanged in ten leaves most as they were."""
LONG_ENOUGH = 25
"""Folded letters below which only the same words are the same: too little to be nearly so."""
NEARLY = 0.6
"""Share of common shingles from which two comments are one row of the queue."""

_VARIABLE = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w.-]+|\d+", re.IGNORECASE)
"""What a campaign changes from one to the next: addresses and numbers."""
_NO_LETTER = re.compile(r"[\W_]+")


def likeness_of(text: str) -> tuple[int, ...]:
    """Return ``BANDS`` numbers; texts that say nearly the same have one in common, most likely."""
    shingles = _shingles(text)
    sketch = RMinHash(BANDS * ROWS, SEED)
    sketch.update(sorted(shingles))
    digest = sketch.digest()
    return tuple(_together(digest[start : start + ROWS]) for start in range(0, BANDS * ROWS, ROWS))


def say_nearly_the_same(one: str, other: str) -> bool:
    """Whether two texts have so much in common that one decision does for both."""
    first, second = _shingles(one), _shingles(other)
    return len(first & second) >= NEARLY * len(first | second)


def _shingles(text: str) -> set[str]:
    bare = _NO_LETTER.sub(" ", fold(_VARIABLE.sub(" ", text))).strip()
    if len(bare) < LONG_ENOUGH:
        return {_NO_LETTER.sub(" ", fold(text)).strip() or text}
    return {bare[start : start + SHINGLE] for start in range(len(bare) - SHINGLE + 1)}


def _together(rows: Sequence[int]) -> int:
    """Make one number of a band's rows, of 63 bits as a signed column takes them."""
    together = 0
    for row in rows:
        together = (together * 1_000_003 + row) % (1 << 63)
    return together
