"""What `community` knows and pages of other apps show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.db.models import Case, Count, Q, When
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from community import devices, mails
from community.http import reader_of
from community.models import Invitation, Organization, visible_pages
from community.permissions import is_coordinating_unit, is_knowledge_team, is_moderator
from community.roles import accompanies_a_zone
from community.zones import facilitators_shown

if TYPE_CHECKING:
    from django.template import Context

    from territories.models import Territory

register = template.Library()


@register.simple_tag(takes_context=True)
def count_pages(context: Context, *labels: str) -> dict[str, int]:
    """How many pages of each type the reader may open, by the type's name in small letters.

    `{% count_pages "networks.NetworkPage" as counts %}` gives
    `counts.networkpage`. One query for all.
    """
    kinds = [label.lower().partition(".") for label in labels]
    return visible_pages(reader_of(context)).aggregate(
        **{
            model: Count("pk", filter=Q(content_type__app_label=app, content_type__model=model))
            for app, _dot, model in kinds
        }
    )


@register.simple_tag(takes_context=True)
def count_unread(context: Context) -> int:
    """How many notices the reader has not opened. No query: the session brings it along.

    Use: {% count_unread as unread %}
    """
    return getattr(reader_of(context), "unread_notices", 0)


@register.simple_tag(takes_context=True)
def count_invitations(context: Context) -> int:
    """How many organizations have invited the reader and wait for an answer. One query."""
    return Invitation.objects.open().for_person(reader_of(context)).count()


@register.inclusion_tag("community/_organizations_in.html", takes_context=True)
def organizations_in(context: Context, territory: Territory) -> dict[str, object]:
    """The organizations of a place, its government first. One query."""
    shown = Organization.objects.filter(is_listed=True, territory=territory.pk)
    government = Case(When(kind=Organization.Kind.MUNICIPAL_GOVERNMENT, then=0), default=1)
    return {"organizations": list(shown.order_by(government, "name", "pk")[:20])}


@register.filter
def device(user_agent: str) -> str:
    """A browser and where it runs, in words: "Firefox, Windows"."""
    return devices.name_of(user_agent)


@register.filter
def quoted(words: str) -> str:
    """What somebody wrote, for a mail: `{{ words|quoted }}`, in a paragraph of its own."""
    return mails.quoted(words)


@register.filter(is_safe=True)
def filled_in(html: str) -> SafeString:
    """The HTML with {{controller}} and {{contact_email}} replaced by who answers for the data.

    Editors write the two names as they stand here; nothing else in braces
    changes.
    """
    names = {
        "controller": settings.LEGAL_CONTROLLER,
        "contact_email": settings.LEGAL_CONTACT_EMAIL,
    }
    for name, value in names.items():
        for written in (f"{{{{{name}}}}}", f"{{{{ {name} }}}}"):
            html = html.replace(written, conditional_escape(value))
    return SafeString(html)


@register.inclusion_tag("community/_facilitators.html", takes_context=True)
def facilitators(context: Context, place: Territory) -> dict[str, object]:
    """Who accompanies a municipality, with the way to write to them; nothing where nobody does.

    One query where nobody does, two or three where somebody does.
    """
    reader = reader_of(context)
    return {"people": facilitators_shown(place, reader), "user": reader}


@register.simple_tag(takes_context=True)
def desks(context: Context) -> list[tuple[str, str]]:
    """Where the reader works for others: title and address of each desk. One query, shared.

    Use: {% desks as places %}
    """
    reader = reader_of(context)
    places = []
    if is_knowledge_team(reader) or is_coordinating_unit(reader):
        places.append((_("Queue of experiences"), reverse("cases:queue")))
    if is_moderator(reader):
        places.append((_("Moderation"), reverse("moderation:queue")))
    if accompanies_a_zone(reader) or is_coordinating_unit(reader):
        places.append((_("People to confirm"), reverse("organizations:waiting")))
    return places
