"""What the people of the demonstration follow, so that their own space has news."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.actions.following import follow
from community.models import Follow, Theme, User
from community.permissions import can_follow
from knowledge.models import Case
from networks.models import NetworkPage
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Iterator

# Whose address at demo.example begins so, and what each follows.
FOLLOWED = {
    "funcionaria": (
        (NetworkPage, {"slug__in": ("agua", "participacion")}),
        (Theme, {"slug__in": ("residuos-y-aseo",)}),
        (Territory, {"level": "country", "country_code": "VE"}),
        (User, {"handle": "ines-paredal"}),
    ),
    "coordinadora": (
        (NetworkPage, {"slug__in": ("residuos", "planificacion")}),
        (Theme, {"slug__in": ("agua-y-saneamiento",)}),
    ),
    "facilitador": (
        (NetworkPage, {"slug__in": ("finanzas",)}),
        (Territory, {"level": "country", "country_code": "XA"}),
    ),
}


def load() -> None:
    """Nothing for those who follow something already."""
    for name, wanted in FOLLOWED.items():
        person = User.objects.filter(email=f"{name}@demo.example").first()
        if person is None or Follow.objects.of(person).exists():
            continue
        for thing in things(wanted):
            if can_follow(person, thing):
                follow(thing, person)
        newest = Case.objects.visible_to(person).newest_first().first()
        if newest is not None:
            follow(newest, person)


def things(wanted: tuple[tuple[Any, dict[str, Any]], ...]) -> Iterator[Any]:
    for model, which in wanted:
        yield from model._default_manager.filter(**which)
