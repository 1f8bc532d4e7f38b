"""Listed words found in a stranger's text, however they are dressed up, and in no innocent word.

A text is read several ways: as its words stand; with single letters that stand apart drawn
together; and with words joined across signs that no blank parts. Each reading is folded, its
look-alikes are made plain and its repeated letters squeezed, and one automaton walks over it. What
it stops at is then held against the letters as they were typed.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

import ahocorasick

from minbar.arabic import arabizi
from minbar.arabic.folding import TATWEEL, FoldedText, fold, fold_with_map
from minbar.arabic.look_alikes import (
    ARABIC_LOOK_ALIKES,
    LATIN_LOOK_ALIKES,
    LOOK_ALIKES_BETWEEN_ARABIC_LETTERS,
)

LONGEST_WITHOUT_CLITICS = 3
"""Letters of a term that takes no clitics of itself: «رق» would be found in «ورق» and «سرق»."""

CLITICS = frozenset(
    conjunction + preposition
    for conjunction in ("", "و", "ف")
    for preposition in ("", "ب", "ك", "ل", "س", "ال", "بال", "كال", "لل")
)
"""What Arabic writes onto the beginning of a word, «وبال» and «فلل» being the longest."""

LONGEST_CLITICS = max(map(len, CLITICS))

ENDINGS_THAT_DOUBLE = frozenset("تكنه")
"""Letters that Arabic puts behind a word of its own: «وجهه» is not «وجه» with a letter repeated."""

REPEATED = 3
"""From so many on, no language writes a letter in a row: it is drawn out, or put on to evade."""

LONG_IN_LATIN = 6
"""Letters of a Latin term in which one letter more or less is a slip: «salle» is not «sale»."""

_ARABIC = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c8"
)
_WORD = re.compile(f"([{_ARABIC}]+|[^\\W_{_ARABIC}]+)")
_RUN = re.compile(r"([^ ])\1+")
_RUNS = re.compile(r"(.)\1*", re.DOTALL)
_BLANK = re.compile(r"\s")
_HYPHEN_AT_LINE_END = re.compile(r"[-\u00ac\u2010\u2011_]\s*\n\s*")
_TWO_SINGLE_LETTERS = re.compile(r"(?<= )[^ ] [^ ] ")
_DIGIT = re.compile("[0-9]")
_ONLY_VOWELS = re.compile("[aeiou ]*")
_LATIN_LETTER = re.compile("[a-z]")
_LOOK_ALIKES = LATIN_LOOK_ALIKES | ARABIC_LOOK_ALIKES
_LAST_OF_PLANE = "\uffff"
# Those beyond it by the range in which they stand: a class of single ones is ten times as slow.
_BEYOND = [sign for sign in _LOOK_ALIKES if sign > _LAST_OF_PLANE]
_MAY_BE_LOOK_ALIKE = re.compile(
    f"[{''.join(sign for sign in _LOOK_ALIKES if sign <= _LAST_OF_PLANE)}"
    f"{min(_BEYOND)}-{max(_BEYOND)}]"
)
_BETWEEN_ARABIC_LETTERS = re.compile(
    f"(?<=[{_ARABIC}])[{''.join(LOOK_ALIKES_BETWEEN_ARABIC_LETTERS)}]+(?=[{_ARABIC}])"
)
_PLAIN_LETTERS = str.maketrans(_LOOK_ALIKES)
_PLAIN_BETWEEN_ARABIC_LETTERS = str.maketrans(LOOK_ALIKES_BETWEEN_ARABIC_LETTERS)


@dataclass(frozen=True, slots=True)
class Term:
    """A listed word or phrase, and how it is to be looked for.

    ``clitics`` says whether it is found with clitics on it too; unsaid, it is if it has more than
    three letters. ``arabizi`` has it found in Latin letters and digits as well. ``exceptions`` are
    words and phrases with the term in them that are innocent: «كلب البحر» for «كلب».
    """

    text: str
    clitics: bool | None = None
    arabizi: bool = False
    exceptions: tuple[str, ...] = ()


class Match(NamedTuple):
    """A term found: ``text[start:end]`` is it as it was typed, with its marks, without clitics."""

    start: int
    end: int
    term: str
    """The text of the term, as it stands in the list."""


class TermList:
    """Words and phrases to look for, compiled once; threads may share it.

    A term without any letter or digit is never found.

    >>> TermList(["حمار", "كلب"]).find("يا كـــلب، وبالحِمار، في كلبنان")
    [Match(start=3, end=9, term='كلب'), Match(start=15, end=20, term='حمار')]
    """

    def __init__(self, terms: Iterable[str | Term]) -> None:
        self._terms = [Term(term) if isinstance(term, str) else term for term in terms]
        self._automaton = ahocorasick.Automaton()
        self._arabizi: dict[str, list[_Spelling]] = {}
        patterns: dict[str, list[_Pattern]] = {}
        for number, term in enumerate(self._terms):
            for pattern in _patterns(number, term):
                patterns.setdefault(pattern.key, []).append(pattern)
            if term.arabizi:
                self._add_spellings(number, term)
        self._longest_phrase = max(
            (len(pattern.words) for same in patterns.values() for pattern in same), default=1
        )
        for key, same in patterns.items():
            self._automaton.add_word(key, same)
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Match]:
        """Return where terms stand in ``text``, in its order; of two at one place the longer first.

        Findings of two terms may overlap; those of one term never lie within one another. Never an
        error, whatever the text; takes time that grows with its length, and hardly with the list's.
        """
        passage = _Passage(text)
        found: set[tuple[int, int, int]] = set()
        excepted: dict[int, list[tuple[int, int]]] = {}
        for reading in passage.readings(self._longest_phrase):
            for pattern, span in self._listed_in(reading):
                if pattern.is_exception:
                    excepted.setdefault(pattern.number, []).append(span)
                else:
                    found.add((*span, pattern.number))
            if self._arabizi and _LATIN_LETTER.search(passage.text):
                found.update(self._spelled_in(reading))
        innocent = {number: _Spans(spans) for number, spans in excepted.items()}
        matches = []
        last: dict[str, int] = {}
        for start, end, number in sorted(found, key=lambda finding: (finding[0], -finding[1])):
            term = self._terms[number].text
            if number in innocent and innocent[number].cover(start, end):
                continue
            if end > last.get(term, 0):
                matches.append(Match(start, end, term))
                last[term] = end
        return matches

    def _listed_in(self, reading: "_Reading") -> Iterator[tuple["_Pattern", tuple[int, int]]]:
        if not len(self._automaton):
            return
        squeezed = reading.squeezed
        for place, patterns in self._automaton.iter(squeezed):
            begin = place - patterns[0].length
            clitics = ""
            if squeezed[begin - 1] != " ":
                blank = squeezed.rfind(" ", max(0, begin - LONGEST_CLITICS - 1), begin)
                clitics = squeezed[blank + 1 : begin]
                if blank < 0 or not {clitics, clitics + squeezed[begin]} & CLITICS:
                    continue
            yield from reading.spans_of(patterns, clitics, place)

    def _spelled_in(self, reading: "_Reading") -> Iterator[tuple[int, int, int]]:
        words = reading.squeezed[1:-1].split(" ")
        likely: dict[str, list[tuple[str, _Spelling]]] = {}
        for place, word in enumerate(words):
            if word not in likely:
                likely[word] = self._likely_spellings(word)
            for clitic, spelling in likely[word]:
                last = place + spelling.length - 1
                if spelling.is_of(" ".join(words[place : last + 1])[len(clitic) :]):
                    letter = reading.letter_before(place, len(word) - len(clitic))
                    yield (*reading.original_span(place, letter, last), spelling.number)

    def _likely_spellings(self, word: str) -> list[tuple[str, "_Spelling"]]:
        """Return those terms whose consonants a Latin word has, behind which clitics."""
        if not _LATIN_LETTER.search(word):
            return []
        beginnings = (word[:length] for length in range(arabizi.LONGEST_CLITICS + 1))
        return [
            (clitics, spelling)
            for clitics in dict.fromkeys(beginnings)
            if not clitics or (clitics in arabizi.CLITICS and clitics != word)
            for spelling in self._arabizi.get(arabizi.skeleton(word[len(clitics) :]), ())
            if not clitics or spelling.takes_clitics
        ]

    def _add_spellings(self, number: int, term: Term) -> None:
        plain = _squeezed(_words(_plain(term.text)))
        if not _ONLY_VOWELS.fullmatch(plain):
            spelling = _Spelling(number, plain, takes_clitics=_takes_clitics(term))
            for skeleton in set(arabizi.skeletons(plain.split()[0])):
                self._arabizi.setdefault(skeleton, []).append(spelling)


class _Pattern:
    """What the automaton looks for on a term's behalf, and how a place where it stops is judged."""

    def __init__(
        self, number: int, words: Sequence[str], *, takes_clitics: bool, is_exception: bool = False
    ) -> None:
        self.number = number
        self.words = [_squeezed([word]) for word in words]
        self.takes_clitics = takes_clitics
        self.is_exception = is_exception
        self.typed = list(words)
        self.length = len(" ".join(self.words))
        self.key = ("" if takes_clitics else " ") + " ".join(self.words) + " "
        self._counts = [count for word in words for count in _counts(word)]
        self._is_latin = bool(_LATIN_LETTER.search(self.key))
        self.shortest = (
            0 if self._is_latin else sum(min(count, REPEATED) for count in _counts(words[0]))
        )

    def is_of(self, counts: list[int]) -> bool:
        """Whether letters repeated so many times are the term's own.

        What has fewer is another word («ممل» is not «مل»); one letter doubled may be, too.
        """
        pairs = [pair for pair in zip(counts, self._counts, strict=True) if pair[0] != pair[1]]
        letters = len(self._counts)
        if any(typed < REPEATED and typed < own for typed, own in pairs):
            return self._is_latin and letters >= LONG_IN_LATIN and len(pairs) == 1
        if len(pairs) != 1 or self.is_exception or pairs[0][0] >= REPEATED:
            return True
        if self._is_latin:
            return letters >= LONG_IN_LATIN
        doubled = next(place for place, count in enumerate(counts) if count != self._counts[place])
        return doubled > 0 and not self._may_be_legal(doubled, letters)

    def _may_be_legal(self, doubled: int, letters: int) -> bool:
        """Whether Arabic has such words of its own: «الله» by «اله», «سبب» by «سب»."""
        if letters > LONGEST_WITHOUT_CLITICS:
            return False
        word = "".join(self.words)
        is_article = doubled == 1 and word.startswith("ال")
        return letters < LONGEST_WITHOUT_CLITICS or is_article or word[-1] in ENDINGS_THAT_DOUBLE


