"""What each kind of rule can be told, what it may do, and how it judges a comment.

A rule holds numbers, choices and words. The patterns here are ours, and none of them goes back over
what it has read: any text takes time that grows with its length alone.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from minbar.arabic import Match, TermList, guess_language
from minbar.discussion.models import Comment
from minbar.discussion.screeners import count_links
from minbar.discussion.screening import Sending
from minbar.moderation.models import MAY_REFUSE, Rule, RuleAct, RuleKind
from minbar.moderation.word_lists import read

FEWEST_CAPITALS = 12
"""Latin letters below which a share of capitals says nothing: «USA», «CRB Alger»."""
MOST_MINUTES = 24 * 60

_RUN = re.compile(r"(.)\1+", re.DOTALL)
_TATWEEL = "\u0640"


class Past(Protocol):
    """What is known of a writer when a comment comes in. Asked only by the rules that need it."""

    def is_first(self) -> bool:
        """Whether no comment with this e-mail is published; one without an e-mail is a first."""

    def sent_within(self, minutes: int) -> int:
        """How many comments came from this writer in so many minutes, this one among them.

        The writer's are those with the same e-mail, and those from the same address and browser.
        """


class Judge(Protocol):
    """A rule made ready: threads share it."""

    def finds(self, sending: Sending, past: Past) -> bool:
        """Whether the rule is about what was sent."""


@dataclass(frozen=True)
class Words:
    """Listed words in text, name or town."""

    terms: TermList

    def finds(self, sending: Sending, past: Past) -> bool:
        """Whether a listed word stands anywhere in what is published."""
        comment = sending.comment
        return any(self.terms.find(part) for part in (comment.text, comment.name, comment.place))

    def places(self, comment: Comment) -> list[Match]:
        """Return where listed words stand in the text as it was typed."""
        return self.terms.find(comment.text)


@dataclass(frozen=True)
class Links:
    """More links than ``most``; where ``first`` is set, only in a writer's first comment."""

    most: int
    first: bool = False

    def finds(self, sending: Sending, past: Past) -> bool:
        """Count them, and ask for the past only if there are too many."""
        has_more = count_links(sending.comment.text) > self.most
        return has_more and (not self.first or past.is_first())


@dataclass(frozen=True)
class Length:
    """Fewer letters than ``least``, or more than ``most``; blanks at the ends do not count."""

    least: int | None = None
    most: int | None = None

    def finds(self, sending: Sending, past: Past) -> bool:
        """Count code points, as the form does."""
        length = len(sending.comment.text.strip())
        is_short = self.least is not None and length < self.least
        return is_short or (self.most is not None and length > self.most)


@dataclass(frozen=True)
class Shouting:
    """More capitals among the Latin letters than ``capitals`` in a hundred; or runs.

    Of the same sign more than ``signs`` times, of a letter, or tatweels, more than ``letters``.
    """

    capitals: int | None = None
    signs: int | None = None
    letters: int | None = None

    def finds(self, sending: Sending, past: Past) -> bool:
        """Look for any of the three."""
        text = sending.comment.text
        return self._has_capitals(text) or any(
            (run.end() - run.start()) > most
            for run in _RUN.finditer(text)
            if (most := self._most_of(run[1])) is not None
        )

    def _has_capitals(self, text: str) -> bool:
        if self.capitals is None:
            return False
        capitals = sum(map(str.isupper, text))
        cased = capitals + sum(map(str.islower, text))
        return cased >= FEWEST_CAPITALS and 100 * capitals > self.capitals * cased

    def _most_of(self, sign: str) -> int | None:
        if sign.isalpha() or sign == _TATWEEL:
            return self.letters
        return self.signs if unicodedata.category(sign)[0] in "PS" else None


@dataclass(frozen=True)
class Languages:
    """A comment that seems to be in one of these languages; see ``guess_language``."""

    languages: frozenset[str]

    def finds(self, sending: Sending, past: Past) -> bool:
        """Guess."""
        return guess_language(sending.comment.text) in self.languages


@dataclass(frozen=True)
class First:
    """A writer of whom nothing is published yet. A typed e-mail proves nothing: it is a hint."""

    def finds(self, sending: Sending, past: Past) -> bool:
        """Ask the past."""
        return past.is_first()


@dataclass(frozen=True)
class Rate:
    """More than ``most`` comments of one writer within ``minutes``."""

    most: int
    minutes: int

    def finds(self, sending: Sending, past: Past) -> bool:
        """Ask the past; what is only written anew is no new comment."""
        return not sending.is_rewritten and past.sent_within(self.minutes) > self.most


@dataclass(frozen=True)
class Reports:
    """A published comment with ``least`` open reports; nothing that is looked at as it comes in."""

    least: int

    def finds(self, sending: Sending, past: Past) -> bool:
        """Nobody reports what nobody has read."""
        return False


def _words(rule: Rule) -> Words:
    return Words(TermList(read(rule.words).terms))


def _from_parameters(judge: Callable[..., Judge]) -> Callable[[Rule], Judge]:
    return lambda rule: judge(**rule.parameters)


def _languages(rule: Rule) -> Languages:
    return Languages(frozenset(rule.parameters["languages"]))


_JUDGES: Mapping[str, Callable[[Rule], Judge]] = {
    RuleKind.WORDS: _words,
    RuleKind.LINKS: _from_parameters(Links),
    RuleKind.LENGTH: _from_parameters(Length),
    RuleKind.SHOUTING: _from_parameters(Shouting),
    RuleKind.LANGUAGE: _languages,
    RuleKind.FIRST: _from_parameters(First),
    RuleKind.RATE: _from_parameters(Rate),
    RuleKind.REPORTS: _from_parameters(Reports),
}


def judge_of(rule: Rule) -> Judge:
    """Make a rule ready to judge; long lists of words take seconds."""
    return _JUDGES[rule.kind](rule)


def acts_of(kind: str) -> list[RuleAct]:
    """Return what a rule of this kind may do; the database refuses what ``MAY_REFUSE`` forbids."""
    if kind == RuleKind.REPORTS:
        return [RuleAct.LABEL]
    return [act for act in RuleAct if act != RuleAct.REFUSE or kind in MAY_REFUSE]


def said(kind: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters that say something, as they are kept."""
    return {name: value for name, value in parameters.items() if value not in (None, "", [])}
