"""How often a story was read."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F

from minbar.stories.models import Story


class FiguresQuerySet(models.QuerySet["Figures"]):
    """Figures, asked for in the newsroom's words."""

    def most_read(self, length: int) -> Self:
        """The figures of the published stories that were read most, with their stories."""
        views = F("brought") + F("counted")
        published = self.filter(story__live=True).select_related("story")
        return published.order_by(views.desc(), "-story_id")[:length]


class Figures(models.Model):
    """A story's views: what it came with from elsewhere, and what was counted here."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="figures")
    brought = models.PositiveBigIntegerField(default=0)
    """The figure that an imported page showed."""
    counted = models.PositiveBigIntegerField(default=0)

    objects = FiguresQuerySet.as_manager()

    objects = FiguresQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.views}"

    @property
    def views(self) -> int:
        """What readers are shown."""
        return self.brought + self.counted


class Salt(models.Model):
    """A day's secret; without it that day's readers cannot be told apart. Deleted with its day."""

    day = models.DateField(unique=True)
    value = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return self.day.isoformat()


class SeenToday(models.Model):
    """That somebody, told apart only by the day's salt, has read a story today."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(db_index=True)
    reader = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "day", "reader"], name="seen_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.day}"


def views_of(stories: Iterable[Story]) -> dict[int, int]:
    """How often each of the stories was read, by the story's key."""
    figures = Figures.objects.filter(story__in=stories)
    return {row.story_id: row.views for row in figures}
