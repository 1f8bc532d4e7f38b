"""What readers see of records: beside their story, in the list of the newest, and by months."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.urls import reverse

from minbar.corrections.models import Correction, Record, RightOfReply
from minbar.press import keys
from minbar.stories import editions
from minbar.stories.dates import latest
from minbar.stories.models import OF_STORY, UNDATED, Story
from minbar.stories.months import bounds_of, month_of, sitemap_key

NEWEST_LENGTH = 40
NEWEST = "corrections"
"""Named by the list of the newest, which leads to every month."""


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


def corrections_of(stories: Iterable[Story]) -> dict[int, list[Correction]]:
    """Return the corrections of each of ``stories`` that has some, by its key, the first first."""
    wanted = [story.pk for story in stories]
    keys.depends_on(*map(corrections_key, wanted))
    found: dict[int, list[Correction]] = {}
    for correction in Correction.objects.filter(story__in=wanted).order_by("at", "pk"):
        found.setdefault(correction.story_id, []).append(correction)
    return found


def corrected_at(corrections: Iterable[Correction]) -> datetime | None:
    """Return when a correction was last made or withdrawn, if any ever was."""
    return latest(*(moment for each in corrections for moment in (each.at, each.withdrawn_at)))


def newest_records() -> list[Record]:
    """Return the newest records on stories of this edition, the newest first."""
    keys.depends_on(NEWEST)
    newest = (
        _of_this_edition(model.objects.newest())[:NEWEST_LENGTH]
        for model in (Correction, RightOfReply)
    )
    return _of_published_stories(_in_order(chain.from_iterable(newest))[:NEWEST_LENGTH])


def records_in(month: str) -> list[Record]:
    """Return what was put on record in a month of the newspaper's own time, the newest first."""
    keys.depends_on(month_key(month))
    begin, end = bounds_of(month)
    records = (
        _of_this_edition(model.objects.newest()).filter(at__gte=begin, at__lt=end)
        for model in (Correction, RightOfReply)
    )
    return _of_published_stories(_in_order(chain.from_iterable(records)))


def months() -> list[str]:
    """Return the months of what is on record in this edition, the newest first."""
    found: set[str] = set()
    for model in (Correction, RightOfReply):
        begun = _of_this_edition(model.objects.filter(story__live=True)).datetimes("at", "month")
        found.update(map(month_of, begun))
    return sorted(found, reverse=True)


def path_of(month: str) -> str:
    """Return the address of a month's list."""
    return reverse("corrections-month", args=[month])


def story_key(story_id: int) -> str:
    """Return the key of what is put on record beside a story."""
    return f"story:{story_id}:corrections"


def corrections_key(story_id: int) -> str:
    """Return the key of a story's corrections alone, for what shows no replies."""
    return f"story:{story_id}:corrected"


def month_key(month: str) -> str:
    """Return the key of a month's list."""
    return f"corrections:{month}"


def shown_on(record: Record) -> list[str]:
    """Keys of what shows ``record``, the page of its story first."""
    names = [story_key(record.story_id), NEWEST, month_key(month_of(record.at))]
    if isinstance(record, Correction):
        names.append(corrections_key(record.story_id))
    return names


def changed_by(record: Record) -> list[str]:
    """Keys of what shows ``record``, and of what says when its story was last changed."""
    names = shown_on(record)
    if isinstance(record, Correction):
        names.append(sitemap_key(month_of(record.story.published_at or UNDATED)))
    return names


def _of_this_edition(records: Any) -> Any:
    return editions.of_edition(records, editions.current(), OF_STORY)


def _in_order(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda record: (record.at, record.pk, record.kind), reverse=True)


def _of_published_stories(records: Iterable[Record]) -> list[Record]:
    """Leave out those whose story readers may not read now; the page hears when they may again."""
    shown = list(records)
    keys.depends_on(*(f"story:{record.story_id}:card" for record in shown))
    return [record for record in shown if record.story.live]
