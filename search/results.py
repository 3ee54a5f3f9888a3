"""What a row of results shows, read for a whole page of results at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, DateField, F, Value, prefetch_related_objects
from django.db.models.functions import Cast

from community.models import with_themes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wagtail.models import Page

    from search.kinds import Kind


def describe(pages: Sequence[Any], kinds: Sequence[Kind]) -> None:
    """Put summary, network, date and themes on the pages found, of any kind. Two queries."""
    if not pages:
        return
    models = [model for kind in kinds for model in kind.models]
    found = {page.specific_class for page in pages}
    arms = [facts(model, [page.pk for page in pages]) for model in models if model in found]
    if arms:
        known = {row["pk"]: row for row in arms[0].union(*arms[1:], all=True)}
        for page in pages:
            put_on(page, known.get(page.pk, {}))
    prefetch_related_objects(list(pages), with_themes())
    for page in pages:
        page.themes = [link.theme for link in page.page_themes.all()]
        page.family = page.themes[0].family if page.themes else "gestion"


def facts(model: type[Page], pks: list[int]) -> Any:
    """Key, summary, name of the network and date of those pages; empty where a kind has none."""
    names = {field.name for field in model._meta.get_fields()}
    text = CharField()
    return (
        model._default_manager.filter(pk__in=pks)
        .order_by()
        .annotate(
            row_summary=Cast(F("summary") if "summary" in names else Value(""), text),
            row_network=Cast(F("network__title") if "network" in names else Value(""), text),
            row_date=F("published_on")
            if "published_on" in names
            else Value(None, output_field=DateField()),
        )
        .values("pk", "row_summary", "row_network", "row_date")
    )


def put_on(page: Any, row: dict[str, Any]) -> None:
    page.summary = row.get("row_summary") or ""
    page.network = {"title": row["row_network"]} if row.get("row_network") else None
    page.published_on = row.get("row_date")
