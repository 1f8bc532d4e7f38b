"""Readers' reports of errors: how one comes in, and how the newsroom answers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from minbar.corrections.forms import ErrorReportForm
from minbar.corrections.models import Correction, ErrorReport, ReportersEmail
from minbar.discussion.forms import NotAccepted
from minbar.discussion.origins import Origin
from minbar.discussion.receipts import digest_of, prepare_receipt, token_of
from minbar.discussion.sealing import keyed_hash, seal, writer_hash
from minbar.stories.models import Story

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SAME_SENDING = timedelta(minutes=10)
"""Within this time the same words on the same story from the same browser are one report."""


class AnsweredMeanwhile(Exception):
    """A colleague has answered the report, or its words are gone."""


class NoAnswer(Exception):
    """Whoever reports an error is told what was found, in words."""


@dataclass(frozen=True)
class Reported:
    """A report on disk, and the token of its receipt."""

    report: ErrorReport
    token: str


def report(story: Story, fields: Mapping[str, str], *, origin: Origin) -> Reported:
    """Take in what a reader found wrong; when this returns, it is on disk.

    ``fields`` are those of ErrorReportForm, as typed. What is sent twice within ten minutes is one
    report with one receipt. Raises NotAccepted, storing nothing.
    """
    form = ErrorReportForm(fields)
    if not form.is_valid():
        raise NotAccepted(form)
    cleaned = form.cleaned_data
    words = {name: cleaned[name] for name in ("wrong", "right", "name")}
    sending = _sending(story, [*words.values(), cleaned["email"]], origin)
    with transaction.atomic(durable=True):
        # Locked, so that on PostgreSQL the second of two clicks waits and finds the first.
        Page.objects.select_for_update(no_key=True).get(pk=story.pk)
        now = timezone.now()
        earlier = ErrorReport.objects.filter(sending=sending, at__gt=now - SAME_SENDING).first()
        if earlier is not None:
            return Reported(earlier, token_of(earlier))
        received = ErrorReport(
            story=story,
            at=now,
            is_doubtful=bool(cleaned["website"]) or origin.is_silent,
            sending=sending,
            **words,
        )
        token = prepare_receipt(received)
        received.save(force_insert=True)
        if cleaned["email"]:
            ReportersEmail.objects.create(
                report=received,
                ciphertext=seal(cleaned["email"]),
                writer=writer_hash(cleaned["email"]),
            )
    return Reported(received, token)


def report_of(token: str) -> ErrorReport | None:
    """Return the report whose receipt has this token, or None: wrong tokens are all alike."""
    digest = digest_of(token)
    if digest is None:
        return None
    found = ErrorReport.objects.filter(receipt_digest=digest)
    return found.select_related("story", "correction").first()


def answer(
    report: ErrorReport, text: str, *, by: "User", correction: Correction | None = None
) -> None:
    """Tell a reader what was found: nothing to correct, or a correction that there is already.

    Raises NoAnswer where neither words nor a correction say anything, and AnsweredMeanwhile,
    changing nothing.
    """
    if not text and correction is None:
        raise NoAnswer
    answered = ErrorReport.objects.open().filter(pk=report.pk)
    told = {"answered_by": by, "answer": text, "correction": correction}
    if not answered.update(answered_at=timezone.now(), **told):
        raise AnsweredMeanwhile
    report.refresh_from_db()


def _sending(story: Story, words: list[str], origin: Origin) -> str:
    told = "\x1f".join([str(story.pk), *words, origin.address, origin.browser])
    return keyed_hash(settings.SECRET_KEYS.origins, f"error report:{told}")
