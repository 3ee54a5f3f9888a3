"""Rows of a case with what they refer to by name, as readers are shown them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from knowledge.kinds import ContactAudience
from knowledge.permissions import can_review
from networks.models import Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from knowledge.models import Actor, Case, Contributor, EnablingCondition


@dataclass(frozen=True)
class Credit:
    """Somebody who made the record. `name` is what readers may see; of others there is none."""

    role: str
    name: str
    post: str
    organization: str


@dataclass(frozen=True)
class Ally:
    """An actor; `contact` is empty for who may not see it."""

    row: Actor
    organization: str
    contact: str


@dataclass(frozen=True)
class Needed:
    """A condition of success by name."""

    row: EnablingCondition
    name: str


@dataclass(frozen=True)
class Inspiration:
    """`case` has code and title of the experience of this site it came from; {} when of none."""

    words: str
    url: str
    case: dict[str, str]


def credits_of(text: Case, names: dict[str, Any]) -> list[Credit]:
    """Those who may be told of, in their order. A protected one has neither post nor more."""
    shown = names.get("contributors", {})
    organizations = names.get("organizations", {})
    return [
        credit(row, shown[str(row.key)], organizations.get(str(row.key), ""))
        for row in text.contributors.all()
        if shown.get(str(row.key))
    ]


def credit(row: Contributor, name: str, organization: str) -> Credit:
    role = str(row.get_role_display())
    if row.is_protected:
        return Credit(role, name, "", "")
    return Credit(role, name, row.post, row.organization_name or organization)


def allies_of(text: Case, names: dict[str, Any], reader: User | AnonymousUser) -> list[Ally]:
    """At most one query, when a contact is for coordinators and the reader is a member."""
    rows = list(text.actors.all())
    audiences = {row.contact_audience for row in rows if row.contact}
    open_to = audiences_of(reader, audiences)
    organizations = names.get("organizations", {})
    return [
        Ally(
            row,
            organizations.get(str(row.key), ""),
            row.contact if row.contact_audience in open_to else "",
        )
        for row in rows
    ]


def audiences_of(reader: User | AnonymousUser, asked: set[str]) -> set[str]:
    """Of the audiences `asked` about, those the reader belongs to."""
    if not asked - {ContactAudience.NOBODY}:
        return set()
    open_to = {ContactAudience.EVERYONE.value}
    if reader.is_authenticated:
        open_to.add(ContactAudience.MEMBERS.value)
        coordinators = ContactAudience.COORDINATORS.value
        if coordinators in asked and coordinates(reader):
            open_to.add(coordinators)
    return open_to & asked


def coordinates(reader: User | AnonymousUser) -> bool:
    """Whether the person coordinates a network or works on cases."""
    return can_review(reader) or (Membership.objects.coordinators().filter(user=reader.pk).exists())


def needs_of(text: Case, names: dict[str, Any]) -> list[Needed]:
    called = names.get("conditions", {})
    return [
        Needed(row, called[str(row.key)])
        for row in text.enabling_conditions.all()
        if called.get(str(row.key))
    ]
