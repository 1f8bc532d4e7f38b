"""What other rooms do to stories with corrections, told to the press."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from minbar.corrections import pages
from minbar.corrections.models import Correction, Record, RightOfReply
from minbar.press import keys
from minbar.stories.announcing import story_announced
from minbar.stories.models import Story


@receiver(story_announced)
def tell_of_a_story(sender: type[Story], story: Story, **_signal: Any) -> None:
    """A story with records came, went or changed: which months have any may be others now."""
    if any(model.objects.filter(story=story.pk).exists() for model in (Correction, RightOfReply)):
        keys.touch(pages.NEWEST)


@receiver(post_delete, sender=Correction)
@receiver(post_delete, sender=RightOfReply)
def tell_of_deletion(sender: type[Record], instance: Record, **_signal: Any) -> None:
    """A story was deleted with what stood beside it."""
    keys.touch(*pages.shown_on(instance))
