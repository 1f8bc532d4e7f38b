"""A second person's judgement of one comment in a hundred, made without seeing the first.

Which comments fall to the sample is settled by a keyed hash of their number: the same whoever
decides and whenever, and nobody at the desk can tell beforehand. Nothing moves by a second look.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils import timezone
from django.utils.crypto import salted_hmac

from minbar.discussion.models import Comment, Move, MoveKind, PolicyRule, Status
from minbar.discussion.moves import comment_moved
from minbar.moderation.models import SecondLook, SecondLookQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ONE_IN = 100
"""One comment of so many falls to the sample."""
FEWEST = 30
"""Judged ones below which nothing is said of how far the desk agrees: chance would speak."""
DECISIONS = (MoveKind.APPROVE, MoveKind.REJECT)


class NotToBeJudged(Exception):
    """The second look was judged meanwhile, is of one's own decision, or its words have gone."""


@dataclass(frozen=True)
class ReasonAgreement:
    """How far two people agree on what one of them refused by a rule."""

    rule: PolicyRule
    count: int
    """Comments refused by this rule that a second person judged."""
    refused_too: int
    """Of these, those that the second person would have refused as well."""
    same_rule: int
    """Of these, those for the same rule."""


@dataclass(frozen=True)
class Agreement:
    """How far two people judge the same comment alike."""

    count: int
    share: float
    """Of a hundred."""
    kappa: float | None
    """Cohen's kappa: agreement beyond chance, 1 is whole, 0 none; None where it is not defined,
    because both always say the same one thing."""
    reasons: list[ReasonAgreement]


def falls_to_sample(comment: int) -> bool:
    """Whether the comment of this number is one of the hundred."""
    digest = salted_hmac("minbar.second-look", f"{comment}", algorithm="sha256").digest()
    return int.from_bytes(digest[:8], "big") % ONE_IN == 0


@receiver(comment_moved)
def draw(comment: Comment, move: Move, **_signal: object) -> None:
    """Put a person's first decision on a held comment into the sample, if it falls to it.

    One that is taken back before a colleague judged it leaves the sample, and what is then decided
    takes its place. Part of the transaction that moves the comment.
    """
    if move.kind == MoveKind.UNDO:
        SecondLook.objects.filter(comment=comment, judged_at=None).delete()
    is_decision = move.kind in DECISIONS and move.came_from == Status.PENDING
    if is_decision and move.by_id is not None and falls_to_sample(comment.pk):
        SecondLook.objects.get_or_create(
            comment=comment, defaults={"decision": move, "drawn_at": move.at}
        )


def open_for(colleague: "User") -> QuerySet[SecondLook]:
    """Second looks that ``colleague`` may judge: what somebody else decided, the oldest first."""
    looks = SecondLook.objects.open().exclude(decision__by=colleague)
    return looks.select_related("comment__story", "comment__parent")


@transaction.atomic(durable=True)
def judge(look: SecondLook, *, by: "User", reason: PolicyRule | None) -> None:
    """Write down what ``by`` would have done: publish, or refuse by ``reason``. Nothing moves.

    Raises NotToBeJudged, changing nothing.
    """
    still = SecondLook.objects.open().exclude(decision__by=by).filter(pk=look.pk)
    if not still.exists():
        raise NotToBeJudged
    unjudged = SecondLook.objects.filter(pk=look.pk, judged_at=None)
    told = {"by": by, "publishes": reason is None, "reason": reason, "judged_at": timezone.now()}
    if not unjudged.update(**told):
        raise NotToBeJudged


def judged_between(begin: datetime, end: datetime) -> SecondLookQuerySet:
    """Second looks that somebody judged from one moment to another."""
    return SecondLook.objects.judged().filter(judged_at__gte=begin, judged_at__lt=end)


def agreement(judged: QuerySet[SecondLook]) -> Agreement | None:
    """Return how far two people agree on what was ``judged``, or None of too few."""
    rows: list[Any] = list(
        judged.values_list("decision__kind", "decision__reason", "publishes", "reason")
    )
    if len(rows) < FEWEST:
        return None
    pairs = [(kind == MoveKind.APPROVE, publishes) for kind, _rule, publishes, _other in rows]
    return Agreement(
        count=len(rows),
        share=100 * _observed(pairs),
        kappa=cohens_kappa(pairs),
        reasons=_by_reason(rows),
    )


def cohens_kappa(pairs: Iterable[tuple[bool, bool]]) -> float | None:
    """Return the agreement of two judges beyond chance (Cohen, 1960).

    None of nothing, and where both say the same one thing of everything.

    >>> cohens_kappa([(True, True), (False, False)])
    1.0
    """
    pairs = list(pairs)
    if not pairs:
        return None
    first = sum(one for one, _other in pairs) / len(pairs)
    second = sum(other for _one, other in pairs) / len(pairs)
    by_chance = first * second + (1 - first) * (1 - second)
    if by_chance == 1:
        return None
    return (_observed(pairs) - by_chance) / (1 - by_chance)


def _observed(pairs: list[tuple[bool, bool]]) -> float:
    return sum(one == other for one, other in pairs) / len(pairs)


def _by_reason(rows: list[Any]) -> list[ReasonAgreement]:
    """Only of rules by which enough was refused that a share says something."""
    found = []
    for rule in PolicyRule.objects.all():
        seconds = [
            (publishes, other)
            for kind, first, publishes, other in rows
            if kind == MoveKind.REJECT and first == rule.pk
        ]
        if len(seconds) >= FEWEST:
            refused_too = sum(not publishes for publishes, _other in seconds)
            same = sum(other == rule.pk for _publishes, other in seconds)
            found.append(ReasonAgreement(rule, len(seconds), refused_too, same))
    return found
