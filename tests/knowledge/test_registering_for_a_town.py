"""A facilitator tells a case for a municipality of their zone, and its people confirm it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from community.actions.members import municipal_government
from community.models import Affiliation, Facilitation, Notification
from community.permissions import FACILITATORS
from community.waiting import waiting_for
from knowledge import actions
from knowledge.models import AssistedRegistration, Case
from territories.models import GroupedTerritory, TerritoryGroup
from tests.factories import CaseFactory, MemberFactory, make_municipality, make_state
from tests.knowledge.conftest import somebody_of, verbs
from tests.knowledge.workspace import at, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]


@pytest.fixture
def official(db):
    person = MemberFactory(handle="oficial", display_name="Olga Oficial")
    town_hall = municipal_government(make_municipality())
    Affiliation.objects.create(
        user=person, organization=town_hall, verification="unit", verified_at=timezone.now()
    )
    return person


@pytest.fixture
def facilitator(db):
    person = somebody_of(FACILITATORS, "facilita")
    zone = TerritoryGroup.objects.create(kind="zone", name="North")
    GroupedTerritory.objects.create(group=zone, territory=make_state())
    Facilitation.objects.create(user=person, zone=zone)
    return person


@pytest.fixture
def told(facilitator, official):
    return actions.send(CaseFactory(registered_by=facilitator, title="For Sucre"), facilitator)


def test_its_people_are_asked_and_confirm_it(client, told, official, facilitator, team, member):
    assert Notification.objects.filter(recipient=official, kind="case_to_confirm").exists()
    assert "To confirm" in [matter.badge for matter in waiting_for(official)]
    assert told.is_told_by_a_third_party
    for person in (member, facilitator):
        client.force_login(person)
        refused = client.post(at(told, "confirmacion"), {"is_confirmed": "yes"})
        assert refused.status_code == (404 if person == member else 403)

    client.force_login(official)
    assert "What hurt." in words(client.get(at(told, "confirmacion")))
    client.post(at(told, "confirmacion"), {"is_confirmed": "yes"})

    case = Case.objects.get(pk=told.pk)
    assert not case.is_told_by_a_third_party
    assert case.on_behalf_of == municipal_government(make_municipality())
    assert verbs(case)[-2:] == ["assisted", "confirmed"]
    assert Notification.objects.filter(
        recipient=facilitator, kind="case_confirmed_by_town"
    ).exists()
    with pytest.raises(PermissionDenied):
        actions.answer_for_town(case, official, is_confirmed=False, note="x")


def test_what_they_refuse_goes_back_with_the_reason(told, official, facilitator):
    with pytest.raises(ValidationError):
        actions.answer_for_town(told, official, is_confirmed=False)
    actions.answer_for_town(told, official, is_confirmed=False, note="It was another year.")

    case = Case.objects.get(pk=told.pk)
    assert (case.state, case.confirmed_at) == ("returned", None)
    assert case.events.first().note == "It was another year."

    actions.send(case, facilitator)
    assert AssistedRegistration.objects.get(case=case).is_pending


def test_nobody_is_asked_for_what_others_tell(official, member):
    case = actions.send(CaseFactory(registered_by=member), member)
    mine = actions.send(CaseFactory(registered_by=official), official)

    assert not AssistedRegistration.objects.exists()
    assert (case.confirmed_at, mine.confirmed_at is None) == (None, False)
