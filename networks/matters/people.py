"""What waits for people in their networks: requests to join, and invitations. For "Mi espacio"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.waiting import Matter, Source
from networks.matters.questions import coordinated
from networks.models import NetworkInvitation
from networks.tokens import invitation_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from community.models import User

MOST_INVITATIONS = 5


def of_networks(user: User) -> Iterator[Matter | Source]:
    """No query besides that of `coordinated`."""
    yield from asked_of(user)
    yield invitations_of(user)


def asked_of(user: User) -> Iterator[Matter]:
    """Who waits to be let into a network this person coordinates, network by network."""
    for tie in coordinated(user):
        if not tie.asking:
            continue
        said = ngettext(
            "%(number)d person asks to join “%(network)s”",
            "%(number)d people ask to join “%(network)s”",
            tie.asking,
        )
        yield Matter(
            badge=_("My network"),
            title=said % {"number": tie.asking, "network": tie.network.title},
            url=reverse("networks:people", args=[tie.network.slug]),
            act=_("See who they are"),
            since=tie.asking_since,
        )


def invitations_of(user: User) -> Source:
    """Networks this person is invited to, the last ones."""
    open_ones = NetworkInvitation.objects.open().for_person(user)
    open_ones = open_ones.filter(network__archived_at=None, network__deleted_at=None)
    last = NetworkInvitation.objects.filter(pk__in=open_ones.values("pk")[:MOST_INVITATIONS])
    told = {"pk": F("pk"), "network": F("network__title"), "by": F("invited_by__display_name")}
    return Source(last, told, invitation, "invited_at")


def invitation(told: dict[str, Any], since: datetime) -> Iterator[Matter]:
    yield Matter(
        badge=_("Invitation"),
        title=_("You are invited to the network “%(network)s”") % {"network": told["network"]},
        url=invitation_address(told["pk"]),
        act=_("See the invitation"),
        said=_("by %(name)s") % {"name": told["by"]} if told["by"] else "",
        since=since,
    )
