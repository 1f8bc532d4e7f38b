"""``/service-worker.js``: keeps read pages and shows alerts, told of this newspaper."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from minbar.paper.static_files import minified
from minbar.push.messages import alert_in
from minbar.stories import editions
from minbar.stories.region import region

SOURCE = Path(__file__).with_suffix(".js")
FILES = (
    "paper/newspaper.css",
    "paper/newspaper.js",
    "paper/fonts/markazi-text-arabic.woff2",
    "paper/fonts/vazirmatn-arabic.woff2",
)
"""What every page is shown with."""
RARER_FACES = tuple(
    f"paper/fonts/{face}-{letters}.woff2"
    for face in ("markazi-text", "vazirmatn")
    for letters in ("latin", "latin-rare", "arabic-rare")
)
"""Kept once a page has asked for them."""


def written() -> str:
    """Return the worker, with what it must know: a new version of a file makes a new worker."""
    script = minified(SOURCE.read_text())
    return f"const newspaper = {json.dumps(_told(), ensure_ascii=False)};\n{script}"


def _told() -> dict[str, Any]:
    others = editions.every_edition()[1:]
    return _told_of_this_edition() | {
        "files": [staticfiles_storage.url(name) for name in FILES],
        "rarerFiles": [staticfiles_storage.url(name) for name in RARER_FACES],
        "static": settings.STATIC_URL,
        "media": settings.MEDIA_URL,
        "renewPush": reverse("push-renew"),
        # Shown of an alert that cannot be read, and in the place of what another lacks.
        "alert": alert_in(editions.OWN, gettext("Breaking news"), "breaking-news"),
        "timeZone": settings.MINBAR_TIME_ZONE,
        "editions": {editions.root_of(other): _told_of_edition(other) for other in others},
    }


def _told_of_edition(edition: str) -> dict[str, str]:
    with editions.reading(edition):
        return _told_of_this_edition()


def _told_of_this_edition() -> dict[str, str]:
    language = translation.get_language() or settings.MINBAR_LANGUAGE
    return {
        "front": reverse("front"),
        "offline": reverse("offline"),
        "readingList": reverse("reading-list"),
        "locale": f"{language}-{region()}-u-ca-gregory-nu-{settings.MINBAR_DIGITS}",
        "whenOffline": render_to_string("paper/kept_copy.html").strip(),
        "whenSlow": render_to_string("paper/kept_copy.html", {"is_slow": True}).strip(),
    }
