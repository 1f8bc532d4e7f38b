"""What readers wrote, as it is shown: by paragraphs, each in its direction and its language."""

from dataclasses import dataclass

from django.utils import translation

from minbar import arabic
from minbar.arabic import Language

TAGS = {
    Language.ARABIZI: "ar-Latn",
    Language.FRENCH: "fr",
    Language.ENGLISH: "en",
    Language.AMAZIGH: "ber",
    Language.MAGHREBI: "ar",
    Language.STANDARD_ARABIC: "ar",
}
"""BCP 47: how a screen reader is to pronounce a paragraph; where we cannot tell it is not told."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; its language is empty where it is the page's own, or unknown."""

    text: str
    direction: str | None
    language: str


def paragraphs(text: str) -> list[Paragraph]:
    """Part ``text`` at its empty lines."""
    page = translation.get_language() or ""
    told = []
    for part in arabic.paragraphs(text):
        tag = TAGS.get(arabic.guess_language(part.text), "")
        told.append(Paragraph(part.text, part.direction, "" if tag == page else tag))
    return told
