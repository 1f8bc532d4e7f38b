"""Making a photo's renditions: one while it is saved, the others in a task, and what was missed.

A page names what there is. When the task has made the rest it touches the photo's key, and every
page that shows the photo is pressed again. What a photo looked like before it was cut otherwise
stays for a day: a page that was pressed, or is being read, may still name it.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import IO, Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django_tasks import task
from PIL import Image
from wagtail.images.models import Filter

from minbar.press import keys
from minbar.stories.models import Photo, PhotoRendition
from minbar.stories.photo_renditions import FIRST, SPECS, current_key, specs_of

logger = logging.getLogger(__name__)

CUT = ("file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
"""What decides how the renditions look."""

BEHIND_OTHERS = -20
"""The task's priority: a picture takes seconds, and everything else is waited for."""
MOST_TRIES = 3
"""A photo that cannot be read, or that kills the worker, is left as it is after so many."""
MISSED_AFTER = timedelta(hours=1)
ASKED_AT_ONCE = 50
REPLACED_FOR = timedelta(days=1)
COLOURS = 6
"""A photo is reduced to so many; that of the largest area stands for it."""


def begin(photo: Photo) -> None:
    """Make what a page must have of a photo that is new or cut otherwise, and ask for the rest.

    A file that cannot be read, because its storage is away or lost it, is logged; pages go on with
    what there is of the photo.
    """
    rendition, colour = None, photo.dominant_colour
    try:
        rendition = photo.generate_rendition_file(Filter(FIRST))
        colour = _colour_of(photo, rendition)
    except Exception:  # whatever storages and decoders raise: what was saved is saved
        logger.exception("Photo %s cannot be read", photo.pk)
    with transaction.atomic():
        if rendition is not None:
            _replace(PhotoRendition.objects.filter(image=photo, filter_spec__in=SPECS))
            _keep(photo, {FIRST: rendition})
        photo.dominant_colour = colour
        told = {"dominant_colour": colour, "renditions_asked_at": now(), "renditions_tried": 0}
        Photo.objects.filter(pk=photo.pk).update(**told)
        keys.touch(f"photo:{photo.pk}")
        make_renditions.enqueue(photo.pk)


@task(priority=BEHIND_OTHERS)
def make_renditions(photo_id: int) -> None:
    """Make what is missing of a photo; done twice, it is done once."""
    asked = Photo.objects.filter(pk=photo_id, renditions_asked_at__isnull=False)
    photo = asked.first()
    if photo is None:
        return
    asked.update(renditions_tried=F("renditions_tried") + 1)
    keys_now = {spec: current_key(photo, spec) for spec in specs_of(photo)}
    made = PhotoRendition.objects.filter(image=photo, filter_spec__in=SPECS, replaced_at=None)
    there = {(rendition.filter_spec, rendition.focal_point_key) for rendition in made}
    missing = [spec for spec, key in keys_now.items() if (spec, key) not in there]
    # Outside the transaction: it takes seconds, and holds no other writer up.
    files = {spec: photo.generate_rendition_file(Filter(spec)) for spec in missing}
    colour = photo.dominant_colour
    if FIRST in files:
        colour = _colour_of(photo, files[FIRST])
    with transaction.atomic():
        stored = Photo.objects.select_for_update().filter(pk=photo_id).first()
        if stored is None or cut_of(stored) != cut_of(photo):
            return  # deleted, or cut otherwise meanwhile: that has a task of its own
        _replace(
            rendition
            for rendition in made.all()
            if keys_now.get(rendition.filter_spec) != rendition.focal_point_key
        )
        _keep(photo, files)
        asked.update(dominant_colour=colour, renditions_asked_at=None)
        keys.touch(f"photo:{photo_id}")


def ask_for_missed() -> int:
    """Ask again for photos whose task was lost, the newest first, and return how many."""
    asked_before = now() - MISSED_AFTER
    missed = Photo.objects.filter(
        renditions_asked_at__lt=asked_before, renditions_tried__lt=MOST_TRIES
    )
    photos = list(missed.order_by("-pk").values_list("pk", flat=True)[:ASKED_AT_ONCE])
    for photo in photos:
        with transaction.atomic():
            if missed.filter(pk=photo).update(renditions_asked_at=now()):
                make_renditions.enqueue(photo)
    return len(photos)


def forget_replaced() -> int:
    """Delete what no page names any more, with its files, and return how many there were."""
    replaced = PhotoRendition.objects.filter(replaced_at__lt=now() - REPLACED_FOR)
    return replaced.delete()[0]


def cut_of(photo: Photo) -> tuple[Any, ...]:
    """Return what decides how the renditions of ``photo`` look."""
    return tuple(str(photo.file) if name == "file" else getattr(photo, name) for name in CUT)


def _keep(photo: Photo, files: dict[str, Any]) -> None:
    for spec, file in files.items():
        PhotoRendition.objects.get_or_create(
            image=photo,
            filter_spec=spec,
            focal_point_key=current_key(photo, spec),
            defaults={"file": file},
        )


def _replace(renditions: Iterable[PhotoRendition]) -> None:
    """Show these no longer, and give their keys free for others of the same photo."""
    for rendition in renditions:
        if rendition.replaced_at is None:
            PhotoRendition.objects.filter(pk=rendition.pk).update(
                replaced_at=now(), focal_point_key=f"was-{rendition.pk:x}"
            )


def _colour_of(photo: Photo, picture: IO[bytes]) -> str:
    """Return the colour that stands for a picture until it is there, like ``#7a5230``.

    None for a photo that one sees through: its own colour behind it would hide it.
    """
    with photo.get_willow_image() as whole:
        if whole.has_alpha():
            return ""
    picture.seek(0)
    with Image.open(picture) as opened:
        opened.draft("RGB", (64, 64))
        few = opened.convert("RGB").resize((32, 32)).quantize(COLOURS)
    picture.seek(0)
    areas: Any = few.getcolors()
    _area, colour = max(areas)
    red, green, blue = (few.getpalette() or [])[3 * colour : 3 * colour + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
