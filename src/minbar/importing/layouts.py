"""Layouts: what the pages of a site look like as text, written as data, one TOML file a template.

A layout is a picture of the page (``minbar.importing.pictures``) with what its slots look like.
``docs/importing.md`` tells how to write one. Those that ship lie beside this module; a newspaper
adds its own, or replaces one of the same name, in ``MINBAR_DATA/layouts``.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from minbar.importing import dates
from minbar.importing.dates import DateSlot, draw_date_slot
from minbar.importing.pictures import NUMBER, BadPicture, Line, Row, draw
from minbar.importing.reading import NotImported

SHIPPED = Path(__file__).parent / "layouts"

NUMBERS = ("views", "comment_count")
TEXTS = (
    *("date", "published_by", "kicker", "headline", "byline"),
    *("alternative_text", "credit", "caption", "sign_off"),
)
BLOCKS = ("body", "comments")
COMMENT_SLOTS = ("name", "place", "text")
MAY_STAND_TWICE = {"comment_count"}
KEYS = {"description", "page", "comment", "paragraphs", "archive_words", "shapes", "date"}

Paragraphs = Literal["blocks", "lines"]


class BadLayout(NotImported):
    """A layout cannot be used; the message names it and says what to mend."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"The layout “{name}” cannot be used: {reason}")


class NoSuchLayout(NotImported):
    """No layout has that name."""

    def __init__(self, name: str, layouts: Iterable[str]) -> None:
        known = ", ".join(sorted(layouts))
        super().__init__(f"There is no layout “{name}”. There are: {known}.")


@dataclass(frozen=True)
class CommentPicture:
    """A comment as a page shows it: a line with the name, and the text below."""

    head: Line
    indentation: str
    """What stands before each line of the text."""

    def has_text(self, line: str) -> bool:
        """Whether ``line`` is one of a comment's text, and not the head of the next."""
        return line.startswith(self.indentation) and self.head.match(line) is None


@dataclass(frozen=True)
class Layout:
    """What the pages of one site look like."""

    name: str
    head: Sequence[Row]
    """The lines above the body."""
    tail: Sequence[Row]
    """The lines from the body to the comments."""
    comment: CommentPicture | None
    paragraphs: Paragraphs
    """Whether a blank line parts them, or each line is one."""
    archive_words: tuple[str, ...]
    date: DateSlot

    @property
    def telling_lines(self) -> list[Line]:
        """The lines that a page of this site is known by."""
        return [row for row in [*self.head, *self.tail] if isinstance(row, Line) and row.is_telling]

    def is_shown_by(self, lines: Sequence[str]) -> bool:
        """Whether all of its telling lines stand somewhere among ``lines``."""
        return all(
            any(sign.match(line) is not None for line in lines) for sign in self.telling_lines
        )


def load_layouts(*folders: Path) -> dict[str, Layout]:
    """Return the layouts that ship and those in ``folders``, by name.

    A later one replaces an earlier one of its name. Raises BadLayout for one that cannot be used.
    """
    files = (path for folder in (SHIPPED, *folders) for path in sorted(folder.glob("*.toml")))
    return {path.stem: _load(path) for path in files}


def read_layout(name: str, written: str) -> Layout:
    """Return the layout that a TOML text describes; raises BadLayout."""
    try:
        described = tomllib.loads(written)
        _check_types(described)
        return _layout(name, described)
    except tomllib.TOMLDecodeError as error:
        raise BadLayout(name, f"it is no TOML ({error}).") from error
    except re.error as error:
        raise BadLayout(name, f"{error.pattern!r} is no regular expression ({error}).") from error
    except (BadPicture, ValueError) as error:
        raise BadLayout(name, str(error)) from error


def _load(path: Path) -> Layout:
    try:
        written = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadLayout(path.stem, f"its file cannot be read ({error}).") from error
    return read_layout(path.stem, written)


def _layout(name: str, described: Mapping[str, Any]) -> Layout:
    shapes = _shapes(described)
    rows = draw(described["page"], slots=[*NUMBERS, *TEXTS, *BLOCKS], shapes=shapes)
    _check_slots(rows)
    head, tail = _parted(rows, "body")
    tail, after = _parted(tail, "comments") if _has(tail, "comments") else (tail, None)
    _check_ends(tail, after, described.get("comment"))
    layout = Layout(
        name=name,
        head=head,
        tail=tail,
        comment=None if after is None else _comment(described["comment"], shapes),
        paragraphs=described.get("paragraphs", "blocks"),
        archive_words=tuple(described.get("archive_words", [])),
        date=_date_slot(described.get("date", {})),
    )
    if not layout.telling_lines:
        raise ValueError(
            "no line of its page has words of the site's own, so it would fit any text."
        )
    return layout


