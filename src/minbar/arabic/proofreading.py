"""What a proofreader would mark in a text, and what might stand there. Nothing is changed.

Three sources, the surest first: marks and spaces (``punctuation``), spellings that are wrong
wherever they stand (``misspellings``), and the system's word list where there is one
(``spelling``). Agreement of number and noun is left to people: «3 يوم» is wrong and
«المباراة 3 يوم السبت» is right.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from minbar.arabic import punctuation
from minbar.arabic.findings import MESSAGES, Finding, Rule
from minbar.arabic.folding import TATWEEL
from minbar.arabic.misspellings import LETTER_NAMES, set_phrases, sure_spelling
from minbar.arabic.punctuation import BLANKS, LETTERS, VOWELS, Mark
from minbar.arabic.spelling import spelling

MOST_DOUBTED_WORDS = 200
"""More unknown words than these are no newspaper text; the rest are not looked into."""

LETTERS_IN_A_WORD = 3
"""Shorter ones are particles and initials."""

SAID_TWICE = frozenset(
    [
        *("لا", "نعم", "هيهات", "آه", "هه", "هو", "بين", "آمين", "الله", "عاش"),
        *("سطر", "دار", "باب", "بيت", "حرف", "جيل", "يوم"),
        *("محمد", "أحمد", "علي", "حسن", "حسين", "سعيد", "بطرس", "إبراهيم", "عيسى"),
    ]
)
"""Calls, measures and names that stand twice by right; so may «شيئا شيئا» and «ورقة ورقة»."""

JOINED_BY_TATWEEL = frozenset({"ال", "بال", "وال", "فال", "كال", "لل"})
"""What a stroke may part from a name in quotation marks, a figure or Latin letters: «الـ24»."""

_WORD = re.compile(f"[{LETTERS}][{LETTERS}{VOWELS}{TATWEEL}]*+")
_VOWELS_AND_TATWEEL = re.compile(f"[{VOWELS}{TATWEEL}]+")
_STRETCHED = re.compile(f"{TATWEEL}[{VOWELS}]*+[{LETTERS}]")
_BETWEEN_TWINS = re.compile(f"[{BLANKS}]+")
_NOT_PROSE = re.compile(
    r"(?:https?://|www\.)[^\s«»“”،؛؟]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}"
    r"|[@#]\w+"
    r"|(?<![A-Za-z0-9.-])[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24}"
    r"(?![A-Za-z])(?:/[^\s«»“”،؛؟]*)?"
)
"""Addresses, names of accounts, tags, domains and files: they keep their own spelling."""


class _Word(NamedTuple):
    start: int
    end: int
    typed: str
    plain: str


def proofread(
    text: str,
    *,
    region: str = "DZ",
    words: frozenset[str] = frozenset(),
    language: Literal["ar", "en", "fr"] = "ar",
) -> list[Finding]:
    """Return what a proofreader would mark in ``text``, in its order; no two findings overlap.

    ``region`` (ISO 3166) chooses the names of months and the digits. ``words`` are the newspaper's
    own, without article and vowels: they are never doubted, and are proposed before all others.
    ``language`` is that of the messages, which are data of this library
    (``minbar.arabic.findings.MESSAGES``). A word is doubted for its spelling only where Debian's
    ``hunspell-ar`` is installed, if it stands once in the text and a frequent word is one letter
    away; the first call loads the list (0.8 s). Any text is taken, and none raises.
    """
    found_words = list(_words(text))
    sources: tuple[Iterable[Mark], ...] = (
        punctuation.stray_controls(text),
        punctuation.stacked_marks(text),
        _phrases(text),
        _doubled_words(text, found_words),
        _stretched(text, found_words),
        _sure_spellings(found_words),
        punctuation.marks(text),
        punctuation.dots(text),
        punctuation.brackets(text),
        punctuation.spaces(text),
        punctuation.numbers(text, region),
        _waws_apart(text, found_words),
        _unknown_words(found_words, region, words),
    )
    taken = bytearray(len(text))
    for span in _NOT_PROSE.finditer(text):
        taken[span.start() : span.end()] = b"\1" * (span.end() - span.start())
    kept = []
    for marked in sources:
        for mark in marked:
            if not any(taken[mark.start : mark.end]):
                taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
                kept.append(mark)
    say = MESSAGES[language]
    return [
        Finding(mark.start, mark.end, mark.rule, say[mark.rule], mark.suggestions)
        for mark in sorted(kept)
    ]


def _words(text: str) -> Iterator[_Word]:
    for word in _WORD.finditer(text):
        yield _Word(word.start(), word.end(), word[0], _VOWELS_AND_TATWEEL.sub("", word[0]))


def _phrases(text: str) -> Iterator[Mark]:
    for start, end, meant in set_phrases(text):
        yield Mark(start, end, Rule.SET_PHRASE, (meant,))


def _doubled_words(text: str, words: list[_Word]) -> Iterator[Mark]:
    """A word as often as it follows itself with nothing but blanks between."""
    first = None
    for one, other in pairwise([*words, _Word(len(text), len(text), "", "")]):
        between = text[one.end : other.start]
        if one.typed == other.typed and _BETWEEN_TWINS.fullmatch(between):
            first = first or one
        elif first:
            if not _may_stand_twice(first.plain):
                yield Mark(first.start, one.end, Rule.DOUBLED_WORD, (first.typed,))
            first = None


def _may_stand_twice(word: str) -> bool:
    is_adverb = word.endswith(("ا", "ة")) and not word.startswith("ال")
    return len(word) == 1 or word in SAID_TWICE | LETTER_NAMES or is_adverb


def _stretched(text: str, words: list[_Word]) -> Iterator[Mark]:
    for word in words:
        if TATWEEL not in word.typed:
            continue
        ends_stretched = word.typed.endswith(TATWEEL) and _is_end(text, word)
        if _STRETCHED.search(word.typed) or ends_stretched:
            yield Mark(word.start, word.end, Rule.TATWEEL, (word.typed.replace(TATWEEL, ""),))


def _is_end(text: str, word: _Word) -> bool:
    """Whether nothing that a stroke may join follows: «هـ» stands alone, «لـ“النورس”» does not."""
    if len(word.plain) < LETTERS_IN_A_WORD or word.plain in JOINED_BY_TATWEEL:
        return False
    following = text[word.end : word.end + 1]
    return not following.isalnum() and following not in set(punctuation.OPENING + '"')


def _sure_spellings(words: list[_Word]) -> Iterator[Mark]:
    before = ""
    for word in words:
        is_letter = word.plain in LETTER_NAMES and before in LETTER_NAMES
        if not is_letter and (found := sure_spelling(word.plain)):
            rule, meant = found
            yield Mark(word.start, word.end, rule, meant)
        before = word.plain


def _waws_apart(text: str, words: list[_Word]) -> Iterator[Mark]:
    """«و» alone before a word; between single letters it counts them: «أ و ب»."""
    before = ""
    for waw, following in pairwise(words):
        is_apart = waw.typed == "و" and _BETWEEN_TWINS.fullmatch(text, waw.end, following.start)
        if is_apart and len(following.plain) > 1 and len(before) != 1:
            yield Mark(waw.start, following.start, Rule.WAW_APART, ("و",))
        before = waw.plain


def _unknown_words(words: list[_Word], region: str, own: frozenset[str]) -> Iterator[Mark]:
    known = spelling(region, own)
    if known is None:
        return
    times = Counter(word.plain for word in words)
    doubted = 0
    for word in words:
        if times[word.plain] > 1 or len(word.plain) < LETTERS_IN_A_WORD or known.knows(word.plain):
            continue
        doubted += 1
        if doubted > MOST_DOUBTED_WORDS:
            return
        if proposals := known.proposals(word.plain):
            yield Mark(word.start, word.end, Rule.SPELLING, proposals)
