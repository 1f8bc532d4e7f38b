"""What a reader typed, as what is looked for."""

import re
from dataclasses import dataclass

from minbar.arabic import tokens

LONGEST = 200
"""Characters of a query that are read."""
MOST_WORDS = 12

_QUOTED = re.compile(r"\"([^\"]*)\"|«([^»]*)»|“([^”]*)”|„([^“”]*)[“”]")


@dataclass(frozen=True)
class AskedWord:
    """One word, in any of its forms."""

    folded: str
    typed: str


@dataclass(frozen=True)
class Query:
    """Words that a document should have, and phrases that it must have as they stand."""

    words: tuple[AskedWord, ...]
    phrases: tuple[tuple[str, ...], ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.words and not self.phrases


def parse(asked: str) -> Query:
    """Read a query: what stands in quotation marks is a phrase, the rest are words.

    Any text is a query. What follows its two hundredth character or twelfth word is not read, and
    a quotation mark without its fellow is none.
    """
    asked = asked[:LONGEST]
    phrases: list[tuple[str, ...]] = []
    left = MOST_WORDS

    def take(quoted: re.Match[str]) -> str:
        nonlocal left
        words = [token.folded for token in tokens(next(filter(None, quoted.groups()), ""))][:left]
        left -= len(words)
        if words:
            phrases.append(tuple(words))
        return " "

    rest = _QUOTED.sub(take, asked)
    words = [AskedWord(token.folded, rest[token.start : token.end]) for token in tokens(rest)]
    different = list({word.folded: word for word in words}.values())
    return Query(tuple(different[:left]), tuple(phrases))
