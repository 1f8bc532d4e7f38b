"""An edition that the operator closes is taken from readers as a whole; nothing of it is deleted.

Its pages are unpublished, and each is marked as withheld: opened again, the edition has all that
was published in it. What is published in it meanwhile waits likewise, see ``announcing``.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from minbar.stories import editions
from minbar.stories.announcing import announce
from minbar.stories.models import AnnouncedPage, BreakingNews, Front


@transaction.atomic
def close(edition: str) -> None:
    """Take every page of an edition that is not served from readers; twice changes nothing."""
    if not Front.objects.of_edition(edition).live().exists():
        return
    published = Page.objects.filter(live=True, url_path__startswith=editions.root_of(edition))
    _announce(published.order_by("path").values_list("pk", flat=True))
    now = timezone.now()
    BreakingNews.objects.filter(edition=edition, ends_at__gt=now).update(ends_at=now)


@transaction.atomic
def reopen(edition: str) -> None:
    """Publish again what was withheld of an edition that is served."""
    withheld = AnnouncedPage.objects.filter(edition=edition, withheld_at__isnull=False)
    pages = list(withheld.order_by("page__path").values_list("pk", flat=True))
    Page.objects.filter(pk__in=withheld.values("pk")).update(live=True)
    withheld.update(withheld_at=None)
    _announce(pages)


def _announce(pages: Iterable[int]) -> None:
    """Announce pages by their keys, sections before their stories; there may be very many."""
    for key in list(pages):
        announce(Page.objects.get(pk=key))
