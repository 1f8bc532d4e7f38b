"""A discussion's pages: fifty comments each, the oldest first, that never shift.

Beneath each comment stand its first twenty replies; the others stand on pages of that thread, fifty
each. A place once taken stays taken, whatever becomes of the comment, so no number of a page is
counted twice for the same comment. Rows are found in the index of places and fetched together:
a page costs the same few queries however many comments and replies there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from minbar.discussion.models import (
    Comment,
    CommentQuerySet,
    DiscussionFigures,
    Move,
    MoveKind,
    Status,
)
from minbar.discussion.policy import number_key
from minbar.press import keys
from minbar.stories.models import Story

PAGE_LENGTH = 50
REPLIES_BENEATH = 20
REPLIES_LENGTH = 50

ORDERS = {
    "newest": ("-first_approved_at", "-pk"),
    "agreed": ("-agreed", "first_approved_at", "pk"),
}
"""Other orders than the pressed one, by what an address calls them; these are live."""


class Sight(StrEnum):
    """What readers see where a comment has its place."""

    COMMENT = "comment"
    STRUCK = "struck"
    WITHDRAWN = "withdrawn"
    NOTHING = "nothing"
    """Its approval was undone: the place is kept, and nobody sees it."""


@dataclass(frozen=True)
class Entry:
    """A place on a page: a comment, or what became of it, and what stands beneath."""

    comment: Comment
    sight: Sight
    broken_rule: int | None = None
    """The number of the rule for which it was struck."""
    answered: Comment | None = None
    """The published reply that it answers, where that is not the comment over them both."""
    replies: list["Entry"] = field(default_factory=list)
    has_more_replies: bool = False

    @property
    def is_seen(self) -> bool:
        """Whether anything stands there."""
        return self.sight != Sight.NOTHING


@dataclass(frozen=True)
class DiscussionPage:
    """A page's entries in their order, and whether another page follows."""

    entries: list[Entry]
    has_more: bool

    def published(self) -> Iterator[Comment]:
        """Every comment that readers see here, each before its replies."""
        for entry in self.entries:
            for one in (entry, *entry.replies):
                if one.sight == Sight.COMMENT:
                    yield one.comment


def discussion_page(story: Story, number: int) -> DiscussionPage:
    """Return a page of the discussion, the oldest comments first, each with its first replies."""
    keys.depends_on(page_key(story.pk, number))
    return _with_replies(story, _places(story), (number - 1) * PAGE_LENGTH)


def ordered_page(story: Story, order: str, number: int) -> DiscussionPage:
    """Return a page of the published comments in one of ``ORDERS``, as they stand now."""
    published = _places(story).filter(status=Status.APPROVED).order_by(*ORDERS[order])
    return _with_replies(story, published, (number - 1) * PAGE_LENGTH)


def thread_page(story: Story, thread: int, number: int) -> DiscussionPage:
    """Return a page of the replies for which there was no room beneath their comment.

    That comment stands first, with those replies; there is nothing if it has no such page.
    """
    keys.depends_on(thread_key(story.pk, thread, number), comment_key(thread))
    start = REPLIES_BENEATH + (number - 1) * REPLIES_LENGTH
    found, has_more = _slice(_places(story, thread), start, REPLIES_LENGTH)
    if not found:
        return DiscussionPage([], has_more=False)
    over, *replies = _entries(story, [thread, *found])
    return DiscussionPage([replace(over, replies=replies)], has_more)


def path_of(comment: Comment) -> str:
    """Return where, below its story's address, a comment has its place for good."""
    before = _count_before(comment)
    if comment.thread_id is None:
        page = before // PAGE_LENGTH + 1
    elif before < REPLIES_BENEATH:
        page = _page_of_thread(comment)
    else:
        further = (before - REPLIES_BENEATH) // REPLIES_LENGTH + 1
        return _thread_path(comment.thread_id, further)
    return f"comments/{page}/" if page > 1 else ""


