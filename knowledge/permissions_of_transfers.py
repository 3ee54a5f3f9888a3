"""Who may do what to a transfer. Lists of transfers are asked of `visible_to` instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from community.models import Facilitation, Organization
from community.permissions import can_act_for, facilitates, may_contribute, organizations_of
from community.roles import accompanies_a_zone
from knowledge.permissions import assists, may_write, works_in

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import OrganizationQuerySet, User
    from knowledge.models import Case, Transfer

TOWN = Organization.Kind.MUNICIPAL_GOVERNMENT


def adopters_for(user: User | AnonymousUser) -> OrganizationQuerySet:
    """The municipal governments for which the person may say that they repeat something.

    Those where they work, once that is confirmed, and for a facilitator those of the zone.
    """
    if not may_contribute(user):
        return Organization.objects.none()
    theirs = Q(pk__in=organizations_of(user, timezone.localdate()).order_by().values("pk"))
    if accompanies_a_zone(user):
        zones = Facilitation.objects.filter(user=user.pk, user__is_superuser=False)
        theirs |= Q(Exists(zones.of_place(OuterRef("territory__path"))))
    found: Any = Organization.objects.filter(theirs, kind=TOWN)
    return found.select_related("territory").order_by("name", "pk")


def can_adopt_for(user: User | AnonymousUser, organization: Organization) -> bool:
    """Say that this municipality repeats something: who works there, who accompanies its zone."""
    if not may_contribute(user) or organization.kind != TOWN:
        return False
    on = timezone.localdate()
    return can_act_for(user, organization, on) or facilitates(user, organization)


def is_in_team(user: User | AnonymousUser, transfer: Transfer) -> bool:
    """Keeps it, or was named for a post of its team. One query where they do not keep it."""
    if not user.is_authenticated or not user.is_active:
        return False
    return transfer.kept_by_id == user.pk or transfer.team.filter(person=user).exists()


def is_of_adopter(user: User | AnonymousUser, transfer: Transfer) -> bool:
    """Repeats it: its team, who is known to work in its municipality, the zone's facilitator.

    Known once for each transfer and person, however often asked. Three queries at most.
    """
    if not may_contribute(user):
        return False
    known: dict[int | None, bool] = transfer.__dict__.setdefault("_carried_by", {})
    if user.pk not in known:
        known[user.pk] = is_in_team(user, transfer) or can_adopt_for(user, transfer.adopter)
    return known[user.pk]


def can_carry(user: User | AnonymousUser, transfer: Transfer) -> bool:
    """Write its plan, move it on, say who reads it: the side of the adopter."""
    return is_of_adopter(user, transfer)


def answers_for_origin(user: User | AnonymousUser, case: Case) -> bool:
    """Whoever tells the case, and who is known to work where it was done."""
    if not may_contribute(user):
        return False
    return may_write(user, case) or works_in(user, case.lead_municipality_id)


def is_of_origin(user: User | AnonymousUser, transfer: Transfer) -> bool:
    """Did it first: who answers for the origin, and the facilitator of its zone."""
    case = transfer.origin_case
    return answers_for_origin(user, case) or assists(user, case.lead_municipality)


def can_answer(user: User | AnonymousUser, transfer: Transfer) -> bool:
    """Confirm or decline it and offer help, in the name of the origin.

    Nobody answers to themselves: who carries it for the adopter does not. Known once
    for each transfer and person.
    """
    known: dict[int | None, bool] = transfer.__dict__.setdefault("_answered_by", {})
    if user.pk not in known:
        known[user.pk] = answers_for_origin(user, transfer.origin_case) and not can_carry(
            user, transfer
        )
    return known[user.pk]


def can_see_inside(user: User | AnonymousUser, transfer: Transfer) -> bool:
    """See who is in the team by name, and the file of the agreement: both sides of it."""
    return can_carry(user, transfer) or can_answer(user, transfer)
