"""Whether a moderator has a comment on the screen now: the desk knows it, and receipts say it."""

from collections.abc import Callable

from minbar.discussion.models import UNDECIDED, Comment

_asked: list[Callable[[int], bool]] = []


def register(is_read: Callable[[int], bool]) -> None:
    """Let whoever knows be asked, by a comment's number."""
    if is_read not in _asked:
        _asked.append(is_read)


def is_being_read(comment: Comment) -> bool:
    """Whether a waiting comment is before a moderator's eyes."""
    waits = comment.status in UNDECIDED and comment.returned_at is None
    return waits and any(is_read(comment.pk) for is_read in _asked)
