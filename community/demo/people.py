"""The people of the demonstration: ten, of every role, from towns that do not exist."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.text import slugify

from community.actions.directory import list_specialist
from community.actions.members import (
    accept_texts,
    municipal_government,
    organization_called,
    set_affiliation,
    welcome_person,
)
from community.actions.roles import ensure_roles
from community.models import LegalText, Organization, Theme, User
from community.permissions import COORDINATING_UNIT, FACILITATORS, KNOWLEDGE_TEAM
from territories.models import Territory

PEOPLE = Path(__file__).with_name("people.json")
GROUPS = {
    "facilitator": FACILITATORS,
    "knowledge_team": KNOWLEDGE_TEAM,
    "coordinating_unit": COORDINATING_UNIT,
}

# What kind of organization people of a role come from when it is not a town hall.
KINDS = {
    "facilitator": Organization.Kind.AGENCY,
    "specialist": Organization.Kind.COMPANY,
}


def load_people(password: str | None) -> None:
    """Make those who are missing; whoever is there stays as they are, password included.

    Their towns come from the territories of the demonstration, loaded before.
    Memberships are the networks' to load.
    """
    ensure_roles()
    texts = list(LegalText.objects.in_force())
    everybody = json.loads(PEOPLE.read_text())
    addresses = [told["email"] for told in everybody]
    here = {person.email: person for person in User.objects.filter(email__in=addresses)}
    # Hashing is slow on purpose: the one password of all is hashed once.
    hashed = make_password(password) if len(here) < len(everybody) else ""
    for told in everybody:
        accept_texts(here.get(told["email"]) or make_person(told, hashed), texts)


@transaction.atomic
def make_person(told: dict[str, Any], hashed: str) -> User:
    """The account, with its password as it is kept: `make_password` has been over it."""
    is_admin = told["role"] == "admin"
    person = welcome_person(
        told["email"],
        handle=slugify(told["handle"].replace(".", "-")),
        display_name=told["display_name"],
        biography=told["biography"],
        ask_me_about=told["ask_me_about"],
        spoken_languages=told["languages"],
        profile_audience=User.Audience.EVERYONE,
        is_listed=True,
        message_audience=User.Audience.MEMBERS,
        phone=told.get("phone", ""),
        phone_audience=User.Audience.MEMBERS,
        links=told.get("links", []),
        is_superuser=is_admin,
        is_staff=is_admin,
    )
    person.password = hashed
    person.save(update_fields=["password"])
    themes = Theme.objects.filter(slug__in=told["themes"])
    person.themes.set(themes)
    if told["role"] == "specialist":
        list_specialist(person, themes, note="Persona inventada para la demostración.")
    if told["role"] in GROUPS:
        person.groups.add(Group.objects.get(name=GROUPS[told["role"]]))
    set_affiliation(person, _organization(told), told["post"])
    return person


def _organization(told: dict[str, Any]) -> Organization | None:
    """The town hall, found by state and name; None when its territory is not loaded."""
    if told["organization"]:
        kind = KINDS.get(told["role"], Organization.Kind.PROGRAMME)
        return organization_called(told["organization"], kind)
    state, _slash, town = told["municipality"].partition("/")
    invented = Territory.objects.filter(country_code="XA", level=Territory.Level.MUNICIPALITY)
    for place in invented:
        if slugify(place.name) == town and slugify(place.parent_names.split(",")[0]) == state:
            return municipal_government(place)
    return None
