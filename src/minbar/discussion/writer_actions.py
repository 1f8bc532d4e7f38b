"""What the holder of a receipt may still do: change, withdraw, appeal, have the e-mail forgotten.

Each is one transaction of its own, on disk when it returns.
"""

from collections.abc import Mapping
from copy import copy

from django.db import transaction
from django.utils import timezone

from minbar.discussion import moves
from minbar.discussion.erasing import forget_emails
from minbar.discussion.forms import NotAccepted, RewritingForm
from minbar.discussion.models import (
    Appeal,
    Comment,
    Move,
    MoveKind,
    SealedEmail,
    Status,
)
from minbar.discussion.moves import NotAllowed
from minbar.discussion.pages import shown_on
from minbar.discussion.screening import Sending, Verdict, screen
from minbar.discussion.submission import digest_of
from minbar.press.removal import see_gone


def rewrite(comment: Comment, fields: Mapping[str, str]) -> Move:
    """Give a waiting comment the name, town and text of ``fields``; it is read anew.

    Raises NotAccepted, ChangedMeanwhile or NotAllowed, changing nothing.
    """
    form = RewritingForm(fields)
    if not form.is_valid():
        raise NotAccepted(form)
    digest = digest_of(form.cleaned_data["text"])
    labels = list(_screened(comment, form, digest).codes)
    with transaction.atomic(durable=True):
        return moves.rewrite(comment, **form.cleaned_data, folded_digest=digest, labels=labels)


def _screened(comment: Comment, form: RewritingForm, digest: str) -> Verdict:
    """Say what the screeners find in the new words; a rule that refuses leaves it to the desk."""
    new = copy(comment)
    new.folded_digest = digest
    for name, value in form.cleaned_data.items():
        setattr(new, name, value)
    sealed = SealedEmail.objects.filter(comment=comment).values_list("writer", flat=True)
    return screen(
        Sending(
            comment=new,
            writer=sealed.first() or "",
            typed=str(form.data.get("text", "")),
            is_rewritten=True,
        )
    )


def withdraw(comment: Comment) -> Move:
    """Take a comment back, whatever became of it; where it was published one line stays.

    When this returns no stored page shows it. Raises NotAllowed if it is withdrawn already.
    """
    was_on_the_page = comment.status == Status.APPROVED
    with transaction.atomic(durable=True):
        move = moves.move(comment, MoveKind.WITHDRAW)
    if was_on_the_page:
        see_gone(*shown_on(comment))
    return move


@transaction.atomic(durable=True)
def appeal(comment: Comment, message: str) -> Move:
    """Ask, once, that somebody else judges a refused comment; ``message`` is clean.

    Raises NotAllowed if it is not refused, or was appealed before, and ChangedMeanwhile.
    """
    if not may_appeal(comment):
        raise NotAllowed(comment.status, MoveKind.APPEAL)
    Appeal.objects.create(comment=comment, message=message, at=timezone.now())
    return moves.move(comment, MoveKind.APPEAL)


def may_appeal(comment: Comment) -> bool:
    """Whether its writer may still have its refusal judged by somebody else."""
    is_refused = comment.status == Status.REJECTED and comment.erased_at is None
    return is_refused and not Appeal.objects.filter(comment=comment).exists()


@transaction.atomic(durable=True)
def forget_email(comment: Comment) -> None:
    """Delete the e-mail and what recognises its writer; the comment stays as it is."""
    forget_emails([comment.pk])
