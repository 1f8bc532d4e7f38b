"""What readers see of acts: beside their story, in the list of the newest, and by months."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from django.urls import reverse
from django.utils import timezone

from minbar.corrections.models import Act, Correction, RightOfReply
from minbar.press import keys
from minbar.stories.models import Story

NEWEST_LENGTH = 40
NEWEST = "corrections"
"""Named by the list of the newest, which leads to every month."""

Month = tuple[int, int]
"""A year and a month of it."""


@dataclass(frozen=True)
class ActsOfStory:
    """What stands under a story, the first first; of what was withdrawn only a line."""

    corrections: list[Correction]
    replies: list[RightOfReply]

    def standing_corrections(self) -> list[Correction]:
        """Corrections that hold."""
        return [correction for correction in self.corrections if correction.is_standing]


def acts_of(story: Story) -> ActsOfStory:
    """Return the corrections and replies that stand under ``story``."""
    keys.depends_on(story_key(story.pk))
    return ActsOfStory(list(Correction.objects.on(story)), list(RightOfReply.objects.on(story)))


def newest_acts() -> list[Act]:
    """Return the newest acts, the newest first."""
    keys.depends_on(NEWEST)
    newest = (model.objects.newest()[:NEWEST_LENGTH] for model in (Correction, RightOfReply))
    return _of_published_stories(_in_order(chain.from_iterable(newest))[:NEWEST_LENGTH])


def acts_in(month: Month) -> list[Act]:
    """Return what was put on record in a month of the newspaper's own time, the newest first."""
    keys.depends_on(month_key(month))
    year, number = month
    acts = (
        model.objects.newest().filter(at__year=year, at__month=number)
        for model in (Correction, RightOfReply)
    )
    return _of_published_stories(_in_order(chain.from_iterable(acts)))


def months() -> list[Month]:
    """Return the months in which something was put on record, the newest first."""
    found: set[Month] = set()
    for model in (Correction, RightOfReply):
        begun = model.objects.filter(story__live=True).datetimes("at", "month")
        found.update((month.year, month.month) for month in begun)
    return sorted(found, reverse=True)


def month_of(act: Act) -> Month:
    """Return the month in whose list ``act`` stands."""
    at = timezone.localtime(act.at, timezone.get_default_timezone())
    return at.year, at.month


def path_of(month: Month) -> str:
    """Return the address of a month's list."""
    year, number = month
    return reverse("corrections-month", args=[f"{year:04}", f"{number:02}"])


def story_key(story_id: int) -> str:
    """Return the key of what is put on record beside a story."""
    return f"story:{story_id}:corrections"


def month_key(month: Month) -> str:
    """Return the key of a month's list."""
    year, number = month
    return f"corrections:{year}-{number:02}"


def shown_on(act: Act) -> list[str]:
    """Keys of what shows ``act``, the page of its story first."""
    return [story_key(act.story_id), NEWEST, month_key(month_of(act))]


def _in_order(acts: Iterable[Act]) -> list[Act]:
    return sorted(acts, key=lambda act: (act.at, act.pk, act.kind), reverse=True)


def _of_published_stories(acts: Iterable[Act]) -> list[Act]:
    """Leave out those whose story readers may not read now; the page hears when they may again."""
    shown = list(acts)
    keys.depends_on(*(f"story:{act.story_id}:card" for act in shown))
    return [act for act in shown if act.story.live]
