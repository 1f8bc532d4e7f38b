"""The newsroom's page of the desk's figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from minbar.audience.plots import Mark, bar_marks, day_columns, hour_columns
from minbar.discussion.models import MoveKind, PolicyRule
from minbar.discussion.screening import sentence_of
from minbar.moderation import second_looks, statistics, told_figures
from minbar.moderation.permissions import is_senior, may_decide
from minbar.moderation.sentences import name_of
from minbar.moderation.statistics import BY_RULE, DAY, REFUSALS, Counts, Waiting
from minbar.moderation.waits import quantile
from minbar.stories.numbers import number

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PERIODS = (7, 30, 90)
KINDS = (
    MoveKind.APPROVE,
    MoveKind.REJECT,
    MoveKind.RETURN,
    MoveKind.STRIKE,
    MoveKind.UPHOLD,
    MoveKind.UNDO,
)
MEDIAN, SLOWEST = 0.5, 0.95


@dataclass(frozen=True)
class Row:
    """A line of a table: what it is of, its cells, and where it leads."""

    name: str
    cells: list[str]
    number: int | None = None
    address: str = ""


@dataclass(frozen=True)
class Table:
    """A table whose first column names the rows."""

    heads: list[Any]
    rows: list[Row] = field(default_factory=list)


class StatisticsView(WagtailAdminTemplateMixin, TemplateView):
    """What the desk did over some days; of single colleagues only for seniors."""

    template_name = "moderation/statistics.html"
    page_title = _("The desk in figures")
    header_icon = "history"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the newsroom's home."""
        here = {"url": reverse("moderation:statistics"), "label": self.page_title}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the period's days up."""
        days, today = self._chosen_days(), timezone.localdate()
        first = today - (days - 1) * DAY
        period = statistics.over(first, today)
        counts, waiting = period.counts, statistics.waiting_now()
        looks = second_looks.judged_between(*statistics.bounds(first, today))
        colleague = cast("User", self.request.user)
        return super().get_context_data(
            days=days,
            periods=PERIODS,
            missing=period.missing,
            figures=_figures(counts, waiting, period.days[-1][1]),
            by_day=day_columns(_decisions_by_day(period.days), told_figures.decisions),
            by_hour=hour_columns(_decisions_by_hour(counts), told_figures.decisions),
            kinds=_kinds(counts),
            rules=_rules(counts),
            labels=_labels(counts),
            undone=counts.sum_under("undone"),
            unread=counts["unread"],
            agreement=second_looks.agreement(looks),
            judged=looks.count(),
            fewest=second_looks.FEWEST,
            to_judge=second_looks.open_for(colleague).count(),
            colleagues=_colleagues(counts) if is_senior(colleague) else None,
            **kwargs,
        )

    def _chosen_days(self) -> int:
        chosen = self.request.GET.get("days")
        return next((days for days in PERIODS if str(days) == chosen), PERIODS[0])


class StatisticsMenuItem(MenuItem):
    """Leads to the desk's figures; only for those who may decide."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this colleague may decide."""
        return may_decide(request.user)


def _figures(counts: Counts, waiting: Waiting, today: Counts) -> list[tuple[Any, str]]:
    steps = Counter(counts.steps("wait")) + Counter(waiting.steps)
    oldest = timezone.now() - waiting.oldest if waiting.oldest else None
    granted, judged = _judged_appeals(counts)
    return [
        (_("Waiting now"), number(waiting.count)),
        (_("The oldest has waited"), told_figures.duration(oldest)),
        (_("Half wait at most"), told_figures.duration(quantile(steps, MEDIAN))),
        (_("95 of 100 wait at most"), told_figures.duration(quantile(steps, SLOWEST))),
        (_("Decisions today"), number(today.sum_under("decision"))),
        (_("Decisions an hour today"), _an_hour(today)),
        (_("Appeals granted"), told_figures.share(granted, judged)),
    ]


def _an_hour(today: Counts) -> str:
    """Decisions an hour, over the hours of today in which there were any."""
    hours = today.under("hour")
    return number(round(sum(hours.values()) / len(hours))) if hours else "–"


def _judged_appeals(counts: Counts, *reason: str) -> tuple[int, int]:
    granted = counts.sum_under("appeal", "granted", *reason)
    return granted, granted + counts.sum_under("appeal", "upheld", *reason)


def _decisions_by_day(days: Iterable[tuple[date, Counts]]) -> list[tuple[date, int]]:
    return [(day, counts.sum_under("decision")) for day, counts in days]


def _decisions_by_hour(counts: Counts) -> list[int]:
    hours = counts.under("hour")
    return [hours.get(f"{hour:02}", 0) for hour in range(statistics.HOURS)]


def _kinds(counts: Counts) -> list[Mark]:
    decided = counts.under("decision")
    bars = [(str(kind.label), decided.get(kind, 0)) for kind in KINDS]
    return bar_marks([bar for bar in bars if bar[1]], told_figures.decisions)


def _rules(counts: Counts) -> Table:
    """What was refused by each rule, and what became of that."""
    table = Table(
        [
            _("Refused"),
            _("of these by itself"),
            _("Returned"),
            _("Undone"),
            _("Appeals judged"),
            _("of these granted"),
        ]
    )
    for rule in PolicyRule.objects.all():
        by = counts.under("refusal", rule.code)
        refused = sum(by.get(kind, 0) for kind in (*REFUSALS, BY_RULE))
        granted, judged = _judged_appeals(counts, rule.code)
        figures = [refused, by.get(BY_RULE, 0), by.get(MoveKind.RETURN, 0)]
        figures += [counts[f"undone-refusal/{rule.code}"], judged]
        if any(figures):
            cells = [*map(number, figures), told_figures.share(granted, judged)]
            table.rows.append(Row(rule.text, cells, number=rule.number))
    return table


def _labels(counts: Counts) -> Table:
    """Of what each check held: what people then made of it."""
    table = Table([_("Published"), _("Refused"), _("Returned"), _("Share that was published")])
    for label in sorted(counts.under("label")):
        became = counts.under("label", label)
        figures = [became.get(name, 0) for name in ("published", "refused", "returned")]
        cells = [*map(number, figures), told_figures.share(figures[0], sum(figures))]
        table.rows.append(Row(sentence_of(label), cells))
    return table


def _colleagues(counts: Counts) -> Table:
    table = Table([_("Decisions"), *(kind.label for kind in KINDS)])
    did = {int(key): counts.under("colleague", key) for key in counts.under("colleague")}
    people = get_user_model().objects.in_bulk(did)
    for key in sorted(did, key=lambda key: -sum(did[key].values())):
        person = people.get(key)
        name = name_of(person) if person else f"#{key}"
        figures = [sum(did[key].values()), *(did[key].get(kind, 0) for kind in KINDS)]
        address = reverse("moderation:colleague", args=[key]) if person else ""
        table.rows.append(Row(name, [*map(number, figures)], address=address))
    return table
