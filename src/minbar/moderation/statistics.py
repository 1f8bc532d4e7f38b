"""What the desk did: counted from the moves, a day at a time, and added up over days.

A day is a set of counters by name (``decision/approve``, ``refusal/insult/reject``); the schedule
keeps those of days that are over, so that a page over ninety days reads ninety rows, however many
comments there were. Today is counted when somebody looks.

Everything is counted on the day on which it happened: an appeal that is upheld today says nothing
of the day of the refusal. So no day changes once it is over.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from minbar.discussion.models import UNDECIDED, Comment, Move, MoveKind, Report, Status
from minbar.discussion.moves import UNDOABLE
from minbar.moderation.models import DeskDay
from minbar.moderation.waits import step_of
from minbar.press import keys

KEY = "transparency"
"""Named by what lists the months that have a report."""
DAY = timedelta(days=1)
HOURS = 24
DAYS_AT_ONCE = 40
"""Days that the schedule counts in one go; behind an import of years it takes some minutes."""
GRACE = timedelta(minutes=5)
"""After midnight, until a day is counted: what was decided at 23:59 may not be committed before."""
DAYS_COUNTED_LIVE = 2
"""Days without a row that a page counts itself: today, and yesterday before the schedule came."""
FIRST_DECISIONS = (MoveKind.APPROVE, MoveKind.REJECT, MoveKind.RETURN)
"""What ends a comment's waiting, as in ``discussion.reviewing``."""
REFUSALS = (MoveKind.REJECT, MoveKind.STRIKE)
OUTCOMES = {
    MoveKind.APPROVE: "published",
    MoveKind.REJECT: "refused",
    MoveKind.RETURN: "returned",
}
APPEALS = {MoveKind.APPROVE: "granted", MoveKind.UPHOLD: "upheld"}
BY_RULE = "rule"
"""Who refused, where no person did."""
BY_PERSON = "person"
NO_REASON = "-"


class Counts(Counter[str]):
    """Counters by name; a name's parts are parted by strokes."""

    def under(self, *parts: str) -> dict[str, int]:
        """Return the counters right below a name, by their last part.

        >>> Counts({"refusal/insult/reject": 2, "refusal/insult/strike": 1}).under("refusal")
        {'insult': 3}
        """
        beginning = "/".join(parts) + "/"
        found: dict[str, int] = {}
        for name, count in self.items():
            if name.startswith(beginning):
                last = name.removeprefix(beginning).partition("/")[0]
                found[last] = found.get(last, 0) + count
        return found

    def steps(self, *parts: str) -> dict[int, int]:
        """Return the waits counted below a name, by their step."""
        return {int(step): count for step, count in self.under(*parts).items()}

    def sum_under(self, *parts: str) -> int:
        """Return the sum of everything below a name."""
        return sum(self.under(*parts).values())


@dataclass(frozen=True)
class Period:
    """What was counted over some days, in one and by day."""

    days: list[tuple[date, Counts]]
    missing: int
    """Days of it that nobody has counted yet."""

    @property
    def counts(self) -> Counts:
        """All days together."""
        added = Counts()
        for _day, counts in self.days:
            added.update(counts)
        return added


@dataclass(frozen=True)
class Waiting:
    """What waits for a decision now."""

    pending: int
    appealed: int
    oldest: datetime | None
    """Since when the one that has waited longest waits."""
    steps: dict[int, int]
    """How long each has waited."""

    @property
    def count(self) -> int:
        """How many comments wait."""
        return self.pending + self.appealed


def over(first: date, last: date) -> Period:
    """Return what was counted from one day to another, both with it."""
    counted = {day.day: day.counts for day in DeskDay.objects.filter(day__range=(first, last))}
    begun = first_day() or timezone.localdate()
    days, missing, live = [], 0, 0
    for number in range((last - first).days, -1, -1):
        day = first + number * DAY
        counts = Counts(counted.get(day, {}))
        if day >= begun and day not in counted:
            if live < DAYS_COUNTED_LIVE:
                live += 1
                counts = count_day(day)
            else:
                missing += 1
        days.append((day, counts))
    return Period(days[::-1], missing)


