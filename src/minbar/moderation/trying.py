"""What a rule would have done to the comments of late, before it does anything."""

import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet

from minbar.arabic import Match
from minbar.discussion.models import (
    Comment,
    MoveKind,
    Report,
    SealedEmail,
    Status,
)
from minbar.discussion.screening import Sending
from minbar.moderation.models import Rule
from minbar.moderation.rule_kinds import Judge, Reports, Words, judge_of

LOOKED_AT = 10_000
EXAMPLES = 20
BATCH = 500
SECONDS = 8.0
"""After so long a trial stops, and says how far it came: somebody waits for the page."""
BEFORE, EXCERPT = 80, 400
"""Letters that are shown before the first word found, and in all."""
PUBLISHED = (MoveKind.APPROVE,)
REFUSED = (MoveKind.REJECT, MoveKind.STRIKE, MoveKind.UPHOLD)


@dataclass(frozen=True)
class Piece:
    """A stretch of an example's text, found by the rule or not."""

    text: str
    is_found: bool


@dataclass(frozen=True)
class Example:
    """A comment that the rule would have found."""

    comment: Comment
    pieces: list[Piece]
    is_cut_before: bool
    is_cut_after: bool


@dataclass
class Trial:
    """What a rule would have found."""

    there: int
    """How many of the last comments were to be looked at."""
    looked_at: int = 0
    found: int = 0
    published: int = 0
    """Of those found, what people of the newsroom published; by mode alone is not by people."""
    refused: int = 0
    """Of those found, what people of the newsroom refused or struck."""
    examples: list[Example] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether all were looked at in the time that there is."""
        return self.looked_at >= self.there

    @property
    def undecided(self) -> int:
        """Of those found, what no person has decided."""
        return self.found - self.published - self.refused

    def share(self, count: int) -> int:
        """Return how many in a hundred of those found."""
        return round(100 * count / self.found) if self.found else 0

    @property
    def published_share(self) -> int:
        """In a hundred of those found."""
        return self.share(self.published)

    @property
    def refused_share(self) -> int:
        """In a hundred of those found."""
        return self.share(self.refused)


def try_out(rule: Rule, *, seconds: float = SECONDS) -> Trial:
    """Say what ``rule``, stored or not, would have found among the last comments of readers.

    What it asks of a writer's past it is told as it was then, so far as that is known. The time is
    for looking; making a long list of words ready comes before.
    """
    judge = judge_of(rule)
    comments = _comments()
    numbers = list(comments.values_list("pk", flat=True)[:LOOKED_AT])
    trial = Trial(there=len(numbers))
    began = time.monotonic()
    for start in range(0, len(numbers), BATCH):
        batch = list(comments.filter(pk__in=numbers[start : start + BATCH]))
        for comment in _found(judge, batch, trial, until=began + seconds):
            trial.found += 1
            moved = {move.kind for move in comment.history.all()}
            is_published = comment.status == Status.APPROVED and not moved.isdisjoint(PUBLISHED)
            is_refused = comment.status == Status.REJECTED and not moved.isdisjoint(REFUSED)
            trial.published += is_published
            trial.refused += is_refused
            if len(trial.examples) < EXAMPLES:
                trial.examples.append(_example(judge, comment))
        if time.monotonic() - began > seconds:
            break
    trial.seconds = time.monotonic() - began
    return trial


def example_pieces(text: str, matches: list[Match]) -> list[Piece]:
    """Return ``text`` cut where what was found begins and ends; findings that overlap are one.

    Joined together, the pieces are the text as it was typed.
    """
    pieces: list[Piece] = []
    done = 0
    for start, end in _united(matches):
        pieces += [Piece(text[done:start], False), Piece(text[start:end], True)]
        done = end
    pieces.append(Piece(text[done:], False))
    return [piece for piece in pieces if piece.text]


class _WritersThen:
    """Writers' pasts when comments of a batch came in, so far as the database still knows them."""

    def __init__(self, batch: list[Comment]) -> None:
        sealed = SealedEmail.objects.filter(comment__in=batch)
        self.writers = dict(sealed.values_list("comment_id", "writer"))
        published = SealedEmail.objects.filter(
            writer__in=set(self.writers.values()), comment__status=Status.APPROVED
        )
        first = (
            published.order_by().values_list("writer").annotate(Min("comment__first_approved_at"))
        )
        self._first_published: dict[str, datetime] = dict(first)
        self._sent: dict[str, list[tuple[datetime, int]]] | None = None
        self._batch = batch

    def first_published(self, comment: Comment) -> datetime | None:
        return self._first_published.get(self.writers.get(comment.pk, ""))

    def sent(self, by: str) -> list[tuple[datetime, int]]:
        """Return when which comments came from a writer or a place, the first first."""
        if self._sent is None:
            self._sent = self._all_sent()
        return self._sent.get(by, [])

    def _all_sent(self) -> dict[str, list[tuple[datetime, int]]]:
        """Look at as many comments before the batch as are in it: the last minutes, not days."""
        rows = Comment.objects.filter(pk__lte=self._batch[0].pk).order_by("-pk")
        told = rows.values_list("submitted_at", "pk", "sealed_email__writer", "origin", "browser")
        sent: dict[str, list[tuple[datetime, int]]] = {}
        for at, pk, writer, origin, browser in told[: 2 * len(self._batch) + BATCH]:
            for by in (writer, origin and browser and f"{origin}{browser}"):
                if by:
                    sent.setdefault(by, []).append((at, pk))
        return {by: sorted(times) for by, times in sent.items()}


