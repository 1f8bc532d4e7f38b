"""Sending a line of breaking news to phones: once to each, while the line is news.

A line that an editor has ticked gets a row of its own when its hour comes, and never another. The
row's position is moved, and committed, before a batch is sent: whoever dies in between leaves a
batch unsent and sends nothing twice, for a phone that rings twice is worse than one that does not.
Only what a push service has refused for the moment is tried again, and that, too, is taken off the
list first.
"""

import logging
import ssl
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django_tasks import task

from minbar.discussion import guarded_posting
from minbar.discussion.erasing import overwriting
from minbar.discussion.guarded_posting import NotAllowed, NotDelivered
from minbar.discussion.sealing import CannotOpen
from minbar.push import messages
from minbar.push.messages import Signer, Target
from minbar.push.models import Retry, Sending, Subscription
from minbar.stories.models import BreakingNews

logger = logging.getLogger(__name__)

BATCH = 100
AT_ONCE = 16
"""Phones sent to at the same time; they wait for the network, not for this machine."""
POST_SECONDS = 5.0
TASK_SECONDS = 20.0
"""Then other tasks have their turn."""
BEFORE_OTHERS = 20
"""The task's priority."""
IDLE = timedelta(minutes=1)
"""A sending that nobody has taken up for so long is given to the worker again."""
MOST_ATTEMPTS = 5
"""For one phone and line."""
MOST_WAIT = timedelta(hours=1)
MOST_FAILURES = 5
"""On end; then a subscription goes, unless our own line may have been cut meanwhile."""
MOST_FIRST_FAILURES = 2
"""Of one that never succeeded."""
CUT_OFF = timedelta(days=7)
GONE = (404, 410)
LATER = 429


@dataclass(frozen=True)
class _Message:
    """What goes to one phone, ready to be posted by a thread that asks no database."""

    subscription: Subscription
    attempts: int
    endpoint: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class _Outcome:
    """What became of it: a status, or 0 with what was in the way."""

    message: _Message
    status: int = 0
    retry_after: str = ""
    is_forbidden: bool = False


def look() -> None:
    """Begin what is due, and go on with what was left. The schedule's, each minute."""
    begin_due()
    now = timezone.now()
    left = Sending.objects.filter(ended_at=None, worked_at__lte=now - IDLE)
    for key in left.values_list("pk", flat=True):
        with transaction.atomic():
            if left.filter(pk=key).update(worked_at=now):
                send.enqueue(key)


def begin_due() -> None:
    """Begin with every line that stands now, is to be sent, and was never begun."""
    now = timezone.now()
    begun = Sending.objects.values("line")
    for line in BreakingNews.objects.at(now).filter(send_to_phones=True).exclude(pk__in=begun):
        with transaction.atomic():
            newest = Subscription.objects.aggregate(pk=Max("pk"))["pk"] or 0
            told = {"begun_at": now, "worked_at": now, "last": newest}
            sending, is_new = Sending.objects.get_or_create(line=line, defaults=told)
            if is_new:
                BreakingNews.objects.filter(pk=line.pk).update(sent_at=now)
                send.enqueue(sending.pk)


@task(priority=BEFORE_OTHERS)
def send(sending_id: int) -> None:
    """Send batches for a while, then ask for another turn."""
    give_up_at = time.monotonic() + TASK_SECONDS
    while send_batch(sending_id):
        if time.monotonic() > give_up_at:
            send.enqueue(sending_id)
            return


def send_batch(sending_id: int) -> bool:
    """Send the next batch, and return whether there may be more to send just now."""
    going_on = Sending.objects.filter(pk=sending_id, ended_at=None)
    sending = going_on.select_related("line__story").first()
    if sending is None:
        return False  # ended, or its line was taken away
    if sending.line.ends_at <= timezone.now():
        _end(sending)
        return False
    taken = _take(sending)
    if not taken and sending.position >= sending.last:
        if not sending.retries.exists():
            _end(sending)
        return False
    outcomes = _deliver(_written(sending.line, taken))
    _note(sending, outcomes)
    return True


