"""Municipalities that repeat what another one did, made the short way."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from community.models import Affiliation, Facilitation, Organization
from community.permissions import FACILITATORS
from knowledge import actions
from knowledge.models import Case, Transfer
from territories.models import GroupedTerritory, TerritoryGroup
from tests.factories import CaseFactory, MemberFactory, make_state, make_territory
from tests.knowledge.people import somebody_of
from tests.knowledge.whole import fill


def town(name, population=None, **facts):
    """The government of a municipality of the invented country."""
    code = f"xa-{name.lower().replace(' ', '-')}"
    place = make_territory("municipality", name, code, make_state())
    for field, value in {"population": population, **facts}.items():
        setattr(place, field, value)
    place.save()
    return Organization.objects.create(
        name=f"Alcaldía de {name}", kind="municipal_government", territory=place
    )


def official(government, handle, **fields):
    """Somebody who is known to work there today."""
    person = MemberFactory(handle=handle, display_name=handle.title(), **fields)
    Affiliation.objects.create(
        user=person,
        organization=government,
        post="Planificación",
        started_on=timezone.localdate() - timedelta(days=30),
        verification=Affiliation.Verification.FACILITATOR,
        verified_at=timezone.now(),
    )
    return person


def repeat(case, government, person=None, **fields):
    """A transfer of the newest version of `case`, as a row and nothing else."""
    return Transfer.objects.create(
        origin_case=case,
        origin_version=case.versions.first(),
        adopter=government,
        place=government.territory,
        started_by=person,
        kept_by=person,
        **fields,
    )


def told_whole(author, team, number=2, **fields):
    """A published case with `number` rows of each kind: conditions, components, steps."""
    case = CaseFactory(registered_by=author, title="Compost in the market", **fields)
    sent = actions.send(fill(case, number), author)
    actions.publish(sent, team)
    return Case.objects.get(pk=case.pk)


def facilitator_of(state, handle="facilita"):
    """Somebody who accompanies the municipalities of that state."""
    person = somebody_of(FACILITATORS, handle)
    zone = TerritoryGroup.objects.create(kind="zone", name=f"Zone of {handle}")
    GroupedTerritory.objects.create(group=zone, territory=state)
    Facilitation.objects.create(user=person, zone=zone)
    return person


def measured(transfer, **fields):
    """An indicator of the transfer that is known before and after."""
    told = {"name": "Waste", "unit": "t", "baseline": 9, "result": 4, "source": "Scales"}
    return transfer.indicators.create(**(told | fields))


def at(transfer, name):
    return reverse(f"transfers:{name}", args=[transfer.pk])


def opened(client, transfer, name):
    """What a browser would send if one changed nothing: every field of the form."""
    form = client.get(at(transfer, name)).context["form"]
    data = {"row": [line.key for line in form.lines], "seen": form["seen"].value()}
    data["shown"] = form["shown"].value()
    for bound, _saved in form.own:
        data[bound.name] = bound.value() or ""
    for line in form.lines:
        data |= {each.name: each.value() or "" for each in line.fields.values()}
    return {name: value for name, value in data.items() if not name.endswith("-gone")}