def waiting_now() -> Waiting:
    """Return what waits at this moment; a comment waits since it came, an appeal since it was."""
    now = timezone.now()
    since: list[datetime] = []
    numbers = {}
    for status, field in ((Status.PENDING, "submitted_at"), (Status.APPEALED, "moved_at")):
        found = Comment.objects.filter(status=status, returned_at=None)
        moments = list(found.order_by().values_list(field, flat=True))
        numbers[status] = len(moments)
        since += moments
    steps = Counter(step_of(now - moment) for moment in since)
    return Waiting(
        pending=numbers[Status.PENDING],
        appealed=numbers[Status.APPEALED],
        oldest=min(since, default=None),
        steps=dict(steps),
    )


def oldest_waiting() -> datetime | None:
    """Return since when the comment that has waited longest waits. Two rows by index."""
    waiting = Comment.objects.filter(status__in=UNDECIDED, returned_at=None).order_by()
    moments = [
        waiting.filter(status=Status.PENDING).order_by("submitted_at").values_list("submitted_at"),
        waiting.filter(status=Status.APPEALED).order_by("moved_at").values_list("moved_at"),
    ]
    return min((row[0] for rows in moments for row in rows[:1]), default=None)


def count_finished_days() -> None:
    """Count the days that are over and were not counted yet, the latest first. The schedule's."""
    first = first_day()
    if first is None:
        return
    day = timezone.localdate(timezone.now() - GRACE) - DAY
    counted = set(DeskDay.objects.filter(day__gte=first).values_list("day", flat=True))
    done = 0
    while day >= first and done < DAYS_AT_ONCE:
        if day not in counted:
            counts = count_day(day)
            with transaction.atomic():
                # Two schedules that count the same finished day write the same.
                DeskDay.objects.update_or_create(day=day, defaults={"counts": counts})
                keys.touch(KEY, month_key(f"{day:%Y-%m}"))
            done += 1
        day -= DAY


def first_day() -> date | None:
    """Return the day of the first move that there is, or None before there was any."""
    moment = Move.objects.order_by("at").values_list("at", flat=True).first()
    return timezone.localdate(moment) if moment else None


def month_key(month: str) -> str:
    """Name what shows the report of a month, such as ``2026-11``; touched once a day at most."""
    return f"{KEY}:{month}"


