"""The rules that editors lay down, as they look at each comment that comes in.

What a rule needs is compiled once for each of its editions and shared by the threads of a process;
whether it still holds is one small query for each comment. A rule deletes nothing: it marks, holds,
slows, and refuses only where an editor set it to, for a reason of the policy and with a receipt.
"""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from minbar.discussion.models import Comment, PolicyRule, SealedEmail, Status
from minbar.discussion.screening import Sending, Verdict
from minbar.moderation.models import Rule, RuleAct
from minbar.moderation.rule_kinds import Judge, Reports, Words, judge_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PREFIX = "rule-"


class WasAtWork(Exception):
    """Comments may carry the name of this rule, so it stays; it can be put to rest."""


@dataclass(frozen=True)
class LiveRule:
    """A rule at work, made ready."""

    pk: int
    name: str
    act: str
    reason: PolicyRule | None
    judge: Judge = field(repr=False)

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


class _Compiled:
    """The rules at work, as this process has compiled them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_edition: dict[uuid.UUID, LiveRule] = {}

    def rules(self) -> list[LiveRule]:
        """Return those that are at work now, in their order, compiling what is new."""
        editions = list(Rule.objects.live().values_list("edition", flat=True))
        compiled = self._by_edition
        if not all(edition in compiled for edition in editions):
            with self._lock:
                compiled = self._by_edition = self._renewed()
            # A rule that was changed between the two looks is there as it is now.
            return list(compiled.values())
        return [compiled[edition] for edition in editions]

    def _renewed(self) -> dict[uuid.UUID, LiveRule]:
        before = self._by_edition
        return {
            rule.edition: before.get(rule.edition) or _made_ready(rule)
            for rule in Rule.objects.live().select_related("reason")
        }


_compiled = _Compiled()


def live() -> list[LiveRule]:
    """Return the rules at work, the oldest first."""
    return _compiled.rules()


def look(sending: Sending) -> Verdict:
    """Say what the rules at work find in a comment. A screener."""
    verdict = Verdict()
    past = WriterNow(sending)
    for rule in live():
        if rule.judge.finds(sending, past):
            verdict |= rule.verdict
    return verdict


def marks(comment: Comment) -> list[Mark]:
    """Return where the words of rules at work stand in the text of a comment, in its order.

    They may overlap. Reads nothing but the stamp of the rules.
    """
    found = [
        Mark(match.start, match.end, rule, match.term)
        for rule in live()
        if isinstance(rule.judge, Words)
        for match in rule.judge.places(comment)
    ]
    return sorted(found, key=lambda mark: (mark.start, -mark.end))


def reached(reports: int) -> list[LiveRule]:
    """Return the rules at work that a published comment with so many open reports has reached."""
    return [
        rule for rule in live() if isinstance(rule.judge, Reports) and reports >= rule.judge.least
    ]


def name_of(label: str) -> str | None:
    """Return the name of the rule whose label this is, or None where it is no rule's."""
    number = label.removeprefix(PREFIX)
    if number == label or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Rule.objects.filter(pk=int(number)).values_list("name", flat=True).first()


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


def _made_ready(rule: Rule) -> LiveRule:
    return LiveRule(rule.pk, rule.name, rule.act, rule.reason, judge_of(rule))
