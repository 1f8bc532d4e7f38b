"""What is kept of a comment, blanked: at once where somebody asks, else when its time is over.

The moves stay, and so does the line on the page, which says what became of the comment. Whatever a
higher room has copied of the words goes with ``words_blanked``.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone

from minbar.discussion import moves
from minbar.discussion.holding import hold_on
from minbar.discussion.models import (
    Appeal,
    Comment,
    LegalHold,
    Letter,
    Move,
    MoveKind,
    ProvenAddress,
    Report,
    Revision,
    SealedEmail,
    Status,
)
from minbar.discussion.moves import ChangedMeanwhile
from minbar.discussion.pages import shown_on
from minbar.discussion.sealing import writer_hash
from minbar.press.removal import see_gone

OFF_THE_PAGE = (Status.REJECTED, Status.WITHDRAWN)

words_blanked = Signal()
"""Sent, with ``comments`` (their keys), in the transaction that blanked their words."""

_elsewhere: dict[str, Callable[[str], int]] = {}


def register(name: str, erase_of: Callable[[str], int]) -> None:
    """Let a higher room erase what it keeps of the writer with a hash; it says how many things.

    ``name`` says in the plural what they are.
    """
    _elsewhere[name] = erase_of


@dataclass(frozen=True)
class Erased:
    """What became of one comment that was to be erased."""

    comment: Comment
    hold: LegalHold | None
    """What keeps the copy for now; off the page it is all the same."""


def erase(comment: Comment) -> Erased:
    """Blank at once all that is kept of ``comment`` and its writer; one that stands is withdrawn.

    When this returns no stored page shows it. A legal hold keeps what is kept until it ends, never
    what readers see. Raises ChangedMeanwhile, changing nothing, if the comment has moved since.
    """
    was_on_the_page = comment.status == Status.APPROVED
    with overwriting(), transaction.atomic(durable=True):
        if comment.status not in OFF_THE_PAGE:
            moves.move(comment, MoveKind.WITHDRAW)
        hold = hold_on(comment)
        if hold is None:
            _blank_all(comment)
    if was_on_the_page:
        see_gone(*shown_on(comment))
    return Erased(comment, hold)


def erase_writer(email: str) -> list[Erased]:
    """Erase every comment that is known to be of the writer of ``email``, and who that is.

    A comment whose e-mail was forgotten is not found any more. That an owner of the address once
    said «not me» is kept, so that nothing is sent there. Raises as ``erase`` does, what came before
    staying erased.
    """
    erased = [erase(comment) for comment in comments_of_writer(email)]
    if not any(one.hold for one in erased):
        known = ProvenAddress.objects.filter(writer=writer_hash(email))
        known.filter(refused_at=None).delete()
    return erased


def erase_elsewhere(email: str) -> dict[str, int]:
    """Erase what higher rooms keep of the writer of ``email``; return how much, by its name."""
    writer = writer_hash(email)
    erased = {name: erase_of(writer) for name, erase_of in _elsewhere.items()}
    return {name: count for name, count in erased.items() if count}


def comments_of_writer(email: str) -> list[Comment]:
    """Return the comments that came with this e-mail and still have it, the first first."""
    found = Comment.objects.filter(sealed_email__writer=writer_hash(email))
    return list(found.select_related("story").order_by("submitted_at", "pk"))


def blank_words(comments: Collection[int]) -> None:
    """Blank name, town and text, what they were before, and what was said of them to the desk.

    Part of the transaction that has marked these comments as erased.
    """
    blank = {"name": "", "place": "", "text": ""}
    # The digest would let whoever guesses the words know that they are right.
    Comment.objects.filter(pk__in=comments).update(**blank, folded_digest="")
    Revision.objects.filter(comment__in=comments).update(**blank)
    Appeal.objects.filter(comment__in=comments).update(message="")
    Report.objects.filter(comment__in=comments).update(message="")
    words_blanked.send(Comment, comments=list(comments))


def forget_emails(comments: Collection[int]) -> None:
    """Delete the e-mails of comments, what recognises their writers, and what was to be mailed."""
    SealedEmail.objects.filter(comment__in=comments).delete()
    Letter.objects.filter(comment__in=comments).delete()


@contextmanager
def overwriting() -> Iterator[None]:
    """Have SQLite overwrite what is deleted meanwhile, rather than only let go of its bytes.

    (SQLite, «PRAGMA secure_delete».) To be entered before the transaction. PostgreSQL's vacuum
    frees such bytes for what is written next.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA secure_delete").fetchone()[0]
        cursor.execute("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA secure_delete = {int(before)}")


def _blank_all(comment: Comment, at: datetime | None = None) -> None:
    at = at or timezone.now()
    as_read = Comment.objects.filter(
        pk=comment.pk, status=comment.status, moved_at=comment.moved_at
    )
    if not as_read.update(erased_at=at, origin="", browser=""):
        raise ChangedMeanwhile(Move.objects.filter(comment=comment).latest())
    blank_words([comment.pk])
    forget_emails([comment.pk])
    comment.refresh_from_db()
