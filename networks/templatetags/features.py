"""What a network shows first, and the way to choose it: `{% load features %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils import timezone
from wagtail.models import Page

from community.http import reader_of
from networks.features import features_for

if TYPE_CHECKING:
    from django.db.models import Model
    from django.template import Context

    from networks.models import EntryPage, NetworkPage

register = template.Library()


@register.inclusion_tag("networks/_featured.html", takes_context=True)
def featured(context: Context, network: NetworkPage) -> dict[str, Any]:
    """What its coordinators chose, at most three with the reason; nothing without any.

    One query.
    """
    request, reader = context.get("request"), reader_of(context)
    ties = context.get("coordinators") or []
    return {
        "chosen": features_for(network, reader, timezone.localdate(), request),
        "network": network,
        "may_choose": reader.pk in {tie.user_id for tie in ties},
    }


@register.simple_tag
def name_of_thing(thing: Model) -> str:
    """What the page of choices is asked by: "page:5", "knowledge.case:7"."""
    label = "page" if isinstance(thing, Page) else thing._meta.label_lower
    return f"{label}:{thing.pk}"


@register.inclusion_tag("networks/_feature_link.html")
def feature_link(page: EntryPage) -> dict[str, Any]:
    """The way to show a page first, for who coordinates its network. No query."""
    network = page.network if page.pk and page.live else None
    may = network is not None and network.takes_work and page.reader_leads_it
    return {"may": may, "page": page, "network": network}
