"""Who works where in the demonstration, who confirmed it, and who accompanies which zone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from community.actions.affiliations import note_confirmed
from community.models import Affiliation, Election, Facilitation, User
from territories.models import GroupedTerritory, Territory, TerritoryGroup

ORGANIZATIONS = Path(__file__).with_name("organizations.json")


@transaction.atomic
def load_organizations() -> None:
    """Confirm the people of the demonstration. What somebody has changed since stays."""
    told = json.loads(ORGANIZATIONS.read_text())
    people = {
        person.handle: person for person in User.objects.filter(email__endswith="@demo.example")
    }
    for each in told["confirmed"]:
        affiliation = held_by(people.get(each["handle"]))
        if affiliation is not None:
            note_confirmed(affiliation, each["how"], people.get(each["by"]))
    for handle in told["asking"]:
        affiliation = held_by(people.get(handle))
        if affiliation is not None and affiliation.asked_at is None:
            affiliation.asked_at = timezone.now()
            affiliation.save(update_fields=["asked_at"])
    for each in told["told"]:
        tell(each, held_by(people.get(each["of"])))
    appoint(told["zone"], people)
    country = Territory.objects.countries().filter(code=told["election"]["country"]).first()
    if country is not None:
        Election.objects.get_or_create(
            country=country,
            held_on=told["election"]["held_on"],
            defaults={"note": told["election"]["note"]},
        )


def held_by(person: User | None) -> Affiliation | None:
    return person.current_affiliation if person else None


def tell(told: dict[str, Any], affiliation: Affiliation | None) -> None:
    if affiliation is None or affiliation.organization.description:
        return
    organization = affiliation.organization
    organization.description, organization.website = told["description"], told["website"]
    organization.mail_domains = told["domain"]
    organization.save()


def appoint(told: dict[str, str], people: dict[str, User]) -> None:
    """The zone, with its state, and its facilitator."""
    state = Territory.objects.filter(code=told["state"]).first()
    person = people.get(told["facilitator"])
    if state is None or person is None:
        return
    zone, is_new = TerritoryGroup.objects.get_or_create(kind="zone", name=told["name"])
    if is_new:
        GroupedTerritory.objects.create(group=zone, territory=state)
        Facilitation.objects.create(user=person, zone=zone)
