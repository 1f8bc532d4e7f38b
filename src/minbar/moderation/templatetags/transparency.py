"""What the page of transparency calls to say days and waits in words."""

from datetime import date, timedelta

from django import template
from django.utils import translation

from minbar.moderation.told_figures import duration
from minbar.stories.dates import day_date

register = template.Library()


@register.filter
def day_name(day: str) -> str:
    """Name a day such as ``2026-11-28``: «28 نوفمبر 2026»."""
    return day_date(date.fromisoformat(day)).gregorian


@register.simple_tag
def told_minutes(minutes: int | None) -> str:
    """Say how long something took; a dash where there were too few to say."""
    return duration(None if minutes is None else timedelta(minutes=minutes))


@register.simple_tag
def rule_text(text: dict[str, str]) -> str:
    """Choose a rule's wording in the language of the page; Arabic where it has none.

    A month that closed before rules were worded in French has none.
    """
    return text.get(translation.get_language() or "") or text["ar"]
