"""The words of a text, each with where it stands: what is indexed, asked for and marked."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from minbar.arabic.folding import INVISIBLE, MARKS, TATWEEL, fold

LONGEST = 64
"""Characters of a folded word that count; what is longer is an address or an accident."""


class Token(NamedTuple):
    """One word: ``text[start:end]`` as it was typed, and how it compares."""

    start: int
    end: int
    folded: str


_LETTER = r"[^\W_]"
_WITHIN = f"(?:[{MARKS}{TATWEEL}{INVISIBLE}]*{_LETTER}|(?<=[0-9٠-٩])٬(?=[0-9٠-٩]))"
_WORD = re.compile(f"{_LETTER}{_WITHIN}*+[{MARKS}{TATWEEL}]*")
_PARTS = re.compile(f"{_LETTER}+")


def tokens(text: str) -> Iterator[Token]:
    """Give the words of ``text`` in order: runs of letters and digits, with the marks on them.

    A word is what search compares, so clitics stay on it and an apostrophe, a hyphen or a point
    ends it. ``folded`` holds letters and digits alone; what folds to several words (⑴ 2) gives
    several tokens with one place, and what folds to nothing gives none.

    >>> [token.folded for token in tokens("في إطـار «المُهلة»")]
    ['في', 'اطار', 'المهله']
    """
    for word in _WORD.finditer(text):
        start, end = word.span()
        for part in _folded_parts(word[0][: 4 * LONGEST]):
            yield Token(start, end, part)


@lru_cache(maxsize=1 << 16)
def _folded_parts(word: str) -> tuple[str, ...]:
    return tuple(part[:LONGEST] for part in _PARTS.findall(fold(word)))
