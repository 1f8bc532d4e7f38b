"""Figures inside pages follow the exact ones as capacity allows, the largest change first."""

from collections.abc import Sequence

from django.db.models import F

from minbar.audience.models import Figures
from minbar.audience.turns import write_in_turns
from minbar.press import keys

STORIES_AT_A_TIME = 60
"""How many stories' pages may be pressed anew each minute for the sake of a figure."""


def refresh_pressed_figures(most: int = STORIES_AT_A_TIME) -> None:
    """Let the pages whose figures have changed most show them."""
    stories = list(Figures.objects.changed_most(most).values_list("story", flat=True))
    write_in_turns(stories, _show_exact_figures)


def bring_figure(story_id: int, views: int) -> Figures:
    """Let a story begin with the figure that it had elsewhere."""
    return Figures.objects.create(story_id=story_id, brought=views, pressed=views)


def _show_exact_figures(stories: Sequence[int]) -> None:
    Figures.objects.filter(story__in=stories).update(pressed=F("brought") + F("counted"))
    keys.touch(*(f"story:{story}:page" for story in stories))
