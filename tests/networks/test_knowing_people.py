"""What networks add to people: their profile, who sees it, and the end of an account."""

import pytest

from community.actions.members import close_account
from community.models import User
from community.permissions import can_see_email
from networks import actions
from networks.models import Membership

Audience = User.Audience


@pytest.fixture
def ana(member, network):
    member.profile_audience = Audience.EVERYONE
    member.save()
    actions.join(network, member)
    return member


def page_of(client, person):
    return client.get(person.get_absolute_url())


def test_a_profile_shows_the_networks_of_the_person(client, ana, network):
    assert network.title in page_of(client, ana).content.decode()


def test_a_closed_network_is_not_told_to_outsiders(client, ana, closed_network, coordinator):
    actions.appoint_coordinator(closed_network, ana)

    assert closed_network.title not in page_of(client, ana).content.decode()
    client.force_login(ana)
    assert closed_network.title in page_of(client, ana).content.decode()


def test_a_profile_with_networks_costs_a_visitor_little(
    client, ana, network, other_network, django_assert_max_num_queries
):
    actions.join(other_network, ana)
    page_of(client, ana)

    with django_assert_max_num_queries(8):
        page_of(client, ana)


def test_who_coordinates_a_network_of_mine_sees_what_i_show_to_coordinators(
    client, ana, coordinator, other_coordinator
):
    ana.profile_audience = ana.email_audience = Audience.COORDINATORS
    ana.save()

    assert can_see_email(coordinator, ana)
    assert not can_see_email(other_coordinator, ana)
    client.force_login(other_coordinator)
    assert page_of(client, ana).status_code == 404
    client.force_login(coordinator)
    assert ana.email in page_of(client, ana).content.decode()


def test_closing_the_account_ends_every_membership(ana, network, coordinator):
    actions.appoint_coordinator(network, ana)

    close_account(ana, keep_name=True)

    membership = Membership.objects.get(user=ana, network=network)
    assert membership.state == Membership.State.LEFT
    assert not membership.is_coordinator
    assert not ana.groups.exists()
