"""A text that is rewritten and does not forget where each of its characters came from."""

import re
import unicodedata
from collections.abc import Callable, Collection
from functools import lru_cache, partial
from typing import Literal

from minbar.arabic.normal_forms import cut_runs_of_marks

_VOWELS_AND_TAILS_OF_HANGUL = range(0x1160, 0x1200)


class Traced:
    """A text with the offset of each of its characters in the original; both change together.

    What is put in the place of a longer or a shorter passage comes from where that began.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.offsets = list(range(len(text)))

    def drop(self, signs: Collection[str]) -> None:
        """Leave out each of ``signs``."""
        present = {sign for sign in signs if sign in self.text}
        if present:
            offsets, text = self.offsets, self.text
            kept = [place for place, sign in enumerate(text) if sign not in present]
            self.offsets = [offsets[place] for place in kept]
            for sign in present:
                text = text.replace(sign, "")
            self.text = text

    def replace(
        self, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str]
    ) -> None:
        """Do as ``pattern.sub(replacement, text)`` does, ``replacement`` having no groups in it."""
        pieces: list[str] = []
        offsets: list[int] = []
        done = 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            new = replacement if isinstance(replacement, str) else replacement(match)
            pieces += self.text[done:start], new
            offsets += self.offsets[done:start]
            if new:
                offsets += [self.offsets[start]] * len(new)
            done = end
        if done:
            self.text = "".join(pieces) + self.text[done:]
            self.offsets = offsets + self.offsets[done:]

    def casefold(self) -> None:
        """Do as ``str.casefold`` does."""
        folded = self.text.casefold()
        if len(folded) != len(self.text):  # else one for one, for no character folds to nothing
            self._put([(sign.casefold(), 1) for sign in self.text])
        self.text = folded

    def normalise(
        self,
        form: Literal["NFC", "NFD", "NFKC"],
        *,
        apart: re.Pattern[str] | None = None,
    ) -> None:
        """Do as ``normal_form`` does, to each of the parts that the one group of ``apart`` parts.

        What it matches stays as it is.
        """
        if unicodedata.is_normalized(form, self.text):
            return
        parts = [self.text] if apart is None else apart.split(self.text)
        changes: list[tuple[str, int]] = []
        for number, part in enumerate(parts):
            if number % 2 or unicodedata.is_normalized(form, part):
                changes += [(sign, 1) for sign in part]
            else:
                changes += _normalised(form, part)
        self._put(changes)

    def _put(self, changes: list[tuple[str, int]]) -> None:
        """Put each string in the place of as many characters as stand beside it."""
        if all(len(new) == length == 1 for new, length in changes):
            self.text = "".join([new for new, _ in changes])
            return
        offsets: list[int] = []
        place = 0
        for new, length in changes:
            if len(new) == length:
                offsets += self.offsets[place : place + length]
            else:
                offsets += [self.offsets[place]] * len(new)
            place += length
        self.text = "".join([new for new, _ in changes])
        self.offsets = offsets


def _normalised(form: Literal["NFC", "NFD", "NFKC"], text: str) -> list[tuple[str, int]]:
    """Return the normal form cluster by cluster, each with the length of what it was."""
    normal = partial(_normalised_cluster, form)
    if not any(map(_joins, text)):
        return [(normal(sign), 1) for sign in text]
    kept = cut_runs_of_marks(text)
    changes: list[tuple[str, int]] = []
    place = done = 0
    while place < len(kept):
        start = place
        place += 1
        while place < len(kept) and _joins(kept[place]):
            place += 1
        begin = text.index(kept[start], done)
        changes.append(("", begin - done))  # what was cut out of the marks before
        done = begin
        for sign in kept[start:place]:
            done = text.index(sign, done) + 1
        changes.append((normal(kept[start:place]), done - begin))
    changes.append(("", len(text) - done))
    return changes


@lru_cache(maxsize=4096)
def _normalised_cluster(form: Literal["NFC", "NFD", "NFKC"], cluster: str) -> str:
    return unicodedata.normalize(form, cluster)


@lru_cache(maxsize=4096)
def _joins(sign: str) -> bool:
    """Whether it may compose with what stands before it: marks, and two thirds of Hangul.

    Nothing else is the second of a pair in UnicodeData.txt.
    """
    first = unicodedata.normalize("NFKD", sign)[0]
    return unicodedata.category(first)[0] == "M" or ord(first) in _VOWELS_AND_TAILS_OF_HANGUL
