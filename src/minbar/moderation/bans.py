"""Writers who are banned for a term, and how they are known again.

A typed e-mail proves nothing, an address may be a whole town's (RFC 6598), and a browser's name is
that of millions. So no one of the three is enough: a ban falls on what shares two of them with the
comment that it was laid on. What it falls on waits for the desk, in one heap; it is refused at once
only where a senior chose that, the e-mail is proven, and both e-mail and address are the same. See
``docs/decisions/0016-who-is-banned.md``.
"""

from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils import timezone

from minbar.discussion import letters
from minbar.discussion.erasing import overwriting
from minbar.discussion.models import (
    MESSAGE_LENGTH,
    Comment,
    PolicyRule,
    ProvenAddress,
    SealedEmail,
    Status,
)
from minbar.discussion.moves import comment_moved
from minbar.discussion.screening import Sending, Verdict, comment_submitted, relabel
from minbar.moderation import queueing
from minbar.moderation.models import Ban, any_of
from minbar.moderation.permissions import is_senior
from minbar.stories.prepared_sql import Prepared

if TYPE_CHECKING:
    from django.contrib.auth.models import User

BANNED = "banned"
"""The label of what a ban falls on."""


class OnlySeniors(Exception):
    """Bans are laid and lifted by those who may undo what colleagues decided."""


class NobodyToBan(Exception):
    """Too little is known of where the comment came from: its writer would not be known again."""


class BannedAlready(Exception):
    """The same writer is under a ban, which can be lifted first."""

    def __init__(self, ban: Ban) -> None:
        super().__init__(f"Ban {ban.pk} is in force.")
        self.ban = ban


class Over(Exception):
    """The ban has run out, or was lifted before."""

    def __init__(self, ban: Ban) -> None:
        super().__init__(f"Ban {ban.pk} is over.")
        self.ban = ban


@dataclass(frozen=True)
class Signs:
    """By what a writer is known again: three keyed hashes, each of which may be missing."""

    writer: str = ""
    origin: str = ""
    browser: str = ""

    @property
    def pairs(self) -> list[dict[str, str]]:
        """Each two of the three that are known."""
        known = {name: sign for name, sign in asdict(self).items() if sign}
        return [dict(pair) for pair in combinations(known.items(), 2)]

    def share_two(self, others: "Signs") -> bool:
        """Whether two of the three are the same, and known."""
        same = [
            one for one, other in zip(astuple(self), astuple(others), strict=True) if one == other
        ]
        return sum(map(bool, same)) >= 2


@transaction.atomic(durable=True)
def ban(
    comment: Comment,
    *,
    by: "User",
    term: timedelta | None,
    reason: PolicyRule,
    refuses: bool = False,
    note: str = "",
) -> Ban:
    """Ban the writer of ``comment``, on disk when it returns; see ``lay``."""
    return lay(comment, by=by, term=term, reason=reason, refuses=refuses, note=note)


@transaction.atomic
def lay(
    comment: Comment,
    *,
    by: "User",
    term: timedelta | None,
    reason: PolicyRule,
    refuses: bool = False,
    note: str = "",
) -> Ban:
    """Ban the writer of ``comment`` for a term, or until somebody lifts it; part of a transaction.

    What already waits of this writer gets the label, too; nothing is refused by that. ``note``
    stays at the desk. Raises OnlySeniors, NobodyToBan, BannedAlready, or ValueError for a term that
    is over when it begins.
    """
    if not is_senior(by):
        raise OnlySeniors
    now = timezone.now()
    if term is not None and term <= timedelta():
        raise ValueError("A ban lasts longer than no time.")
    signs = signs_of(comment)
    if not signs.pairs:
        raise NobodyToBan
    same = asdict(signs)
    earlier = Ban.objects.running(now).filter(**same).first()
    if earlier is not None:
        raise BannedAlready(earlier)
    laid = Ban.objects.create(
        **same,
        comment=comment,
        reason=reason,
        refuses=refuses,
        note=note.strip()[:MESSAGE_LENGTH],
        by=by,
        at=now,
        until=now + term if term is not None else None,
    )
    _relabel(waiting_under(laid))
    return laid


def lift(ban: Ban, *, by: "User") -> Ban:
    """End a ban, on disk when it returns; see ``end``."""
    with overwriting(), transaction.atomic(durable=True):
        return end(ban, by=by)


@transaction.atomic
def end(ban: Ban, *, by: "User") -> Ban:
    """End a ban now; what it had marked and still waits loses the label; part of a transaction.

    By what the writer was known is forgotten with it: the caller overwrites it (``overwriting``).
    Raises OnlySeniors, Over.
    """
    if not is_senior(by):
        raise OnlySeniors
    now = timezone.now()
    fell_on = list(waiting_under(ban).values_list("pk", flat=True))
    lifted = Ban.objects.running(now).filter(pk=ban.pk)
    if not lifted.order_by().update(lifted_at=now, lifted_by=by, **_FORGOTTEN):
        raise Over(Ban.objects.get(pk=ban.pk))
    _relabel(Comment.objects.filter(pk__in=fell_on))
    ban.refresh_from_db()
    return ban


def ban_of(comment: Comment) -> Ban | None:
    """Return the ban in force that a comment falls under; of several the one that lasts longest."""
    return _ban_on(signs_of(comment))


