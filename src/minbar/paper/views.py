"""Readers' addresses that are not pages of Wagtail's tree."""

from http import HTTPStatus

import resvg_py
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from minbar.audience.models import Period
from minbar.discussion import pages
from minbar.discussion.models import Comment
from minbar.paper.composition import most_read
from minbar.paper.figures import ranked_by_views
from minbar.paper.share_addresses import share_card_of
from minbar.paper.share_cards import draw_share_card
from minbar.paper.showing import shows_page
from minbar.press import keys
from minbar.press.public import pressed
from minbar.stories import editions
from minbar.stories.edition_names import newspaper_in
from minbar.stories.models import AnnouncedPage, Newspaper, Story
from minbar.stories.nameplate import draw_nameplate

MOST_PAGES = 100_000
"""No discussion has more; a number beyond what a database counts is no page either."""
ICON_SIDE = 512
"""Pixels; a phone makes it smaller."""
FOR_EVER = "public, max-age=31536000, immutable"


@pressed("order")
@require_safe
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Show a page of the tree; say of one that was taken from the site that it is gone.

    A story is found by its whole address: Wagtail's own way, which finds the rest, asks the
    database once for each word of it. A story asked for in another order leads to its discussion.
    """
    found = story_at(request, path) or _other_page_at(request, path)
    if found is not None:
        if isinstance(found, Story) and request.GET.get("order") in pages.ORDERS:
            address = f"{found.url}comments/1/?order={request.GET['order']}"
            return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
        shows_page(found)
        return found.serve(request)
    keys.depends_on("redirects")
    gone = AnnouncedPage.objects.filter(url_path=_url_path(request, path), live=False).first()
    if gone is None or _leads_on(request):
        raise Http404
    keys.depends_on(f"story:{gone.pk}:page", f"section:{gone.pk}:page")
    return render(request, "410.html", status=HTTPStatus.GONE)


@pressed("order")
@require_safe
def discussion_page(request: HttpRequest, section: str, slug: str, number: int) -> HttpResponse:
    """Show a further page of a story's discussion; the first stands on the story's own.

    In another order it is live, from the first page on, and no search engine's.
    """
    story = story_at(request, f"{section}/{slug}/")
    if story is None or not 1 <= number <= MOST_PAGES:
        raise Http404
    shows_page(story)
    order = request.GET.get("order", "")
    if order not in pages.ORDERS:
        order = ""
    if number == 1 and not order:
        return HttpResponsePermanentRedirect(f"{story.url}#discussion")
    if order:
        shown = pages.ordered_page(story, order, number)
    else:
        shown = pages.discussion_page(story, number)
    if not shown.entries and (number > 1 or not order):
        raise Http404
    context = {"story": story, "shown": shown, "number": number, "order": order}
    response = render(request, "discussion/page.html", context)
    if order:
        response["X-Robots-Tag"] = "noindex"
    return response


@pressed()
@require_safe
def thread_page(
    request: HttpRequest, section: str, slug: str, thread: int, number: int = 1
) -> HttpResponse:
    """Show the replies to a comment for which there was no room beneath it."""
    story = story_at(request, f"{section}/{slug}/")
    if story is None or not 1 <= number <= MOST_PAGES:
        raise Http404
    shows_page(story)
    if not Comment.objects.shown().on(story).filter(pk=thread, thread=None).exists():
        raise Http404
    shown = pages.thread_page(story, thread, number)
    if not shown.entries:
        raise Http404
    (entry,) = shown.entries
    below = f"comments/thread/{thread}/"
    back = pages.path_of(entry.comment) + f"#comment-{thread}"
    if number > 1:
        back = below if number == 2 else f"{below}{number - 1}/"
    context = {
        "story": story,
        "entry": entry,
        "number": number,
        "earlier": f"{story.url}{back}",
        "later": f"{story.url}{below}{number + 1}/" if shown.has_more else "",
    }
    return render(request, "discussion/thread.html", context)


@pressed()
@require_safe
def short(request: HttpRequest, story_id: int) -> HttpResponse:
    """Lead from a story's short address to its own."""
    keys.depends_on(f"story:{story_id}:card")
    story = get_object_or_404(Story.objects.live(), pk=story_id)
    return HttpResponsePermanentRedirect(story.get_url(request))


@require_safe
def share_card(request: HttpRequest, story_id: int, digest: str) -> HttpResponse:
    """Give the picture that a network shows for a story; drawn once, then kept."""
    story = get_object_or_404(Story.objects.live(), pk=story_id)
    card = share_card_of(story, newspaper_in(editions.edition_at(story.url_path)))
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


@pressed()
@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Give the newspaper's icon: the first letter of its name, lettered like the nameplate."""
    return HttpResponse(_icon(), content_type="image/svg+xml")


@pressed()
@require_safe
def icon_picture(request: HttpRequest) -> HttpResponse:
    """Give the icon as a picture, for phones that show no drawing beside their applications."""
    picture = resvg_py.svg_to_bytes(svg_string=_icon(), width=ICON_SIDE, skip_system_fonts=True)
    return HttpResponse(bytes(picture), content_type="image/png")


@pressed()
@require_safe
def most_read_fragment(request: HttpRequest, period: str = "") -> HttpResponse:
    """Give the list of the most read stories, to be put into any page."""
    if period and period not in Period:
        raise Http404
    context = {"entries": ranked_by_views(most_read(period=Period(period) if period else None))}
    return render(request, "paper/most_read.html", context)


def _icon() -> str:
    newspaper = Newspaper.load()
    letter = draw_nameplate(newspaper.name.removeprefix("ال")[:1])
    drawing = {"letter": mark_safe(letter), "accent": newspaper.accent}  # noqa: S308 - drawn
    return render_to_string("paper/icon.svg", drawing)


def _leads_on(request: HttpRequest) -> bool:
    """Whether the newsroom has said where this old address leads."""
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    return get_redirect(request, path) is not None


def story_at(request: HttpRequest, path: str) -> Story | None:
    """Return the published story at ``path``, with what its page shows of it."""
    stories = Story.objects.live().with_what_its_page_shows()
    return stories.filter(announced__url_path=_url_path(request, path)).first()


def _other_page_at(request: HttpRequest, path: str) -> Page | None:
    route = Page.route_for_request(request, path)
    return None if route is None else route.page.specific


def _url_path(request: HttpRequest, path: str) -> str:
    """Return where a page at ``path`` stands below the tree's root."""
    if edition := editions.current():
        return f"{editions.root_of(edition)}{path}"
    site = Site.find_for_request(request)
    root = site.root_page.url_path if site else "/"
    return f"{root}{path}"
