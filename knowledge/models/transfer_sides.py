"""Whose transfers they are: of the team, of the adopter, of the origin; asked in queries."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from community.models import Affiliation, Facilitation


def team_of(model: Any, user: Any) -> Q:
    """Of the transfers whose team the person is in."""
    named: Any = model._meta.get_field("team").related_model
    rows = named._default_manager.filter(person=user.pk).order_by()
    return Q(kept_by=user.pk) | Q(pk__in=rows.values("transfer"))


def carried_by(model: Any, user: Any) -> Q:
    """Of the transfers whose team the person is in, or whose adopter they work for or accompany."""
    posts = Affiliation.objects.verified().current(timezone.localdate()).filter(user=user.pk)
    zones = Facilitation.objects.filter(user=user.pk, user__is_superuser=False)
    return (
        team_of(model, user)
        | Q(adopter__in=posts.values("organization"))
        | Q(Exists(zones.of_place(OuterRef("place__path"))))
    )


def told_by(user: Any, **how: bool) -> Q:
    """Of the transfers of cases that the person tells, or that were done where they work.

    `how` narrows what they may do as one of several authors.
    """
    posts = (
        Affiliation.objects.verified()
        .current(timezone.localdate())
        .filter(user=user.pk, organization__kind="municipal_government")
    )
    return (
        Q(origin_case__kept_by=user.pk)
        | Q(origin_case__in=user.authorships.accepted().filter(**how).order_by().values("case"))
        | Q(origin_case__lead_municipality__in=posts.values("organization__territory"))
    )
