"""What editors may put into the body of a page. Import blocks from here."""

from community.blocks.body import BodyBlock
from community.blocks.figures import ChartBlock
from community.blocks.links import CardBlock, FileBlock, VideoBlock
from community.blocks.pictures import FigureBlock, GalleryBlock
from community.blocks.words import (
    INLINE,
    QuoteBlock,
    SourceBlock,
    SourcesBlock,
    TableBlock,
    split_cells,
)

__all__ = [
    "INLINE",
    "BodyBlock",
    "CardBlock",
    "ChartBlock",
    "FigureBlock",
    "FileBlock",
    "GalleryBlock",
    "QuoteBlock",
    "SourceBlock",
    "SourcesBlock",
    "TableBlock",
    "VideoBlock",
    "split_cells",
]
