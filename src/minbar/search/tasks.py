"""What the index leaves to the worker."""

from django_tasks import task

from minbar.search.indexing import index_story
from minbar.stories.models import Story


@task()
def index_signed_by(kind: str, key: int) -> None:
    """Index anew what the author or desk of this key signs."""
    signed = {"Author": "signatures__author", "Desk": "desk"}[kind]
    for story in Story.objects.published().filter(**{signed: key}):
        index_story(story)