def _take(sending: Sending) -> list[tuple[Subscription, int]]:
    """Take the next phones off the list, with how often each was tried; nobody else gets them."""
    now = timezone.now()
    if sending.position < sending.last:
        asked = Subscription.objects.to(sending.line)
        ahead = asked.filter(pk__gt=sending.position, pk__lte=sending.last).order_by("pk")
        batch = list(ahead[:BATCH])
        reached = batch[-1].pk if len(batch) == BATCH else sending.last
        here = Sending.objects.filter(pk=sending.pk, position=sending.position)
        moved = here.update(position=reached, worked_at=now)
        return [(subscription, 0) for subscription in batch] if moved else []
    due = sending.retries.filter(due_at__lte=now).select_related("subscription")
    with transaction.atomic():
        return [
            (retry.subscription, retry.attempts)
            for retry in due.order_by("due_at")[:BATCH]
            if Retry.objects.filter(pk=retry.pk).delete()[0]
        ]


def _written(line: BreakingNews, taken: Iterable[tuple[Subscription, int]]) -> list[_Message]:
    content, signer = messages.content_of(line), Signer()
    left = int((line.ends_at - timezone.now()).total_seconds())
    told = {
        "TTL": str(max(0, left)),
        "Urgency": "high",
        "Topic": messages.tag_of(line),
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "User-Agent": "Minbar",
    }
    written = []
    for subscription, attempts in taken:
        try:
            target = Target.open(bytes(subscription.sealed))
        except CannotOpen:
            logger.warning("Subscription %s cannot be opened; nothing is sent.", subscription.pk)
            continue
        headers = {**told, **signer.headers(target.endpoint)}
        body = messages.encrypt(content, target)
        written.append(_Message(subscription, attempts, target.endpoint, body, headers))
    return written


def _deliver(written: list[_Message]) -> list[_Outcome]:
    if not written:
        return []
    trusting = ssl.create_default_context()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(lambda message: _post(message, trusting), written))


def _post(message: _Message, trusting: ssl.SSLContext) -> _Outcome:
    try:
        answer = guarded_posting.post(
            message.endpoint,
            message.body,
            message.headers,
            seconds=POST_SECONDS,
            trusting=trusting,
        )
    except NotAllowed as refused:
        return _Outcome(message, is_forbidden=refused.code != "not-found")
    except NotDelivered:
        return _Outcome(message)
    return _Outcome(message, answer.status, answer.retry_after)


def _note(sending: Sending, outcomes: list[_Outcome]) -> None:
    """Write down what became of a batch."""
    now = timezone.now()
    sent = [outcome for outcome in outcomes if 200 <= outcome.status < 300]
    with overwriting(), transaction.atomic():
        for outcome in outcomes:
            if outcome.status in GONE or outcome.is_forbidden:
                Subscription.objects.filter(pk=outcome.message.subscription.pk).delete()
            elif outcome not in sent:
                _note_failure(sending, outcome, now)
        reached = [outcome.message.subscription.pk for outcome in sent]
        Subscription.objects.filter(pk__in=reached).update(succeeded_at=now, failures=0)
        BreakingNews.objects.filter(pk=sending.line_id).update(sent_to=F("sent_to") + len(sent))


def _note_failure(sending: Sending, outcome: _Outcome, now: datetime) -> None:
    """Have it tried again where the push service asks for that, or count it."""
    subscription, attempts = outcome.message.subscription, outcome.message.attempts + 1
    there = Subscription.objects.filter(pk=subscription.pk)
    if outcome.status == LATER or outcome.status >= 500:
        due_at = now + _wait(outcome.retry_after, attempts, now)
        if attempts < MOST_ATTEMPTS and due_at < sending.line.ends_at and there.exists():
            Retry.objects.update_or_create(
                sending=sending,
                subscription=subscription,
                defaults={"attempts": attempts, "due_at": due_at},
            )
            return
    there.update(failures=F("failures") + 1)
    never = Q(succeeded_at=None, failures__gte=MOST_FIRST_FAILURES)
    no_more = Q(succeeded_at__lt=now - CUT_OFF, failures__gte=MOST_FAILURES)
    there.filter(never | no_more).delete()


def _wait(told: str, attempts: int, now: datetime) -> timedelta:
    """Return how long a push service wants to be left alone: as it says, or longer each time."""
    if told.isascii() and told.isdigit():
        return min(timedelta(seconds=int(told[:6])), MOST_WAIT)
    with suppress(ValueError):
        moment = parsedate_to_datetime(told)
        return max(timedelta(0), (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now)
    return timedelta(minutes=2 ** (attempts - 1))


def _end(sending: Sending) -> None:
    with transaction.atomic():
        sending.retries.all().delete()
        Sending.objects.filter(pk=sending.pk).update(ended_at=timezone.now())
