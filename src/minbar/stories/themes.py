"""A newspaper's own look: its accent and the face of its headlines, as a small stylesheet.

Written as a file when the newspaper is saved, under a name that changes with what is in it, so that
a phone keeps it for ever; a newspaper that looks like everyone's has none.
"""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from minbar.stories.colours import DARK_PAPERS, LIGHT_PAPERS, readable_on
from minbar.stories.models import DEFAULT_ACCENT, HeadlineFace, Newspaper

FOLDER = "themes"


def stylesheet_of(newspaper: Newspaper) -> str:
    """Return what differs from the look that every newspaper begins with, or nothing."""
    said = []
    if newspaper.accent.lower() != DEFAULT_ACCENT:
        light = readable_on(newspaper.accent, LIGHT_PAPERS)
        dark = readable_on(newspaper.accent, DARK_PAPERS)
        said.append(f"--accent:var(--light,{light}) var(--dark,{dark})")
    if newspaper.headline_face == HeadlineFace.SANS:
        said += ["--headline-face:var(--label-face)", "--headline-weight:600"]
    # In the layer of the tokens: print has the last word.
    return f"@layer tokens{{:root{{{';'.join(said)}}}}}" if said else ""


def write_theme(newspaper: Newspaper) -> str:
    """Write the stylesheet, unless it is there, and return its name in the storage, or nothing."""
    text = stylesheet_of(newspaper)
    if not text:
        return ""
    name = f"{FOLDER}/{hashlib.sha256(text.encode()).hexdigest()[:12]}.css"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(text.encode()))
    return name
