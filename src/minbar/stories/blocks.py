"""What a story's body is made of."""

import re
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

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
    return str(value)
