"""A story's whole text as readers' programs show it: plain HTML, every address whole."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from minbar.corrections.models import Correction
from minbar.paper.share_addresses import whole_address
from minbar.paper.showing import shows_document, shows_lines, shows_photo
from minbar.stories.dates import when
from minbar.stories.models import Photo, PhotoRendition, Story
from minbar.stories.photo_renditions import Format, Shape, for_everyone, renditions_of


def full_text(story: Story, corrections: Iterable[Correction]) -> SafeString:
    """Return the body of ``story``, its signature, and its corrections that hold.

    What can only be played or unfolded on the page is a link. No script, no style and no frame.
    """
    parts = [_BLOCKS[block.block_type](block.value) for block in story.body]
    if story.sign_off:
        parts.append(format_html("<p>{}</p>", story.sign_off))
    parts += [
        format_html(
            "<p><strong>{} ({})</strong></p>\n{}",
            _("Correction"),
            when(correction.at),
            SafeString(linebreaks(correction.text, autoescape=True)),
        )
        for correction in corrections
        if correction.is_standing
    ]
    return SafeString("\n".join(parts))


def _text(value: RichText) -> SafeString:
    # The newsroom's own markup, as the page shows it; links within the newspaper lack their site.
    whole = str(value).replace('href="/', f'href="{settings.MINBAR_SITE_URL}/')
    return mark_safe(whole)  # noqa: S308


def _subhead(value: str) -> SafeString:
    return format_html("<h2>{}</h2>", value)


def _quotation(value: Mapping[str, Any]) -> SafeString:
    speaker = format_html("<p>{}</p>", value["speaker"]) if value["speaker"] else ""
    return format_html("<blockquote><p>{}</p>{}</blockquote>", value["text"], speaker)


def _photo(value: Mapping[str, Any]) -> SafeString:
    photo: Photo = value["photo"]
    shows_photo(photo)
    picture = _picture_for_everyone(photo)
    caption = value["caption"] or photo.caption
    credit = value["credit"] or photo.credit
    archive = _("Archive") if photo.is_archive else ""
    told = format_html_join(" · ", "{}", [(part,) for part in (caption, archive, credit) if part])
    shown = SafeString("")
    if picture:
        alternative = value["alternative_text"] or photo.description
        shown = format_html(
            '<img src="{}" alt="{}" width="{}" height="{}">',
            whole_address(picture.url),
            alternative,
            picture.width,
            picture.height,
        )
    return format_html("<figure>{}<figcaption>{}</figcaption></figure>", shown, told)


def _picture_for_everyone(photo: Photo) -> PhotoRendition | None:
    """Return the whole photo as a JPEG, or what else there is that every program reads."""
    made = renditions_of(photo)
    whole = made.get((Shape.WHOLE, Format.JPEG))
    return whole[-1] if whole else for_everyone(made)


def _embed(value: Any) -> SafeString:
    embed = value.embed
    return _link(embed.address if embed else value["address"], value["title"])


def _video(value: Any) -> SafeString:
    if not value.source:
        return SafeString("")
    if value["file"]:
        shows_document(value["file"])
    return _link(value.source, value["title"])


def _document(value: Mapping[str, Any]) -> SafeString:
    document = value["document"]
    if document is None:
        return SafeString("")
    shows_document(document)
    return _link(document.url, value["title"] or document.title)


def _related_story(value: Any) -> SafeString:
    story = value.specific if value else None
    if story is None:
        return SafeString("")
    shows_lines([story])
    if not story.live:
        return SafeString("")
    return format_html(
        '<p>{} <a href="{}">{}</a></p>', _("Read also"), whole_address(story.url), story.title
    )


def _link(address: str, words: str) -> SafeString:
    return format_html('<p><a href="{}">{}</a></p>', whole_address(address), words)


_BLOCKS: Mapping[str, Callable[[Any], SafeString]] = MappingProxyType(
    {
        "text": _text,
        "subhead": _subhead,
        "quotation": _quotation,
        "photo": _photo,
        "embed": _embed,
        "video": _video,
        "document": _document,
        "related_story": _related_story,
    }
)