class _Spelling:
    """A term in Latin letters and digits."""

    def __init__(self, number: int, plain: str, *, takes_clitics: bool) -> None:
        self.number = number
        self.length = len(plain.split())
        self.takes_clitics = takes_clitics
        self._plain = plain

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return arabizi.spelling(self._plain)  # compiling is dear, and most are never needed

    def is_of(self, phrase: str) -> bool:
        """Whether it may be spelled so; two letters only with a digit: «لص» is not French «les»."""
        if len(self._plain) < LONGEST_WITHOUT_CLITICS and not _DIGIT.search(phrase):
            return False
        return bool(self._pattern.fullmatch(phrase))


class _Passage:
    """A text taken apart into words, with the way back from them."""

    def __init__(self, text: str) -> None:
        self._original = _with_plain_letters(text)
        self.text = _plain_folded(fold(self._original))
        self._pieces = _WORD.split(self.text)
        self.words = self._pieces[1::2]

    def readings(self, longest_phrase: int) -> Iterator["_Reading"]:
        """Yield the ways to read it that differ, for phrases of so many words at most."""
        if not self.words:
            return
        as_it_stands = _Reading(self)
        yield as_it_stands
        seen = {as_it_stands.squeezed}
        for joined in self._joinings(as_it_stands.squeezed):
            if any(joined):
                reading = _Reading(self, joined, longest_phrase)
                if reading.squeezed not in seen:
                    seen.add(reading.squeezed)
                    yield reading

    def original_place(self, word: int, letter: int) -> int:
        """Return where in the original stands a letter of a word."""
        return self._folded.offsets[self._places[word] + letter]

    def original_end(self, word: int) -> int:
        end = self._places[word] + len(self.words[word])
        return self._folded.original_span(end - 1, end)[1]

    @cached_property
    def _folded(self) -> FoldedText:
        return fold_with_map(self._original)

    @cached_property
    def _places(self) -> list[int]:
        return [0, *accumulate(map(len, self._pieces))][1::2]

    def _joinings(self, squeezed: str) -> Iterator[list[bool]]:
        """Yield which gaps between words are to be overlooked, for each reading but the first."""
        gaps = self._pieces[2:-1:2]
        if any(gap != " " for gap in gaps):
            yield [
                gap != " " and _is_overlooked(gap) and not _are_figures(before, after)
                for gap, (before, after) in zip(gaps, pairwise(self.words), strict=True)
            ]
        if _TWO_SINGLE_LETTERS.search(squeezed):
            is_single = [len(word) == 1 and not word.isdigit() for word in squeezed.split()]
            spelled = [one and other for one, other in pairwise(is_single)]
            for start, end in _runs(spelled):
                if end - start == 1 and self.words[start].isascii():
                    spelled[start] = False  # «il y a»: in Latin letters one may be a word
            yield spelled
            yield self._spelled_in_groups(spelled, gaps)

    def _spelled_in_groups(self, spelled: list[bool], gaps: list[str]) -> list[bool]:
        """Part runs of single letters where their gap is wider, and after an «and» before them."""
        joined = list(spelled)
        for start, end in _runs(spelled):
            narrowest = min(map(len, gaps[start:end]))
            for place in range(start, end):
                joined[place] = len(gaps[place]) == narrowest
            if self.words[start] == "و":
                joined[start] = False
        return joined


