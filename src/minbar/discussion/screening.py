"""What looks at a comment before a person does. A screener labels, holds or slows.

It deletes nothing, and refuses only by a rule that an editor has set to refuse; then the writer has
a receipt with the reason, as always. The room keeps the list; others add theirs when they start.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.dispatch import Signal
from django.utils.functional import Promise

from minbar.discussion.models import Comment, PolicyRule

logger = logging.getLogger(__name__)

comment_submitted = Signal()
"""Sent, with ``comment``, in the transaction that takes it in."""
comment_relabelled = Signal()
"""Sent, with ``comment``, in the transaction that gave a comment other labels without a move."""

FAILED = "unscreened"
"""The label of a comment that a screener failed over."""


@dataclass(frozen=True)
class Sending:
    """What a reader has sent: the comment as it is to be kept, and what came with it."""

    comment: Comment
    """Not stored yet, or with the words that replace the stored ones."""
    writer: str = ""
    """Keyed hash of the e-mail; empty without one."""
    typed: str = ""
    """The text before it was made safe."""
    trap: str = ""
    """What stood in the field that nobody sees."""
    elapsed: float | None = None
    """Seconds for which the form was open, where a script has measured them."""
    is_rewritten: bool = False


@dataclass(frozen=True)
class Verdict:
    """What a screener says; without anything said a comment goes its mode's way."""

    labels: tuple[str, ...] = ()
    """Codes that the desk reads; a comment that has one waits for the desk."""
    remarks: tuple[str, ...] = ()
    """Codes that the desk reads, and for which nothing waits."""
    holds: bool = False
    slows: bool = False
    """Whether the sender's machine is asked to work first (``proof``)."""
    refuses_by: PolicyRule | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """What is kept with the comment: labels, then remarks."""
        return _once(self.labels + self.remarks)

    @property
    def is_clean(self) -> bool:
        """Whether no person has to look first."""
        return not (self.labels or self.holds or self.refuses_by)

    def __or__(self, other: "Verdict") -> "Verdict":
        """What both say together; of two refusals the first counts."""
        return Verdict(
            labels=_once(self.labels + other.labels),
            remarks=_once(self.remarks + other.remarks),
            holds=self.holds or other.holds,
            slows=self.slows or other.slows,
            refuses_by=self.refuses_by or other.refuses_by,
        )


Screener = Callable[[Sending], Verdict | None]
Namer = Callable[[str], str | None]


@dataclass
class _Room:
    screeners: list[Screener] = field(default_factory=list)
    sentences: dict[str, str | Promise] = field(default_factory=dict)
    namers: dict[Namer, Callable[[], dict[str, str]]] = field(default_factory=dict)


_room = _Room()


def register(screener: Screener, *, labels: dict[str, str | Promise] | None = None) -> Screener:
    """Let ``screener`` look at every comment from now on; ``labels`` says what its codes mean.

    It runs outside any transaction, only reads, and is quick: the sender waits for it.
    """
    if screener not in _room.screeners:
        _room.screeners.append(screener)
    name_labels(labels or {})
    return screener


def name_labels(labels: dict[str, str | Promise]) -> None:
    """Say what codes mean that stand among a comment's labels."""
    _room.sentences.update(labels)


def register_namer(namer: Namer, *, known: Callable[[], dict[str, str]]) -> None:
    """Let ``namer`` say what codes mean that are made while the newspaper runs.

    It gets a code that nothing else explains, and returns None for what is not its own; ``known``
    returns all that there are, with what they mean.
    """
    _room.namers[namer] = known


def unregister(screener: Screener) -> None:
    """Take a screener off the list again."""
    _room.screeners.remove(screener)


def relabel(comment: Comment, labels: list[str]) -> None:
    """Let a comment be labelled with these, and no others; part of a transaction."""
    Comment.objects.filter(pk=comment.pk).update(labels=labels)
    comment.labels = labels
    comment_relabelled.send(Comment, comment=comment)


def screen(sending: Sending) -> Verdict:
    """Return what all screeners say together. One that fails stops nothing; the comment waits."""
    verdict = Verdict()
    for screener in _room.screeners:
        try:
            verdict |= screener(sending) or Verdict()
        except Exception:
            logger.exception("The screener %r failed; the comment waits for the desk.", screener)
            verdict |= Verdict(labels=(FAILED,))
    return verdict


def labels_known() -> dict[str, str]:
    """Return every code that a comment may be labelled with, and what it means."""
    codes = {code: str(sentence) for code, sentence in _room.sentences.items()}
    for known in _room.namers.values():
        codes |= known()
    return codes


def sentence_of(label: str) -> str:
    """Return what a label means, for the desk; a code that nobody knows any more stands as is."""
    known = _room.sentences.get(label)
    if known is None:
        known = next((said for namer in _room.namers if (said := namer(label))), label)
    return str(known)


def _once(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
