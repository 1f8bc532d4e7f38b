"""What readers see of records: beside their story, in the list of the newest, and by months."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from django.urls import reverse
from django.utils import timezone

from minbar.corrections.models import Correction, Record, RightOfReply
from minbar.press import keys
from minbar.stories.models import Story

NEWEST_LENGTH = 40
NEWEST = "corrections"
"""Named by the list of the newest, which leads to every month."""

Month = tuple[int, int]
"""A year and a month of it."""


@dataclass(frozen=True)
class RecordsOfStory:
    """What stands under a story, the first first; of what was withdrawn only a line."""

    corrections: list[Correction]
    replies: list[RightOfReply]

    def standing_corrections(self) -> list[Correction]:
        """Corrections that hold."""
        return [correction for correction in self.corrections if correction.is_standing]


def records_of(story: Story) -> RecordsOfStory:
    """Return the corrections and replies that stand under ``story``."""
    keys.depends_on(story_key(story.pk))
    return RecordsOfStory(list(Correction.objects.on(story)), list(RightOfReply.objects.on(story)))


def newest_records() -> list[Record]:
    """Return the newest records, the newest first."""
    keys.depends_on(NEWEST)
    newest = (model.objects.newest()[:NEWEST_LENGTH] for model in (Correction, RightOfReply))
    return _of_published_stories(_in_order(chain.from_iterable(newest))[:NEWEST_LENGTH])


def records_in(month: Month) -> list[Record]:
    """Return what was put on record in a month of the newspaper's own time, the newest first."""
    keys.depends_on(month_key(month))
    year, number = month
    records = (
        model.objects.newest().filter(at__year=year, at__month=number)
        for model in (Correction, RightOfReply)
    )
    return _of_published_stories(_in_order(chain.from_iterable(records)))


def months() -> list[Month]:
    """Return the months in which something was put on record, the newest first."""
    found: set[Month] = set()
    for model in (Correction, RightOfReply):
        begun = model.objects.filter(story__live=True).datetimes("at", "month")
        found.update((month.year, month.month) for month in begun)
    return sorted(found, reverse=True)


def month_of(record: Record) -> Month:
    """Return the month in whose list ``record`` stands."""
    at = timezone.localtime(record.at, timezone.get_default_timezone())
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


def shown_on(record: Record) -> list[str]:
    """Keys of what shows ``record``, the page of its story first."""
    return [story_key(record.story_id), NEWEST, month_key(month_of(record))]


def _in_order(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda record: (record.at, record.pk, record.kind), reverse=True)


def _of_published_stories(records: Iterable[Record]) -> list[Record]:
    """Leave out those whose story readers may not read now; the page hears when they may again."""
    shown = list(records)
    keys.depends_on(*(f"story:{record.story_id}:card" for record in shown))
    return [record for record in shown if record.story.live]