def _check_types(described: Mapping[str, Any]) -> None:
    unknown = set(described) - KEYS
    if unknown:
        known = ", ".join(sorted(KEYS))
        raise ValueError(f"“{min(unknown)}” is none of its entries, which are {known}.")
    if not isinstance(described.get("page"), str):
        raise ValueError("it has no “page”, the picture of one.")
    if not isinstance(described.get("comment", ""), str):
        raise ValueError("its “comment” is no text.")
    if described.get("paragraphs", "blocks") not in get_args(Paragraphs):
        raise ValueError("its “paragraphs” are parted as “blocks” or as “lines”.")
    _check_texts(described.get("archive_words", []), "archive_words")


def _check_texts(value: Any, name: str) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"its “{name}” is no list of texts.")


def _shapes(described: Mapping[str, Any]) -> dict[str, str]:
    shapes = described.get("shapes", {})
    if not isinstance(shapes, dict) or not all(isinstance(shape, str) for shape in shapes.values()):
        raise ValueError("its “shapes” are no table of regular expressions.")
    unknown = set(shapes) - {*TEXTS, *COMMENT_SLOTS}
    if unknown:
        raise ValueError(f"its “shapes” describe {{{min(unknown)}}}, which is no slot of text.")
    for shape in shapes.values():
        re.compile(shape)
    return shapes | dict.fromkeys(NUMBERS, NUMBER)


def _check_slots(rows: Sequence[Row]) -> None:
    slots = [slot for row in rows if isinstance(row, Line) for slot in row.slots]
    missing = {"headline", "body"} - set(slots)
    if missing:
        raise ValueError(f"its page has no {{{min(missing)}}}.")
    twice = {slot for slot in slots if slots.count(slot) > 1} - MAY_STAND_TWICE
    if twice:
        raise ValueError(f"its page has {{{min(twice)}}} twice.")
    for block in BLOCKS:
        if block in slots and not _has(rows, block):
            raise ValueError(f"{{{block}}} shares its line, and takes many.")


def _has(rows: Sequence[Row], block: str) -> bool:
    return any(_is_block(row, block) for row in rows)


def _is_block(row: Row, block: str) -> bool:
    return isinstance(row, Line) and row.drawn == f"{{{block}}}"


def _parted(rows: Sequence[Row], block: str) -> tuple[list[Row], list[Row]]:
    place = next(place for place, row in enumerate(rows) if _is_block(row, block))
    return list(rows[:place]), list(rows[place + 1 :])


def _check_ends(tail: Sequence[Row], after: Sequence[Row] | None, comment: str | None) -> None:
    if _has(tail, "comments") or after:
        raise ValueError("something stands below its {comments}, which go on to the end.")
    if (after is None) != (comment is None):
        raise ValueError("its page has {comments} and it has a “comment”, or neither is there.")
    ends = [row for row in tail if isinstance(row, Line) and not row.is_optional]
    if (ends or after is not None) and not any(row.is_telling for row in ends[:1]):
        raise ValueError("below its {body} stand no words that say where the body ends.")


def _comment(drawn: str, shapes: Mapping[str, str]) -> CommentPicture:
    rows = [row for row in draw(drawn, slots=COMMENT_SLOTS, shapes=shapes) if isinstance(row, Line)]
    if len(rows) != 2 or "name" not in rows[0].slots or rows[1].drawn.strip() != "{text}":
        raise ValueError("its “comment” is not a line with {name} and, below, one that is {text}.")
    head, text = rows
    indentation = text.drawn.removesuffix("{text}")
    is_deeper = len(indentation) > len(head.drawn) - len(head.drawn.lstrip())
    if not (is_deeper or head.is_telling):
        raise ValueError("nothing in its “comment” tells a line with {name} from one of {text}.")
    return CommentPicture(head, indentation)


def _date_slot(described: Any) -> DateSlot:
    if not isinstance(described, dict) or set(described) - {"empty", "written"}:
        raise ValueError("its “date” has “empty” and “written”, and nothing else.")
    written = described.get("written", [])
    _check_texts(written, "date.written")
    if not isinstance(described.get("empty", ""), str):
        raise ValueError("its “date.empty” is no regular expression.")
    slot = draw_date_slot(empty=described.get("empty", ""), written=written)
    for line in slot.written:
        if not {"year", "month", "day"} <= set(line.slots):
            raise ValueError(f"“{line.drawn}” lacks one of {', '.join(dates.SLOTS[:3])}.")
    return slot
