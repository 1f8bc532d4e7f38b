"""The piece of a text that shows why it was found, its words marked as they were typed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from minbar.arabic import Token, tokens

LENGTH = 32
"""Words."""
BEFORE = 6
"""Words that stand before the first that is marked."""


@dataclass(frozen=True)
class Part:
    """A stretch of a text, and whether it is one of the words that were looked for."""

    text: str
    is_marked: bool = False


def marked(text: str, words: Collection[str]) -> list[Part]:
    """Part the whole of ``text`` at the ``words``, which are folded."""
    return _parts(text, [token for token in tokens(text) if token.folded in words], 0, len(text))


def snippet(text: str, words: Collection[str]) -> list[Part]:
    """Return the stretch of ``text`` with most of the different ``words``, cut between words.

    Its beginning, where it has none of them.
    """
    found = list(tokens(text))
    if not found:
        return []
    first = _best_start(found, words)
    shown = found[first : first + LENGTH]
    start = 0 if first == 0 else shown[0].start
    end = len(text) if first + LENGTH >= len(found) else shown[-1].end
    parts = _parts(text, [token for token in shown if token.folded in words], start, end)
    if start > 0:
        parts.insert(0, Part("… "))
    if end < len(text):
        parts.append(Part(" …"))
    return parts


def as_html(parts: Iterable[Part]) -> SafeString:
    """Return the parts as HTML, what was looked for within ``mark``."""
    return format_html_join("", "{}", ((_html_of(part),) for part in parts))


def as_text(parts: Iterable[Part]) -> str:
    """Return the parts as one text."""
    return "".join(part.text for part in parts)


def _html_of(part: Part) -> str:
    return format_html("<mark>{}</mark>", part.text) if part.is_marked else part.text


def _best_start(found: list[Token], words: Collection[str]) -> int:
    places = [place for place, token in enumerate(found) if token.folded in words]
    best, best_start = 0, 0
    left = 0
    for right, place in enumerate(places):
        while place - places[left] >= LENGTH - BEFORE:
            left += 1
        different = len({found[other].folded for other in places[left : right + 1]})
        if different > best:
            best, best_start = different, max(0, places[left] - BEFORE)
    return max(0, min(best_start, len(found) - LENGTH))


def _parts(text: str, hits: list[Token], start: int, end: int) -> list[Part]:
    parts: list[Part] = []
    for token in hits:
        if token.start < start:  # a second word of one place
            continue
        if token.start > start:
            parts.append(Part(text[start : token.start]))
        parts.append(Part(text[token.start : token.end], is_marked=True))
        start = token.end
    if start < end:
        parts.append(Part(text[start:end]))
    return parts
