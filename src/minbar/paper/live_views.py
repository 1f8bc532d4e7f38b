"""Addresses of live stories beside their own page: what scripts ask for, and all from the start."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minbar.paper.live_stories import all_entries, live_story
from minbar.paper.showing import shows_page
from minbar.paper.views import story_at
from minbar.press import keys
from minbar.press.public import pressed
from minbar.stories import editions
from minbar.stories.models import Story


@pressed()
@require_safe
def entries(request: HttpRequest, story_id: int) -> HttpResponse:
    """Give the newest entries of a live story, for a page that has been open for a while."""
    keys.depends_on(f"story:{story_id}:card")
    story = Story.objects.live().with_what_its_page_shows().filter(pk=story_id).first()
    is_here = story is not None and editions.edition_at(story.url_path) == editions.current()
    live = live_story(story) if story is not None and is_here else None
    if live is None:
        raise Http404
    return render(request, "live/entries.html", {"live": live})


@pressed()
@require_safe
def from_the_beginning(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """Show all entries of a live story in the order in which they were told."""
    story = story_at(request, f"{section}/{slug}/")
    told = all_entries(story) if story else []
    if story is None or not told:
        raise Http404
    shows_page(story)
    return render(request, "live/all.html", {"story": story, "entries": told})
