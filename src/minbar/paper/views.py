"""Readers' addresses that are not pages of Wagtail's tree."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from minbar.paper.composition import most_read
from minbar.paper.figures import ranked_by_views
from minbar.paper.share_addresses import share_card_of
from minbar.paper.share_cards import draw_share_card
from minbar.stories.models import Newspaper, Story
from minbar.stories.nameplate import draw_nameplate

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def short(request: HttpRequest, story_id: int) -> HttpResponse:
    """Lead from a story's short address to its own."""
    story = get_object_or_404(Story.objects.live(), pk=story_id)
    return HttpResponsePermanentRedirect(story.get_url(request))


@require_safe
def share_card(request: HttpRequest, story_id: int, digest: str) -> HttpResponse:
    """Give the picture that a network shows for a story; drawn once, then kept."""
    story = get_object_or_404(Story.objects.live(), pk=story_id)
    card = share_card_of(story)
    if digest != card.digest:
        raise Http404
    name = f"cards/{story_id}-{digest}.jpg"
    if not default_storage.exists(name):
        picture = draw_share_card(
            headline=card.headline,
            kicker=card.kicker,
            newspaper=card.newspaper,
            colour=card.colour,
        )
        default_storage.save(name, ContentFile(picture))
    with default_storage.open(name) as kept:
        response = HttpResponse(kept.read(), content_type="image/jpeg")
    response["Cache-Control"] = FOR_EVER
    return response


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Give the newspaper's icon: the first letter of its name, lettered like the nameplate."""
    letter = Newspaper.load().name.removeprefix("ال")[:1]
    drawing = {"letter": mark_safe(draw_nameplate(letter))}  # noqa: S308 - drawn, not typed
    response = render(request, "paper/icon.svg", drawing, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def most_read_fragment(request: HttpRequest) -> HttpResponse:
    """Give the list of the most read stories, to be put into any page."""
    context = {"entries": ranked_by_views(most_read())}
    response = render(request, "paper/most_read.html", context)
    response["Cache-Control"] = "public, max-age=60"
    return response