@dataclass(frozen=True)
class _WriterThen:
    """The past of one comment's writer; see ``rule_kinds.Past``."""

    comment: Comment
    known: _WritersThen

    def is_first(self) -> bool:
        published = self.known.first_published(self.comment)
        return published is None or published >= self.comment.submitted_at

    def sent_within(self, minutes: int) -> int:
        comment = self.comment
        since = comment.submitted_at - timedelta(minutes=minutes)
        sent = {comment.pk}
        for by in (self.known.writers.get(comment.pk, ""), f"{comment.origin}{comment.browser}"):
            times = self.known.sent(by)
            first = bisect_right(times, since, key=lambda time: time[0])
            last = bisect_left(times, (comment.submitted_at, comment.pk))
            sent.update(pk for _at, pk in times[first:last])
        return len(sent)


def _comments() -> QuerySet[Comment]:
    readers = Comment.objects.filter(from_newsroom=False, erased_at=None)
    return readers.select_related("story").prefetch_related("history").order_by("-pk")


def _found(judge: Judge, batch: list[Comment], trial: Trial, *, until: float) -> Iterator[Comment]:
    writers = _WritersThen(batch)
    reports: dict[int, int] = {}
    if isinstance(judge, Reports):
        counted = Report.objects.filter(comment__in=batch).order_by().values_list("comment_id")
        reports = dict(counted.annotate(Count("pk")))
    for comment in batch:
        if time.monotonic() > until:
            return
        trial.looked_at += 1
        if isinstance(judge, Reports):
            is_found = reports.get(comment.pk, 0) >= judge.least
        else:
            sending = Sending(
                comment, writer=writers.writers.get(comment.pk, ""), typed=comment.text
            )
            is_found = judge.finds(sending, _WriterThen(comment, writers))
        if is_found:
            yield comment


def _example(judge: Judge, comment: Comment) -> Example:
    matches = judge.places(comment) if isinstance(judge, Words) else []
    start = max(0, matches[0].start - BEFORE) if matches else 0
    end = start + EXCERPT
    within = [
        match._replace(start=match.start - start, end=min(match.end, end) - start)
        for match in matches
        if match.start < end
    ]
    pieces = example_pieces(comment.text[start:end], within)
    return Example(comment, pieces, start > 0, end < len(comment.text))


def _united(matches: list[Match]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for start, end, _term in sorted(matches):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united
