"""Addresses of what machines read of the newspaper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from minbar.paper import feeds
from minbar.press.public import pressed
from minbar.stories.models import Section


@pressed()
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Give the newest stories as RSS."""
    return _written(feeds.front_feed(feeds.RssFeed, request.path))


@pressed()
@require_safe
def json_feed(request: HttpRequest) -> HttpResponse:
    """Give the newest stories as JSON Feed."""
    return _written(feeds.front_feed(feeds.JsonFeed, request.path))


@pressed()
@require_safe
def section_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the newest stories of a section as RSS."""
    section = get_object_or_404(Section.objects.live(), slug=slug)
    return _written(feeds.section_feed(section, request.path))


@pressed()
@require_safe
def comments_feed(request: HttpRequest) -> HttpResponse:
    """Give the newest published comments as RSS."""
    return _written(feeds.comments_feed(request.path))


def _written(feed: feeds.RssFeed | feeds.JsonFeed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
