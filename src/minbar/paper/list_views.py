"""Addresses of authors, tags and the archive."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minbar.paper import feeds, lists
from minbar.paper.translations import month_elsewhere
from minbar.press import keys
from minbar.press.public import pressed
from minbar.stories import editions
from minbar.stories.elsewhere import Elsewhere, elsewhere
from minbar.stories.listings import Listing, Span, of_author, of_section, of_tag
from minbar.stories.listings import archive as archive_of
from minbar.stories.models import Author, Section, Tag

OfEdition = Callable[[str], Listing]
"""A list in each edition. All have the same keys, so a page that asks whether there is one in
another edition depends on nothing more."""


@pressed()
@require_safe
def authors(request: HttpRequest) -> HttpResponse:
    """Name everyone who has published something."""
    return render(request, "paper/authors.html", {"authors": lists.authors_with_stories()})


@pressed()
@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who signs, and what that person wrote last."""
    found = _author(slug)
    keys.depends_on(f"author:{found.pk}:page")
    listing = partial(of_author, found.pk)
    shown = _newest(listing(editions.current()))
    context = {"author": found, "shown": shown, "elsewhere": _elsewhere(request, listing)}
    return render(request, "paper/author.html", context)


@pressed()
@require_safe
def author_month(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """Show what somebody wrote in a month."""
    found = _author(slug)
    context = {
        "title": found.name,
        "home": reverse("author", args=[slug]),
        "month_view": "author-month",
        "slug": slug,
    }
    return _month_in_each(request, partial(of_author, found.pk), month, context)


@pressed()
@require_safe
def author_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Give what somebody wrote last, as RSS."""
    found = _author(slug)
    address = reverse("author", args=[slug])
    return _feed(request, of_author(found.pk, editions.current()), found.name, address)


@pressed()
@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was last written about something."""
    found = _tag(slug)
    listing = partial(of_tag, found.pk)
    shown = _newest(listing(editions.current()))
    context = {"tag": found, "shown": shown, "elsewhere": _elsewhere(request, listing)}
    return render(request, "paper/tag.html", context)


@pressed()
@require_safe
def tag_month(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """Show what was written about something in a month."""
    found = _tag(slug)
    context = {
        "title": found.name,
        "home": reverse("tag", args=[slug]),
        "month_view": "tag-month",
        "slug": slug,
    }
    return _month_in_each(request, partial(of_tag, found.pk), month, context)


@pressed()
@require_safe
def tag_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Give what was last written about something, as RSS."""
    found = _tag(slug)
    return _feed(
        request, of_tag(found.pk, editions.current()), found.name, reverse("tag", args=[slug])
    )


@pressed()
@require_safe
def section_month(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """Show what a section published in a month."""
    sections = editions.pages_of_edition(Section.objects.live(), editions.current())
    section = get_object_or_404(sections, slug=slug)
    keys.depends_on(f"section:{section.pk}:name")
    context = {
        "title": section.title,
        "home": section.url,
        "month_view": "section-month",
        "slug": slug,
        "section": section,
        "elsewhere": month_elsewhere(section, month),
    }
    return _month(request, of_section(section.pk, section.path), month, context)


@pressed()
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Name every month that has stories."""
    return render(request, "paper/archive.html", {"years": lists.compose_archive()})


@pressed()
@require_safe
def archive_month(request: HttpRequest, month: str) -> HttpResponse:
    """Name every day of a month that has stories."""
    shown = lists.compose_calendar_month(month)
    if not shown.days:
        raise Http404
    there = _elsewhere(request, archive_of, Span.month(month))
    context = {"month": month, "shown": shown, "elsewhere": there}
    return render(request, "paper/archive_month.html", context)


@pressed()
@require_safe
def archive_day(request: HttpRequest, day: date) -> HttpResponse:
    """Show all stories of a day."""
    shown = lists.compose_day(day)
    if shown.is_empty:
        raise Http404
    context = {
        "day": day,
        "month": day.isoformat()[:7],
        "shown": shown,
        "earlier": date.fromisoformat(shown.earlier) if shown.earlier else None,
        "later": date.fromisoformat(shown.later) if shown.later else None,
        "elsewhere": _elsewhere(request, archive_of, Span.day(day)),
    }
    return render(request, "paper/archive_day.html", context)


def _author(slug: str) -> Author:
    found = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    keys.depends_on(f"author:{found.pk}")
    return found


def _tag(slug: str) -> Tag:
    found = get_object_or_404(Tag, slug=slug)
    keys.depends_on(f"tag:{found.pk}")
    return found


def _newest(listing: Listing) -> lists.NewestPage:
    shown = lists.compose_newest(listing)
    if not shown.stories:
        raise Http404
    return shown


def _elsewhere(request: HttpRequest, listing: OfEdition, span: Span | None = None) -> Elsewhere:
    return elsewhere(request, lambda edition: listing(edition).has_any(span))


def _month_in_each(
    request: HttpRequest, listing: OfEdition, month: str, context: Mapping[str, Any]
) -> HttpResponse:
    there = _elsewhere(request, listing, Span.month(month))
    return _month(request, listing(editions.current()), month, {**context, "elsewhere": there})


def _month(
    request: HttpRequest, listing: Listing, month: str, context: Mapping[str, Any]
) -> HttpResponse:
    shown = lists.compose_month(listing, month)
    if shown.is_empty:
        raise Http404
    return render(request, "paper/month.html", {**context, "month": month, "shown": shown})


def _feed(request: HttpRequest, listing: Listing, name: str, address: str) -> HttpResponse:
    feed = feeds.list_feed(listing, request.path, name=name, link=address)
    if feed is None:
        raise Http404
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
