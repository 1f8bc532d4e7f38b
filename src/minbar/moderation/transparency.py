"""What readers are told each month of how comments were judged: ``docs/transparency.md``.

The terms are those of the European Union's Digital Services Act (Regulation 2022/2065, articles 15
and 17) and of the templates for it (Implementing Regulation 2024/2835), where they fit a newspaper.
Nothing in a report names a commenter or a colleague, and nothing lets one be found.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from minbar.discussion.models import MoveKind, PolicyRule
from minbar.discussion.policy import KEY as POLICY
from minbar.moderation import statistics
from minbar.moderation.models import ClosedMonth, DeskDay
from minbar.moderation.statistics import BY_PERSON, BY_RULE, DAY, KEY, NO_REASON, REFUSALS, Counts
from minbar.moderation.waits import minutes, quantile
from minbar.press import keys
from minbar.stories.models import Newspaper

VERSION = 1
FEWEST = 5
"""Fewer under one rule are not told apart: in a small discussion they could be somebody."""
OTHER = "other"


class NoSuchMonth(Exception):
    """Nothing was counted in this month, or it has not begun."""


def months() -> list[str]:
    """Return the months that have a report, such as ``2026-11``, the latest first."""
    keys.depends_on(KEY)
    counted = DeskDay.objects.dates("day", "month")
    closed = ClosedMonth.objects.values_list("month", flat=True)
    return sorted({f"{first:%Y-%m}" for first in counted} | set(closed), reverse=True)


def report_of(month: str) -> dict[str, Any]:
    """Return a month's report: as it was closed, or as far as its days are over.

    Raises NoSuchMonth.
    """
    keys.depends_on(statistics.month_key(month))
    closed = ClosedMonth.objects.filter(month=month).first()
    if closed is not None:
        report: dict[str, Any] = closed.report
        return report
    keys.depends_on(POLICY)
    return _report(month, is_closed=False)


def close_finished_months() -> None:
    """Fix the reports of months that are over, once all of their days are counted.

    The schedule's. From then on a report is what it is, whatever becomes of comments and rules.
    """
    running = f"{timezone.localdate():%Y-%m}"
    closed = set(ClosedMonth.objects.values_list("month", flat=True))
    for first in DeskDay.objects.dates("day", "month"):
        month = f"{first:%Y-%m}"
        if month >= running or month in closed or not _is_counted(first):
            continue
        with transaction.atomic():
            now = timezone.now()
            report = _report(month, is_closed=True)
            ClosedMonth.objects.get_or_create(
                month=month, defaults={"report": report, "closed_at": now}
            )
            keys.touch(KEY, statistics.month_key(month))


def count_and_close() -> None:
    """Count the days that are over, and close their months. The schedule's."""
    statistics.count_finished_days()
    close_finished_months()


def _is_counted(first: date) -> bool:
    """Whether every day of a month, from the first that has a row on, is counted."""
    days = list(
        DeskDay.objects.filter(day__gte=first, day__lt=_next_month(first))
        .order_by("day")
        .values_list("day", flat=True)
    )
    last = _next_month(first) - DAY
    begins_whole = days[0] <= max(first, statistics.first_day() or first)
    return begins_whole and days[-1] == last and len(days) == (last - days[0]).days + 1


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _report(month: str, *, is_closed: bool) -> dict[str, Any]:
    days = _days_of(month)
    if not days:
        raise NoSuchMonth(month)
    counts = Counts()
    for day in days:
        counts.update(day.counts)
    return {
        "version": VERSION,
        "schema": f"{settings.MINBAR_SITE_URL}/transparency/schema.json",
        "newspaper": Newspaper.load().name,
        "address": settings.MINBAR_SITE_URL,
        "month": month,
        "counted_from": days[0].day.isoformat(),
        "counted_until": days[-1].day.isoformat(),
        "time_zone": settings.MINBAR_TIME_ZONE,
        "closed": is_closed,
        "comments": {
            "received": counts["came"],
            "published_without_review": counts["unread"],
            "published_after_review": counts["decision/approve"],
            "returned_to_writer": counts["decision/return"],
            "median_minutes_to_decide": minutes(quantile(counts.steps("wait"), 0.5)),
        },
        "measures": _measures(counts, is_closed),
        "notices": _notices(counts, is_closed),
        "complaints": _complaints(counts),
    }


