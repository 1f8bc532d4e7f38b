"""``/privacy/``: what is kept of a reader and for how long, in plain words, from the settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minbar.discussion import site_settings
from minbar.press import keys
from minbar.press.public import pressed


@pressed()
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what this newspaper keeps, as it is set now."""
    keys.depends_on("privacy")
    context = {"kept": site_settings.load(), "can_mail": site_settings.mail_is_configured()}
    return render(request, "discussion/privacy.html", context)
