"""Joining and leaving a network."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from community.models import Activity
from networks import actions
from networks.models import Membership, NetworkPage
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def door(network, way="join"):
    return reverse(f"networks:{way}", args=[network.slug])


def arrivals(network):
    return Activity.objects.filter(network=network.pk, verb=Activity.Verb.JOINED)


def test_joining_makes_a_member_and_a_line_in_the_stream(network, member):
    membership = actions.join(network, member)

    assert membership.is_active
    assert not membership.is_coordinator
    assert network.circle in member.groups.all()
    assert arrivals(network).get().actor == member


def test_joining_twice_changes_nothing(network, member):
    first = actions.join(network, member)
    second = actions.join(network, member)

    assert first == second
    assert arrivals(network).count() == 1


def test_leaving_takes_the_rights_away_and_keeps_the_row(network, member):
    actions.join(network, member)

    actions.leave(network, member)

    assert Membership.objects.get().state == Membership.State.LEFT
    assert not member.groups.exists()


def test_coming_back_the_same_day_is_no_news(network, member):
    actions.join(network, member)
    actions.leave(network, member)
    actions.join(network, member)

    assert arrivals(network).count() == 1
    assert Membership.objects.get().is_active


def test_coming_back_another_day_is_news(network, member):
    joined = actions.join(network, member)
    arrivals(network).update(at=joined.joined_at - timedelta(days=3))
    actions.leave(network, member)
    actions.join(network, member)

    assert arrivals(network).count() == 2


@pytest.mark.parametrize("joining", ["request", "invitation"])
def test_a_network_that_is_not_open_lets_nobody_in_alone(network, member, joining):
    network.joining = joining

    with pytest.raises(PermissionDenied):
        actions.join(network, member)


def test_whoever_was_removed_does_not_come_back_alone(network, member):
    actions.join(network, member)
    actions.remove(network, member)

    with pytest.raises(PermissionDenied):
        actions.join(network, member)
    assert not member.groups.exists()


def test_removing_a_stranger_puts_nobody_on_a_list(network, member):
    actions.remove(network, member)

    assert not Membership.objects.exists()


def test_appointing_makes_a_member_and_a_coordinator(network, member):
    membership = actions.appoint_coordinator(network, member)

    assert membership.is_coordinator
    assert set(member.groups.all()) == {network.circle, network.coordinators}


def test_dismissing_leaves_a_plain_member(network, coordinator):
    actions.dismiss_coordinator(network, coordinator)

    assert Membership.objects.get(user=coordinator).role == Membership.Role.MEMBER
    assert list(coordinator.groups.all()) == [network.circle]


def test_the_only_coordinator_cannot_leave(network, coordinator):
    with pytest.raises(PermissionDenied):
        actions.leave(network, coordinator)


def test_one_of_two_coordinators_leaves_without_the_role(network, coordinator, member):
    actions.appoint_coordinator(network, member)

    actions.leave(network, coordinator)
    actions.join(network, coordinator)

    assert not Membership.objects.get(user=coordinator).is_coordinator
    assert network.coordinators not in coordinator.groups.all()


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client, network):
    response = client.get(door(network))

    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={door(network)}"


def test_a_visitor_who_posts_is_asked_to_sign_in(client, network):
    assert client.post(door(network)).status_code == 302
    assert not Membership.objects.exists()


def test_the_door_asks_before_it_lets_in(signed_in, network, member):
    page = signed_in.get(door(network)).content.decode()

    assert 'method="post"' in page
    assert not Membership.objects.exists()


def test_without_javascript_the_welcome_follows(signed_in, network, member):
    NetworkPage.objects.filter(pk=network.pk).update(welcome="<p>Cuente de dónde viene.</p>")

    response = signed_in.post(door(network), follow=True)

    assert response.redirect_chain == [(door(network), 302)]
    assert "Cuente de dónde viene." in response.content.decode()


def test_with_htmx_only_the_button_comes_back(signed_in, network, member):
    NetworkPage.objects.filter(pk=network.pk).update(welcome="<p>Cuente de dónde viene.</p>")

    response = signed_in.post(door(network), headers=HTMX)
    fragment = response.content.decode()

    assert "<html" not in fragment
    assert "Cuente de dónde viene." in fragment
    assert "HX-Request" in response["Vary"]
    assert Membership.objects.get().is_active


def test_leaving_without_javascript_returns_to_the_network(signed_in, network, member):
    actions.join(network, member)

    response = signed_in.post(door(network, "leave"))

    assert response.url == "/redes/agua/"


def test_leaving_with_htmx_offers_to_join_again(signed_in, network, member):
    actions.join(network, member)

    response = signed_in.post(door(network, "leave"), headers=HTMX)

    assert door(network) in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_leaving_asks_once(signed_in, network, member):
    actions.join(network, member)

    page = signed_in.get(door(network, "leave")).content.decode()

    assert 'method="post"' in page
    assert Membership.objects.get().is_active


def test_leaving_a_closed_network_leads_out_of_it(signed_in, closed_network, member):
    actions.appoint_coordinator(closed_network, MemberFactory())
    actions.appoint_coordinator(closed_network, member)

    response = signed_in.post(door(closed_network, "leave"))

    assert response.url == "/redes/"
    assert signed_in.get("/redes/cerrada/").status_code == 404


def test_leaving_a_closed_network_with_htmx_leads_out_of_it(signed_in, closed_network, member):
    actions.appoint_coordinator(closed_network, MemberFactory())
    actions.appoint_coordinator(closed_network, member)

    response = signed_in.post(door(closed_network, "leave"), headers=HTMX)

    assert response["HX-Redirect"] == "/redes/"


def test_the_only_coordinator_is_told_why(client, network, coordinator):
    client.force_login(coordinator)

    assert client.get(door(network, "leave")).status_code == 200
    assert client.post(door(network, "leave")).status_code == 403


@pytest.mark.parametrize("way", ["join", "leave", "members"])
def test_a_closed_network_does_not_admit_that_it_exists(signed_in, closed_network, way):
    assert signed_in.get(door(closed_network, way)).status_code == 404


def test_an_open_door_of_a_network_on_invitation_is_refused(signed_in, network):
    NetworkPage.objects.filter(pk=network.pk).update(joining="invitation")

    assert signed_in.get(door(network)).status_code == 200
    assert signed_in.post(door(network)).status_code == 403
