"""What waits for those who answer for others: reports, and people to confirm. For "Mi espacio"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Min, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import Affiliation
from community.moderation_queue import turn_of
from community.permissions import is_coordinating_unit, is_moderator
from community.roles import accompanies_a_zone
from community.waiting import Matter, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from community.models import User


def of_who_answers(user: User) -> Iterator[Matter | Source]:
    """For a member one query, which asks whether there is anything they moderate."""
    if is_moderator(user):
        yield reported(user)
    if accompanies_a_zone(user) or is_coordinating_unit(user):
        yield to_confirm(user)


def reported(user: User) -> Source:
    """What was reported or waits to be published, and is this person's turn."""
    open_ones = turn_of(user).order_by().values("state")
    rows = open_ones.annotate(number=Count("pk"), first=Min("made_at"))
    return Source(rows, {"number": F("number")}, reports, "first")


def reports(told: dict[str, Any], since: datetime) -> Iterator[Matter]:
    said = ngettext(
        "%(number)d report waits for your decision",
        "%(number)d reports wait for your decision",
        told["number"],
    )
    yield Matter(
        badge=_("Moderation"),
        title=said % told,
        url=reverse("moderation:queue"),
        act=_("Open the queue"),
        since=since,
    )


def to_confirm(user: User) -> Source:
    """Who says they work where one answers for it, and drafts without an heir."""
    claims = Affiliation.objects.waiting_for(user, timezone.localdate()).order_by()
    left = Affiliation.objects.to_be_handed_over(user).order_by()
    waits = Q(pk__in=claims.values("pk"))
    all_of_them: Any = Affiliation.objects.filter(waits | Q(pk__in=left.values("pk")))
    rows = all_of_them.order_by().annotate(all=Value(1)).values("all")
    rows = rows.annotate(
        number=Count("pk", filter=waits),
        first=Min("asked_at", filter=waits),
        left=Count("pk", filter=~waits),
    )
    return Source(rows, {"number": F("number"), "left": F("left")}, people_to_confirm, "first")


def people_to_confirm(asked: dict[str, Any], since: datetime | None) -> Iterator[Matter]:
    if asked["number"]:
        said = ngettext(
            "%(number)d person to confirm in an organization",
            "%(number)d people to confirm in their organizations",
            asked["number"],
        )
        yield Matter(
            badge=_("People"),
            title=said % asked,
            url=reverse("organizations:waiting"),
            act=_("See who they are"),
            since=since,
        )
    if asked["left"]:
        said = ngettext(
            "%(left)d person left drafts that need somebody",
            "%(left)d people left drafts that need somebody",
            asked["left"],
        )
        yield Matter(
            badge=_("Handover"),
            title=said % asked,
            url=reverse("organizations:waiting"),
            act=_("Choose who goes on"),
        )
