"""Who reads what: a comment shown to one moderator is shown to nobody else for a while.

The lease stands on the row that stands for a group, and the group goes with it. It ends by itself,
so that what a closed browser held comes back.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from minbar.moderation.filters import Choice, harmless
from minbar.moderation.models import Presence, QueuedComment
from minbar.stories.models import Section

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LEASE = timedelta(minutes=2)
"""A desk that is looked at renews its leases long before (``desk.js``)."""
PRESENT = timedelta(seconds=90)
"""So long after it was last seen a colleague counts as here."""


@transaction.atomic
def claim(
    choice: Choice, *, by: "User", count: int, only_harmless: bool = False
) -> list[QueuedComment]:
    """Lease the first ``count`` rows of a choice that nobody else reads, and give back others.

    Those that ``by`` reads already stay theirs, their lease begun anew.
    """
    now = timezone.now()
    heads = choice.heads(assigned_to(by))
    if only_harmless:
        heads = harmless(heads)
    is_free = Q(leased_by=None) | Q(leased_until__lte=now) | Q(leased_by=by)
    # Whoever claims at the same moment gets the next ones.
    free = heads.filter(is_free).select_related("held_by", "ban__by")
    rows = list(free.select_for_update(skip_locked=True, of=("self",))[:count])
    claimed = [row.pk for row in rows]
    QueuedComment.objects.filter(pk__in=claimed).update(leased_by=by, leased_until=now + LEASE)
    QueuedComment.objects.filter(leased_by=by).exclude(pk__in=claimed).update(
        leased_by=None, leased_until=None
    )
    Presence.objects.update_or_create(colleague=by, defaults={"seen_at": now})
    return rows


def leave(*, by: "User", is_here: bool = False) -> None:
    """Give everything back that ``by`` reads, who may still be here, at something else."""
    QueuedComment.objects.filter(leased_by=by).update(leased_by=None, leased_until=None)
    if is_here:
        Presence.objects.update_or_create(colleague=by, defaults={"seen_at": timezone.now()})
    else:
        Presence.objects.filter(colleague=by).delete()


def read_by_others(comments: Iterable[int], *, than: "User") -> dict[int, "User"]:
    """Return which colleague reads each of these comments now, beside ``than``."""
    rows = QueuedComment.objects.filter(pk__in=list(comments)).values_list("pk", "group")
    groups = dict(rows)
    leased = QueuedComment.objects.filter(
        pk__in=set(groups.values()), leased_until__gt=timezone.now()
    ).exclude(leased_by=than)
    readers = {row.pk: row.leased_by for row in leased.select_related("leased_by")}
    return {
        comment: reader
        for comment, group in groups.items()
        if (reader := readers.get(group)) is not None
    }


def is_read_now(comment_id: int) -> bool:
    """Whether a moderator has this comment on the screen."""
    group = QueuedComment.objects.filter(pk=comment_id).values("group")[:1]
    return QueuedComment.objects.filter(pk=group, leased_until__gt=timezone.now()).exists()


def who_is_here() -> list["User"]:
    """Colleagues whose desk is open."""
    present = Presence.objects.filter(seen_at__gt=timezone.now() - PRESENT)
    return [row.colleague for row in present.select_related("colleague").order_by("colleague")]


def assigned_to(colleague: "User") -> "list[str] | None":
    """Return the paths of the sections that a colleague reads; None where none are assigned."""
    sections = Section.objects.filter(assignments__colleague=colleague).order_by()
    return list(sections.values_list("path", flat=True)) or None
