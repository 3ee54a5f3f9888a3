"""Who may do what in a network: every predicate for every kind of person."""

import pytest
from django.contrib.auth.models import AnonymousUser

from networks import actions, permissions
from networks.models import NetworkPage
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(network, other_coordinator, coordinator, unit, team):
    belongs = MemberFactory()
    actions.join(network, belongs)
    return {
        "visitor": AnonymousUser(),
        "stranger": MemberFactory(),
        "member": belongs,
        "coordinator elsewhere": other_coordinator,
        "coordinator": coordinator,
        "team": team,
        "unit": unit,
        "administrator": MemberFactory(is_superuser=True),
    }


def allowed(predicate, people, network):
    return {who for who, person in people.items() if predicate(person, network)}


EVERYBODY = {
    "visitor",
    "stranger",
    "member",
    "coordinator elsewhere",
    "coordinator",
    "team",
    "unit",
    "administrator",
}


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("can_join", EVERYBODY - {"visitor", "member", "coordinator"}),
        ("can_leave", {"member"}),
        ("can_see_members", EVERYBODY),
        ("can_coordinate", {"coordinator", "unit", "administrator"}),
        ("can_govern", {"unit", "administrator"}),
    ],
)
def test_in_an_open_network(people, network, name, who):
    assert allowed(getattr(permissions, name), people, network) == who


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("can_join", set()),
        ("can_leave", {"member"}),
        ("can_see_members", {"member", "coordinator", "team", "unit", "administrator"}),
        ("can_coordinate", {"coordinator", "unit", "administrator"}),
        ("can_govern", {"unit", "administrator"}),
    ],
)
def test_in_a_closed_network(people, network, name, who):
    actions.set_visibility(network, NetworkPage.Visibility.MEMBERS)

    assert allowed(getattr(permissions, name), people, network) == who


def test_a_suspended_account_governs_nothing(network, unit):
    unit.is_active = False

    assert not permissions.can_govern(unit, network)


def test_a_former_coordinator_coordinates_nothing(network, coordinator, member):
    actions.appoint_coordinator(network, member)
    actions.remove(network, coordinator)

    assert not permissions.can_coordinate(coordinator, network)
