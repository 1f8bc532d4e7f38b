"""What changes stories and comments, told to the index in the same transaction."""

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from minbar.discussion.erasing import words_blanked
from minbar.discussion.models import Comment
from minbar.discussion.moves import comment_moved
from minbar.search.indexing import index_comment, index_story, remove_comments, take_out
from minbar.search.models import Document
from minbar.search.tasks import index_signed_by
from minbar.stories.announcing import story_announced
from minbar.stories.models import Author, Desk, Story


@receiver(story_announced)
def index_announced(sender: type[Story], story: Story, **_signal: Any) -> None:
    """A story was published, changed, moved, or taken back."""
    index_story(story)


@receiver(words_blanked)
def take_out_blanked(sender: type[Comment], comments: list[int], **_signal: Any) -> None:
    """The words of comments were blanked; the index keeps none of them."""
    remove_comments(comments)


@receiver(comment_moved)
def index_moved(sender: type[Comment], comment: Comment, **_signal: Any) -> None:
    """A comment was published, or taken back."""
    if comment.is_or_was_visible:
        index_comment(comment)


@receiver(pre_delete, sender=Document)
def take_out_deleted(sender: type[Document], instance: Document, **_signal: Any) -> None:
    """A document goes, also with its story or comment."""
    take_out(instance)


@receiver(post_save, sender=Author)
@receiver(post_save, sender=Desk)
def index_renamed(
    sender: type[Author | Desk], instance: Author | Desk, created: bool, **_signal: Any
) -> None:
    """Who signs stories has another name; the worker indexes them, for there may be thousands."""
    if not created:
        index_signed_by.enqueue(sender.__name__, instance.pk)