class _Reading:
    """One way to draw a passage's words together, squeezed for the automaton."""

    def __init__(
        self, passage: _Passage, joined: list[bool] | None = None, longest_phrase: int = 1
    ) -> None:
        self._passage = passage
        self._firsts: Sequence[int] = range(len(passage.words))
        self._words = passage.words
        if joined is not None:
            starts = [place + 1 for place, is_joined in enumerate(joined) if not is_joined]
            self._firsts = [0, *starts]
            self._words = self._joined_words(longest_phrase)
        self.squeezed = f" {_squeezed(self._words)} "
        self._counts: dict[int, list[int]] = {}

    def _joined_words(self, longest_phrase: int) -> list[str]:
        """Return the words, those left empty that another reading has with the same neighbours."""
        words = self._passage.words
        drawn = [""] * len(self._firsts)
        ends = [*self._firsts[1:], len(words)]
        for place, (first, end) in enumerate(zip(self._firsts, ends, strict=True)):
            if end - first > 1:
                drawn[place] = "".join(words[first:end])
                for near in range(place - longest_phrase + 1, place + longest_phrase):
                    if 0 <= near < len(drawn) and ends[near] - self._firsts[near] == 1:
                        drawn[near] = words[self._firsts[near]]
        return drawn

    def spans_of(
        self, patterns: list[_Pattern], clitics: str, end: int
    ) -> Iterator[tuple[_Pattern, tuple[int, int]]]:
        """Yield those patterns of one key that stand where the automaton saw it end, and where."""
        last = bisect_left(self._blanks, end) - 1
        first = last - len(patterns[0].words) + 1
        word = self._words[first]
        for pattern in patterns:
            if len(word) >= pattern.shortest:
                letter = self._first_letter_of(pattern, clitics, first, last)
                if letter is not None:
                    yield pattern, self.original_span(first, letter, last)

    def _first_letter_of(
        self, pattern: _Pattern, clitics: str, first: int, last: int
    ) -> int | None:
        """Return the place of its first letter in the first of these words, if they are it."""
        typed = self._words[first : last + 1]
        if clitics in CLITICS and typed == [clitics + pattern.typed[0], *pattern.typed[1:]]:
            return len(clitics)
        letters = len(pattern.words[0])
        before, counts = self._counts_of(first)[:-letters], self._counts_of(first)[-letters:]
        for word in range(first + 1, last + 1):
            counts = counts + self._counts_of(word)
        if clitics in CLITICS and pattern.is_of(counts):
            return sum(before)
        # The first letter may be squeezed with the end of a clitic before it: «اللص», «ككلب».
        if (
            counts[0] > 1
            and pattern.takes_clitics
            and clitics + pattern.words[0][0] in CLITICS
            and pattern.is_of([counts[0] - 1, *counts[1:]])
        ):
            return sum(before) + 1
        return None

    def letter_before(self, word: int, letters: int) -> int:
        """Return where the last so many letters of a word begin, before it was squeezed."""
        counts = self._counts_of(word)
        return sum(counts[: len(counts) - letters])

    def original_span(self, first: int, letter: int, last: int) -> tuple[int, int]:
        """Return the span from a letter of a word to the end of another."""
        words = self._passage.words
        word = self._firsts[first]
        while letter >= len(words[word]):
            letter -= len(words[word])
            word += 1
        after = self._firsts[last + 1] if last + 1 < len(self._firsts) else len(words)
        return (
            self._passage.original_place(word, letter),
            self._passage.original_end(after - 1),
        )

    @cached_property
    def _blanks(self) -> list[int]:
        lengths = accumulate(map(len, self.squeezed.split(" ")[:-1]))
        return [length + blanks for blanks, length in enumerate(lengths)]

    def _counts_of(self, word: int) -> list[int]:
        if word not in self._counts:
            self._counts[word] = _counts(self._words[word])
        return self._counts[word]


