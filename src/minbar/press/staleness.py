"""Which pressed pages are older than what they show."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import Exists, Max, Min, OuterRef, QuerySet
from django.utils import timezone

from minbar.press.keys import EVERY_PAGE
from minbar.press.models import PageKey, PressedPage, Touch
from minbar.press.moments import Moment, unseen_by

CHUNK = 400
"""Names in one query; SQLite takes at most 999 values."""


def stale_pages(since: Moment | None = None) -> list[str]:
    """Paths of pages that show what was touched, in the order in which it was touched.

    With ``since`` only touches that could not be seen then are looked at. What touches every page
    is not: that is ``stale_edition``.
    """
    touches = touches_since(since)
    first = dict(touches.values_list("key").annotate(first=Min("pk")).order_by("first"))
    return stale_among(first)


def stale_among(names: Iterable[str]) -> list[str]:
    """Paths of pages that have not seen the newest touch of these keys, in the keys' order."""
    unseen = Touch.objects.filter(unseen_by("page__"), key=OuterRef("key"))
    stale: dict[str, None] = {}
    for chunk in _chunks(names):
        order = {name: place for place, name in enumerate(chunk)}
        shown = PageKey.objects.filter(Exists(unseen), key__in=chunk)
        found = shown.values_list("key", "page__path").order_by()
        stale.update(dict.fromkeys(path for _, path in sorted(found, key=lambda f: order[f[0]])))
    return list(stale)


def is_stale(page: PressedPage) -> bool:
    """Whether anything that ``page`` shows was touched after its last pressing could see it."""
    unseen = Touch.objects.filter(unseen_by("page__"), key=OuterRef("key"))
    if PageKey.objects.filter(Exists(unseen), page=page).exists():
        return True
    of_all = Touch.objects.filter(unseen_by(), key=EVERY_PAGE)
    return PressedPage.objects.filter(Exists(of_all), pk=page.pk).exists()


def newest_touch(names: Iterable[str]) -> int | None:
    """Return the number of the newest touch of any of these keys."""
    return Touch.objects.filter(key__in=list(names)).aggregate(newest=Max("pk"))["newest"]


def touches_since(moment: Moment | None) -> QuerySet[Touch]:
    """Touches that could not be seen at a moment; all that are kept where there was none."""
    return Touch.objects.all() if moment is None else moment.touches_since()


def stale_edition() -> list[str]:
    """Paths of pages that have not seen the last touch of every page."""
    unseen = Touch.objects.filter(unseen_by(), key=EVERY_PAGE)
    if not Touch.objects.filter(key=EVERY_PAGE).exists():
        return []
    return list(PressedPage.objects.filter(Exists(unseen)).values_list("path", flat=True))


def due_again() -> list[str]:
    """Paths whose failed pressing is to be tried again now."""
    due = PressedPage.objects.filter(retry_at__lte=timezone.now()).order_by("retry_at")
    return list(due.values_list("path", flat=True))


def _chunks(names: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(names)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