def waiting_under(ban: Ban) -> QuerySet[Comment]:
    """Comments that await a decision and that ``ban`` falls on, the longest waiting first."""
    signs = Signs(ban.writer, ban.origin, ban.browser)
    of_comment = [{_OF_COMMENT[name]: sign for name, sign in pair.items()} for pair in signs.pairs]
    return Comment.objects.awaiting_decision().filter(any_of(of_comment), from_newsroom=False)


def signs_of(comment: Comment) -> Signs:
    """Return by what the writer of a comment would be known again; some of it is forgotten soon."""
    sealed = SealedEmail.objects.filter(comment=comment).values_list("writer", flat=True)
    return Signs(_not_disowned(sealed.first() or ""), comment.origin, comment.browser)


def look(sending: Sending) -> Verdict | None:
    """Say whether a ban falls on what was sent. A screener."""
    comment = sending.comment
    signs = Signs(sending.writer, comment.origin, comment.browser)
    if _ban_on(signs) is None:
        return None  # as nearly always, by one query; who disowned an e-mail is asked after that
    signs = Signs(_not_disowned(sending.writer), comment.origin, comment.browser)
    found = _ban_on(signs)
    if found is None:
        return None
    labels = (BANNED,)
    if found.refuses and _is_certainly(found, signs):
        return Verdict(labels=labels, refuses_by=found.reason)
    return Verdict(labels=labels, holds=True)


def running() -> QuerySet[Ban]:
    """Bans in force, the one that lasts longest first."""
    return _told(Ban.objects.running(timezone.now()))


def ended() -> QuerySet[Ban]:
    """Bans that ran out or were lifted, the newest first."""
    return _told(Ban.objects.ended(timezone.now()))


def export(writer: str) -> list[dict[str, Any]]:
    """Return the bans in force that know a writer by this hash of the e-mail, for that person."""
    return [
        {
            "since": ban.at.isoformat(),
            "until": ban.until and ban.until.isoformat(),
            "rule": {"number": ban.reason.number, "text": ban.reason.text},
            "comment": ban.comment_id,
        }
        for ban in running().filter(writer=writer)
    ]


def forget_ended() -> int:
    """Forget by what the writers of bans that are over were known; return how many bans. Hourly."""
    over = Ban.objects.ended(timezone.now()).exclude(**_FORGOTTEN)
    with overwriting(), transaction.atomic(durable=True):
        return over.order_by().update(**_FORGOTTEN)


NOBODY = "-"
"""No writer's hash: bans whose writers are forgotten are many, and fall on nobody."""
_FORGOTTEN = {"writer": "", "origin": "", "browser": ""}
# Each two of the three have e-mail or address among them, and by those there are indexes.
_not_lifted = Prepared(
    lambda writer, origin: (
        Ban.objects.filter(any_of([{"writer": writer}, {"origin": origin}]), lifted_at=None)
        .order_by()
        .values_list("pk", "until", "writer", "origin", "browser")
    ),
    *("writer", "origin"),
)
_OF_COMMENT = {"writer": "sealed_email__writer", "origin": "origin", "browser": "browser"}


def _ban_on(signs: Signs) -> Ban | None:
    """Return the ban in force on somebody known by these; each comment that comes in asks this."""
    if not signs.pairs:
        return None
    now = timezone.now()
    fallen_on = [
        pk
        for pk, until, *others in _not_lifted.rows(
            writer=signs.writer or NOBODY, origin=signs.origin or NOBODY
        )
        if (until is None or until > now) and signs.share_two(Signs(*others))
    ]
    if not fallen_on:
        return None
    return Ban.objects.running(now).filter(pk__in=fallen_on).select_related("reason").first()


def _is_certainly(ban: Ban, signs: Signs) -> bool:
    """Whether it is this writer, so far as anybody can tell: a proven e-mail, from where it was."""
    is_same = (signs.writer, signs.origin) == (ban.writer, ban.origin)
    return is_same and bool(signs.origin) and letters.is_proven(signs.writer)


def _not_disowned(writer: str) -> str:
    """Return what is known of the e-mail, unless its owner has said that somebody else types it."""
    return "" if writer and _disowned([writer]).exists() else writer


def _disowned(writers: Iterable[str]) -> QuerySet[ProvenAddress]:
    return ProvenAddress.objects.filter(writer__in=set(writers), refused_at__isnull=False)


def _relabel(comments: QuerySet[Comment]) -> None:
    """Give waiting comments the label, or take it, as the bans in force say now."""
    for comment in comments.filter(status=Status.PENDING):
        others = [label for label in comment.labels if label != BANNED]
        ban = ban_of(comment)
        labels = [*others, BANNED] if ban else others
        if labels != comment.labels:
            relabel(comment, labels)
        queueing.gather(comment.pk, ban)


@receiver(comment_submitted)
@receiver(comment_moved)
def keep_together(sender: type[Comment], comment: Comment, **_signal: Any) -> None:
    """Have what a banned writer sends, or is undone of it, wait in that ban's heap."""
    if BANNED in comment.labels and comment.status == Status.PENDING:
        queueing.gather(comment.pk, ban_of(comment))


def _told(bans: QuerySet[Ban]) -> QuerySet[Ban]:
    return bans.select_related("reason", "by", "lifted_by", "comment__story")
