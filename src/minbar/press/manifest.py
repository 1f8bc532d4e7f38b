"""The files of the store, held against the table that says what lies there."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import transaction

import minbar
from minbar.press import keys
from minbar.press.models import PressedPage, PressState
from minbar.press.pressing import remove, store

SHAPES_PAGES = (
    "MINBAR_SITE_URL",
    "MINBAR_LANGUAGE",
    "MINBAR_EDITIONS",
    "MINBAR_REGION",
    "MINBAR_DIGITS",
    "MINBAR_TIME_ZONE",
    "MINBAR_HIJRI_OFFSET",
    "EMAIL_BACKEND",
)
MADE_OF = {".py", ".html", ".css", ".js", ".mo", ".svg", ".txt", ".woff2", ".xml"}


def repair(*, thoroughly: bool) -> int:
    """Remove every page whose files are not what the table says, and return how many there were.

    ``thoroughly`` reads the bodies too, as is due after a power cut: a page is not synced when it
    is written, because it can be made again. The next reader has a removed page pressed.
    """
    wrong = list(_differing(thoroughly=thoroughly))
    for path in wrong:
        remove(path)
    return len(wrong)


def touch_if_made_otherwise() -> bool:
    """Touch every page if templates, settings or code are not what the pages were made with."""
    made_of = _what_pages_are_made_of()
    if PressState.objects.filter(pk=1, made_of=made_of).exists():
        return False
    with transaction.atomic():
        keys.touch(keys.EVERY_PAGE)
        PressState.objects.update_or_create(pk=1, defaults={"made_of": made_of})
    return True


def _differing(*, thoroughly: bool) -> Iterator[str]:
    recorded = dict(PressedPage.objects.values_list("path", "digest"))
    pages = store()
    for path in pages.paths():
        digest = recorded.pop(path, None)
        is_as_told = bool(digest) and digest == pages.digest_at(path)
        if not is_as_told or (thoroughly and not pages.is_whole(path)):
            yield path
    yield from recorded  # no file at all


def _what_pages_are_made_of() -> str:
    digest = hashlib.sha256()
    for name in SHAPES_PAGES:
        digest.update(f"{name}={getattr(settings, name)}\n".encode())
    for package in ("django", "wagtail"):
        digest.update(f"{package} {version(package)}\n".encode())
    root = Path(minbar.__file__).parent
    for file in sorted(root.rglob("*")):
        if file.suffix in MADE_OF and "migrations" not in file.parts:
            digest.update(f"{file.relative_to(root)}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
