"""A view as a line of the journal: all that is kept of it, and a checksum that shows a torn one.

5f3a61c2 9be1c0de2f4a7716 1795515000 217 a1f3…(16) www.example.org -
checksum random id        second     story reader  referrer's host mark
"""

import secrets
import zlib
from typing import NamedTuple

NOTHING = "-"
WITHOUT_SCRIPT = "n"


class View(NamedTuple):
    """Someone had a story on the screen."""

    at: int
    """Seconds since 1970."""
    story: int
    reader: int
    """What tells one reader of this story from another today; see ``readers.reader_of``."""
    source: str = ""
    """The host that led here, or nothing."""
    without_script: bool = False


def to_line(view: View) -> bytes:
    """Return the line to append; its random id tells it from every other line."""
    mark = WITHOUT_SCRIPT if view.without_script else NOTHING
    facts = (
        f"{secrets.token_hex(8)} {view.at} {view.story} {view.reader:016x}"
        f" {view.source or NOTHING} {mark}"
    ).encode("ascii")
    return b"%08x %s\n" % (zlib.crc32(facts), facts)


def from_line(line: bytes) -> View | None:
    """Return the view that a line tells of, or None if it was torn or is none of ours."""
    checksum, _space, facts = line.rstrip(b"\n").partition(b" ")
    try:
        if int(checksum, 16) != zlib.crc32(facts):
            return None
        _id, at, story, reader, source, mark = facts.decode("ascii").split(" ")
    except ValueError:
        return None
    return View(
        int(at),
        int(story),
        int(reader, 16),
        "" if source == NOTHING else source,
        mark == WITHOUT_SCRIPT,
    )
