"""What networks show on pages of theirs and of others: `{% load networks %}`."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django import template
from django.template.defaultfilters import capfirst, filesizeformat
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from community.file_kinds import ending_of
from community.http import reader_of
from community.stretches import stretch_of
from networks.first_steps import first_steps
from networks.matters.questions import ties_of
from networks.models import Membership, NetworkPage, ResourceIndexPage, ResourcePage
from networks.models.network import PARTS_SHOWN
from networks.publications import living_networks, newest_entries
from networks.sections import all_sections
from networks.uses import beside
from networks.views import standing, tie_of
from networks.writing import way_to_write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.template import Context

    from community.models import Organization, UploadedDocument, User
    from networks.first_steps import Step
    from networks.models import EntryPage, ResourceFile
    from networks.uses import Beside

register = template.Library()

MOST_ON_BEHALF = 8


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

    None of one's own beside what waits in them: see `ties_of`.

    Use: {% networks_of person as memberships %}, then `membership.network`
    """
    reader = reader_of(context)
    if reader.is_authenticated and reader.pk == person.pk:
        return sorted((tie for tie in ties_of(reader) if tie.may_open), key=attrgetter("role"))
    ties: Any = Membership.objects.active().visible_to(reader)
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


@register.inclusion_tag("networks/_entries_on_behalf.html", takes_context=True)
def entries_on_behalf_of(context: Context, organization: Organization) -> dict[str, Any]:
    """What was published in the name of an organization, the newest first. Two queries.

    Use: {% entries_on_behalf_of organization %}
    """
    newest = newest_entries(reader_of(context), MOST_ON_BEHALF, organization=organization)
    request = context.get("request")
    return {"entries": [(entry, entry.get_url(request) or "") for entry in newest]}


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
def network_trail(context: Context, network: NetworkPage) -> list[tuple[str, str]]:
    """What stands above a page of a network that is no section of it, for {% crumbs %}."""
    return [*trail_to(network), (network.title, network.get_url(context.get("request")) or "/")]


@register.simple_tag(takes_context=True)
def desk_trail(context: Context, network: NetworkPage) -> list[tuple[str, str]]:
    """What stands above a page of a network's desk, for {% crumbs %}."""
    above = network_trail(context, network)
    address = reverse("networks:desk", args=[network.slug])
    if context["request"].path == address:
        return above
    return [*above, (gettext("Desk of the network"), address)]


@register.simple_tag(takes_context=True)
def topic_trail(context: Context, network: NetworkPage) -> list[tuple[str, str]]:
    """What stands above a conversation of a network, for {% crumbs %}."""
    topics = reverse("networks:topics", args=[network.slug])
    return [*network_trail(context, network), (gettext("Conversations"), topics)]


@register.simple_tag(takes_context=True)
def library_trail(context: Context, network: NetworkPage) -> list[tuple[str, str]]:
    """What stands above a page about the library of a network, for {% crumbs %}. No query."""
    front = network.get_url(context.get("request")) or "/"
    return [*trail_to(network), (network.title, front), (gettext("Resources"), f"{front}recursos/")]


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
        "is_library": isinstance(context.get("page"), ResourceIndexPage),
        **standing(request, network),
    }


@register.inclusion_tag("networks/_first_steps.html", takes_context=True)
def first_steps_of(context: Context, network: NetworkPage) -> dict[str, Any]:
    """The list of first steps, for a coordinator who has not hidden it, until all are done.

    No query beside the button of the header.
    """
    tie = tie_of(context["request"], network) if "request" in context else None
    steps: list[Step] = []
    wants = tie is not None and tie.is_coordinator and tie.steps_hidden_at is None
    if wants and network.takes_work:
        steps = first_steps(network)
    if all(step.is_done for step in steps):
        steps = []
    return {"network": network, "steps": steps, "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def relatives(context: Context, network: NetworkPage) -> dict[str, Any]:
    """The network `above` it, or None, and the first of its `parts`: title and slug of each.

    As far as the reader may open them. No query where the network was read by
    `as_served`, one for an unsaved preview of it.
    """
    if not hasattr(network, "told_above"):
        found = NetworkPage.with_relatives(reader_of(context)).filter(pk=network.pk).first()
        if found is None:
            return {"above": None, "parts": []}
        network = found
    told = [getattr(network, f"told_part_{place}") for place in range(PARTS_SHOWN)]
    return {"above": network.told_above, "parts": [part for part in told if part]}


@register.simple_tag
def weight_of(document: UploadedDocument) -> str:
    """What kind of file it is and how much it weighs: "PDF, 1,2 MB"."""
    return weighed(document.filename, document.file_size)


@register.simple_tag
def weight_of_row(file: Mapping[str, Any] | None) -> str:
    """The same of the newest file of a resource in a list, as `with_row` tells it."""
    return weighed(file["name"], file["size"]) if file else ""


def weighed(name: str, size: int | None) -> str:
    kind = ending_of(name).upper()
    return f"{kind}, {filesizeformat(size)}" if size else kind


@register.simple_tag
def fetched_times(file: ResourceFile) -> str:
    """How often that file was fetched, to stand after something else; "" where it never was."""
    number = getattr(file, "fetched", None) or 0
    said = ngettext("%(number)s download", "%(number)s downloads", number)
    return f" · {said % {'number': number_format(number)}}" if number else ""


@register.simple_tag
def kind_of_resource(kind: str) -> str:
    """What a kind of resource is called: "Guía"."""
    return capfirst(str(ResourcePage.Kind(kind).label))


@register.simple_tag
def uses_for(request: HttpRequest, resource: ResourcePage) -> list[Beside]:
    """What uses the resource, of what this reader may open; nothing before it is saved."""
    if not resource.pk:
        return []
    return beside(resource, request.user, resource.related(request.user))[0]
