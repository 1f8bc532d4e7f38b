"""What is kept of whoever reported errors: given to that person, or erased."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from minbar.corrections.models import ErrorReport, ReportersEmail
from minbar.discussion.erasing import overwriting
from minbar.discussion.receipts import token_of


def export(writer: str) -> list[dict[str, Any]]:
    """Return the reports that came with the e-mail of this hash, ready for JSON."""
    return [_exported(report) for report in _reports_of(writer)]


def erase(writer: str) -> int:
    """Blank these reports, delete the e-mails, and return how many reports that were."""
    with overwriting(), transaction.atomic():
        reports = [report.pk for report in _reports_of(writer)]
        blank(reports, timezone.now())
    return len(reports)


def blank(reports: Collection[int], at: datetime) -> None:
    """Blank words and names of reports, and delete their e-mails; what became of them stays.

    The newsroom's answer goes too, for it speaks of what the reader wrote. Part of the caller's
    transaction.
    """
    words = {"wrong": "", "right": "", "name": "", "answer": "", "sending": ""}
    ErrorReport.objects.filter(pk__in=reports).update(**words, erased_at=at)
    ReportersEmail.objects.filter(report__in=reports).delete()


def _reports_of(writer: str) -> list[ErrorReport]:
    found = ErrorReport.objects.filter(sealed_email__writer=writer)
    return list(found.select_related("story", "correction").order_by("at", "pk"))


def _exported(report: ErrorReport) -> dict[str, Any]:
    story, site = report.story, settings.MINBAR_SITE_URL
    return {
        "id": report.pk,
        "story": {"headline": story.title, "url": f"{site}{story.url}" if story.url else None},
        "wrong": report.wrong,
        "right": report.right,
        "name": report.name,
        "received": report.at.isoformat(),
        "status": report.status,
        "answered": report.answered_at.isoformat() if report.answered_at else None,
        "answer": report.answer or None,
        "correction": report.correction and report.correction.text,
        "receipt": f"{site}{reverse('error-receipt', args=[token_of(report)])}",
        "kept_besides": {"email_sealed": True},
    }
