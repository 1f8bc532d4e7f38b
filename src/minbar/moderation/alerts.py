"""Telling the newsroom that a comment waits too long, or that a flood of them has begun.

The schedule looks each minute. One message tells that something began and one that it is over, on
each way that is set: what goes to and fro around a limit is one alert, for it is over only when the
oldest waits for less than half the limit, or no flood was seen for ten minutes. A message is a row,
written with the alert; it is tried until the mail server or the webhook takes it, ever later, for
some four hours. It carries figures and a link, nothing that a reader wrote.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from minbar.discussion import rate_limits, reviewing
from minbar.discussion.guarded_posting import NotDelivered
from minbar.discussion.letters import MOST_FAILURES, pause_after
from minbar.discussion.site_settings import mail_is_configured
from minbar.moderation import queue, statistics, told_figures, webhooks
from minbar.moderation.models import Alert, AlertMessage, DeskSettings
from minbar.moderation.webhooks import NotAWebhook
from minbar.stories.dates import when
from minbar.stories.models import Newspaper
from minbar.stories.numbers import number

logger = logging.getLogger(__name__)

VERSION = 1
CALM = timedelta(minutes=10)
"""For so long no flood must be seen before it is over."""
BATCH = 20
KEPT = timedelta(days=90)
"""For how long alerts that are over can be looked up."""

Facts = dict[str, Any]


class AlreadyTrying(Exception):
    """A trial was asked for a moment ago, and its messages are not sent yet."""


def watch() -> None:
    """Look how things stand, tell who is to be told, and send what is due. The schedule's."""
    kept = DeskSettings.load()
    if kept.alerts_on:
        _follow(Alert.Kind.LATE, _lateness(kept.alert_minutes))
        _follow(Alert.Kind.FLOOD, _flood())
    else:
        _forget_open()
    send_due()
    Alert.objects.filter(ended_at__lt=timezone.now() - KEPT).delete()


@transaction.atomic(durable=True)
def try_out() -> Alert:
    """Have a message sent on each way that is set, to see that it arrives. Raises AlreadyTrying."""
    unsent = AlertMessage.objects.filter(sent_at=None, given_up_at=None)
    if unsent.filter(alert__kind=Alert.Kind.TRIAL, failures=0).exists():
        raise AlreadyTrying
    now = timezone.now()
    alert = Alert.objects.create(kind=Alert.Kind.TRIAL, began_at=now, seen_at=now, ended_at=now)
    _write(alert, AlertMessage.Says.BEGAN, {})
    return alert


def send_due() -> None:
    """Send what is due, each message once, or later again if that fails."""
    due = AlertMessage.objects.filter(
        sent_at=None, given_up_at=None, due_at__lte=timezone.now()
    ).order_by("due_at")
    for message in due.select_related("alert")[:BATCH]:
        _send(message)


def addresses_of(written: str) -> list[str]:
    """Return the addresses that a setting names, one on each line."""
    return list(dict.fromkeys(line.strip() for line in written.splitlines() if line.strip()))


