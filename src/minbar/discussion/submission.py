"""How a reader's comment comes in: one function for the form, the JSON way and the tests."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minbar.arabic import fold
from minbar.discussion import letters, moves
from minbar.discussion.forms import SubmissionForm
from minbar.discussion.models import Comment, SealedEmail
from minbar.discussion.origins import Origin
from minbar.discussion.receipts import prepare_receipt, token_of
from minbar.discussion.sealing import seal, writer_hash
from minbar.stories.models import Story

SAME_SUBMISSION = timedelta(minutes=10)
"""Within this time the same words from the same writer and browser are one comment sent twice."""


class NotAccepted(Exception):
    """A field is not right; ``form`` says which and why, and holds what was typed."""

    def __init__(self, form: SubmissionForm) -> None:
        super().__init__(form.errors.as_json())
        self.form = form


class CommentsClosed(Exception):
    """The story takes no comments, or no longer does."""


@dataclass(frozen=True)
class Submitted:
    """A comment on disk, and the token of its receipt."""

    comment: Comment
    token: str


def submit(story: Story, fields: Mapping[str, str], *, origin: Origin) -> Submitted:
    """Take a comment in and hold it for review; when this returns, it is on disk.

    ``fields`` are name, place, email and text as typed. The same submission sent twice within ten
    minutes is one comment with one receipt. Raises NotAccepted or CommentsClosed, storing nothing.
    """
    form = SubmissionForm(fields)
    if not form.is_valid():
        raise NotAccepted(form)
    if not (story.live and story.takes_comments):
        raise CommentsClosed
    parent = _answered(story, fields.get("parent", ""))
    if fields.get("parent") and parent is None:
        form.add_error(None, _("The comment that this answers is no longer on the page."))
        raise NotAccepted(form)
    return _store(story, form.cleaned_data, origin, parent)


@transaction.atomic(durable=True)
def _store(
    story: Story, cleaned: Mapping[str, Any], origin: Origin, parent: Comment | None
) -> Submitted:
    comment = Comment(
        story=story,
        parent=parent,
        thread_id=(parent.thread_id or parent.pk) if parent else None,
        name=cleaned["name"],
        place=cleaned["place"],
        text=cleaned["text"],
        submitted_at=timezone.now(),
        folded_digest=hashlib.sha256(fold(cleaned["text"]).encode()).hexdigest(),
        origin=origin.address,
        browser=origin.browser,
    )
    writer = writer_hash(cleaned["email"])
    earlier = _sent_before(comment, writer)
    if earlier:
        return Submitted(earlier, token_of(earlier))
    token = prepare_receipt(comment)
    moves.enter(comment)
    sealed = SealedEmail.objects.create(
        comment=comment,
        ciphertext=seal(cleaned["email"]),
        writer=writer,
        wants_mail=cleaned["wants_mail"],
    )
    letters.ask_for_proof(sealed)
    return Submitted(comment, token)


def _answered(story: Story, number: str) -> Comment | None:
    """Return the published comment of this story that has this number, if any."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Comment.objects.approved().on(story).filter(pk=number).first()


def _sent_before(comment: Comment, writer: str) -> Comment | None:
    return Comment.objects.filter(
        story=comment.story,
        parent=comment.parent,
        folded_digest=comment.folded_digest,
        origin=comment.origin,
        browser=comment.browser,
        sealed_email__writer=writer,
        submitted_at__gt=comment.submitted_at - SAME_SUBMISSION,
    ).first()
