"""When comments are read, and how long that takes: what form and receipts say of it.

The time is the median of a day, comments that still wait counted with the time that they have
waited: a desk that answers only the easy ones, or none, would else look fast.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from minbar.discussion import site_settings
from minbar.discussion.models import Comment, MoveKind, ReviewTime, Status
from minbar.press import keys

KEY = "review-time"
DAY = timedelta(days=1)
FEWEST = 5
"""Comments of a day below which a median says nothing."""
STEP = 5
"""Minutes to which a time is rounded up; beyond an hour, to hours."""
CONSIDERED = 5000
"""Comments of a day that are looked at, the last ones."""
LONGEST_RECKONED = timedelta(days=60)
"""Beyond this nobody asks how much of a night was between."""
DECISIONS = (MoveKind.APPROVE, MoveKind.REJECT, MoveKind.RETURN)


@dataclass(frozen=True)
class Review:
    """What can be said of reviews at a moment."""

    minutes: int | None
    """The median of a day, rounded up; None where too few comments came."""
    at_least: bool
    """Whether more than half of them still wait, so that ``minutes`` is the least it takes."""
    opens: time | None
    closes: time | None
    """Between which hours comments are read; None where no hours are set."""
    resumes_at: datetime | None
    """When reading begins again, where it rests now."""

    @property
    def hours(self) -> int | None:
        """Return the time in whole hours where it is an hour or longer."""
        return self.minutes // 60 if self.minutes is not None and self.minutes >= 60 else None


def now() -> Review:
    """Say how things stand now. Asks the clock: for pages that are not stored."""
    return _review(_known(), _resumption(timezone.now()))


def as_pressed() -> Review:
    """Say how things stand, for a page that is pressed, and touched when the schedule sees more."""
    keys.depends_on(KEY)
    known = _known()
    return _review(known, known.resumes_at)


def reading_time(since: datetime, until: datetime) -> timedelta:
    """Return how much of the time between two moments lay within the hours of reading."""
    opens, closes = _hours()
    if since >= until:
        return timedelta()
    if opens is None or closes is None:
        return until - since
    read, moment = timedelta(), since
    if not _is_between(opens, closes, moment):
        moment = _next(opens, moment)
    while moment < until:
        ends = min(_next(closes, moment), until)
        read += ends - moment
        if ends - since > LONGEST_RECKONED:
            return read + (until - ends)
        moment = _next(opens, ends)
    return read


def refresh_review_time() -> None:
    """Reckon anew what pages say, and touch them if it is something else."""
    moment = timezone.now()
    minutes, at_least = _median(moment)
    told = {"minutes": minutes, "at_least": at_least, "resumes_at": _resumption(moment)}
    with transaction.atomic():
        known, _created = ReviewTime.objects.get_or_create(pk=1)
        if any(getattr(known, name) != value for name, value in told.items()):
            ReviewTime.objects.update(**told)
            keys.touch(KEY)


def _known() -> ReviewTime:
    return ReviewTime.objects.filter(pk=1).first() or ReviewTime()


def _review(known: ReviewTime, resumes_at: datetime | None) -> Review:
    opens, closes = _hours()
    return Review(known.minutes, known.at_least, opens, closes, resumes_at)


def _hours() -> tuple[time | None, time | None]:
    """Between which hours comments are read; neither where the desk never rests."""
    hours = site_settings.load()
    opens, closes = hours.review_from, hours.review_until
    if opens is None or closes is None or opens == closes:
        return None, None
    return opens, closes


def _resumption(moment: datetime) -> datetime | None:
    """Return when reading begins again, or None while it goes on."""
    opens, closes = _hours()
    if opens is None or closes is None or _is_between(opens, closes, moment):
        return None
    return _next(opens, moment)


def _median(moment: datetime) -> tuple[int | None, bool]:
    """Return the median wait of the last day's comments in minutes, and whether it goes on."""
    came = Comment.objects.filter(
        Q(submitted_at__gt=moment - DAY), receipt_digest__isnull=False, from_newsroom=False
    )
    decided = Min("history__at", filter=Q(history__kind__in=DECISIONS))
    rows = came.annotate(decided_at=decided).values_list("submitted_at", "decided_at", "status")
    waits = sorted(
        ((decided_at or moment) - submitted_at, decided_at is None)
        for submitted_at, decided_at, status in rows.order_by("-submitted_at")[:CONSIDERED]
        # What its writer withdrew unread, or a rule settled, was never read.
        if decided_at is not None or status == Status.PENDING
    )
    if len(waits) < FEWEST:
        return None, False
    wait, goes_on = waits[len(waits) // 2]
    return _rounded_up(wait), goes_on


def _rounded_up(wait: timedelta) -> int:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    step = STEP if minutes <= 60 else 60
    return -(-minutes // step) * step


def _is_between(opens: time, closes: time, moment: datetime) -> bool:
    at = timezone.localtime(moment).time()
    if opens < closes:
        return opens <= at < closes
    return at >= opens or at < closes  # the desk works past midnight


def _next(boundary: time, moment: datetime) -> datetime:
    """Return when the clock shows ``boundary`` next, by the newspaper's time."""
    local = timezone.localtime(moment)
    today = datetime.combine(local.date(), boundary, local.tzinfo)
    return today if today > local else today + DAY
