"""Which way a piece of text runs, by all of its letters and not by the first."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

RIGHT_TO_LEFT = frozenset({"R", "AL"})
"""Strong classes of UAX #9 (Unicode Bidirectional Algorithm), table 4."""

ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,255}")
"""A link or an e-mail in a sentence says nothing of the sentence's direction."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a text, and which way it runs if its letters say so."""

    text: str
    direction: Literal["rtl", "ltr"] | None


def paragraphs(text: str) -> list[Paragraph]:
    """Part ``text`` at its empty lines, each paragraph with its own direction."""
    return [Paragraph(part, direction(part)) for part in re.split(r"\n{2,}", text)]


def direction(text: str) -> Literal["rtl", "ltr"] | None:
    """Return the direction of most of the strong letters in ``text``, or None if it has none.

    ``dir="auto"`` looks at the first strong letter only (HTML, 3.2.6.4), which turns an Arabic
    sentence that opens with a Latin name. Addresses do not count; between equals the first letter
    decides.
    """
    right = left = 0
    first: Literal["rtl", "ltr"] | None = None
    for character in ADDRESS.sub(" ", text):
        kind = unicodedata.bidirectional(character)
        if kind in RIGHT_TO_LEFT:
            right += 1
            first = first or "rtl"
        elif kind == "L":
            left += 1
            first = first or "ltr"
    if right == left:
        return first
    return "rtl" if right > left else "ltr"
