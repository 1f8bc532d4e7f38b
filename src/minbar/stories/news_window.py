"""Which stories are still news, for search engines that take only what is two days old.

Rendering may not ask the clock, so the window's edge is a row: the schedule moves it when a story
falls out, and says so to the press.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from minbar.press import keys
from minbar.stories.models import UNDATED, AnnouncedPage, NewsWindow

NEWS_FOR = timedelta(hours=48)
"""What Google's news sitemap takes (developers.google.com, «Create a news sitemap»)."""
KEY = "news-sitemap"


def news_since() -> datetime:
    """Return since when a story is news; before the schedule's first round each dated one is."""
    row = NewsWindow.objects.filter(pk=1).first()
    return row.since if row else UNDATED + timedelta(microseconds=1)


def move_news_window(now: datetime | None = None) -> bool:
    """Move the edge if a story has fallen out of the window, and return whether one has."""
    edge = (now or timezone.now()) - NEWS_FOR
    fallen = AnnouncedPage.objects.filter(
        live=True, listed_at__gte=news_since(), listed_at__lt=edge
    )
    if not fallen.exists():
        return False
    with transaction.atomic():
        NewsWindow.objects.update_or_create(pk=1, defaults={"since": edge})
        keys.touch(KEY)
    return True
