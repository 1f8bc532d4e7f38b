"""Whether readers agree with a comment: once each, with no account and no cookie.

A reader is known again by a keyed hash of address, browser and comment, which tells nothing of
another comment's votes. Two people behind one address with the same browser count as one, and one
person with two telephones as two: an estimate, as a view is. To say the same once more changes
nothing, so that neither a double click nor a neighbour takes a vote back; to say the other changes
it, and to say neither takes it back.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Abs
from django.utils import timezone

from minbar.discussion.models import Comment, Status, Vote
from minbar.discussion.pages import places_of
from minbar.press import keys

COMMENTS_AT_A_TIME = 60
"""How many comments' figures may change pages each minute."""
NOT_YET_SHOWN = ~Q(agreed=F("pressed_agreed"), disagreed=F("pressed_disagreed"))


class NotPublished(Exception):
    """Readers do not see this comment, so there is nothing to agree with."""


@dataclass(frozen=True)
class Votes:
    """How many agree and do not, exactly, and what this reader says: None is neither."""

    agreed: int
    disagreed: int
    agrees: bool | None


@transaction.atomic(durable=True)
def vote(comment_id: int, voter: str, agrees: bool | None) -> Votes:
    """Count what ``voter`` says of a published comment; it is on disk when this returns.

    None takes back what was said before. Raises NotPublished, counting nothing.
    """
    changes = {True: 0, False: 0}
    mine = Vote.objects.filter(comment=comment_id, voter=voter)
    if not Comment.objects.approved().filter(pk=comment_id, story__live=True).exists():
        raise NotPublished
    # What is changed is what was found, so that of two answers at once each counts what it did.
    for said in (True, False):
        if said == agrees:
            continue
        if agrees is None:
            changes[said] -= mine.filter(agrees=said).delete()[0]
        elif mine.filter(agrees=said).update(agrees=agrees, at=timezone.now()):
            changes[said] -= 1
            changes[agrees] += 1
    if agrees is not None and not any(changes.values()):
        told = {"agrees": agrees, "at": timezone.now()}
        changes[agrees] += mine.get_or_create(comment_id=comment_id, voter=voter, defaults=told)[1]
    _count(comment_id, changes)
    counted = Comment.objects.values_list("agreed", "disagreed").get(pk=comment_id)
    return Votes(*counted, agrees)


def show_votes(most: int = COMMENTS_AT_A_TIME) -> int:
    """Let pages show the exact figures of the comments whose votes changed most; the schedule's.

    Returns how many comments that were.
    """
    change = Abs(F("agreed") - F("pressed_agreed")) + Abs(F("disagreed") - F("pressed_disagreed"))
    changed = Comment.objects.filter(NOT_YET_SHOWN).order_by(change.desc(), "pk")
    comments = list(changed[:most])
    for comment in comments:
        _show(comment)
    return len(comments)


@transaction.atomic
def _show(comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(
        pressed_agreed=F("agreed"), pressed_disagreed=F("disagreed")
    )
    if comment.status == Status.APPROVED:
        keys.touch(*places_of(comment))


def _count(comment_id: int, changes: dict[bool, int]) -> None:
    if not any(changes.values()):
        return
    published = Comment.objects.filter(pk=comment_id, status=Status.APPROVED)
    counted = published.update(
        agreed=F("agreed") + changes[True], disagreed=F("disagreed") + changes[False]
    )
    if not counted:
        raise NotPublished  # it was taken from the page meanwhile
