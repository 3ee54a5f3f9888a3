"""The body of a page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from community.blocks.figures import ChartBlock
from community.blocks.links import CardBlock, FileBlock, VideoBlock
from community.blocks.pictures import FigureBlock, GalleryBlock
from community.blocks.reading import Body
from community.blocks.words import INLINE, QuoteBlock, TableBlock
from community.http import reader_of

Context = dict[str, Any]


class BodyBlock(blocks.StreamBlock):
    """Headings, text, pictures, tables, figures, quotes, call-outs, and ways to other things.

    Use: {% include_block page.body %}. What its parts show of other tables is
    read for all of them together: as many queries for one card as for twenty.
    """

    heading = blocks.CharBlock(
        label=_("heading"), icon="title", template="community/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(label=_("text"), icon="pilcrow", features=INLINE)
    figure = FigureBlock()
    gallery = GalleryBlock()
    table = TableBlock()
    chart = ChartBlock()
    quote = QuoteBlock()
    callout = blocks.RichTextBlock(
        label=_("call-out"), icon="help", features=INLINE, template="community/blocks/callout.html"
    )
    video = VideoBlock()
    file = FileBlock()
    card = CardBlock()

    class Meta:
        template = "community/blocks/body.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """Adds what its parts need; see `CardBlock` and `FileBlock`."""
        context: Context = super().get_context(value, parent_context)
        reader = reader_of(parent_context)
        body = Body(value, reader)
        context["value"] = body.parts
        context["cards"] = body.cards
        context["open_collections"] = body.open_collections
        return context
