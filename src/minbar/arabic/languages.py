"""In which language a comment is written, told well enough to sort a moderator's queue by it.

By script first, then by small words that a table holds, and in Latin letters by digits that stand
for Arabic ones. The table, ``function_words.toml``, is one that its readers can correct.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from minbar.arabic.folding import fold

TABLE = Path(__file__).with_name("function_words.toml")

LONGEST_LOOKED_AT = 4_000
"""Characters of a text that are looked at; a language does not change after them."""

IN_LATIN_LETTERS_FIRST = ("arabizi", "amazigh", "french", "english", "other")
"""Of two that score alike the first is taken: it is rarer, and its words say more."""


class Language(StrEnum):
    """What ``guess_language`` tells apart; the values stay, for filters and addresses hold them."""

    STANDARD_ARABIC = "arabic"
    MAGHREBI = "maghrebi"
    ARABIZI = "arabizi"
    FRENCH = "french"
    AMAZIGH = "amazigh"
    ENGLISH = "english"
    OTHER = "other"


_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|[@#]\w+|\b[\w.+-]{1,64}@[\w.-]+")
_WORD = re.compile(r"[^\W_]+")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06ee-\u06ff\u0750-\u077f\u08a0-\u08c8]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u0250-\u02af\u03b3\u03b5\u1e00-\u1eff]")
_TIFINAGH = re.compile("[\u2d30-\u2d7f]")
_DIGIT_FOR_LETTER = re.compile(
    r"[a-z]+[235789][a-z]+[0-9]?[a-z]*"  # sa7bi, ta3na
    r"|[35789][a-z]{2,}[0-9]?[a-z]*"  # 3lach
    r"|[a-z]{2,}[3579]"  # sma3
)
_NUMBERED = re.compile(
    r"[0-9]+(?:e|er|ere|eme|iem|ieme|nd|nde|rd|st|th|ans|an|am|pm|min|mn|km|kg|cm|mm|go|gb|mo|da|dzd"
    r"|eur|euros|jours|mois|fois|heures|ml|ha|mds|milliards?|millions?|years?|days?|times|pages?)"
)
"""What has its digits for figures: 3eme, 5th, 20km."""
_FRENCH_ACCENT = re.compile("[àâçèéêëîïôùûœ]")
_NEGATED = re.compile("ما[ء-ي]{2,}ش")
_PLURAL_WITHOUT_ALEF = re.compile("[نيت][ء-ي]{2,}و")


def guess_language(text: str) -> Language:
    """Return the language that most of ``text`` seems to be in: coarse, and sure of nothing.

    Of two scripts that with more letters counts. What is too short to tell, has no letters, or is
    in none of these languages is ``Language.OTHER``; Arabic of the East counts as standard Arabic.
    Never an error, whatever the text.

    >>> guess_language("علاش راكم ساكتين؟"), guess_language("3lach rakom saktin?")
    (<Language.MAGHREBI: 'maghrebi'>, <Language.ARABIZI: 'arabizi'>)
    """
    text = _ADDRESS.sub(" ", text[:LONGEST_LOOKED_AT])
    letters = {
        "arabic": len(_ARABIC.findall(text)),
        "latin": len(_LATIN.findall(text)),
        "tifinagh": len(_TIFINAGH.findall(text)),
    }
    if sum(map(str.isalpha, text)) > 2 * sum(letters.values()):
        return Language.OTHER
    script = max(letters, key=lambda name: letters[name])
    if letters[script] < 2:
        return Language.OTHER
    if script == "tifinagh":
        return Language.AMAZIGH
    words = [word for word in _words(text) if len(word) > 1]
    folded = fold("\n".join(words)).split("\n")
    in_its_letters = _in_arabic_letters if script == "arabic" else _in_latin_letters
    return in_its_letters(words, folded)


def _in_arabic_letters(words: list[str], folded: list[str]) -> Language:
    table = _table()
    scores = table.scores(words, folded)
    dialect = scores["maghrebi"] + sum(table.dialect_of(folded))
    if scores["other"] > max(dialect, scores["arabic"]):
        return Language.OTHER
    if dialect and dialect >= scores["arabic"]:
        return Language.MAGHREBI
    real = sum(bool(_ARABIC.search(word)) and len(set(word)) > 1 for word in words)
    if scores["arabic"] or real > 1:
        return Language.STANDARD_ARABIC
    return Language.OTHER


def _in_latin_letters(words: list[str], folded: list[str]) -> Language:
    scores = _table().scores(words, folded)
    for word in words:
        if _DIGIT_FOR_LETTER.fullmatch(word) and not _NUMBERED.fullmatch(word):
            scores["arabizi"] += 1.5
        elif not word.isascii() and _FRENCH_ACCENT.search(word):
            scores["french"] += 0.5
    best = max(IN_LATIN_LETTERS_FIRST, key=lambda name: scores[name])
    return Language(best) if scores[best] >= 1 else Language.OTHER


@dataclass(frozen=True, slots=True)
class _Table:
    """The languages that have each word, and what else tells one."""

    languages: dict[str, tuple[str, ...]]
    letters: dict[str, frozenset[str]]
    negation_excepted: frozenset[str]
    verbs_excepted: frozenset[str]

    def scores(self, words: list[str], folded: list[str]) -> dict[str, float]:
        """Return how many of ``words`` each language has; a word of two counts half for each."""
        scores = {language.value: 0.0 for language in Language}
        for word in folded:
            languages = self.languages.get(word, ())
            for language in languages:
                scores[language] += 1 / len(languages)
        for language, letters in self.letters.items():
            scores[language] += sum(not letters.isdisjoint(word) for word in words)
        return scores

    def dialect_of(self, words: list[str]) -> Iterator[float]:
        """Yield what the shape of verbs says: «ماكانش», «ما نعرفش», «نخدمو» without its alef."""
        for before, word in pairwise(["", *words]):
            is_negated = _NEGATED.fullmatch(word) and word not in self.negation_excepted
            if is_negated or (before == "ما" and word.endswith("ش") and len(word) > 3):
                yield 1
            elif _PLURAL_WITHOUT_ALEF.fullmatch(word) and word not in self.verbs_excepted:
                yield 0.5


@lru_cache(maxsize=1)
def _table() -> _Table:
    written = tomllib.loads(TABLE.read_text("utf-8"))
    languages: dict[str, tuple[str, ...]] = {}
    for language, entry in written.items():
        for word in sorted(_folded(entry["words"])):
            languages[word] = (*languages.get(word, ()), language)
    return _Table(
        languages,
        {
            name: frozenset(entry["letters"])
            for name, entry in written.items()
            if "letters" in entry
        },
        _folded(written["maghrebi"]["negation_excepted"]),
        _folded(written["maghrebi"]["verbs_excepted"]),
    )


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


def _words(text: str) -> list[str]:
    """Return the words in small letters, with accents and dots as one with their letters."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return [word[0] for word in _WORD.finditer(composed)]
