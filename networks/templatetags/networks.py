"""What networks show on pages of theirs and of others: `{% load networks %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext

from community.http import reader_of
from community.stretches import stretch_of
from networks.models import Membership
from networks.publications import living_networks, newest_entries
from networks.sections import all_sections
from networks.views import standing
from networks.writing import way_to_write

if TYPE_CHECKING:
    from django.template import Context

    from community.models import User
    from networks.models import EntryPage, NetworkPage

register = template.Library()


@register.simple_tag(takes_context=True)
def network_rows(context: Context, limit: int | None = None, kind: str = "") -> list[NetworkPage]:
    """Networks the reader may open, the liveliest first; see `living_networks`. One query.

    Use: {% network_rows limit=6 as rows %}
    """
    networks: Any = living_networks(reader_of(context))
    if kind:
        networks = networks.filter(kind=kind)
    return list(networks[:limit])


@register.simple_tag(takes_context=True)
def networks_of(context: Context, person: User) -> list[Membership]:
    """The person's memberships in networks the reader may open, coordinated ones first. One query.

    Use: {% networks_of person as memberships %}, then `membership.network`
    """
    ties: Any = Membership.objects.active().visible_to(reader_of(context))
    return list(
        ties.filter(user=person).select_related("network").order_by("role", "network__title")
    )


@register.inclusion_tag("networks/_entries_by.html", takes_context=True)
def entries_by(context: Context, person: User) -> dict[str, Any]:
    """The section of a profile with what the person published, the newest first. Two queries.

    Use: {% entries_by person %}, where `section` says what the page shows; see `stretch_of`
    """
    reader = reader_of(context)

    def load(start: int, number: int) -> list[EntryPage]:
        return newest_entries(reader, number, author=person, start=start)

    request = context["request"]
    stretch = stretch_of("publicaciones", context.get("section") or "", request, load)
    return {"person": person, "stretch": stretch, "request": request}


@register.simple_tag(takes_context=True)
def latest_entries(context: Context, limit: int = 6) -> list[EntryPage]:
    """What is new across networks and in the site's own blog. Two queries.

    Use: {% latest_entries 6 as entries %}, then {% card entry %} or {% record entry %}
    """
    return newest_entries(reader_of(context), limit)


@register.simple_tag
def trail_to(network: NetworkPage | None) -> list[tuple[str, str]]:
    """What stands above a page of a network, for {% crumbs %}."""
    return [(gettext("Networks"), reverse("wagtail_serve", args=["redes/"]))] if network else []


@register.simple_tag(takes_context=True)
def topic_trail(context: Context, network: NetworkPage) -> list[tuple[str, str]]:
    """What stands above a conversation of a network, for {% crumbs %}."""
    front = network.get_url(context.get("request")) or "/"
    topics = reverse("networks:topics", args=[network.slug])
    return [*trail_to(network), (network.title, front), (gettext("Conversations"), topics)]


@register.simple_tag(takes_context=True)
def trail_of(context: Context, entry: EntryPage) -> list[tuple[str, str]]:
    """What stands above an entry, down to its section, for {% crumbs %}. No query."""
    parts = (entry.get_url(context.get("request")) or "/").rstrip("/").split("/")
    networks, network, section = ("/".join([*parts[:-up], ""]) for up in (3, 2, 1))
    names = {each.page_class().entry_model: str(each.title) for each in all_sections()}
    trail = [(names.get(entry._meta.label, ""), section)]
    if entry.network is not None:
        trail = [(gettext("Networks"), networks), (entry.network.title, network), *trail]
    return trail


@register.inclusion_tag("networks/_membership.html", takes_context=True)
def membership_button(context: Context, network: NetworkPage) -> dict[str, object]:
    """Join, leave, or what ties the reader to the network. No query for visitors."""
    request = context["request"]
    return {
        "request": request,
        "user": request.user,
        "csrf_token": context.get("csrf_token"),
        "network": network,
        "way": way_to_write(context["page"]) if "page" in context else None,
        **standing(request, network),
    }
