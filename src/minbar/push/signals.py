"""Breaking news that is to reach phones does not wait for the schedule."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from minbar.push.sending import begin_due
from minbar.stories.models import BreakingNews


@receiver(post_save, sender=BreakingNews)
def begin_at_once(instance: BreakingNews, **_signal: Any) -> None:
    """An editor has saved a line; where it stands already, it is sent now."""
    if instance.send_to_phones:
        begin_due()
