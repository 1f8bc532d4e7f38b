"""Pages of what a reader keeps in the browser: the newspaper knows nothing of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minbar.press.public import pressed


@pressed()
@require_safe
def reading_list(request: HttpRequest) -> HttpResponse:
    """Show where the browser lists what its reader has kept for later."""
    return render(request, "paper/reading_list.html")
