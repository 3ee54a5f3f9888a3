"""What the page of a case needs to draw its rows: figures, days, documents. No query."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.formats import date_format

from community.figures import figure
from knowledge.listing import with_codes
from knowledge.models.case_words import month_and_year
from knowledge.photographs import WIDTHS, place_of
from knowledge.reading_measures import money
from knowledge.reading_parts import Part, parts_of

if TYPE_CHECKING:
    from django.template import Context

    from knowledge.listing import Library
    from knowledge.models import Attachment, Case
    from knowledge.reading import Reading

register = template.Library()
register.filter(figure)
register.filter(money)


@register.filter
def unstopped(sentence: Any) -> str:
    """Without the full stop at its end, for a place that sets its own."""
    return str(sentence).rstrip().removesuffix(".")


@register.filter
def labels(row: Any, name: str) -> list[str]:
    """What the values of a list in one column of a row are called."""
    told: list[str] = row._meta.get_field(name).labels(getattr(row, name))
    return told


@register.filter
def day_in_words(row: Any) -> str:
    """A day, a month or a year, as exactly as the row knows it; empty when it does not."""
    day = whole_day(row)
    return date_format(day, "DATE_FORMAT") if day else month_and_year(row.month, row.year)


@register.filter
def month_and_day(row: Any) -> str:
    """The same without its year: "14 mar", "mar" or nothing."""
    day = whole_day(row)
    if day:
        return date_format(day, "j M").lower()
    return date_format(date(2000, row.month, 1), "M").lower() if row.month else ""


def whole_day(row: Any) -> date | None:
    try:
        return date(row.year, row.month, row.day)
    except (TypeError, ValueError):
        return None


@register.simple_tag
def document_of(row: Any, told: Reading) -> Attachment | None:
    """The document a row goes with: `{% document_of row told as document %}`."""
    return told.documents.get(row.document) if row.document else None


@register.inclusion_tag("knowledge/rows/_photograph.html")
def photograph(row: Attachment) -> dict[str, Any]:
    """A photograph of the case, as wide as the reader's screen needs it; loaded when it is seen."""
    name = row.file.name or ""
    small, large = WIDTHS
    at = {
        width: reverse("cases:photograph", args=[place_of(name), width, name.rpartition("/")[2]])
        for width in WIDTHS
    }
    return {"row": row, "src": at[large], "srcset": f"{at[small]} {small}w, {at[large]} {large}w"}


@register.simple_tag(name="parts_of")
def parts_of_tag(told: Reading) -> list[Part]:
    """All that is told, whole: `{% parts_of told as parts %}`."""
    return parts_of(told, whole=True)


@register.inclusion_tag("knowledge/_compare_link.html", takes_context=True)
def compare_link(context: Context, case: Case) -> dict[str, Any]:
    """In a list: choose a case to be compared, or let it go again. The choice is in the address."""
    library: Library = context["library"]
    is_picked = case.code in library.codes
    query = with_codes(context["request"], library.codes, case.code or "")
    return {
        "case": case,
        "is_picked": is_picked,
        "address": f"{library.path}?{query}" if is_picked or library.has_room else "",
    }
