"""Calendars to subscribe to: of one event, of a network, of all, of one person."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community.http import BIGGEST
from networks.actions.calendar_keys import key_of, renew_key
from networks.calendars import MOST, calendar_of, links_open_to, own_days, own_events, ready
from networks.event_links import calendar_in, calendar_token
from networks.models import CalendarKey, EventPage, Membership, NetworkPage
from networks.views.network import network_for

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from django.http import HttpRequest

    from community.http import MemberRequest
    from community.models import User
    from networks.calendars import Day

# How long a program or a proxy may keep a public calendar.
KEPT = 900


def answer(
    request: HttpRequest,
    events: Iterable[EventPage],
    name: str,
    *,
    file: str = "calendario",
    links_of: Container[int] = (),
    days: Iterable[Day] = (),
    is_public: bool = False,
) -> HttpResponse:
    """The calendar, or that it has not changed since the program asked last."""
    content = calendar_of(events, name, links_of=links_of, days=days)
    etag = quote_etag(sha256(content).hexdigest()[:32])
    unchanged = get_conditional_response(request, etag=etag)
    response: HttpResponse = unchanged or HttpResponse(
        content, content_type="text/calendar; charset=utf-8"
    )
    response["ETag"] = etag
    disposition = content_disposition_header(True, f"{file}.ics")
    response["Content-Disposition"] = disposition or "inline"
    response["X-Robots-Tag"] = "noindex"
    if is_public:
        patch_cache_control(response, public=True, max_age=KEPT)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def everybody(request: HttpRequest) -> HttpResponse:
    """All events that everybody may see."""
    seen: Any = EventPage.objects.visible_to(AnonymousUser())
    return answer(request, ready(seen), _("Events of Cabildo"), is_public=True)


@require_safe
def of_network(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of a network: of a closed one for whoever has signed in and belongs to it."""
    network = network_for(request, slug)
    seen: Any = EventPage.objects.visible_to(request.user).in_network(network)
    is_public = network.visibility == NetworkPage.Visibility.PUBLIC
    return answer(request, ready(seen), name_of(network), file=slug, is_public=is_public)


@require_safe
def of_network_by_key(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The same for a program, which cannot sign in: as the person whose key it is sees it."""
    person = person_of(token)
    networks: Any = NetworkPage.objects.visible_to(person)
    network = networks.filter(slug=slug).first()
    if network is None:
        raise Http404
    seen: Any = EventPage.objects.visible_to(person).in_network(network)
    links = links_open_to(person)
    return answer(request, ready(seen), name_of(network), file=slug, links_of=links)


@require_safe
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """What the person registered for, what happens in their networks, what is theirs to do."""
    person = person_of(token)
    events, links = ready(own_events(person), MOST), links_open_to(person)
    name = _("My events in Cabildo")
    return answer(request, events, name, links_of=links, days=own_days(person))


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One event, to be put into a calendar by hand; with its link for who is registered."""
    seen: Any = EventPage.objects.visible_to(request.user)
    found = seen.filter(pk=pk) if pk < BIGGEST else seen.none()
    event = found.select_related("standing", "network").first()
    if event is None:
        raise Http404
    links = links_open_to(request.user) if request.user.is_authenticated else ()
    return answer(request, [event], event.title, file=event.slug, links_of=links)


@never_cache
@require_safe
@login_required
def mine(request: MemberRequest) -> HttpResponse:
    """The addresses of one's own calendars, to be given to a program and to nobody else."""
    token = calendar_token(request.user.pk, key_of(request.user).number)
    ties = Membership.objects.active().filter(user=request.user).select_related("network")
    context = {
        "personal": absolute(request, "events:personal_calendar", token),
        "everybody": absolute(request, "events:calendar"),
        "networks": [
            (tie.network, absolute(request, "networks:calendar_by_key", tie.network.slug, token))
            for tie in ties.order_by("network__title")
        ],
    }
    return render(request, "networks/my_calendar.html", context)


@require_POST
@login_required
def renew(request: MemberRequest) -> HttpResponse:
    """New addresses; the former ones lead nowhere from now on."""
    renew_key(request.user)
    return redirect("events:my_calendar")


def absolute(request: HttpRequest, name: str, *args: str) -> str:
    return request.build_absolute_uri(reverse(name, args=args))


def name_of(network: NetworkPage) -> str:
    return _("Events of %(network)s") % {"network": network.title}


def person_of(token: str) -> User:
    """Whose key it is, while it holds and the account is open; raises Http404 otherwise."""
    told = calendar_in(token)
    if told is None:
        raise Http404
    keys = CalendarKey.objects.filter(user=told[0], number=told[1], user__is_active=True)
    key = keys.select_related("user").first()
    if key is None:
        raise Http404
    return key.user
