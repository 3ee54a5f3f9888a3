"""What pages of transfers ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext

from community.http import reader_of
from knowledge.models import CaseTheme, Transfer
from knowledge.transfer_reading import support_of

if TYPE_CHECKING:
    from django.template import Context

    from community.models import Organization
    from knowledge.forms.transfer_steps import Line

register = template.Library()

SHOWN = 12


@register.simple_tag
def trail_of_transfer(transfer: Transfer) -> list[tuple[str, str]]:
    """What stands above it, for {% crumbs %}: the library and the experience it repeats."""
    case = transfer.origin_case
    return [(gettext("Experiences"), reverse("cases:list")), (case.title, case.get_absolute_url())]


@register.inclusion_tag("knowledge/transfers/_repeated.html", takes_context=True)
def repeated_by(context: Context, organization: Organization) -> dict[str, Any]:
    """What a municipal government repeats of others, the newest first, up to a dozen. One query.

    Nothing of what is no municipal government.
    """
    if organization.kind != organization.Kind.MUNICIPAL_GOVERNMENT:
        return {"transfers": []}
    first = CaseTheme.objects.filter(case=OuterRef("origin_case")).order_by("sort_order", "pk")
    theirs: Any = Transfer.objects.visible_to(reader_of(context)).filter(adopter=organization)
    rows = theirs.select_related("origin_case__lead_municipality").annotate(
        hue=Subquery(first.values("theme__family")[:1])
    )
    return {"transfers": list(rows.newest_first()[:SHOWN])}


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