def further_paths() -> dict[int, list[str]]:
    """Return where, below its address, each story's further pages are, by the story's key."""
    shown = Comment.objects.shown().order_by()
    paths: dict[int, list[str]] = {}
    tops = shown.filter(thread=None).values("story_id").annotate(places=Count("pk"))
    for story, places in tops.filter(places__gt=PAGE_LENGTH).values_list("story_id", "places"):
        pages = range(2, -(-places // PAGE_LENGTH) + 1)
        paths[story] = [f"comments/{page}/" for page in pages]
    threads = shown.exclude(thread=None).values("story_id", "thread_id")
    longer = threads.annotate(places=Count("pk")).filter(places__gt=REPLIES_BENEATH)
    rows = longer.order_by("thread_id").values_list("story_id", "thread_id", "places")
    for story, thread, places in rows:
        pages = range(1, -(-(places - REPLIES_BENEATH) // REPLIES_LENGTH) + 1)
        paths.setdefault(story, []).extend(_thread_path(thread, page) for page in pages)
    return paths


def page_key(story_id: int, page: int) -> str:
    """Return the key of a page of a discussion."""
    return f"discussion:{story_id}:page:{page}"


def thread_key(story_id: int, thread: int, page: int) -> str:
    """Return the key of a page of a thread's further replies."""
    return f"discussion:{story_id}:thread:{thread}:{page}"


def comment_key(comment_id: int) -> str:
    """Return the key of a comment where it stands again, over the further replies to it."""
    return f"comment:{comment_id}"


def name_key(comment_id: int) -> str:
    """Return the key of the name of a comment, as what answers it says it."""
    return f"comment:{comment_id}:name"


def count_key(story_id: int) -> str:
    """Return the key of the number of a story's published comments."""
    return f"discussion:{story_id}:count"


def tell_readers(comment: Comment, came_from: str) -> None:
    """Keep the number of the story's published comments exact, and touch what shows ``comment``.

    Part of the transaction that moves the comment away from ``came_from``.
    """
    change = (comment.status == Status.APPROVED) - (came_from == Status.APPROVED)
    if change:
        _count(comment, change)
        keys.touch(*shown_on(comment), "most-discussed")
    else:
        keys.touch(*places_of(comment))


def shown_on(comment: Comment) -> list[str]:
    """Keys of what shows ``comment``, the page where it stands first, or their number."""
    return [*places_of(comment), count_key(comment.story_id), "comments-feed"]


def places_of(comment: Comment) -> list[str]:
    """Keys of what shows ``comment`` itself, or its name, or leads on to it."""
    story, thread = comment.story_id, comment.thread_id
    itself = [comment_key(comment.pk), name_key(comment.pk)]
    before = _count_before(comment)
    # The first on a page has the page before lead on to it.
    if thread is None:
        page, place = divmod(before, PAGE_LENGTH)
        leading = [page_key(story, page)] if place == 0 and page > 0 else []
        return [page_key(story, page + 1), *leading, *itself]
    if before < REPLIES_BENEATH:
        return [page_key(story, _page_of_thread(comment)), *itself]
    page, place = divmod(before - REPLIES_BENEATH, REPLIES_LENGTH)
    leading = []
    if place == 0:
        earlier = thread_key(story, thread, page)
        leading = [earlier if page else page_key(story, _page_of_thread(comment))]
    return [thread_key(story, thread, page + 1), *leading, *itself]


def _count(comment: Comment, change: int) -> None:
    """Add ``change`` to the row of the story, which is made by whoever finds none.

    What two make at once is one row (the second waits and makes none), and each adds its own: so
    the sum is right whatever happens at the same time, and nothing is counted but once.
    """
    figures = DiscussionFigures.objects.filter(story=comment.story_id)
    if not figures.exists():
        others = Comment.objects.filter(story=comment.story_id, status=Status.APPROVED)
        was_among_them = change < 0
        published = others.exclude(pk=comment.pk).count() + was_among_them
        row = DiscussionFigures(story_id=comment.story_id, published=published)
        DiscussionFigures.objects.bulk_create([row], ignore_conflicts=True)
    figures.update(published=F("published") + change)


def _places(story: Story, thread: int | None = None) -> CommentQuerySet:
    return Comment.objects.shown().on(story).filter(thread=thread)


def _slice(places: CommentQuerySet, start: int, length: int) -> tuple[list[int], bool]:
    """Keys of so many places from ``start`` on, and whether another follows; from the index."""
    found = list(places.values_list("pk", flat=True)[start : start + length + 1])
    return found[:length], len(found) > length


def _with_replies(story: Story, places: CommentQuerySet, start: int) -> DiscussionPage:
    tops, has_more = _slice(places, start, PAGE_LENGTH)
    beneath = _first_replies(story, tops)
    together = [*tops, *(reply for replies in beneath.values() for reply in replies)]
    entries = {entry.comment.pk: entry for entry in _entries(story, together)}
    return DiscussionPage(
        [
            replace(
                entries[top],
                replies=[entries[reply] for reply in beneath.get(top, [])[:REPLIES_BENEATH]],
                has_more_replies=len(beneath.get(top, [])) > REPLIES_BENEATH,
            )
            for top in tops
        ],
        has_more,
    )


def _first_replies(story: Story, threads: Sequence[int]) -> dict[int, list[int]]:
    """Keys of the first replies in each thread, and of one more where there is one."""
    number = Window(
        RowNumber(), partition_by="thread_id", order_by=[F("first_approved_at"), F("pk")]
    )
    rows = (
        Comment.objects.shown()
        .on(story)
        .filter(thread__in=threads)
        .annotate(number=number)
        .filter(number__lte=REPLIES_BENEATH + 1)
        .order_by("thread_id", "number")
        .values_list("thread_id", "pk")
    )
    beneath: dict[int, list[int]] = {}
    for thread, reply in rows if threads else ():
        beneath.setdefault(thread or 0, []).append(reply)
    return beneath


def _entries(story: Story, comment_keys: Sequence[int]) -> list[Entry]:
    """Fetch these comments together, with what became of them and whom they answer."""
    comments = Comment.objects.in_bulk(comment_keys)
    left = _how_they_left(c for c in comments.values() if c.status != Status.APPROVED)
    deeper = {c.parent_id for c in comments.values() if c.parent_id and c.parent_id != c.thread_id}
    keys.depends_on(*(name_key(comment) for comment in deeper))
    elsewhere = Comment.objects.in_bulk(deeper - comments.keys()) if deeper else {}
    answered = {
        pk: comment
        for pk, comment in (comments | elsewhere).items()
        if pk in deeper and comment.status == Status.APPROVED
    }
    for comment in comments.values():
        comment.story = story
    return [
        Entry(
            comment,
            *_sight(comment, *left.get(comment.pk, ("", None))),
            answered=answered.get(comment.parent_id or 0),
        )
        for comment in (comments[pk] for pk in comment_keys)
    ]


def _how_they_left(comments: Iterable[Comment]) -> dict[int, tuple[str, int | None]]:
    """By what move each of these was last taken from the page, and the rule that it named."""
    gone = [comment.pk for comment in comments]
    if not gone:
        return {}
    left = Move.objects.filter(comment__in=gone, came_from=Status.APPROVED).order_by("pk")
    rows = list(left.values_list("comment_id", "kind", "reason_id", "reason__number"))
    keys.depends_on(*(number_key(rule) for _comment, _kind, rule, _number in rows if rule))
    return {comment: (kind, number) for comment, kind, _rule, number in rows}


def _sight(comment: Comment, left_by: str, rule: int | None) -> tuple[Sight, int | None]:
    """What readers see of a comment that was taken from the page, when last, by such a move."""
    if comment.status == Status.APPROVED:
        return Sight.COMMENT, None
    if left_by == MoveKind.UNDO:
        return Sight.NOTHING, None
    if comment.status == Status.WITHDRAWN:
        return Sight.WITHDRAWN, None
    if left_by == MoveKind.STRIKE or comment.status == Status.REJECTED:
        return Sight.STRUCK, rule
    return Sight.NOTHING, None


def _page_of_thread(reply: Comment) -> int:
    over = Comment.objects.only("story_id", "thread_id", "first_approved_at").get(
        pk=reply.thread_id or 0
    )
    return _count_before(over) // PAGE_LENGTH + 1


def _count_before(comment: Comment) -> int:
    """How many places stand before it: on the story, or in its thread."""
    at = comment.first_approved_at
    shown = Comment.objects.shown().filter(story=comment.story_id, thread=comment.thread_id)
    before = Q(first_approved_at__lt=at) | Q(first_approved_at=at, pk__lt=comment.pk)
    return shown.filter(before).count()


def _thread_path(thread: int, page: int) -> str:
    further = f"{page}/" if page > 1 else ""
    return f"comments/thread/{thread}/{further}"
