"""Blocks that lead elsewhere: a video on another site, a file, a thing of this site."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from community.cards import LONGEST, cards_at, path_of
from community.http import reader_of
from community.models.visibility import visible_collections

DURATION = re.compile(r"\d{1,2}(?::[0-5]\d){1,2}")

Context = dict[str, Any]


class VideoBlock(blocks.StructBlock):
    """A card that leads to a video. Nothing of the other site is loaded before one goes there."""

    title = blocks.CharBlock(label=_("title"), max_length=160)
    url = blocks.URLBlock(
        label=_("address of the video"),
        max_length=500,
        help_text=_("It opens on its own site: nothing of it is loaded before the click."),
    )
    duration = blocks.CharBlock(
        label=_("duration"),
        max_length=8,
        required=False,
        help_text=_("Minutes and seconds: 12:30; with hours: 1:05:00."),
    )
    made_by = blocks.CharBlock(label=_("who made it"), max_length=120, required=False)

    class Meta:
        icon = "media"
        label = _("video")
        template = "community/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        wrong = {}
        if urlsplit(cleaned["url"]).scheme != "https":
            wrong["url"] = ValidationError(_("The address of a video begins with https://"))
        if cleaned["duration"] and not DURATION.fullmatch(cleaned["duration"].strip()):
            wrong["duration"] = ValidationError(_("Write minutes and seconds, as in 12:30."))
        if wrong:
            raise StructBlockValidationError(block_errors=wrong)
        return cleaned

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context: Context = super().get_context(value, parent_context)
        host = urlsplit(value["url"] or "").hostname or ""
        context["host"] = host.removeprefix("www.")
        return context


class FileBlock(blocks.StructBlock):
    """A document to take along. Shown to those who may open it."""

    document = DocumentChooserBlock(label=_("file"))
    note = blocks.CharBlock(label=_("what it is for"), max_length=200, required=False)

    class Meta:
        icon = "doc-full"
        label = _("file")
        template = "community/blocks/file.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """Adds whether this reader may open it: one query, none inside a body."""
        context: Context = super().get_context(value, parent_context)
        document = value["document"]
        known = (parent_context or {}).get("open_collections")
        if document is None:
            known = set()
        elif known is None:
            collections = visible_collections(reader_of(parent_context))
            here = collections.filter(pk=document.collection_id)
            known = set(here.values_list("pk", flat=True))
        context["is_open"] = document is not None and document.collection_id in known
        return context


class CardBlock(blocks.StructBlock):
    """A thing of this site as a card: its author pastes its address.

    That there is such a thing, which whoever writes may open, the form of the
    page says: see `community.forms.pages`. Who may not open it sees no card.
    """

    address = blocks.CharBlock(
        label=_("address"),
        max_length=LONGEST,
        help_text=_(
            "Of an experience, a solution, a resource, a post, an event, a conversation, a network"
            " or an organization of this site: copy it from the top of your browser."
        ),
    )
    note = blocks.CharBlock(label=_("why it is here"), max_length=200, required=False)

    class Meta:
        icon = "pick"
        label = _("card of something on this site")
        template = "community/blocks/card.html"

    def clean(self, value: Any) -> Any:
        """Besides the fields, the address: it is kept as a path."""
        cleaned = super().clean(value)
        try:
            cleaned["address"] = path_of(cleaned["address"])
        except ValidationError as error:
            raise StructBlockValidationError(block_errors={"address": error}) from error
        return cleaned

    def get_searchable_content(self, value: Any) -> list[str]:
        """The note alone: an address is no word of the text."""
        return [value["note"]] if value.get("note") else []

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """Adds `card`, None for whoever may not open the thing. No query inside a body."""
        context: Context = super().get_context(value, parent_context)
        known = (parent_context or {}).get("cards")
        if known is None:
            known = cards_at(addresses_in([value]), reader_of(parent_context))
        context["card"] = next((known.get(path) for path in addresses_in([value])), None)
        return context


def addresses_in(values: list[Any]) -> list[str]:
    """The paths that these cards ask for; those that are no address of this site are left out."""
    paths = []
    for value in values:
        try:
            paths.append(path_of(value["address"] or ""))
        except ValidationError:
            continue
    return paths
