"""What the desk shows: the list as it stands now, and what one moderator has leased of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, Prefetch, Q, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from minbar.arabic import direction
from minbar.discussion.models import Appeal, Comment, Move, Report, Status
from minbar.discussion.screening import sentence_of
from minbar.moderation import leases, queue, rules, sentences
from minbar.moderation.acts import MOST_AT_ONCE
from minbar.moderation.filters import PUBLISHED, SENIORS, Choice
from minbar.moderation.marking import MarkedParagraph, marked_paragraphs
from minbar.moderation.models import QueuedComment
from minbar.moderation.permissions import is_senior

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LISTED = 40
"""Rows of the list."""
STOCK = 12
"""Comments that a desk has leased at a time: those that are decided within the next seconds."""
AT_A_GLANCE = 20
"""Comments that list mode shows together."""
PREVIEW = 160


@dataclass(frozen=True)
class Card:
    """One comment with all that stands beside it, and those that say nearly the same."""

    comment: Comment
    record: queue.Record | None
    row: QueuedComment | None = None
    """Its place in the queue; a published one has none."""
    alike: list[Comment] = field(default_factory=list)
    """The group, this one first, as far as one decision reaches."""
    reports: list[Report] = field(default_factory=list)
    """What readers reported, where it is published."""
    refusal: Move | None = None
    """What an appeal is against."""
    appeal: Appeal | None = None
    marks: list[rules.Mark] = field(default_factory=list)
    """What the rules' word lists find in it."""
    reached: list[str] = field(default_factory=list)
    """The rules that readers' reports have reached."""

    @property
    def references(self) -> list[str]:
        """Every comment that a decision on this one decides, as it was read."""
        return [f"{comment.pk}@{comment.revision}" for comment in self.alike]

    @property
    def paragraphs(self) -> list[MarkedParagraph]:
        """Its text, with that marked."""
        return marked_paragraphs(self.comment.text, self.marks)

    @property
    def found(self) -> list[str]:
        """The words of the lists that were found, each once."""
        return list(dict.fromkeys(f"{mark.rule.name}: «{mark.term}»" for mark in self.marks))

    @property
    def reasons(self) -> list[str]:
        """Why it is here: what screeners said, and the rules that readers' reports have reached."""
        return [*(sentence_of(label) for label in self.comment.labels), *self.reached]


def entries(choice: Choice, *, by: "User") -> list[dict[str, Any]]:
    """Return the first rows of a choice as the list shows them, colleagues' among them."""
    heads = choice.heads(leases.assigned_to(by))
    rows = list(heads.select_related("comment", "leased_by")[:LISTED])
    sizes = _sizes(rows)
    now = timezone.now()
    return [
        _entry(row.comment, row.promised_at)
        | {
            "alike": sizes.get(row.pk, 1),
            "reader": _reader(row, by, now),
            "marked": bool(row.labels),
        }
        for row in rows
    ]


def published(choice: Choice) -> tuple[list[dict[str, Any]], list[Card]]:
    """Return list and comments of a place that shows what readers see already; nobody leases it."""
    unsettled = Report.objects.filter(settled_at=None).select_related("rule").order_by("at", "pk")
    asked = choice.published().select_related("story", "parent")
    comments: list[Any] = list(
        asked.prefetch_related(Prefetch("reports", unsettled, to_attr="open_reports"))[:LISTED]
    )
    records = queue.records_of(comments)
    since = {
        comment.pk: comment.open_reports[0].at
        if comment.open_reports
        else comment.first_approved_at
        for comment in comments
    }
    at_work = rules.ready()
    cards = [
        Card(
            comment,
            records.get(comment.pk),
            alike=[comment],
            reports=comment.open_reports,
            marks=rules.marks(comment, at_work),
            reached=[rule.name for rule in rules.reached(len(comment.open_reports), at_work)],
        )
        for comment in comments
    ]
    entries = [
        _entry(card.comment, since[card.comment.pk]) | {"marked": bool(card.reached)}
        for card in cards
    ]
    return entries, cards


