"""Pages of what a reader keeps in the browser: the newspaper knows nothing of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minbar.paper.service_worker import written
from minbar.press.public import pressed


@pressed()
@require_safe
def reading_list(request: HttpRequest) -> HttpResponse:
    """Show where the browser lists what its reader has kept for later."""
    return render(request, "paper/reading_list.html")


@pressed()
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show what stands for a page that cannot be had without the network."""
    return render(request, "paper/offline.html")


@pressed()
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the script that keeps read pages for when there is no network."""
    return HttpResponse(written(), content_type="text/javascript; charset=utf-8")
