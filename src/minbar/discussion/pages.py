"""A discussion's pages: fifty comments each, the oldest first, that never shift."""

from django.db.models import Count, OuterRef, Q, Subquery

from minbar.discussion.models import Comment, DiscussionFigures, Move, Status
from minbar.discussion.policy import number_key
from minbar.press import keys
from minbar.stories.models import Story

PAGE_LENGTH = 50


def page_of(comment: Comment) -> int:
    """Return the number of the page on which a comment has its place for good.

    A place once taken stays taken: a struck or withdrawn comment leaves a line there.
    """
    return _place_of(comment) // PAGE_LENGTH + 1


def page_count(story: Story) -> int:
    """Return how many pages the discussion of ``story`` has, at least one."""
    return max(1, -(-Comment.objects.shown().on(story).count() // PAGE_LENGTH))


def page_counts() -> dict[int, int]:
    """Return how many pages the longer discussions have, by the story's key; those of one not."""
    counted = Comment.objects.shown().order_by().values("story_id").annotate(places=Count("pk"))
    longer = counted.filter(places__gt=PAGE_LENGTH).values_list("story_id", "places")
    return {story_id: -(-places // PAGE_LENGTH) for story_id, places in longer}


def comments_on(story: Story, page: int) -> list[Comment]:
    """Return what stands on a page of the discussion, in its order.

    Each has as ``broken_rule`` the number of the rule that a refusal named, or None.
    """
    refusal = Move.objects.filter(comment=OuterRef("pk"), went_to=Status.REJECTED).order_by("-pk")
    shown = Comment.objects.shown().on(story)
    shown = shown.annotate(
        broken_rule=Subquery(refusal.values("reason__number")[:1]),
        broken_rule_id=Subquery(refusal.values("reason_id")[:1]),
    )
    comments = list(shown[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH])
    for comment in comments:
        comment.story = story
        broken_rule = vars(comment)["broken_rule_id"]
        if broken_rule:
            keys.depends_on(number_key(broken_rule))
    return comments


def page_key(story_id: int, page: int) -> str:
    """Return the key of a page of a discussion."""
    return f"discussion:{story_id}:page:{page}"


def count_key(story_id: int) -> str:
    """Return the key of the number of a story's published comments."""
    return f"discussion:{story_id}:count"


def tell_readers(comment: Comment) -> None:
    """Count the story's published comments anew, and touch what shows ``comment`` or the number.

    Part of the transaction that moves the comment.
    """
    published = Comment.objects.filter(story=comment.story_id, status=Status.APPROVED).count()
    DiscussionFigures.objects.update_or_create(
        story_id=comment.story_id, defaults={"published": published}
    )
    keys.touch(*shown_on(comment), "most-discussed")


def shown_on(comment: Comment) -> list[str]:
    """Keys of what shows ``comment``, the page where it stands first, or their number."""
    place = _place_of(comment)
    page = place // PAGE_LENGTH + 1
    names = [page_key(comment.story_id, page), count_key(comment.story_id), "comments-feed"]
    if place % PAGE_LENGTH == 0 and page > 1:
        names.append(page_key(comment.story_id, page - 1))  # it leads to the next page now
    return names


def _place_of(comment: Comment) -> int:
    """How many comments stand before it."""
    at = comment.first_approved_at
    before = Q(first_approved_at__lt=at) | Q(first_approved_at=at, pk__lt=comment.pk)
    return Comment.objects.shown().filter(before, story=comment.story_id).count()
