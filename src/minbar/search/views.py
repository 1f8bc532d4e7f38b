"""The readers' search over HTTP; each view translates and no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from minbar.arabic import clean_line
from minbar.discussion.models import Comment
from minbar.search.forms import COMMENTS, NEWEST, STORIES, SearchForm
from minbar.search.models import Document
from minbar.search.searching import Found, search
from minbar.search.snippets import as_html, as_text, marked, snippet
from minbar.stories.blocks import text_of
from minbar.stories.models import Section, Story

KEPT = ("q", "in", "section", "author", "since", "until", "order")
"""Parameters that lead from page to page."""
MOST_PAGES = 10_000


@dataclass(frozen=True)
class Result:
    """A story or a comment as it stands in the list."""

    story: Story
    section: Section
    comment: Comment | None
    headline: SafeString
    snippet: SafeString
    snippet_text: str
    is_other: bool

    @property
    def path(self) -> str:
        """Where it is read."""
        if self.comment is not None:
            return reverse("comment", args=[self.comment.pk])
        return self.story.url or ""


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Search, and list what is found; as JSON with ``format=json``."""
    told = {name: clean_line(request.GET[name]) for name in request.GET}
    form = SearchForm(told)
    in_comments = told.get("in") == COMMENTS
    newest_first = told.get("order") == NEWEST
    page = _page_number(told.get("page", ""))
    found = search(
        form.asked,
        comments=in_comments,
        filters=form.filters,
        newest_first=newest_first,
        page=page,
    )
    results = list(_results(found))
    if told.get("format") == "json":
        return JsonResponse(_as_json(found, results), json_dumps_params={"ensure_ascii": False})
    address = _Address(request.path, told)
    context = {
        "form": form,
        "asked": form.asked,
        "in_comments": in_comments,
        "newest_first": newest_first,
        "found": found,
        "results": results,
        "suggestions": [(other, address.to(q=other, page=None)) for other in found.suggestions],
        "to_stories": address.to(**{"in": None, "page": None}),
        "to_comments": address.to(**{"in": COMMENTS, "page": None}),
        "to_best": address.to(order=None, page=None),
        "to_newest": address.to(order=NEWEST, page=None),
        "earlier": address.to(page=page - 1) if 1 < page <= found.pages + 1 else None,
        "later": address.to(page=page + 1) if page < found.pages else None,
        "page": page,
    }
    return render(request, "search/search.html", context)


class _Address:
    """Addresses of the same search, changed in one thing."""

    def __init__(self, path: str, told: dict[str, str]) -> None:
        self._path = path
        self._told = {name: told[name] for name in KEPT if told.get(name)}

    def to(self, **changed: Any) -> str:
        told = {name: value for name, value in (self._told | changed).items() if value is not None}
        if told.get("page") == 1:
            del told["page"]
        if told.get("in") == STORIES:
            del told["in"]
        return f"{self._path}?{urlencode(told)}" if told else self._path


def _page_number(told: str) -> int:
    if not (told.isascii() and told.isdigit() and len(told) <= len(str(MOST_PAGES))):
        return 1
    return min(max(1, int(told)), MOST_PAGES)


def _results(found: Found) -> Iterable[Result]:
    documents = found.documents
    stories = Story.objects.prefetch_related("signatures__author").in_bulk(
        [one.story_id for one in documents]
    )
    sections = Section.objects.in_bulk({one.section_id for one in documents})
    comments = Comment.objects.in_bulk([one.comment_id for one in documents if one.comment_id])
    for place, document in enumerate(documents):
        story, section = stories.get(document.story_id), sections.get(document.section_id)
        comment = comments.get(document.comment_id) if document.comment_id else None
        if story is None or section is None or (document.comment_id and comment is None):
            continue  # deleted past our functions, or this moment
        parts = snippet(_shown_text(document, story, comment, found), found.words)
        yield Result(
            story=story,
            section=section,
            comment=comment,
            headline=as_html(marked(story.title, found.words)),
            snippet=as_html(parts),
            snippet_text=as_text(parts),
            is_other=found.others_from is not None and place >= found.others_from,
        )


def _shown_text(document: Document, story: Story, comment: Comment | None, found: Found) -> str:
    """Return the text that says most: the body, or what stands about it if the words are there."""
    if comment is not None:
        return comment.text
    if found.words.isdisjoint(document.body.split()) and story.standfirst:
        return story.standfirst
    return text_of(story.body)


def _as_json(found: Found, results: list[Result]) -> dict[str, Any]:
    return {
        "total": found.total + found.others,
        "results": [
            {
                "url": f"{settings.MINBAR_SITE_URL}{result.path}",
                "headline": result.story.title,
                "snippet": result.snippet_text,
                "published": _iso(result),
            }
            for result in results
        ],
        "suggestions": list(found.suggestions),
    }


def _iso(result: Result) -> str | None:
    published = (
        result.story.published_at if result.comment is None else result.comment.first_approved_at
    )
    return published.isoformat() if published else None