def _days_of(month: str) -> list[DeskDay]:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise NoSuchMonth(month) from error
    days = DeskDay.objects.filter(day__gte=first, day__lt=_next_month(first))
    return list(days.order_by("day"))


def _measures(counts: Counts, is_closed: bool) -> dict[str, Any]:
    """Comments kept or taken from the page (article 15(1)(c) and (e)): all for a rule of ours."""
    detected = counts.under("detected")
    by_rule = detected.get("rule", 0)
    refused, removed = (counts[f"decision/{kind}"] for kind in REFUSALS)
    of_reasons = {
        code: sum(by.get(kind, 0) for kind in (*REFUSALS, BY_RULE))
        for code in counts.under("refusal")
        for by in [counts.under("refusal", code)]
    }
    undone = counts.under("undone")
    return {
        "total": refused + removed + by_rule,
        "refused_before_publication": refused + by_rule,
        "removed_after_publication": removed,
        "fully_automated_decisions": by_rule,
        "not_automated_decisions": refused + removed,
        "own_initiative_detected_by_automated_means": by_rule + detected.get("check", 0),
        "own_initiative_detected_by_people": detected.get("reading", 0),
        "detected_by_notice": detected.get("notice", 0),
        "taken_back_by_the_newsroom": sum(undone.get(kind, 0) for kind in REFUSALS),
        "by_reason": by_reason(of_reasons) if is_closed else None,
    }


def _notices(counts: Counts, is_closed: bool) -> dict[str, Any]:
    """What readers reported (article 15(1)(b)), each report one notice."""
    acted, kept = counts.sum_under("notice", "acted"), counts.sum_under("notice", "kept")
    return {
        "received": counts.sum_under("notice", "received"),
        "decided": acted + kept,
        "acted_upon": acted,
        "decided_by_automated_means": 0,
        "median_minutes_to_decide": minutes(quantile(counts.steps("notice-wait"), 0.5)),
        "by_reason": by_reason(counts.under("notice", "received")) if is_closed else None,
    }


def _complaints(counts: Counts) -> dict[str, Any]:
    """Appeals (article 15(1)(d)); of automated decisions apart, which tells how far they err."""

    def of(outcome: str, who: str) -> int:
        return sum(
            counts[f"appeal/{outcome}/{code}/{who}"] for code in counts.under("appeal", outcome)
        )

    upheld, reversed_ = (counts.sum_under("appeal", outcome) for outcome in ("upheld", "granted"))
    of_automated = of("upheld", BY_RULE) + of("granted", BY_RULE)
    return {
        "received": counts.sum_under("appeal", "received"),
        "decided": upheld + reversed_,
        "decisions_upheld": upheld,
        "decisions_reversed": reversed_,
        "of_automated_decisions_decided": of_automated,
        "of_automated_decisions_reversed": of("granted", BY_RULE),
        "of_human_decisions_reversed": of("granted", BY_PERSON),
        "taken_back_by_the_newsroom": counts[f"undone/{MoveKind.UPHOLD}"],
        "median_minutes_to_decide": minutes(quantile(counts.steps("appeal-wait"), 0.5)),
    }


def by_reason(counted: Mapping[str, int]) -> list[dict[str, Any]] | None:
    """Tell figures by rule, the rules with fewer than five together; None where all are too few.

    If those few together were still fewer than five, one could reckon them from the total; so the
    smallest rule that could stand alone goes with them.
    """
    told = {code: count for code, count in counted.items() if count >= FEWEST and code != NO_REASON}
    rest = sum(counted.values()) - sum(told.values())
    if 0 < rest < FEWEST and told:
        smallest = min(told, key=lambda code: (told[code], code))
        rest += told.pop(smallest)
    if not told:
        return None
    rules = PolicyRule.objects.in_bulk(list(told), field_name="code")
    rows = [
        {
            "code": code,
            "number": rules[code].number if code in rules else None,
            "text": _wordings(rules[code]) if code in rules else None,
            "count": count,
        }
        for code, count in sorted(told.items(), key=lambda row: (-row[1], row[0]))
    ]
    if rest:
        rows.append({"code": OTHER, "number": None, "text": None, "count": rest})
    return rows


def _wordings(rule: PolicyRule) -> dict[str, str]:
    """Return what a rule says by language; French where the newsroom has worded it."""
    told = {"ar": rule.text_ar, "en": rule.text_en, "fr": rule.text_fr}
    return {language: text for language, text in told.items() if text}
