"""The rules that editors lay down, as they look at each comment that comes in.

What rules need is compiled once after each change and shared by the threads of a process; whether
it still holds is one small query for each comment. A rule deletes nothing: it marks, holds,
slows, and refuses only where an editor set it to, for a reason of the policy and with a receipt.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from minbar.arabic import Match, Term, TermList
from minbar.discussion.models import Comment, PolicyRule, SealedEmail, Status
from minbar.discussion.screening import Sending, Verdict
from minbar.moderation.models import Rule, RuleAct, RuleKind
from minbar.moderation.rule_kinds import Judge, Reports, judge_of
from minbar.moderation.word_lists import read
from minbar.stories.path_converters import RowNumber
from minbar.stories.prepared_sql import Prepared

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PREFIX = "rule-"
_editions = Prepared(lambda: Rule.objects.live().values_list("edition"))


class WasAtWork(Exception):
    """Comments may carry the name of this rule, so it stays; it can be put to rest."""


@dataclass(frozen=True)
class LiveRule:
    """A rule at work, made ready."""

    pk: int
    name: str
    act: str
    reason: PolicyRule | None
    judge: Judge | None = field(repr=False)
    """None where its words are looked for together with those of other rules."""

    @property
    def code(self) -> str:
        """What stands among the labels of a comment that it finds."""
        return f"{PREFIX}{self.pk}"

    @property
    def verdict(self) -> Verdict:
        """What it says of such a comment."""
        codes = (self.code,)
        match self.act:
            case RuleAct.REFUSE:
                return Verdict(labels=codes, refuses_by=self.reason)
            case RuleAct.HOLD:
                return Verdict(labels=codes, holds=True)
            case RuleAct.SLOW:
                return Verdict(remarks=codes, slows=True)
            case _:
                return Verdict(remarks=codes)


@dataclass(frozen=True)
class Mark:
    """What a rule found: ``comment.text[start:end]`` is ``term`` as it was typed."""

    start: int
    end: int
    rule: LiveRule
    term: str
    """As it stands in the rule's list."""


class WriterNow:
    """A writer's past, as the database has it while a comment comes in."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending

    def is_first(self) -> bool:
        """See ``rule_kinds.Past``."""
        return self._is_first

    def sent_within(self, minutes: int) -> int:
        """See ``rule_kinds.Past``."""
        since = timezone.now() - timedelta(minutes=minutes)
        comment, writer = self._sending.comment, self._sending.writer
        sent: set[int] = set()
        if writer:
            same = SealedEmail.objects.filter(writer=writer, comment__submitted_at__gt=since)
            sent.update(same.values_list("comment", flat=True))
        if comment.origin and comment.browser:
            here = Comment.objects.filter(origin=comment.origin, submitted_at__gt=since)
            sent.update(here.filter(browser=comment.browser).values_list("pk", flat=True))
        return len(sent - {comment.pk}) + 1

    @cached_property
    def _is_first(self) -> bool:
        writer = self._sending.writer
        published = SealedEmail.objects.filter(writer=writer, comment__status=Status.APPROVED)
        return not (writer and published.exists())


class WordsTogether:
    """The lists of all rules as one, so that a comment is read once however many lists there are.

    A term that stands in several lists with other options is looked for in a second reading.
    """

    def __init__(self, rules: Iterable[LiveRule], lists: Iterable[str]) -> None:
        owners: dict[Term, list[LiveRule]] = {}
        for rule, words in zip(rules, lists, strict=True):
            for term in read(words).terms:
                owners.setdefault(term, []).append(rule)
        layers: list[dict[str, Term]] = []
        for term in owners:
            layer = next((layer for layer in layers if term.text not in layer), None)
            if layer is None:
                layer = {}
                layers.append(layer)
            layer[term.text] = term
        self._layers = [
            (TermList(layer.values()), {text: owners[term] for text, term in layer.items()})
            for layer in layers
        ]

    def find(self, text: str) -> Iterator[tuple[Match, LiveRule]]:
        """Yield what stands in ``text``, once for each rule whose list has it."""
        for terms, owners in self._layers:
            for match in terms.find(text):
                for rule in owners[match.term]:
                    yield match, rule

    def found_in(self, comment: Comment) -> set[int]:
        """Return the keys of the rules with a word in text, name or town."""
        parts = (comment.text, comment.name, comment.place)
        return {rule.pk for part in parts for _match, rule in self.find(part)}


@dataclass(frozen=True)
class AtWork:
    """The rules at work, made ready."""

    editions: tuple[uuid.UUID, ...] = ()
    rules: tuple[LiveRule, ...] = ()
    words: WordsTogether = field(default_factory=lambda: WordsTogether([], []))
    words_of: tuple[uuid.UUID, ...] = ()
    """Of which editions ``words`` is made."""


class _Compiled:
    """The rules at work, as this process has compiled them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = AtWork()

    def at_work(self) -> AtWork:
        """Return those that are at work now, compiling what is new."""
        editions = tuple(edition for (edition,) in _editions.rows())
        last = self._last
        if last.editions == editions:
            return last
        with self._lock:
            if self._last.editions != editions:
                # A rule that was changed since is taken as it is now.
                self._last = _made_ready(self._last)
            return self._last