def cards(rows: Iterable[QueuedComment]) -> list[Card]:
    """Fetch what stands beside each of these leased rows; the same few queries for all.

    What was decided since it was leased is left out.
    """
    rows = list(rows)
    alike = _alike(rows)
    heads = {pk: each for pk, members in alike.items() for each in members if each.pk == pk}
    rows = [row for row in rows if row.pk in heads]
    records, at_work = queue.records_of(heads.values()), rules.ready()
    appealed = [pk for pk, comment in heads.items() if comment.status == Status.APPEALED]
    appeals = Appeal.objects.in_bulk(appealed, field_name="comment_id") if appealed else {}
    refusals = {
        move.comment_id: move
        for move in Move.objects.filter(comment__in=appealed, went_to=Status.REJECTED)
        .select_related("by", "reason")
        .order_by("pk")
    }
    return [
        Card(
            heads[row.pk],
            records.get(row.pk),
            row,
            alike[row.pk],
            refusal=refusals.get(row.pk),
            appeal=appeals.get(row.pk),
            marks=rules.marks(heads[row.pk], at_work),
        )
        for row in rows
    ]


def counts(by: "User") -> dict[str, int]:
    """How many wait in each part of the queue."""
    waiting = QueuedComment.objects.filter(is_appeal=False, held_at=None).count()
    counted = {"waiting": waiting, "reported": queue.count_reported()}
    if is_senior(by):
        for place in SENIORS:
            counted[place.value] = Choice(place=place).heads().count()
    return counted


def mark(choice: Choice, *, by: "User") -> str:
    """Return a mark that changes when the list does: whether to ask for it again. One query."""
    rows: Iterable[Any]
    if choice.place in PUBLISHED:
        rows = choice.published().values_list("pk", flat=True)[:LISTED]
    else:
        heads = choice.heads(leases.assigned_to(by))
        is_read = Q(leased_until__gt=timezone.now())
        reader = Case(When(is_read, then="leased_by"))  # a lease that ran out is a change, too
        rows = heads.values_list("pk", reader, "comment__revision")[:LISTED]
    return sha256(repr(list(rows)).encode()).hexdigest()[:16]


def _entry(comment: Comment, since: Any) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "revision": comment.revision,
        "name": comment.name,
        "preview": _preview(comment.text),
        "direction": direction(comment.text) or "auto",
        "since": sentences.ago(since),
        "alike": 1,
        "reader": "",
        "marked": False,
    }


def _alike(rows: list[QueuedComment]) -> dict[int, list[Comment]]:
    """Return the comments of each group, the one that stands for it first."""
    members: dict[int, list[Comment]] = {row.pk: [] for row in rows}
    is_head = Case(When(pk=F("group"), then=0), default=1)
    place = Window(RowNumber(), partition_by="group", order_by=[is_head, "promised_at", "pk"])
    found = QueuedComment.objects.filter(group__in=members).annotate(place=place)
    first = found.filter(place__lte=MOST_AT_ONCE).order_by("group", "place")
    groups = dict(first.values_list("pk", "group"))
    comments = Comment.objects.select_related("story", "parent").in_bulk(groups)
    for comment, group in groups.items():
        members[group].append(comments[comment])
    return members


def _sizes(rows: list[QueuedComment]) -> dict[int, int]:
    counted = QueuedComment.objects.filter(group__in=[row.pk for row in rows]).values("group")
    return dict(counted.annotate(size=Count("pk")).values_list("group", "size"))


def _reader(row: QueuedComment, by: "User", now: Any) -> str:
    is_read = row.leased_until is not None and row.leased_until > now
    if not is_read or row.leased_by is None or row.leased_by == by:
        return ""
    return sentences.name_of(row.leased_by)


def _preview(text: str) -> str:
    return " ".join(text[: PREVIEW * 2].split())[:PREVIEW]
