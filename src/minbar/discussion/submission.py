"""How a reader's comment comes in: one function for the form, the JSON way and the tests."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from minbar.arabic import fold
from minbar.discussion import (
    letters,
    modes,
    moves,
    proof,
    rate_limits,
    same_words,
    site_settings,
)
from minbar.discussion.forms import NotAccepted, SubmissionForm
from minbar.discussion.models import Comment, SealedEmail, Status
from minbar.discussion.origins import Origin
from minbar.discussion.receipts import prepare_receipt, token_of
from minbar.discussion.screening import Sending, Verdict, comment_submitted, screen
from minbar.discussion.sealing import seal, writer_hash
from minbar.stories.models import CommentsMode, Story
from minbar.stories.prepared_sql import Prepared, insert

_hold_the_story = Prepared(
    lambda pk: (
        Page.objects.select_for_update(no_key=True)
        .filter(pk=pk, live=True)
        .order_by()
        .values_list("pk")
    ),
    "pk",
)


class CommentsClosed(Exception):
    """The story takes no comments, or no longer does."""


class TooMany(Exception):
    """The same writer has sent too many from here; after ``retry_after`` seconds it may go on."""

    def __init__(self, form: SubmissionForm, retry_after: int) -> None:
        super().__init__(f"{retry_after} s")
        self.form = form
        self.retry_after = retry_after


class OneMoreStep(Exception):
    """A flood is on: the sender's machine is to solve ``challenge``, or to send again without."""

    def __init__(self, form: SubmissionForm, challenge: str) -> None:
        super().__init__("A puzzle is to be solved.")
        self.form = form
        self.challenge = challenge


@dataclass(frozen=True)
class Submitted:
    """A comment on disk, and the token of its receipt."""

    comment: Comment
    token: str


def submit(story: Story, fields: Mapping[str, str], *, origin: Origin) -> Submitted:
    """Take a comment in, as mode and screeners say; when this returns, it is on disk.

    ``fields`` are those of SubmissionForm, as typed. The same submission sent twice within ten
    minutes is one comment with one receipt. Raises NotAccepted, CommentsClosed, TooMany or
    OneMoreStep, storing nothing.
    """
    settings = site_settings.load()
    mode = modes.mode_now(story, settings) if story.live else CommentsMode.CLOSED
    if mode == CommentsMode.CLOSED:
        raise CommentsClosed
    form = SubmissionForm(fields, story=story, email_required=settings.email_required)
    if not form.is_valid():
        raise NotAccepted(form)
    cleaned = form.cleaned_data
    comment = _comment(story, cleaned, origin)
    writer = writer_hash(cleaned["email"]) if cleaned["email"] else ""
    try:
        verdict = _screened(form, comment, writer, origin)
    except (TooMany, OneMoreStep):
        said = same_words.said_in_the_same_words(comment)
        if earlier := same_words.sent_before(comment, writer, said):
            return Submitted(earlier, token_of(earlier))  # a retry of what was taken is no new one
        raise
    return _store(
        comment,
        mode,
        verdict,
        writer=writer,
        email=cleaned["email"],
        wants_mail=cleaned["wants_mail"],
    )


def form_of(
    story: Story, fields: Mapping[str, str] | None = None, **initial: object
) -> SubmissionForm:
    """Return the form of ``story`` as the settings ask for it.

    With what was typed (``fields``), or empty but for what a reader begins with (``initial``).
    """
    required = site_settings.load().email_required
    return SubmissionForm(fields, initial=initial, story=story, email_required=required)


def _comment(story: Story, cleaned: Mapping[str, Any], origin: Origin) -> Comment:
    parent: Comment | None = cleaned["parent"]
    return Comment(
        story=story,
        parent=parent,
        thread=(parent.thread or parent) if parent else None,
        name=cleaned["name"],
        place=cleaned["place"],
        text=cleaned["text"],
        submitted_at=timezone.now(),
        folded_digest=digest_of(cleaned["text"]),
        origin=origin.address,
        browser=origin.browser,
    )


def digest_of(text: str) -> str:
    """Return what the same words have in common, however they are spelt."""
    return hashlib.sha256(fold(text).encode()).hexdigest()


def _screened(form: SubmissionForm, comment: Comment, writer: str, origin: Origin) -> Verdict:
    """Return what limits, screeners and headers say together. Raises TooMany or OneMoreStep."""
    cleaned = form.cleaned_data
    try:
        verdict = rate_limits.look(origin, writer)
    except rate_limits.TooMany as busy:
        raise TooMany(form, busy.retry_after) from busy
    verdict |= screen(
        Sending(
            comment=comment,
            writer=writer,
            typed=str(form.data.get("text", "")),
            trap=cleaned["website"],
            elapsed=cleaned["elapsed"],
        )
    )
    if origin.is_silent:
        verdict |= Verdict(labels=("no-page",))
    if verdict.slows and not proof.is_solved(comment, cleaned["challenge"], cleaned["solution"]):
        if not proof.was_asked(comment, cleaned["challenge"]):
            raise OneMoreStep(form, proof.ask(comment))
        verdict |= Verdict(labels=("unproven",))
    return verdict


def _status(mode: CommentsMode, verdict: Verdict, writer: str) -> Status:
    if verdict.refuses_by:
        return Status.REJECTED
    is_trusted = mode == CommentsMode.PUBLISHED or (
        mode == CommentsMode.TRUSTED and letters.is_proven(writer)
    )
    return Status.APPROVED if verdict.is_clean and is_trusted else Status.PENDING


@transaction.atomic(durable=True)
def _store(
    comment: Comment,
    mode: CommentsMode,
    verdict: Verdict,
    *,
    writer: str,
    email: str,
    wants_mail: bool,
) -> Submitted:
    # Locked, so that on PostgreSQL too the second of two clicks waits and finds the first.
    if not _hold_the_story.rows(pk=comment.story_id):
        raise CommentsClosed
    said = same_words.said_in_the_same_words(comment)
    if earlier := same_words.sent_before(comment, writer, said):
        return Submitted(earlier, token_of(earlier))
    verdict |= same_words.label_same_words(comment, said)
    comment.labels = list(verdict.codes)
    token = prepare_receipt(comment)
    moves.enter(comment, _status(mode, verdict, writer), reason=verdict.refuses_by)
    if writer:
        sealed = SealedEmail(
            comment=comment, ciphertext=seal(email), writer=writer, wants_mail=wants_mail
        )
        insert(sealed)
        letters.ask_for_proof(sealed)
    comment_submitted.send(Comment, comment=comment)
    return Submitted(comment, token)
