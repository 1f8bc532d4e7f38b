"""How often a story was read: in all, day by day, and of late."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F
from django.db.models.functions import Abs
from django.utils.translation import gettext_lazy as _

from minbar.stories.models import Story

UNPRESSED = Abs(F("brought") + F("counted") - F("pressed"))


class FiguresQuerySet(models.QuerySet["Figures"]):
    """Figures, asked for in the newsroom's words."""

    def most_read(self, length: int) -> Self:
        """The figures of the published stories that were read most of all, with their stories."""
        views = F("brought") + F("counted")
        published = self.filter(story__live=True).select_related("story")
        return published.order_by(views.desc(), "-story_id")[:length]

    def changed_most(self, length: int) -> Self:
        """Those that are furthest from what pages show."""
        changed = self.annotate(unpressed=UNPRESSED).filter(unpressed__gt=0)
        return changed.order_by("-unpressed")[:length]


class Figures(models.Model):
    """A story's views: what it came with from elsewhere, and what was counted here."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="figures")
    brought = models.PositiveBigIntegerField(default=0)
    """The figure that an imported page showed."""
    counted = models.PositiveBigIntegerField(default=0)
    """The sum of its days."""
    pressed = models.PositiveBigIntegerField(default=0)
    """What pages show until they are pressed with the exact figure; see ``pressed_figures``."""

    objects = FiguresQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("see_audience", _("Can see how often stories are read"))]
        indexes = [models.Index(UNPRESSED, name="figures_unpressed")]

    def __str__(self) -> str:
        return f"{self.views}"

    @property
    def views(self) -> int:
        """The exact figure."""
        return self.brought + self.counted


class DayFigures(models.Model):
    """How often a story was read on one of the newspaper's days, according to one volume.

    There is one volume for each day and each machine that writes a journal. The counts are
    absolute: writing them twice changes nothing.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(db_index=True)
    volume = models.CharField(max_length=16)
    views = models.PositiveBigIntegerField()
    hours = models.JSONField(default=list)
    """Views by hour of the newspaper's clock, 24 of them; none where nobody knows."""
    sources = models.JSONField(default=dict)
    """Views by the host that led here: ``""`` for none, ``"*"`` for all the smaller ones."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "day", "volume"], name="day_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.day}"


class Period(models.TextChoices):
    """What the most read are ranked over."""

    HOUR = "hour", _("Last hour")
    DAY = "day", _("Last 24 hours")
    WEEK = "week", _("Last seven days")
    TRENDING = "trending", _("Rising")


class RankedQuerySet(models.QuerySet["Ranked"]):
    """Ranks, asked for in the newsroom's words."""

    def over(self, period: Period) -> Self:
        """The published stories that were read most, with their stories."""
        ranked = self.filter(period=period, story__live=True)
        return ranked.select_related("story").order_by("position")


class Ranked(models.Model):
    """A story's place among the most read."""

    period = models.CharField(max_length=8, choices=Period.choices)
    position = models.PositiveSmallIntegerField()
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    views = models.PositiveBigIntegerField()
    """Its views in the period; of those that rise, weighed by their age."""

    objects = RankedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "position"], name="one_story_a_rank")
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.position}"


def figures_key(story_id: int) -> str:
    """Return the key of a story's exact figures."""
    return f"story:{story_id}:figures"


def views_of(stories: Iterable[Story]) -> dict[int, int]:
    """How often each of the stories was read, by the story's key, as pages show it."""
    figures = Figures.objects.filter(story__in=stories)
    return dict(figures.values_list("story", "pressed"))
