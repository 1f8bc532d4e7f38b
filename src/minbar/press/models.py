"""Which pages are pressed, what each of them shows, and what was touched since."""

from typing import Self

from django.db import models
from django.db.models import Q

PATH_LENGTH = 700
"""Characters: two slugs and what stands between. PostgreSQL indexes up to 2,700 bytes."""
KEY_LENGTH = 300
"""A key may hold a slug."""


class Touch(models.Model):
    """That what a key names has changed. Only inserted; deleted an hour after it was answered."""

    key = models.CharField(max_length=KEY_LENGTH, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    transaction = models.BigIntegerField(null=True)
    """Who inserted it, on PostgreSQL, where a lower number may be committed after a higher one."""

    def __str__(self) -> str:
        return self.key


class ClockTouch(models.Model):
    """That what a key names will change at a moment: a page closes, a day ends."""

    key = models.CharField(max_length=KEY_LENGTH)
    moment = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "moment"], name="clock_touch_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.moment:%Y-%m-%d %H:%M}"


class PressedPageQuerySet(models.QuerySet["PressedPage"]):
    """Pressed pages, asked for in the press's words."""

    def failing(self) -> Self:
        """Pages whose last pressing failed; readers get the old page, if there was one."""
        return self.filter(failures__gt=0)

    def pressed_after(self, touch: int | None) -> Self:
        """Pages that were pressed when a touch could be seen; none if there was no touch."""
        return self.none() if touch is None else self.exclude(digest="").filter(noted__gte=touch)


class PressedPage(models.Model):
    """A page as it lies in the store. Without a digest nothing lies there yet."""

    path = models.CharField(max_length=PATH_LENGTH, unique=True)
    """As a browser asks for it, decoded: ``/national/خبر/``."""
    digest = models.CharField(max_length=64, blank=True)
    """Of the stored answer; the manifest that the files are held against at start."""
    noted = models.BigIntegerField(default=0)
    """The newest touch that this pressing could see."""
    snapshot = models.TextField(blank=True)
    """Likewise on PostgreSQL: which transactions it could see (``pg_snapshot``)."""
    pressed_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    """How often in a row pressing it has failed."""
    failure = models.TextField(blank=True)
    retry_at = models.DateTimeField(null=True, db_index=True)

    objects = PressedPageQuerySet.as_manager()

    def __str__(self) -> str:
        return self.path


class PageKey(models.Model):
    """That a page shows what a key names."""

    page = models.ForeignKey(PressedPage, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=KEY_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "page"], name="page_key_once")]

    def __str__(self) -> str:
        return self.key


class Purge(models.Model):
    """That caches in front are to forget an address; deleted when all of them have heard it."""

    path = models.CharField(max_length=PATH_LENGTH)
    at = models.DateTimeField(db_index=True)
    """Not before this moment."""

    def __str__(self) -> str:
        return self.path


class PressState(models.Model):
    """The one row of what the press remembers of the whole edition."""

    made_of = models.CharField(max_length=64, blank=True)
    """Digest of the templates, settings and code that the pages were made with."""

    class Meta:
        constraints = [models.CheckConstraint(name="one_press_state", condition=Q(pk=1))]

    def __str__(self) -> str:
        return self.made_of
