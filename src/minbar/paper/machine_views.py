"""Addresses of what machines read of the newspaper."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from minbar.arabic import clean_line
from minbar.paper import feeds, sitemaps
from minbar.paper.views import ICON_SIDE
from minbar.press.public import pressed
from minbar.stories import editions
from minbar.stories.edition_names import newspaper_in
from minbar.stories.models import Newspaper, Section

XML = "application/xml; charset=utf-8"
PAPER = "#fffdf8"
"""The ground of pages, as in the style sheet."""


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
    sections = editions.pages_of_edition(Section.objects.live(), editions.current())
    section = get_object_or_404(sections, slug=slug)
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
        "stories": sitemaps.news(),
    }
    return render(request, "paper/news_sitemap.xml", context, content_type=XML)


@pressed()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what search engines need not ask for, and where the sitemaps are."""
    roots = [editions.root_of(other) for other in editions.every_edition()[1:]]
    plain = "text/plain; charset=utf-8"
    return render(request, "paper/robots.txt", {"other_roots": roots}, content_type=plain)


@pressed()
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how this edition stands among a phone's applications.

    Each is one of its own. The newspaper's own reaches over the others, so that a reader who goes
    over to another language stays in its window.
    """
    edition, front = editions.current(), reverse("front")
    name = newspaper_in(edition).name
    told = {
        "id": front,
        "name": name,
        "short_name": name,
        "lang": editions.language_of(edition),
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "start_url": front,
        "scope": front,
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            # The letter stands well within what a round mask leaves.
            {"src": reverse(name), "sizes": sizes, "type": kind, "purpose": "any maskable"}
            for name, sizes, kind in (
                ("icon", "any", "image/svg+xml"),
                ("icon-picture", f"{ICON_SIDE}x{ICON_SIDE}", "image/png"),
            )
        ],
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/manifest+json")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a weakness (RFC 9116), where the operator has named one and until when.

    Not pressed: the press's tree has no place for a name that begins with a dot.
    """
    if not (settings.MINBAR_SECURITY_CONTACT and settings.MINBAR_SECURITY_EXPIRES):
        raise Http404
    context = {
        "contact": _contact(settings.MINBAR_SECURITY_CONTACT),
        "expires": settings.MINBAR_SECURITY_EXPIRES,
        "languages": ", ".join(
            dict.fromkeys([*map(editions.language_of, editions.every_edition()), "en"])
        ),
    }
    return render(request, "paper/security.txt", context, content_type="text/plain; charset=utf-8")


def _contact(told: str) -> str:
    """Return the contact as an address: RFC 9116 wants ``mailto:`` before an e-mail."""
    return told if ":" in told else f"mailto:{told}"


def _written(feed: feeds.RssFeed | feeds.JsonFeed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