class _Spans:
    """Spans of innocent phrases, to ask whether one covers a finding."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._farthest = list(accumulate((end for _, end in ordered), max))

    def cover(self, start: int, end: int) -> bool:
        before = bisect_left(self._starts, start + 1)
        return before > 0 and self._farthest[before - 1] >= end


def _patterns(number: int, term: Term) -> Iterator[_Pattern]:
    words = _words(_plain(term.text))
    if not words:
        return
    takes_clitics = _takes_clitics(term)
    yield _Pattern(number, words, takes_clitics=takes_clitics)
    if takes_clitics and words[0].startswith("ال"):
        # The article loses its alef behind «ل».
        with_lam = ["لل" + words[0][2:], *words[1:]]
        yield _Pattern(number, with_lam, takes_clitics=True)
    for exception in term.exceptions:
        innocent = _words(_plain(exception))
        if innocent:
            yield _Pattern(number, innocent, takes_clitics=True, is_exception=True)


def _takes_clitics(term: Term) -> bool:
    if term.clitics is not None:
        return term.clitics
    letters = sum(sign.isalnum() and sign != TATWEEL for sign in term.text)
    return letters > LONGEST_WITHOUT_CLITICS


def _plain(text: str) -> str:
    return _plain_folded(fold(_with_plain_letters(text)))


def _with_plain_letters(text: str) -> str:
    """Put letters in the place of their look-alikes, one for one.

    Before folding, for a capital looks like another letter than its small one; and after it, when
    their marks are gone.
    """
    return text.translate(_PLAIN_LETTERS) if _MAY_BE_LOOK_ALIKE.search(text) else text


def _plain_folded(text: str) -> str:
    return _BETWEEN_ARABIC_LETTERS.sub(
        lambda run: run[0].translate(_PLAIN_BETWEEN_ARABIC_LETTERS), _with_plain_letters(text)
    )


def _is_overlooked(gap: str) -> bool:
    return not _BLANK.search(gap) or bool(_HYPHEN_AT_LINE_END.fullmatch(gap))


def _are_figures(before: str, after: str) -> bool:
    """Whether both are, as in dates: their signs are not there to hide anything."""
    return before.isdigit() and after.isdigit()


def _runs(flags: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield where the true ones among ``flags`` begin and end."""
    start = 0
    for is_true, run in groupby(flags):
        end = start + len(list(run))
        if is_true:
            yield start, end
        start = end


def _words(plain: str) -> list[str]:
    return _WORD.findall(plain)


def _squeezed(words: Iterable[str]) -> str:
    return _RUN.sub(itemgetter(1), " ".join(words))


def _counts(word: str) -> list[int]:
    return [run.end() - run.start() for run in _RUNS.finditer(word)]
