"""What the workspace of a systematization is drawn with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext as _

from knowledge.carrying import DESTINATIONS
from knowledge.models import Carrying
from knowledge.permissions import can_work_through
from knowledge.templatetags.workspace import case_field, wrong_fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.forms import BoundField
    from django.template import Context

    from knowledge.models import Case

register = template.Library()


@register.inclusion_tag("knowledge/workspace/_field.html", takes_context=True)
def moment_field(context: Context, bound: BoundField, *, bare: bool = False) -> dict[str, Any]:
    """A field as in the workspace of the case; nothing here is asked for, so none is "optional"."""
    drawn: dict[str, Any] = case_field(context, bound, bare=bare)
    return {**drawn, "is_optional": False, "level": 0}


@register.inclusion_tag("knowledge/workspace/_errors.html")
def moment_errors(form: Any) -> dict[str, Any]:
    """What has to be mended, above the form, with the way to each field; receives the focus."""
    rows = getattr(form, "rows", None)
    if rows is None:
        general, wrong = [*form.non_field_errors()], wrong_fields(form)
    elif rows.is_bound:
        general = [*rows.non_form_errors()]
        wrong = [numbered(entry, n) for n, row in enumerate(rows.forms, 1) for entry in of(row)]
    else:
        general, wrong = [], []
    return {"general": general, "wrong": wrong, "count": len(general) + len(wrong)}


def of(row: Any) -> list[dict[str, Any]]:
    return [] if row.cleaned_data.get("DELETE") else wrong_fields(row)


def numbered(entry: dict[str, Any], number: int) -> dict[str, Any]:
    label = _("%(label)s, row %(number)d") % {"label": entry["label"], "number": number}
    return {**entry, "label": label}


@register.inclusion_tag("knowledge/systematization/_door.html", takes_context=True)
def systematization_door(context: Context, case: Case) -> dict[str, Any]:
    """The way into the systematization of a case, for who may work in it. No query of its own."""
    return {"case": case, "is_open": can_work_through(context["request"].user, case)}


@register.inclusion_tag("knowledge/systematization/_origin.html")
def carried_into(case: Case, fields: Iterable[str]) -> dict[str, Any]:
    """What was carried from the systematization into these fields. One query at most."""
    places = {place.field: place for place in DESTINATIONS if place.field in fields}
    if not places:
        return {"case": case, "origins": []}
    rows = Carrying.objects.filter(
        systematization__case=case, undone_at=None, field__in=list(places)
    ).select_related("carried_by")
    last: dict[str, Carrying] = {}
    for row in rows:
        last.setdefault(row.field, row)
    return {"case": case, "origins": [{"row": r, "place": places[f]} for f, r in last.items()]}
