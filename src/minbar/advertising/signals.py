"""What the newsroom does to slots and advertisements, told to the press."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone

from minbar.advertising.models import Advertisement, Slot
from minbar.advertising.slots import WHAT_RUNS, keys_of
from minbar.press import keys

STANDS = ("place", "section_id", "is_open")
"""What decides on which pages a slot is seen."""


@receiver(pre_save, sender=Slot)
def note_where_it_stood(sender: type[Slot], instance: Slot, **_signal: Any) -> None:
    """Note where a slot stood before, to know which pages change."""
    before = Slot.objects.filter(pk=instance.pk).values_list(*STANDS).first()
    instance.__dict__["_stood"] = before


@receiver(post_save, sender=Slot)
def tell_of_slot(sender: type[Slot], instance: Slot, **_signal: Any) -> None:
    """A slot was opened, closed or put elsewhere."""
    before = instance.__dict__["_stood"]
    now = tuple(getattr(instance, name) for name in STANDS)
    if before != now:
        told = [WHAT_RUNS, *keys_of(instance.place, instance.section_id)]
        keys.touch(*told, *(keys_of(*before[:2]) if before else ()))


@receiver(post_delete, sender=Slot)
def tell_of_deleted_slot(sender: type[Slot], instance: Slot, **_signal: Any) -> None:
    """A slot is gone, by itself or with its section."""
    keys.touch(WHAT_RUNS, *keys_of(instance.place, instance.section_id))


@receiver(pre_save, sender=Advertisement)
def note_its_stage(sender: type[Advertisement], instance: Advertisement, **_signal: Any) -> None:
    """Whoever saves a term need not wait for the schedule."""
    instance.stage = instance.stage_at(timezone.now())


@receiver(post_save, sender=Advertisement)
@receiver(post_delete, sender=Advertisement)
def tell_of_advertisement(sender: type[Advertisement], **_signal: Any) -> None:
    """An advertisement came, changed or was taken away."""
    keys.touch(WHAT_RUNS)


@receiver(m2m_changed, sender=Advertisement.slots.through)
def tell_of_its_slots(action: str, **_signal: Any) -> None:
    """An advertisement runs in other slots."""
    if action.startswith("post_"):
        keys.touch(WHAT_RUNS)