_compiled = _Compiled()


def ready() -> AtWork:
    """Return the rules at work, made ready; asks for their stamp, in one query."""
    return _compiled.at_work()


def look(sending: Sending) -> Verdict:
    """Say what the rules at work find in a comment. A screener."""
    at_work = _compiled.at_work()
    with_words = at_work.words.found_in(sending.comment)
    past = WriterNow(sending)
    verdict = Verdict()
    for rule in at_work.rules:
        if rule.pk in with_words if rule.judge is None else rule.judge.finds(sending, past):
            verdict |= rule.verdict
    return verdict


def marks(comment: Comment, at_work: AtWork | None = None) -> list[Mark]:
    """Return where the words of rules at work stand in the text of a comment, in its order.

    They may overlap. Reads nothing but the stamp of the rules, and not that where many comments are
    asked of with one ``ready()``.
    """
    found = (at_work or ready()).words.find(comment.text)
    marks = [Mark(match.start, match.end, rule, match.term) for match, rule in found]
    return sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.rule.pk))


def reached(reports: int, at_work: AtWork | None = None) -> list[LiveRule]:
    """Return the rules at work that a published comment with so many open reports has reached."""
    return [
        rule
        for rule in (at_work or ready()).rules
        if isinstance(rule.judge, Reports) and reports >= rule.judge.least
    ]


def name_of(label: str) -> str | None:
    """Return the name of the rule whose label this is, or None where it is no rule's."""
    number = RowNumber.read(label.removeprefix(PREFIX)) if label.startswith(PREFIX) else None
    if number is None:
        return None
    return Rule.objects.filter(pk=number).values_list("name", flat=True).first()


def names() -> dict[str, str]:
    """Return the labels of all rules that have ever been at work, with their names."""
    worked = Rule.objects.filter(first_live_at__isnull=False).values_list("pk", "name")
    return {f"{PREFIX}{pk}": name for pk, name in worked}


@transaction.atomic(durable=True)
def keep(rule: Rule, *, by: "User | None") -> None:
    """Store a rule, new or changed, as it is to work from the next comment on."""
    rule.changed_at, rule.changed_by = timezone.now(), by
    rule.edition = uuid.uuid4()
    if rule.is_live and rule.first_live_at is None:
        rule.first_live_at = rule.changed_at
    rule.save()


@transaction.atomic(durable=True)
def remove(rule: Rule) -> None:
    """Delete a rule that never worked. Raises WasAtWork."""
    removed, _by_model = Rule.objects.filter(pk=rule.pk, first_live_at=None).delete()
    if not removed:
        raise WasAtWork


def _made_ready(last: AtWork) -> AtWork:
    """Return the rules as they are now; what ``last`` has of lists that are the same is kept."""
    stored = list(Rule.objects.live().select_related("reason"))
    rules = [
        LiveRule(
            rule.pk,
            rule.name,
            rule.act,
            rule.reason,
            judge=None if rule.kind == RuleKind.WORDS else judge_of(rule),
        )
        for rule in stored
    ]
    with_words = [(live, rule) for live, rule in zip(rules, stored, strict=True) if not live.judge]
    words_of = tuple(rule.edition for _live, rule in with_words)
    words = last.words
    if words_of != last.words_of:
        words = WordsTogether(
            (live for live, _rule in with_words), (rule.words for _live, rule in with_words)
        )
    return AtWork(tuple(rule.edition for rule in stored), tuple(rules), words, words_of)
