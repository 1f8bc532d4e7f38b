"""The address at which a story's exact figure is asked for."""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from minbar.audience.models import Figures, figures_key
from minbar.press import keys
from minbar.press.public import pressed
from minbar.stories.models import Story


@pressed()
@require_safe
def figures(request: HttpRequest, story_id: int) -> JsonResponse:
    """Say how often a story was read; at most a minute old."""
    keys.depends_on(figures_key(story_id), f"story:{story_id}:card")
    story = get_object_or_404(Story.objects.live(), id=story_id)
    found = Figures.objects.filter(story=story).first()
    return JsonResponse({"views": found.views if found else 0})
