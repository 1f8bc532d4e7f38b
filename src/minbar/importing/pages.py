"""An article page as its text was captured, taken apart by the layout that it shows."""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from minbar.arabic import is_blank
from minbar.importing.layouts import CommentPicture, Layout
from minbar.importing.pictures import Found, Gap, Walk
from minbar.importing.reading import NotImported


class NoArticlePage(NotImported):
    """The text is not what a layout describes."""


class FitsSeveralLayouts(NotImported):
    """More than one layout describes the text, and they may take it apart differently."""


@dataclass(frozen=True)
class CapturedComment:
    """A reader's comment, to the letter."""

    name: str
    place: str
    text: str


@dataclass(frozen=True)
class CapturedPage:
    """What stands on a page, to the letter. A part that the page lacks is empty."""

    layout: str
    published_by: str
    kicker: str
    headline: str
    byline: str
    views: int
    comment_count: int | None
    """How many comments the page says that it has."""
    alternative_text: str
    credit: str
    is_archive: bool
    caption: str
    paragraphs: tuple[str, ...]
    sign_off: str
    comments: tuple[CapturedComment, ...]
    date: datetime | None
    """In the site's own time zone, which the page does not say."""
    unread_date: str
    """What stands in the date's slot, if no layout's way of writing a date fits it."""

    @property
    def digest(self) -> str:
        """What the page is known by, whatever its file's encoding, line ends and blanks.

        Of the article alone: views and comments grow, and the page remains the same one.
        """
        article = [
            *(self.published_by, self.kicker, self.headline, self.byline),
            *(self.alternative_text, self.credit, self.caption, self.sign_off, *self.paragraphs),
        ]
        lines = (" ".join(unicodedata.normalize("NFC", part).split()) for part in article)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def read_page(text: str, layouts: Iterable[Layout]) -> CapturedPage:
    """Take ``text`` apart by the one of ``layouts`` that it shows.

    Raises NoArticlePage if it shows none, saying where the likeliest stopped fitting, and
    FitsSeveralLayouts if it shows more than one.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    known = list(layouts)
    shown = [layout for layout in known if layout.is_shown_by(lines)]
    pages, refusals = [], []
    for layout in shown if len(known) > 1 else known:
        try:
            pages.append(_take_apart(lines, layout))
        except NoArticlePage as refusal:
            refusals.append(refusal)
    if len(pages) == 1:
        return pages[0]
    if pages:
        names = " and ".join(page.layout for page in pages)
        raise FitsSeveralLayouts(f"It fits the layouts {names}. Choose one with --layout.")
    raise refusals[0] if len(refusals) == 1 else _of_no_layout(known)


def _of_no_layout(layouts: Iterable[Layout]) -> NoArticlePage:
    names = ", ".join(layout.name for layout in layouts)
    return NoArticlePage(
        f"It is no article page that a layout describes; there are {names}. For another site's"
        " pages write one: docs/importing.md."
    )


def _take_apart(lines: Sequence[str], layout: Layout) -> CapturedPage:
    head, body_begins = _head(lines, layout)
    body_ends, tail, comments_begin = _tail(lines, layout, body_begins)
    paragraphs = tuple(_paragraphs(lines[body_begins:body_ends], layout))
    if not paragraphs:
        raise _unlike(layout, lines, body_begins, "a paragraph")
    comments: tuple[CapturedComment, ...] = ()
    if layout.comment:
        comments = tuple(_comments(lines, comments_begin, layout, layout.comment))
    return _page(layout, [*head, *tail], paragraphs, comments)


def _head(lines: Sequence[str], layout: Layout) -> tuple[Found, int]:
    walk = Walk(lines)
    head = walk.fit(layout.head, walk.past_blanks(0))
    if head is None:
        raise _unlike(layout, lines, walk.furthest, walk.expected)
    return head


def _tail(lines: Sequence[str], layout: Layout, begin: int) -> tuple[int, Found, int]:
    """Find where the body ends: at the first line from which the rest of the picture fits."""
    walk = Walk(lines)
    for at in range(begin, len(lines) + 1):
        if at > begin and is_blank("".join(lines[at - 1 : at + 1])):
            continue  # amid blank lines that were tried from their first on
        tail = walk.fit(layout.tail, at)
        if tail and (layout.comment or walk.past_blanks(tail[1]) == len(lines)):
            return at, *tail
    raise NoArticlePage(
        f"It is no article page that the layout “{layout.name}” describes: nowhere below its"
        f" headline stands «{_end_of_body(layout)}», as the layout draws it."
    )


def _end_of_body(layout: Layout) -> str:
    lines = [row for row in layout.tail if not isinstance(row, Gap)]
    return next((row.drawn.strip() for row in lines if row.is_telling), "the end")


def _paragraphs(lines: Sequence[str], layout: Layout) -> Iterator[str]:
    for blank, block in groupby(lines, key=is_blank):
        if not blank:
            stripped = [line.strip() for line in block]
            yield from stripped if layout.paragraphs == "lines" else ["\n".join(stripped)]


def _comments(
    lines: Sequence[str], begin: int, layout: Layout, picture: CommentPicture
) -> Iterator[CapturedComment]:
    at = Walk(lines).past_blanks(begin)
    while at < len(lines):
        head = picture.head.match(lines[at])
        if head is None:
            raise _unlike(layout, lines, at, picture.head.drawn)
        end = at + 1
        while end < len(lines) and (is_blank(lines[end]) or picture.has_text(lines[end])):
            end += 1
        text = _without_indentation(lines[at + 1 : end], picture.indentation)
        yield CapturedComment(name=head["name"], place=head.get("place", ""), text=text)
        at = end


def _without_indentation(lines: Iterable[str], indentation: str) -> str:
    return "\n".join(line.removeprefix(indentation) for line in lines).strip("\n")


def _page(
    layout: Layout,
    found: Found,
    paragraphs: tuple[str, ...],
    comments: tuple[CapturedComment, ...],
) -> CapturedPage:
    parts: Mapping[str, str] = dict(found)
    counts = [_number(number) for slot, number in found if slot == "comment_count"]
    credit, slot = parts.get("credit", ""), parts.get("date", "")
    date = layout.date.read(slot)
    return CapturedPage(
        layout=layout.name,
        published_by=parts.get("published_by", ""),
        kicker=parts.get("kicker", ""),
        headline=parts["headline"],
        byline=parts.get("byline", ""),
        views=_number(parts.get("views", "0")),
        comment_count=max(counts, default=None),
        alternative_text=parts.get("alternative_text", ""),
        credit=credit,
        is_archive=any(f" {word} " in f" {credit} " for word in layout.archive_words),
        caption=parts.get("caption", ""),
        paragraphs=paragraphs,
        sign_off=parts.get("sign_off", ""),
        comments=comments,
        date=date,
        unread_date="" if date or layout.date.is_empty(slot) else slot,
    )


def _number(shown: str) -> int:
    return int("".join(sign for sign in shown if sign.isdecimal()))


def _unlike(layout: Layout, lines: Sequence[str], at: int, expected: str) -> NoArticlePage:
    reads = f"reads «{_shortened(lines[at])}»" if at < len(lines) else "is past the end"
    return NoArticlePage(
        f"It is no article page that the layout “{layout.name}” describes: line {at + 1} {reads},"
        f" and the layout draws «{expected.strip()}» there."
    )


def _shortened(line: str) -> str:
    line = " ".join(line.split())
    return line if len(line) <= 60 else f"{line[:60]}…"
