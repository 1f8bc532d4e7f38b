"""What every page of the paper knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.query import PageQuerySet

from minbar.stories import editions
from minbar.stories.edition_names import newspaper_in
from minbar.stories.models import Section


def newspaper(request: HttpRequest) -> dict[str, Any]:
    """Give templates the newspaper, the sections of this edition and the root of its addresses."""
    edition = editions.current()
    return {
        "newspaper": SimpleLazyObject(lambda: newspaper_in(edition)),
        "navigation": SimpleLazyObject(
            lambda: list(editions.pages_of_edition(sections_in_navigation(), edition))
        ),
        "site_url": settings.MINBAR_SITE_URL,
    }


def sections_in_navigation() -> PageQuerySet[Section]:
    """Sections that stand in the row under the nameplate, in every edition."""
    return Section.objects.live().filter(in_navigation=True).order_by("path")
