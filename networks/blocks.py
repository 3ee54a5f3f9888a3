"""What editors of networks may put into their pages, beside what every body takes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class SpeakersBlock(blocks.StreamBlock):
    speaker = blocks.StructBlock(
        [
            ("name", blocks.CharBlock(label=_("name"), max_length=120)),
            (
                "post",
                blocks.CharBlock(
                    label=_("who this person is"),
                    max_length=160,
                    required=False,
                    help_text=_(
                        "The post and the organization, or what this person will speak of."
                    ),
                ),
            ),
        ],
        label=_("speaker"),
        icon="user",
    )
