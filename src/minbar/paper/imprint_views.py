"""Who makes the newspaper, and where it is reached: what laws on the press ask for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minbar.press.public import pressed

# Both show the newspaper's settings alone; what changes those touches every page.


@pressed()
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what the newspaper is, who publishes it, and who answers for it."""
    return render(request, "paper/about.html")


@pressed()
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Say by which ways the newspaper is reached."""
    return render(request, "paper/contact.html")
