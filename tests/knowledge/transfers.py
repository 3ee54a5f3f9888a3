"""Municipalities that repeat what another one did, made the short way."""

from datetime import timedelta

from django.utils import timezone

from community.models import Affiliation, Organization
from knowledge.models import Transfer
from tests.factories import MemberFactory, make_state, make_territory


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
