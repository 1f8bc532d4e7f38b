"""Which comments of the queue a moderator has chosen to read, as an address says it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from typing import Self, TypeVar
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from minbar.arabic import Language
from minbar.discussion import reporting
from minbar.discussion.models import Comment, SealedEmail
from minbar.moderation.models import QueuedComment
from minbar.stories.models import Section

Kind = TypeVar("Kind", bound=StrEnum)
Row = TypeVar("Row", Comment, QueuedComment)

SHORT = 280
"""Letters of a comment that list mode shows: read at a glance."""
SEARCH_LENGTH = 100


class Place(StrEnum):
    """What the desk may show: parts of the queue, and what readers see already."""

    WAITING = "waiting"
    APPEALS = "appeals"
    HELD = "held"
    REPORTED = "reported"
    PUBLISHED = "published"


PUBLISHED = frozenset({Place.REPORTED, Place.PUBLISHED})
SENIORS = frozenset({Place.APPEALS, Place.HELD})
"""Places that are for seniors."""


class Order(StrEnum):
    """What comes first."""

    OLDEST = "oldest"
    NEWEST = "newest"


@dataclass(frozen=True)
class Choice:
    """A choice from the queue; what is empty restricts nothing."""

    place: Place = Place.WAITING
    order: Order = Order.OLDEST
    story: int | None = None
    section: int | None = None
    label: str = ""
    language: str = ""
    writer: int | None = None
    """The number of a comment: those with the same e-mail. The e-mail itself is in no address."""
    comment: int | None = None
    """The one that has this number, or that stands for it."""
    older: int | None = None
    """Minutes that they have waited at least."""
    search: str = ""
    all_sections: bool = False
    """Also those that are not assigned to whoever reads."""

    @classmethod
    def parse(cls, told: Mapping[str, str]) -> Self:
        """Read what an address or a form says; what makes no sense restricts nothing."""
        language = told.get("language", "")
        return cls(
            place=_one_of(Place, told.get("place", ""), Place.WAITING),
            order=_one_of(Order, told.get("order", ""), Order.OLDEST),
            story=_number(told.get("story", "")),
            section=_number(told.get("section", "")),
            label=told.get("label", "")[:64],
            language=language if language in set(Language) else "",
            writer=_number(told.get("writer", "")),
            comment=_number(told.get("comment", "")),
            older=_number(told.get("older", "")),
            search=told.get("search", "").strip()[:SEARCH_LENGTH],
            all_sections=told.get("all_sections", "") == "1",
        )

    def query(self) -> str:
        """Return the choice as an address says it, without what restricts nothing."""
        told = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value != each.default:
                told[each.name] = "1" if value is True else value
        return urlencode(told)

    def heads(self, assigned: Collection[str] | None = None) -> QuerySet[QueuedComment]:
        """Return the rows that stand for their groups, in their order.

        Those of the sections with the paths ``assigned`` alone, unless another section or all were
        asked for.
        """
        rows = QueuedComment.objects.filter(group=F("comment"))
        if self.place == Place.HELD:
            rows = rows.exclude(held_at=None)
        else:
            rows = rows.filter(is_appeal=self.place == Place.APPEALS, held_at=None)
        if self.comment is not None:
            return rows.filter(pk__in=QueuedComment.objects.filter(pk=self.comment).values("group"))
        rows = self._narrowed(self._of_sections(rows, assigned), "comment__")
        if self.label:
            rows = rows.filter(_labelled(self.label))
        if self.language:
            rows = rows.filter(language=self.language)
        if self.older is not None:
            rows = rows.filter(promised_at__lte=timezone.now() - timedelta(minutes=self.older))
        backwards = "-" if self.order == Order.NEWEST else ""
        return rows.order_by(f"{backwards}promised_at", f"{backwards}comment")

    def published(self) -> QuerySet[Comment]:
        """Return published comments: the most reported first, or the newest."""
        is_reported = self.place == Place.REPORTED
        comments = reporting.reported() if is_reported else Comment.objects.newest()
        if self.comment is not None:
            comments = comments.filter(pk=self.comment)
        return self._narrowed(self._of_sections(comments, None), "")

    def _narrowed(self, rows: QuerySet[Row], to_comment: str) -> QuerySet[Row]:
        """Keep what is chosen by story, writer and words; ``to_comment`` leads to the comment."""
        if self.story is not None:
            rows = rows.filter(story=self.story)
        if self.writer is not None:
            rows = rows.filter(**{f"{to_comment}pk__in": _of_the_same_writer(self.writer)})
        if self.search:
            in_text = Q(**{f"{to_comment}text__icontains": self.search})
            rows = rows.filter(in_text | Q(**{f"{to_comment}name__icontains": self.search}))
        return rows

    def _of_sections(self, rows: QuerySet[Row], assigned: Collection[str] | None) -> QuerySet[Row]:
        paths = assigned
        if self.section is not None:
            paths = Section.objects.filter(pk=self.section).values_list("path", flat=True)
        elif self.all_sections or self.story is not None:
            paths = None
        if paths is None:
            return rows
        is_within = Q(pk__in=[])
        for path in paths:
            is_within |= Q(story__path__startswith=path)
        return rows.filter(is_within)


def harmless(rows: QuerySet[QueuedComment]) -> QuerySet[QueuedComment]:
    """Return those that may be read at a glance: short, alone, and nothing said of them."""
    others = QueuedComment.objects.filter(group=OuterRef("pk")).exclude(pk=OuterRef("pk"))
    return rows.filter(~Exists(others), labels="", length__lte=SHORT, is_appeal=False, held_at=None)


def _labelled(label: str) -> Q:
    return (
        Q(labels=label)
        | Q(labels__startswith=f"{label}\n")
        | Q(labels__endswith=f"\n{label}")
        | Q(labels__contains=f"\n{label}\n")
    )


def _of_the_same_writer(comment_id: int) -> QuerySet[SealedEmail, int]:
    writer = SealedEmail.objects.filter(comment=comment_id).values("writer")[:1]
    return SealedEmail.objects.filter(writer=writer).values_list("comment_id", flat=True)


def _number(told: str) -> int | None:
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 9 else None


def _one_of(kind: type[Kind], told: str, otherwise: Kind) -> Kind:
    return kind(told) if told in set(kind) else otherwise
