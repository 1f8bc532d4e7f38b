"""Addresses of what machines read of the newspaper."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from minbar.arabic import clean_line
from minbar.paper import feeds, sitemaps
from minbar.press.public import pressed
from minbar.stories.models import Newspaper, Section

XML = "application/xml; charset=utf-8"


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


@pressed()
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Name every sitemap."""
    found = [{"location": sitemaps.sitemap_address(name)} for name in sitemaps.sitemap_names()]
    return render(request, "sitemap_index.xml", {"sitemaps": found}, content_type=XML)


@pressed()
@require_safe
def sitemap(request: HttpRequest, name: str) -> HttpResponse:
    """List the addresses of a month's stories, or of the sections."""
    locations = sitemaps.locations(name)
    if not locations:
        raise Http404
    return render(request, "sitemap.xml", {"urlset": locations}, content_type=XML)


@pressed()
@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """List the stories of the last two days, with their headlines."""
    context = {
        "name": clean_line(Newspaper.load().name),
        "language": settings.MINBAR_LANGUAGE,
        "stories": sitemaps.news(),
    }
    return render(request, "paper/news_sitemap.xml", context, content_type=XML)


@pressed()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what search engines need not ask for, and where the sitemaps are."""
    return render(request, "paper/robots.txt", content_type="text/plain; charset=utf-8")


def _written(feed: feeds.RssFeed | feeds.JsonFeed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
