"""Who makes the newspaper, and where it is reached: what laws on the press ask for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minbar.press import keys
from minbar.press.public import pressed
from minbar.stories.signals import IMPRINT


@pressed()
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what the newspaper is, who publishes it, and who answers for it."""
    keys.depends_on(IMPRINT)
    return render(request, "paper/about.html")


@pressed()
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Say by which ways the newspaper is reached."""
    keys.depends_on(IMPRINT)
    return render(request, "paper/contact.html")
