"""The form of a page with a body, in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.fields import StreamField

from community.blocks import BodyBlock
from community.cards import cards_at


class BodyForm(WagtailAdminPageForm):
    """Asks of each card of a body whether there is such a thing, for whoever writes.

    An address that leads to something they may not open is told from one that
    leads nowhere to nobody.
    """

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for field in type(self.instance)._meta.get_fields():
            if isinstance(field, StreamField) and isinstance(field.stream_block, BodyBlock):
                body = cleaned.get(field.name)
                if body and (wrong := self.wrong_cards(body)):
                    self.add_error(field.name, StreamBlockValidationError(block_errors=wrong))
        return cleaned

    def wrong_cards(self, body: Any) -> dict[int, ValidationError]:
        """What is wrong with the cards of a body, by their place in it."""
        cards = {
            place: part.value["address"]
            for place, part in enumerate(body)
            if part.block_type == "card"
        }
        known = cards_at(set(cards.values()), self.for_user)
        words = _(
            "Nothing that readers can open lies at that address. Copy it from the top of your"
            " browser while you see the page; a draft is published first."
        )
        return {
            place: StructBlockValidationError(
                block_errors={"address": ValidationError(words, "nothing_there")}
            )
            for place, path in cards.items()
            if path not in known
        }
