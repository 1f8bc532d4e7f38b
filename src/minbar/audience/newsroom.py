"""The newsroom's page of figures: how often everything is read, and how often one story is."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from minbar.audience import statistics
from minbar.audience.models import DayFigures, Figures, Period, Ranked
from minbar.audience.plots import Mark, bar_marks, counted, day_columns, hour_columns, source_marks
from minbar.stories.models import Story
from minbar.stories.numbers import number

DAYS_SHOWN = 30
FEWEST_DAYS = 14
DAYS_OF_A_WEEK = 7
MOST_SOURCES = 8
MOST_STORIES = 20


@dataclass(frozen=True)
class Row:
    """A story in the list of the most read."""

    story: Story
    mark: Mark


class AudienceView(WagtailAdminTemplateMixin, TemplateView):
    """How often the newspaper is read."""

    template_name = "audience/audience.html"
    page_title = _("Readers")
    header_icon = "view"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the newsroom's home."""
        here = {"url": reverse("audience:index"), "label": self.page_title}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Sum up a month, a week and a day."""
        today = timezone.localdate()
        month, week = _days_back(today, DAYS_SHOWN), _days_back(today, DAYS_OF_A_WEEK)
        days = statistics.by_day(statistics.days_since(month), month, today)
        of_the_week = statistics.days_since(week)
        sections = statistics.by_section(of_the_week)
        period = self._chosen_period()
        return super().get_context_data(
            figures=[
                (_("Today so far"), number(days[-1][1])),
                (_("Yesterday"), number(days[-2][1])),
                (_("Seven days"), number(sum(views for _day, views in days[-DAYS_OF_A_WEEK:]))),
                (_("Thirty days"), number(sum(views for _day, views in days))),
            ],
            days=day_columns(_since_first_view(days)),
            hours=hour_columns(statistics.by_hour(of_the_week)),
            sections=bar_marks((section.title, views) for section, views in sections.items()),
            sources=source_marks(statistics.by_source(of_the_week), MOST_SOURCES),
            periods=Period,
            period=period,
            rows=_ranked(period),
            **kwargs,
        )

    def _chosen_period(self) -> Period:
        chosen = self.request.GET.get("period")
        return next((period for period in Period if period == chosen), Period.DAY)


class StoryView(WagtailAdminTemplateMixin, TemplateView):
    """How often one story is read."""

    template_name = "audience/story.html"
    page_title = _("Readers of a story")
    header_icon = "view"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the page of all figures."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("audience:index"), "label": AudienceView.page_title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Sum up the story's days."""
        story = get_object_or_404(Story, pk=self.kwargs["story_id"])
        figures = Figures.objects.filter(story=story).first() or Figures(story=story)
        read = DayFigures.objects.filter(story=story)
        today = timezone.localdate()
        month = _days_back(today, DAYS_SHOWN)
        days = statistics.by_day(read.filter(day__gte=month), month, today)
        return super().get_context_data(
            story=story,
            total=counted(figures.views),
            brought=counted(figures.brought) if figures.brought else "",
            days=day_columns(_since_first_view(days)),
            hours=hour_columns(statistics.by_hour(read)),
            sources=source_marks(statistics.by_source(read), MOST_SOURCES),
            **kwargs,
        )


def _days_back(today: date, length: int) -> date:
    """The first of ``length`` days of which today is the last."""
    return today - timedelta(days=length - 1)


def _since_first_view(days: list[tuple[date, int]]) -> list[tuple[date, int]]:
    """Leave out the empty days at the beginning, down to two weeks."""
    first = next((place for place, (_day, views) in enumerate(days) if views), len(days))
    return days[min(first, len(days) - FEWEST_DAYS) :]


def _ranked(period: Period) -> list[Row]:
    ranked = list(Ranked.objects.over(period)[:MOST_STORIES])
    marks = bar_marks((row.story.title, row.views) for row in ranked)
    return [Row(row.story, mark) for row, mark in zip(ranked, marks, strict=True)]
