"""Which slots are open on a page, and what tells the press of them."""

from collections.abc import Iterator

from minbar.advertising.models import Slot
from minbar.advertising.places import PageKind, Place, kind_of
from minbar.press import keys
from minbar.stories.models import Section

WHAT_RUNS = "advertising"
"""The key of whatever shows advertisements: small fragments, and no page that holds a story."""


def open_slots(kind: PageKind, section: Section | None = None) -> dict[str, Slot]:
    """Return the slots that stand on a page, by their places; a section's own go before."""
    section_id = None if section is None else section.pk
    keys.depends_on(_key(kind, section_id))
    found: dict[str, Slot] = {}
    for slot in Slot.objects.filter(place__in=kind.places).seen_from(section_id):
        found.setdefault(slot.place, slot)
    return {place: slot for place, slot in found.items() if slot.is_open}


def slot_at(place: str, section_id: int | None) -> Slot | None:
    """Return the open slot whose fragment has this address."""
    keys.depends_on(WHAT_RUNS)
    return Slot.objects.filter(place=place, section=section_id, is_open=True).first()


def fragment_paths() -> Iterator[str]:
    """Yield where what runs in the open slots is fetched from."""
    yield from [slot.path for slot in Slot.objects.filter(is_open=True)]


def keys_of(place: str, section_id: int | None) -> list[str]:
    """Return the keys of the pages on which a slot stands, or would."""
    kind = kind_of(Place(place))
    if kind is PageKind.FRONT:
        return [_key(kind, None)]
    if section_id is not None:
        return [_key(kind, section_id)]
    return [_key(kind, pk) for pk in Section.objects.values_list("pk", flat=True)]


def _key(kind: PageKind, section_id: int | None) -> str:
    return f"slots:{kind}" if section_id is None else f"slots:{kind}:{section_id}"
