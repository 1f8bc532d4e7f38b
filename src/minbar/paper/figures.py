"""Numbers with their nouns, as readers read them: «تعليقان», «3 تعليقات», "2 comments".

The plural is the catalogue's (CLDR's six forms for Arabic); the figure takes the region's shape.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minbar.arabic import plural_category
from minbar.stories.models import Story
from minbar.stories.numbers import number

PLACE = {"number": "{number}"}
ONE_OF_EACH = (0, 1, 2, 3, 11, 100)
"""A number of each of Arabic's six plural categories (CLDR)."""


@dataclass(frozen=True)
class RankedStory:
    """A story in a ranking, with the figure that put it there."""

    story: Story
    figure: str


def views(count: int) -> str:
    """Say how often something was read."""
    return ngettext("%(number)s view", "%(number)s views", count) % {"number": number(count)}


def comments(count: int) -> str:
    """Say how many comments there are."""
    return ngettext("%(number)s comment", "%(number)s comments", count) % {"number": number(count)}


def photos(count: int) -> str:
    """Say how many photos there are."""
    return ngettext("%(number)s photo", "%(number)s photos", count) % {"number": number(count)}


def file_size(size: int) -> str:
    """Say how large a file of ``size`` bytes is, rounded up to what a reader can weigh."""
    kilobytes = -(-size // 1000)
    if kilobytes < 1000:
        return _("%(number)s KB") % {"number": number(kilobytes)}
    return _("%(number)s MB") % {"number": number(-(-kilobytes // 1000))}


def stories(count: int) -> str:
    """Say how many stories there are."""
    return ngettext("%(number)s story", "%(number)s stories", count) % {"number": number(count)}


def results(count: int) -> str:
    """Say how many stories or comments a search has found."""
    return ngettext("%(number)s result", "%(number)s results", count) % {"number": number(count)}


def minutes(count: int) -> str:
    """Say how long something takes to read."""
    said = ngettext("%(number)s minute to read", "%(number)s minutes to read", count)
    return said % {"number": number(count)}


def letters_left(count: int) -> str:
    """Say how many letters more a text may have."""
    return ngettext("%(number)s letter left", "%(number)s letters left", count)


def letters_over(count: int) -> str:
    """Say by how many letters a text is too long."""
    return ngettext("%(number)s letter too many", "%(number)s letters too many", count)


def by_plural(sentence: Callable[[int], str]) -> dict[str, str]:
    """Return a sentence in each plural that its language has (CLDR), for a script to fill in.

    The number's place is ``{number}``.
    """
    language = translation.get_language() or settings.MINBAR_LANGUAGE
    if not language.startswith("ar"):
        return {"one": sentence(1) % PLACE, "other": sentence(2) % PLACE}
    return {plural_category(count): sentence(count) % PLACE for count in ONE_OF_EACH}


def ranked_by_views(ranked: list[tuple[Story, int]]) -> list[RankedStory]:
    """Give each story of a ranking its views."""
    return [RankedStory(story, number(count)) for story, count in ranked]


def ranked_by_comments(ranked: list[tuple[Story, int]]) -> list[RankedStory]:
    """Give each story of a ranking its comments."""
    return [RankedStory(story, comments(count)) for story, count in ranked]
