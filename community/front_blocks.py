"""The sections an editor may lay on the home page."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from community.blocks import INLINE
from community.http import reader_of
from community.models.visibility import visible_pages

Context = dict[str, Any]


class FeaturedPageBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(label=_("page"))
    reason = blocks.CharBlock(
        label=_("why"), max_length=160, help_text=_("For whom it is useful, and why now.")
    )

    class Meta:
        icon = "pick"
        label = _("page")


class FeaturedBlock(blocks.StructBlock):
    """Up to three pages that an editor has chosen, each with the reason why."""

    heading = blocks.CharBlock(label=_("heading"), max_length=80)
    note = blocks.CharBlock(
        label=_("who chose them"), max_length=120, required=False, help_text=_("A name and a role.")
    )
    pages = blocks.ListBlock(FeaturedPageBlock(), label=_("pages"), min_num=1, max_num=3)

    class Meta:
        icon = "pick"
        label = _("chosen pages")
        template = "community/blocks/featured.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """Adds `picks`: page and reason of those that the reader may see. One query."""
        context: Context = super().get_context(value, parent_context)
        chosen = [pick for pick in value["pages"] if pick["page"]]
        first = Page.objects.filter(pk=OuterRef("pk")).order_by("page_themes__sort_order")
        family = first.values("page_themes__theme__family")[:1]
        seen = visible_pages(reader_of(parent_context)).annotate(family=Subquery(family))
        pages = seen.in_bulk([pick["page"].pk for pick in chosen])
        context["picks"] = [
            {"page": pages[pick["page"].pk], "reason": pick["reason"]}
            for pick in chosen
            if pick["page"].pk in pages
        ]
        return context


class NetworksBlock(blocks.StructBlock):
    """The networks with their last sign of life; the template asks who knows them."""

    heading = blocks.CharBlock(label=_("heading"), max_length=80)
    limit = blocks.IntegerBlock(label=_("how many"), default=6, min_value=1, max_value=12)

    class Meta:
        icon = "group"
        label = _("networks")
        template = "community/blocks/networks.html"


class NewsBlock(blocks.StructBlock):
    """What happened lately wherever the reader may look; the template asks the streams."""

    heading = blocks.CharBlock(label=_("heading"), max_length=80)
    limit = blocks.IntegerBlock(label=_("how many"), default=6, min_value=1, max_value=12)

    class Meta:
        icon = "history"
        label = _("what is new")
        template = "community/blocks/news.html"


class CallBlock(blocks.StructBlock):
    """A question, and the act that answers it."""

    heading = blocks.CharBlock(label=_("heading"), max_length=80)
    text = blocks.CharBlock(label=_("text"), max_length=240)
    label = blocks.CharBlock(label=_("words of the button"), max_length=40)
    address = blocks.RegexBlock(
        regex=r"^(/|https://)",
        label=_("address"),
        help_text=_("Of a page of this site (/redes/) or of another (https://…)."),
        error_messages={"invalid": _("An address begins with / or with https://")},
    )

    class Meta:
        icon = "link"
        label = _("call")


class FrontBlock(blocks.StreamBlock):
    """The sections of the home page."""

    featured = FeaturedBlock()
    networks = NetworksBlock()
    news = NewsBlock()
    calls = blocks.ListBlock(
        CallBlock(),
        icon="link",
        label=_("calls to act"),
        min_num=1,
        max_num=3,
        template="community/blocks/calls.html",
    )
    text = blocks.RichTextBlock(
        label=_("text"),
        icon="pilcrow",
        features=INLINE,
        template="community/blocks/front_text.html",
    )