def _lateness(limit: int) -> tuple[bool | None, Facts]:
    """Whether the oldest comment waits too long; None where that is not to be said just now."""
    now = timezone.now()
    if reviewing.now().resumes_at is not None:
        return None, {}  # the desk rests, and nothing becomes late meanwhile
    oldest = statistics.oldest_waiting()
    if oldest is None:
        return False, {"waiting": 0}
    waited = reviewing.reading_time(oldest, now)
    minutes = int(waited.total_seconds() // 60)
    facts = {
        "limit_minutes": limit,
        "oldest_minutes": minutes,
        "waiting": queue.count_waiting(),
    }
    if minutes >= limit:
        return True, facts
    return (False if minutes < limit / 2 else None), facts


def _flood() -> tuple[bool | None, Facts]:
    """Whether a flood is on; None for a while after it was last seen."""
    if rate_limits.is_flooded():
        return True, {"comments_a_minute": rate_limits.FLOOD, "waiting": queue.count_waiting()}
    seen = Alert.objects.filter(kind=Alert.Kind.FLOOD, ended_at=None).first()
    is_calm = seen is None or seen.seen_at < timezone.now() - CALM
    return (False if is_calm else None), {"waiting": queue.count_waiting()} if is_calm else {}


@transaction.atomic(durable=True)
def _follow(kind: Alert.Kind, found: tuple[bool | None, Facts]) -> None:
    """Begin, go on with, or end the alert of a kind, as was found."""
    is_so, facts = found
    now = timezone.now()
    going_on = Alert.objects.filter(kind=kind, ended_at=None).first()
    if is_so and going_on is None:
        alert = Alert.objects.create(kind=kind, began_at=now, seen_at=now)
        _write(alert, AlertMessage.Says.BEGAN, facts)
    elif is_so and going_on is not None:
        Alert.objects.filter(pk=going_on.pk).update(seen_at=now)
    elif is_so is False and going_on is not None:
        Alert.objects.filter(pk=going_on.pk).update(ended_at=now)
        going_on.ended_at = now
        _write(going_on, AlertMessage.Says.RECOVERED, facts)


def _write(alert: Alert, says: AlertMessage.Says, facts: Facts) -> None:
    """Write one message for each way. Who was not told that it began is not told that it ended."""
    now = timezone.now()
    for way in _ways(DeskSettings.load()):
        if says == AlertMessage.Says.RECOVERED:
            began = alert.messages.filter(way=way, says=AlertMessage.Says.BEGAN)
            began.filter(sent_at=None).delete()
            if not began.exists():
                continue
        AlertMessage.objects.create(
            alert=alert, way=way, says=says, facts=facts, written_at=now, due_at=now
        )


def _ways(kept: DeskSettings) -> list[AlertMessage.Way]:
    ways = []
    if addresses_of(kept.alert_addresses) and mail_is_configured():
        ways.append(AlertMessage.Way.MAIL)
    if kept.alert_webhook:
        ways.append(AlertMessage.Way.WEBHOOK)
    return ways


@transaction.atomic(durable=True)
def _forget_open() -> None:
    """End what goes on without a word: nobody wants to be told any more."""
    ended = Alert.objects.filter(ended_at=None)
    if ended.exists():
        waiting = AlertMessage.objects.filter(sent_at=None, given_up_at=None, alert__in=ended)
        waiting.delete()
        ended.update(ended_at=timezone.now())


def _send(message: AlertMessage) -> None:
    kept = DeskSettings.load()
    if message.way not in _ways(kept):
        message.delete()  # taken out of the settings meanwhile
        return
    ways: dict[str, Callable[[AlertMessage, DeskSettings], None]] = {
        AlertMessage.Way.MAIL: _mail,
        AlertMessage.Way.WEBHOOK: _post,
    }
    try:
        ways[message.way](message, kept)
    except (SMTPException, OSError, NotDelivered, NotAWebhook) as error:
        trouble = f"{type(error).__name__}: {error}"[:200]
        logger.warning("An alert could not be told by %s: %s", message.way, trouble)
        _put_off(message, trouble)
        return
    AlertMessage.objects.filter(pk=message.pk).update(sent_at=timezone.now(), trouble="")


def _put_off(message: AlertMessage, trouble: str) -> None:
    now = timezone.now()
    changes: dict[str, Any] = {"failures": F("failures") + 1, "trouble": trouble}
    if message.failures + 1 >= MOST_FAILURES:
        changes["given_up_at"] = now
    else:
        changes["due_at"] = now + pause_after(message.failures)
    AlertMessage.objects.filter(pk=message.pk).update(**changes)


def _mail(message: AlertMessage, kept: DeskSettings) -> None:
    to = addresses_of(kept.alert_addresses)
    with translation.override(settings.MINBAR_LANGUAGE):
        subject = f"{Newspaper.load().name}: {_headline(message)}"
        body = "\n".join([_headline(message), "", *_sentences(message), "", _link()])
    EmailMessage(subject, body, to=to, headers={"Auto-Submitted": "auto-generated"}).send()


def _post(message: AlertMessage, kept: DeskSettings) -> None:
    webhooks.post(kept.alert_webhook, document_of(message))


def document_of(message: AlertMessage) -> dict[str, Any]:
    """Return what is posted to a webhook; ``id`` is the same at each attempt."""
    alert = message.alert
    return {
        "version": VERSION,
        "id": f"{alert.pk}-{message.says}",
        "newspaper": Newspaper.load().name,
        "alert": alert.kind,
        "says": message.says,
        "began_at": _moment(alert.began_at),
        "ended_at": _moment(alert.ended_at),
        "written_at": _moment(message.written_at),
        "facts": message.facts,
        "address": _link(),
    }


def _moment(moment: datetime | None) -> str | None:
    return (
        None if moment is None else moment.astimezone(timezone.get_default_timezone()).isoformat()
    )


def _headline(message: AlertMessage) -> str:
    is_over = message.says == AlertMessage.Says.RECOVERED
    match message.alert.kind:
        case Alert.Kind.LATE:
            return (
                _("Comments are read in time again") if is_over else _("A comment waits too long")
            )
        case Alert.Kind.FLOOD:
            return _("The flood of comments is over") if is_over else _("A flood of comments")
        case _kind:
            return _("A trial: alerts arrive")


def _sentences(message: AlertMessage) -> list[str]:
    facts, alert = message.facts, message.alert
    told = [_("Since: %(when)s") % {"when": when(alert.began_at)}]
    if alert.ended_at is not None and alert.kind != Alert.Kind.TRIAL:
        told.append(_("Over since: %(when)s") % {"when": when(alert.ended_at)})
    if "oldest_minutes" in facts:
        waited = told_figures.duration(timedelta(minutes=facts["oldest_minutes"]))
        told.append(_("The oldest has waited: %(time)s") % {"time": waited})
    if "limit_minutes" in facts:
        limit = told_figures.duration(timedelta(minutes=facts["limit_minutes"]))
        told.append(_("The limit that is set: %(time)s") % {"time": limit})
    if "comments_a_minute" in facts:
        many = {"number": number(facts["comments_a_minute"])}
        told.append(_("Comments within a minute: %(number)s or more") % many)
    if "waiting" in facts:
        told.append(_("Waiting now: %(number)s") % {"number": number(facts["waiting"])})
    return told


def _link() -> str:
    return settings.MINBAR_SITE_URL + reverse("moderation:index")
