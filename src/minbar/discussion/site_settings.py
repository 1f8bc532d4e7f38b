"""The settings of the discussion, as pages read them."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from minbar.discussion.models import DiscussionSettings
from minbar.press import keys

KEY = "discussion-settings"


def load() -> DiscussionSettings:
    """Return how the discussion is run; a page that is being rendered shows it from now on."""
    keys.depends_on(KEY)
    return DiscussionSettings.load()


@receiver(post_save, sender=DiscussionSettings)
def tell_of_settings(sender: type[DiscussionSettings], **_signal: Any) -> None:
    """The discussion is run otherwise: every page with a form says so."""
    keys.touch(KEY)
