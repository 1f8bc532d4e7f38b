"""Numbers with their nouns, as readers read them: «تعليقان», «3 تعليقات», "2 comments".

The plural is the catalogue's (CLDR's six forms for Arabic); the figure takes the region's shape.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import ngettext

from minbar.arabic import format_number
from minbar.stories.models import Story


@dataclass(frozen=True)
class RankedStory:
    """A story in a ranking, with the figure that put it there."""

    story: Story
    figure: str


def number(value: int) -> str:
    """Write a number in the newspaper's digits and with its region's separators."""
    return format_number(value, region=settings.MINBAR_REGION, digits=settings.MINBAR_DIGITS)


def views(count: int) -> str:
    """Say how often something was read."""
    return ngettext("%(number)s view", "%(number)s views", count) % {"number": number(count)}


def comments(count: int) -> str:
    """Say how many comments there are."""
    return ngettext("%(number)s comment", "%(number)s comments", count) % {"number": number(count)}


def results(count: int) -> str:
    """Say how many stories or comments a search has found."""
    return ngettext("%(number)s result", "%(number)s results", count) % {"number": number(count)}


def minutes(count: int) -> str:
    """Say how long something takes to read."""
    said = ngettext("%(number)s minute to read", "%(number)s minutes to read", count)
    return said % {"number": number(count)}


def ranked_by_views(ranked: list[tuple[Story, int]]) -> list[RankedStory]:
    """Give each story of a ranking its views."""
    return [RankedStory(story, number(count)) for story, count in ranked]


def ranked_by_comments(ranked: list[tuple[Story, int]]) -> list[RankedStory]:
    """Give each story of a ranking its comments."""
    return [RankedStory(story, comments(count)) for story, count in ranked]
