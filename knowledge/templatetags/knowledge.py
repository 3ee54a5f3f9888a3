"""What `knowledge` contributes to pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from wagtail.rich_text import RichText

register = template.Library()

TAG = re.compile(r"(<[^>]*>)")
BLANK = re.compile(r"\[[^\[\]<>]{1,120}\]")


@register.filter
def with_blanks(text: RichText) -> SafeString:
    """Rich text in which every blank to fill in, [IN BRACKETS], is marked."""
    parts = TAG.split(str(text))
    return mark_safe(  # noqa: S308 - rich text that Wagtail has rendered; only marks are added
        "".join(part if TAG.fullmatch(part) else BLANK.sub(marked, part) for part in parts)
    )


def marked(blank: re.Match[str]) -> str:
    return format_html('<mark class="blank">{}</mark>', mark_safe(blank[0]))  # noqa: S308 - as above
