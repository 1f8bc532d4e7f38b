"""Comments with the same words as another, however spelt: a double click, or a campaign.

They are found by the words alone: SQLite would rather walk through all that a busy address has
sent. One reading tells whether a comment was sent before, and what the desk should know of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from minbar.arabic import fold
from minbar.discussion.models import Comment, Status
from minbar.discussion.screening import Verdict
from minbar.stories.prepared_sql import Prepared

SAME_SUBMISSION = timedelta(minutes=10)
"""Within this time the same words from the same writer and browser are one comment sent twice."""
LOOKED_AT = 100
LOOKED_AT_BY_SCREENER = 20
MOST_SAID_AGAIN = 3
"""So often the same long sentence is chance; once more is a campaign, which a person judges."""
LONG_SENTENCE = 25
"""Letters; «شكرا على المقال» is said by many, and means it."""


_with_the_same_words = Prepared(
    lambda digest: (
        Comment.objects.filter(folded_digest=digest)
        .order_by("-pk")
        .values_list(
            *("pk", "status", "story", "parent", "origin", "browser"),
            *("sealed_email__writer", "submitted_at"),
        )[:LOOKED_AT]
    ),
    "digest",
)


@dataclass(frozen=True)
class Said:
    """A comment that has said the same."""

    pk: int
    status: str
    story: int
    parent: int | None
    origin: str
    browser: str
    writer: str | None
    at: datetime


def said_in_the_same_words(comment: Comment) -> list[Said]:
    """Return what else has the words of ``comment``, the newest first."""
    rows = _with_the_same_words.rows(digest=comment.folded_digest)
    return [Said(*row) for row in rows if row[0] != comment.pk]


def sent_before(comment: Comment, writer: str, said: Sequence[Said]) -> Comment | None:
    """Return the comment that this one is the second sending of, if it is."""
    sent = (comment.story_id, comment.parent_id, comment.origin, comment.browser, writer or None)
    since = comment.submitted_at - SAME_SUBMISSION
    for other in said:
        told = (other.story, other.parent, other.origin, other.browser, other.writer)
        if told == sent and other.at > since:
            return Comment.objects.select_related("story").get(pk=other.pk)
    return None


def label_same_words(comment: Comment, said: Sequence[Said]) -> Verdict:
    """Say whether something refused had the same words, or many comments have them."""
    statuses = [other.status for other in said[:LOOKED_AT_BY_SCREENER]]
    labels = ["refused-words"] if Status.REJECTED in statuses else []
    is_said_again = len(statuses) >= MOST_SAID_AGAIN
    if is_said_again and len(fold(comment.text)) >= LONG_SENTENCE:
        labels.append("repeated")
    return Verdict(labels=tuple(labels))
