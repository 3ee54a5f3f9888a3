"""Blocks of pictures: one, or several side by side."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

FEWEST, MOST = 2, 24


class FigureBlock(blocks.StructBlock):
    """A picture with its alternative text; `Image.credit` is shown under it."""

    image = ImageChooserBlock(label=_("image"))
    alternative_text = blocks.CharBlock(label=_("alternative text"), max_length=160)
    caption = blocks.CharBlock(label=_("caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("image")
        template = "community/blocks/figure.html"


class GalleryBlock(blocks.StructBlock):
    """Pictures side by side, each with what it shows and who took it. Nothing moves by itself."""

    title = blocks.CharBlock(label=_("title"), max_length=120, required=False)
    pictures = blocks.ListBlock(
        FigureBlock(), label=_("pictures"), min_num=FEWEST, max_num=MOST, collapsed=True
    )

    class Meta:
        icon = "grip"
        label = _("gallery")
        template = "community/blocks/gallery.html"
