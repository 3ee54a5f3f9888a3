"""Blocks of words: quotes, tables, sources."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

INLINE = ["bold", "italic", "link", "document-link", "ol", "ul"]


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("text"))
    attribution = blocks.CharBlock(label=_("who said it"), max_length=120, required=False)

    class Meta:
        icon = "openquote"
        label = _("quote")
        template = "community/blocks/quote.html"


class TableBlock(blocks.StructBlock):
    """A table written as text, the way it comes out of a spreadsheet: one row per line.

    Cells are parted by a vertical bar or a tab. The first cell of a row names it.
    """

    caption = blocks.CharBlock(
        label=_("caption"), max_length=160, help_text=_("What the table shows, in one line.")
    )
    header = blocks.CharBlock(
        label=_("columns"),
        max_length=400,
        help_text=_("The names of the columns, parted by a vertical bar: What | Who | When"),
    )
    rows = blocks.TextBlock(
        label=_("rows"),
        help_text=_(
            "One row per line, its cells parted by a vertical bar. "
            "You may paste them from a spreadsheet."
        ),
    )

    class Meta:
        icon = "table"
        label = _("table")
        template = "community/blocks/table.html"

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        columns = split_cells(value["header"])
        lines = [line for line in value["rows"].splitlines() if line.strip()]
        width, padding = len(columns), [""] * len(columns)
        context["columns"] = columns
        context["lines"] = [[*split_cells(line), *padding][:width] for line in lines]
        return context


def split_cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("\r\n").replace("\t", "|").split("|")]


class SourceBlock(blocks.StructBlock):
    """Where a statement comes from, so that a reader can check it."""

    title = blocks.CharBlock(label=_("title"), max_length=200)
    publisher = blocks.CharBlock(label=_("who published it"), max_length=160, required=False)
    year = blocks.IntegerBlock(label=_("year"), required=False, min_value=1500, max_value=2200)
    url = blocks.URLBlock(label=_("address"), required=False, max_length=500)

    class Meta:
        icon = "link-external"
        label = _("source")


class SourcesBlock(blocks.StreamBlock):
    source = SourceBlock()
