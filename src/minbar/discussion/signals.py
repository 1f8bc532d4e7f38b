"""What changes in the discussion's settings, told to the press."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from minbar.discussion import site_settings
from minbar.discussion.models import DiscussionSettings
from minbar.press import keys


@receiver(post_save, sender=DiscussionSettings)
def tell_of_settings(sender: type[DiscussionSettings], created: bool, **_signal: Any) -> None:
    """The discussion is run otherwise: every form that says how, and ``/privacy/``, say it anew."""
    if not created:  # what was there before was not without settings: it had the defaults
        keys.touch(site_settings.KEY, "privacy")
