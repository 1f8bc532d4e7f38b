"""What a story's body is made of."""

import re
from html import unescape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from minbar.stories.embeds import LONGEST, Embed, NotAnEmbed, embed_of

TEXT_FEATURES = ["bold", "link", "ol", "ul"]
"""No italics: Arabic has none (research, arabic.md, section 8)."""


class QuotationBlock(blocks.StructBlock):
    """A sentence of the story set apart, with who said it."""

    text = blocks.TextBlock(label=_("Quotation"))
    speaker = blocks.CharBlock(label=_("Who said it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "stories/blocks/quotation.html"


class PhotoBlock(blocks.StructBlock):
    """A photo inside the story; empty fields take what the photo itself says."""

    photo = ImageChooserBlock(label=_("Photo"))
    alternative_text = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        help_text=_("What the photo shows, for who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False)
    credit = blocks.CharBlock(label=_("Credit"), required=False)

    class Meta:
        icon = "image"
        label = _("Photo")
        template = "stories/blocks/photo.html"


class EmbedValue(blocks.StructValue):
    """An embed, as its address was typed."""

    @property
    def embed(self) -> Embed | None:
        """What it shows, or None where the address is no longer read as one."""
        try:
            return embed_of(self["address"])
        except NotAnEmbed:
            return None


class EmbedBlock(blocks.StructBlock):
    """Something on another platform, which a reader asks for before it is loaded."""

    title = blocks.CharBlock(
        label=_("Title"),
        max_length=200,
        help_text=_("What is seen there, in your words: readers see it before anything is loaded."),
    )
    address = blocks.CharBlock(
        label=_("Address"),
        max_length=LONGEST,
        help_text=_("The address of one post or film on YouTube, Facebook, X or Telegram."),
    )

    class Meta:
        icon = "media"
        label = _("From another platform")
        template = "stories/blocks/embed.html"
        value_class = EmbedValue

    def clean(self, value: Any) -> Any:
        """Refuse an address that no frame can be made of."""
        cleaned = super().clean(value)
        try:
            embed_of(cleaned["address"])
        except NotAnEmbed as error:
            message = _(
                "This is no address of a post or film on YouTube, Facebook, X or Telegram. Open"
                " the post itself there and copy its address, like"
                " https://www.youtube.com/watch?v=…"
            )
            refused = {"address": ValidationError(message, code="no_embed")}
            raise blocks.StructBlockValidationError(block_errors=refused) from error
        return cleaned


VIDEO_TYPES = {".mp4": "video/mp4", ".webm": "video/webm"}


class VideoValue(blocks.StructValue):
    """A video of the newspaper's own."""

    @property
    def source(self) -> str:
        """Where the film is; empty where its file was deleted."""
        file = self["file"]
        return str(file.url) if file else str(self["address"] or "")

    @property
    def media_type(self) -> str:
        """As browsers name it."""
        return VIDEO_TYPES[_ending(self.source)]


class VideoBlock(blocks.StructBlock):
    """A film of the newspaper's own, uploaded or on a server of its own."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    file = DocumentChooserBlock(
        label=_("File"), required=False, help_text=_("An MP4 or WebM file of at most 25 MB.")
    )
    address = blocks.CharBlock(
        label=_("Address"),
        required=False,
        max_length=LONGEST,
        help_text=_("In place of a file: https://…/film.mp4"),
    )
    poster = ImageChooserBlock(
        label=_("Picture"), required=False, help_text=_("Stands there until the film is played.")
    )
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=120)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "stories/blocks/video.html"
        value_class = VideoValue

    def clean(self, value: Any) -> Any:
        """Take a file or an address, of a kind that browsers play."""
        cleaned = super().clean(value)
        file, address = cleaned["file"], cleaned["address"]
        refused = {}
        if bool(file) == bool(address):
            refused["file"] = _("Choose a file or write an address, one of the two.")
        elif file and _ending(file.filename) not in VIDEO_TYPES:
            refused["file"] = _("Browsers play MP4 and WebM files. Choose one of those.")
        elif address and not _is_film(address):
            refused["address"] = _("Write the address of the file itself: https://…/film.mp4")
        if refused:
            errors = {name: ValidationError(text) for name, text in refused.items()}
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


def _is_film(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and _ending(address) in VIDEO_TYPES


def _ending(name: str) -> str:
    return PurePosixPath(urlsplit(name).path).suffix.lower()


class DocumentBlock(blocks.StructBlock):
    """A file to read, with its size."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"),
        required=False,
        max_length=200,
        help_text=_("Empty, the document’s own title stands there."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "stories/blocks/document.html"


class SourceBlock(blocks.StructBlock):
    """Where something in the story comes from."""

    name = blocks.CharBlock(
        label=_("Source"),
        max_length=200,
        help_text=_("A document, a study, a person who is named: as readers would cite it."),
    )
    address = blocks.URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "link"
        label = _("Source")


class SourcesBlock(blocks.StreamBlock):
    """The sources of a story, in their order."""

    source = SourceBlock()


class BodyBlock(blocks.StreamBlock):
    """The body of a story, block under block."""

    text = blocks.RichTextBlock(
        label=_("Text"), features=TEXT_FEATURES, template="stories/blocks/text.html"
    )
    subhead = blocks.CharBlock(
        label=_("Subhead"), icon="title", max_length=150, template="stories/blocks/subhead.html"
    )
    quotation = QuotationBlock()
    photo = PhotoBlock()
    embed = EmbedBlock()
    video = VideoBlock()
    document = DocumentBlock()
    related_story = blocks.PageChooserBlock(
        page_type="stories.Story",
        label=_("Related story"),
        icon="link",
        template="stories/blocks/related_story.html",
    )


_END_OF_PASSAGE = re.compile(r"</(?:p|li|ul|ol)>|<br\s*/?>")


def words_in(body: blocks.StreamValue) -> int:
    """Count the words that a reader of ``body`` reads."""
    return len(text_of(body).split())


def text_of(body: blocks.StreamValue) -> str:
    """Return what a reader of ``body`` reads, without markup, each passage a line."""
    return "\n".join(filter(None, (_plain_text(block.value) for block in body)))


def _plain_text(value: object) -> str:
    if isinstance(value, RichText):
        lines = _END_OF_PASSAGE.sub("\n", value.source)
        return unescape(strip_tags(lines)).strip("\n")
    if isinstance(value, blocks.StructValue):
        return "\n".join(part for part in value.values() if isinstance(part, str) and part)
    return str(value) if isinstance(value, str) else ""
