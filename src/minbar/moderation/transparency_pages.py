"""``/transparency/`` for people, and a file a month for machines."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minbar.moderation import transparency
from minbar.moderation.transparency import NoSuchMonth
from minbar.press.public import pressed

MONTHS_IN_FULL = 2
"""The running one and the last that is over."""
MONTHS_IN_SHORT = 24
SCHEMA = Path(__file__).with_name("transparency_schema.json")


@pressed()
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Tell readers how comments were judged, month by month."""
    months = transparency.months()
    shown = months[: MONTHS_IN_FULL + MONTHS_IN_SHORT]
    reports = [transparency.report_of(month) for month in shown]
    context = {
        "reports": reports[:MONTHS_IN_FULL],
        "earlier": reports[MONTHS_IN_FULL:],
        "fewest": transparency.FEWEST,
    }
    return render(request, "moderation/transparency.html", context)


@pressed()
@require_safe
def months(request: HttpRequest) -> HttpResponse:
    """List the months that have a report, the latest first."""
    told = [
        {
            "month": month,
            "closed": transparency.report_of(month)["closed"],
            "address": settings.MINBAR_SITE_URL + reverse("transparency-month", args=[month]),
        }
        for month in transparency.months()
    ]
    return _json({"version": transparency.VERSION, "months": told})


@pressed()
@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    """Give the report of one month."""
    try:
        return _json(transparency.report_of(month))
    except NoSuchMonth as error:
        raise Http404 from error


@pressed()
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Give the JSON Schema that every report keeps."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/json")


def _json(told: dict[str, Any]) -> HttpResponse:
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json")
