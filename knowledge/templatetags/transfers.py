"""What pages of transfers ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext

from knowledge.transfer_reading import support_of

if TYPE_CHECKING:
    from knowledge.forms.transfer_steps import Line
    from knowledge.models import Transfer

register = template.Library()


@register.simple_tag
def trail_of_transfer(transfer: Transfer) -> list[tuple[str, str]]:
    """What stands above it, for {% crumbs %}: the library and the experience it repeats."""
    case = transfer.origin_case
    return [(gettext("Experiences"), reverse("cases:list")), (case.title, case.get_absolute_url())]


@register.simple_tag
def origin_row(rows: dict[str, Any], row: Any) -> Any:
    """What the origin's record says of a row of the plan; None of one that is the adopter's own."""
    key = getattr(row, "origin_key", None)
    return rows.get(key.hex) if key else None


@register.simple_tag
def saved_of(line: Line, name: str) -> str:
    """What is saved now of a field of the line, where somebody else wrote meanwhile; else ""."""
    return line.saved.get(name, "")


@register.simple_tag
def help_offered(transfer: Transfer) -> list[str]:
    """What the origin offers to this adopter, in words."""
    return support_of(transfer)
