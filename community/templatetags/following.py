"""The button that follows a thing, and the streams of what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.db.models import Q

from community import streams
from community.http import reader_of
from community.models import Activity, Follow

if TYPE_CHECKING:
    from django.template import Context

    from community.models import User
    from community.streams import Stream
    from territories.models import Territory

register = template.Library()


@register.filter
def kind_of_thing(thing: Any) -> str:
    """What kind of thing it is, in the words of its model."""
    return str(thing._meta.verbose_name)


@register.inclusion_tag("community/_follow_button.html", takes_context=True)
def follow_button(context: Context, thing: Any) -> dict[str, Any]:
    """Follow the thing, or stop. Nothing in a preview or for oneself. One query for members."""
    request, reader = context.get("request"), reader_of(context)
    if request is None or getattr(request, "is_preview", False) or thing == reader:
        return {}
    if thing.pk is None or not getattr(thing, "is_followable", False):
        return {}
    return {
        "request": request,
        "user": reader,
        "csrf_token": context.get("csrf_token"),
        "thing": thing,
        "is_following": Follow.objects.of(reader).about(thing).exists(),
    }


@register.simple_tag(takes_context=True)
def stream(
    context: Context,
    *,
    network: Any = None,
    territory: Territory | None = None,
    person: User | None = None,
    followed_by: User | None = None,
    arrivals: bool = True,
    limit: int = streams.LINES,
) -> Stream:
    """What happened lately in a network, in a territory, by a person, or in what one follows.

    Of all the site without any of these; without `arrivals`, nobody's joining. The
    sheet is the one the address asks for.
    Use: {% stream network=page as lately %}, then include "community/_stream.html"
    """
    among = Q()
    if network is not None:
        among = streams.of_network(network)
    elif territory is not None:
        among = streams.of_territory(territory)
    elif person is not None:
        among = streams.of_person(person)
    elif followed_by is not None:
        among = streams.followed_by(followed_by)
    if not arrivals:
        among &= ~Q(verb=Activity.Verb.JOINED)
    request = context.get("request")
    before = request.GET.get(streams.PARAMETER, "") if request else ""
    return streams.stream(reader_of(context), among, before=before, limit=limit)