def count_day(day: date) -> Counts:
    """Count what happened on a day, by the newspaper's clock."""
    return count_moves(*bounds(day, day))


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The first moment of a day, and the first after another."""
    zone = timezone.get_default_timezone()
    return (
        datetime.combine(first, time.min, zone),
        datetime.combine(last + DAY, time.min, zone),
    )


def count_moves(begin: datetime, end: datetime) -> Counts:
    """Count what readers and the desk did from one moment to another.

    Comments from elsewhere (imported) and the newsroom's own replies are not counted.
    """
    counts = Counts()
    for move in _moves(begin, end):
        _count_move(counts, move)
    _count_undone(counts, begin, end)
    _count_appeals(counts, begin, end)
    _count_notices(counts, begin, end)
    return Counts({name: count for name, count in sorted(counts.items()) if count})


def _moves(begin: datetime, end: datetime) -> Iterator[dict[str, Any]]:
    moves = _of_readers(begin, end).annotate(
        was_decided=Exists(
            Move.objects.filter(
                comment=OuterRef("comment"), kind__in=FIRST_DECISIONS, pk__lt=OuterRef("pk")
            )
        ),
        was_reported=Exists(
            Report.objects.filter(comment=OuterRef("comment"), at__lt=OuterRef("at"))
        ),
    )
    rows: Any = moves.values(
        "kind",
        "came_from",
        "went_to",
        "at",
        "by_id",
        "was_decided",
        "was_reported",
        code=F("reason__code"),
        labels=F("comment__labels"),
        submitted_at=F("comment__submitted_at"),
    )
    return rows.iterator(chunk_size=2000)


def _of_readers(begin: datetime, end: datetime) -> QuerySet[Move]:
    moves = Move.objects.filter(at__gte=begin, at__lt=end).order_by()
    return moves.filter(comment__receipt_digest__isnull=False, comment__from_newsroom=False)


def _count_move(counts: Counts, move: dict[str, Any]) -> None:
    kind, reason = move["kind"], move["code"] or NO_REASON
    if kind == MoveKind.SUBMIT:
        counts["came"] += 1
        if move["went_to"] == Status.REJECTED:
            counts[f"refusal/{reason}/{BY_RULE}"] += 1
            counts["detected/rule"] += 1
        elif move["went_to"] == Status.APPROVED:
            counts["unread"] += 1
    if kind in {MoveKind.EDIT, MoveKind.WITHDRAW}:
        counts[f"writer/{kind}"] += 1
    if kind not in UNDOABLE and kind != MoveKind.UNDO:
        return
    counts[f"decision/{kind}"] += 1
    counts[f"hour/{timezone.localtime(move['at']).hour:02}"] += 1
    if move["by_id"] is not None:
        counts[f"colleague/{move['by_id']}/{kind}"] += 1
    if kind in {*REFUSALS, MoveKind.RETURN}:
        counts[f"refusal/{reason}/{kind}"] += 1
    if kind in REFUSALS:
        counts[f"detected/{_detection(move)}"] += 1
    if kind in FIRST_DECISIONS and move["came_from"] == Status.PENDING and not move["was_decided"]:
        counts[f"wait/{step_of(move['at'] - move['submitted_at'])}"] += 1
        for label in move["labels"]:
            counts[f"label/{label}/{OUTCOMES[kind]}"] += 1


def _detection(move: dict[str, Any]) -> str:
    """Say by what a refused comment came to be looked at: a reader, a check, or plain reading."""
    if move["kind"] == MoveKind.STRIKE and move["was_reported"]:
        return "notice"
    return "check" if move["labels"] else "reading"


def _count_undone(counts: Counts, begin: datetime, end: datetime) -> None:
    before = Move.objects.filter(comment=OuterRef("comment"), pk__lt=OuterRef("pk"))
    undone = _of_readers(begin, end).filter(kind=MoveKind.UNDO)
    latest = before.order_by("-pk")
    rows = undone.values_list(
        Subquery(latest.values("kind")[:1]), Subquery(latest.values("reason__code")[:1])
    )
    for kind, code in rows:
        counts[f"undone/{kind}"] += 1
        if kind in REFUSALS:
            counts[f"undone-refusal/{code or NO_REASON}"] += 1


def _count_appeals(counts: Counts, begin: datetime, end: datetime) -> None:
    """Count appeals as they come and as they are judged, by the rule of the refusal."""
    refusals = Move.objects.filter(
        comment=OuterRef("comment"), kind__in=(MoveKind.SUBMIT, *REFUSALS), pk__lt=OuterRef("pk")
    )
    latest = refusals.order_by("-pk")
    refused_by, code = latest.values("kind")[:1], latest.values("reason__code")[:1]
    of_appeals = Q(kind=MoveKind.APPEAL) | Q(came_from=Status.APPEALED, kind__in=APPEALS)
    rows = _of_readers(begin, end).filter(of_appeals)
    for kind, at, appealed_at, refusal, reason in rows.values_list(
        "kind", "at", "comment__appeal__at", Subquery(refused_by), Subquery(code)
    ):
        who = BY_RULE if refusal == MoveKind.SUBMIT else BY_PERSON
        outcome = APPEALS.get(kind, "received")
        counts[f"appeal/{outcome}/{reason or NO_REASON}/{who}"] += 1
        if outcome != "received" and appealed_at is not None:
            counts[f"appeal-wait/{step_of(at - appealed_at)}"] += 1


def _count_notices(counts: Counts, begin: datetime, end: datetime) -> None:
    """Count what readers reported, and what followed: a report is settled when the desk looked."""
    reports = Report.objects.order_by()
    received = reports.filter(at__gte=begin, at__lt=end)
    for code in received.values_list("rule__code", flat=True):
        counts[f"notice/received/{code}"] += 1
    was_struck = Exists(
        Move.objects.filter(
            comment=OuterRef("comment"),
            kind=MoveKind.STRIKE,
            at__gte=OuterRef("at"),
            at__lte=OuterRef("settled_at"),
        )
    )
    settled = reports.filter(settled_at__gte=begin, settled_at__lt=end)
    for code, at, settled_at, acted in settled.values_list(
        "rule__code", "at", "settled_at", was_struck
    ):
        counts[f"notice/{'acted' if acted else 'kept'}/{code}"] += 1
        counts[f"notice-wait/{step_of(settled_at - at)}"] += 1
