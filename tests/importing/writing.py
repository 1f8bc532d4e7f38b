"""Pages made up for property tests, and how the bulleted layout would show them as text."""

from dataclasses import dataclass, replace

from hypothesis import strategies as some

from minbar.arabic import is_blank
from minbar.importing.pages import CapturedComment, CapturedPage

TELLING = "اأإآبةىـًّ أرشيف • ** “”«» <b>&amp; 2+2 ٣ - : ( ) bahae é\u200c\u00a0"
"""Signs that some rule could stumble over."""


@dataclass(frozen=True)
class Spacing:
    """How many blank lines stand where the layout draws one."""

    lines: int = 1

    def __str__(self) -> str:
        return "\n" * (self.lines + 1)


def lines_of_text(longest: int = 60) -> some.SearchStrategy[str]:
    """Lines that are neither blank nor have blanks at an end."""
    signs = some.one_of(
        some.sampled_from(TELLING),
        some.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
    )
    lines = some.text(signs, min_size=1, max_size=longest).map(str.strip)
    return lines.filter(lambda line: not is_blank(line))


def paragraphs() -> some.SearchStrategy[tuple[str, ...]]:
    # Longer than what signs a story off.
    lines = lines_of_text().map(lambda line: f"وقال: {line}")
    blocks = some.lists(lines, min_size=1, max_size=3).map("\n".join)
    return some.lists(blocks, min_size=1, max_size=4).map(tuple)


def comments() -> some.SearchStrategy[CapturedComment]:
    without_separator = lines_of_text(40).filter(lambda line: " - " not in line)
    texts = some.lists(lines_of_text(), min_size=1, max_size=4).map("\n".join)
    return some.builds(
        CapturedComment,
        name=without_separator,
        place=some.one_of(some.just(""), lines_of_text(40)),
        text=texts,
    )


def pages() -> some.SearchStrategy[CapturedPage]:
    pages = some.builds(
        CapturedPage,
        layout=some.just("bulleted"),
        published_by=lines_of_text(),
        kicker=some.one_of(some.just(""), lines_of_text()),
        headline=lines_of_text(),
        byline=lines_of_text(),
        views=some.integers(0, 10**12),
        comment_count=some.just(None),
        alternative_text=lines_of_text(),
        credit=some.one_of(some.just("أرشيف"), lines_of_text()),
        is_archive=some.just(False),
        caption=lines_of_text(),
        paragraphs=paragraphs(),
        sign_off=some.sampled_from(["", "ع.س", "م. ب", "ك/ن"]),
        comments=some.lists(comments(), max_size=4).map(tuple),
        date=some.just(None),
        unread_date=some.just(""),
    )
    return pages.map(
        lambda page: replace(
            page,
            comment_count=len(page.comments),
            is_archive="أرشيف" in page.credit.split(" "),
        )
    )


def write(page: CapturedPage, gap: Spacing = Spacing(), date: str = "-- -- -- / -- -- --") -> str:
    """Return the page's text as its reader's browser would copy it."""
    head = "\n".join(filter(None, [date, page.published_by, page.kicker]))
    figures = f"{page.byline}\n  • {page.views}\n  • {page.comment_count}"
    photo = f"{page.alternative_text}\n{page.credit}\n{page.caption}"
    body = str(gap).join(page.paragraphs) + (f"\n{page.sign_off}" if page.sign_off else "")
    form = ["أضف تعليقك", "املأ الخانات كلها.", "وصل تعليقك."]
    foot = f"التعليقات\n{page.comment_count}"
    shown = [_write_comment(comment) for comment in page.comments]
    return (
        str(gap).join([head, page.headline, f"{figures}\n{photo}", body, *form])
        + "\n"
        + str(gap).join(["\n".join([foot, *shown[:1]]), *shown[1:]])
    )


def _write_comment(comment: CapturedComment) -> str:
    head = f"  • {comment.name}" + (f" - {comment.place}" if comment.place else "")
    text = "\n".join(f"    {line}" for line in comment.text.split("\n"))
    return f"{head}\n\n{text}"
