"""What readers' pages fetch of advertisements; each view translates and no more."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minbar.advertising import frames
from minbar.advertising.slots import slot_at
from minbar.press.public import pressed


@pressed()
@require_safe
def fragment(request: HttpRequest, place: str, section_id: int | None = None) -> HttpResponse:
    """Give all that runs in a slot, of which a reader's browser shows one."""
    slot = slot_at(place, section_id)
    if slot is None:
        raise Http404
    return render(request, "advertising/fragment.html", {"advertisements": slot.running()})


@pressed()
@require_safe
def frame(request: HttpRequest, advertisement_id: int) -> HttpResponse:
    """Give the document in which another company's code runs."""
    advertisement = frames.framed(advertisement_id)
    if advertisement is None:
        raise Http404
    response = render(request, "advertising/frame.html", {"advertisement": advertisement})
    for header, told in frames.HEADERS.items():
        response[header] = told
    return response
