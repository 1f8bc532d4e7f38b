"""What every page of the paper knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from minbar.stories.models import Newspaper, Section


def newspaper(request: HttpRequest) -> dict[str, Any]:
    """Give templates the newspaper, its sections and the root of its addresses."""
    return {
        "newspaper": SimpleLazyObject(Newspaper.load),
        "navigation": SimpleLazyObject(
            lambda: list(Section.objects.live().filter(in_navigation=True).order_by("path"))
        ),
        "site_url": settings.MINBAR_SITE_URL,
    }
