"""Who sees a closed network, its pages and its files."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.contrib.sitemaps.sitemap_generator import Sitemap
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from community.models import Activity
from networks import actions
from networks.models import NetworkPage, ResourceIndexPage, ResourcePage
from tests.factories import MemberFactory, ResourcePageFactory

pytestmark = pytest.mark.django_db

HIDDEN = ["/redes/cerrada/", "/redes/cerrada/recursos/", "/redes/cerrada/recursos/guia/"]


@pytest.fixture
def secret(closed_network):
    """The resource at /redes/cerrada/recursos/guia/."""
    section = ResourceIndexPage.objects.child_of(closed_network).get()
    return ResourcePageFactory(parent=section, slug="guia", title="Guía reservada")


@pytest.mark.parametrize("address", HIDDEN)
def test_a_visitor_does_not_learn_that_it_exists(client, secret, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", HIDDEN)
def test_a_stranger_does_not_learn_that_it_exists(signed_in, secret, address):
    assert signed_in.get(address).status_code == 404


@pytest.mark.parametrize("address", HIDDEN)
def test_a_member_sees_all_of_it(signed_in, secret, closed_network, member, address):
    actions.appoint_coordinator(closed_network, member)

    assert signed_in.get(address).status_code == 200


def test_the_coordinator_of_another_network_sees_nothing(client, secret, other_coordinator):
    client.force_login(other_coordinator)

    assert client.get(HIDDEN[0]).status_code == 404


@pytest.mark.parametrize("role", ["unit", "team"])
def test_whoever_edits_the_whole_tree_reads_it_as_in_the_admin(client, secret, request, role):
    client.force_login(request.getfixturevalue(role))

    assert client.get(HIDDEN[2]).status_code == 200


def test_whoever_leaves_sees_nothing(signed_in, secret, closed_network, member):
    actions.appoint_coordinator(closed_network, MemberFactory())
    actions.appoint_coordinator(closed_network, member)
    actions.leave(closed_network, member)

    assert signed_in.get(HIDDEN[0]).status_code == 404


def test_lists_leave_a_closed_network_out(client, secret, networks, home):
    ResourceIndexPage.objects.filter(depth=3).delete()
    actions.found_networks(home)

    assert "cerrada" not in client.get("/redes/").content.decode()
    assert "Guía reservada" not in client.get("/recursos/").content.decode()


def test_activity_of_a_closed_network_is_told_to_its_members_only(closed_network, member):
    lines = Activity.objects.filter(network=closed_network.pk)
    assert not lines.visible_to(member).exists()

    actions.appoint_coordinator(closed_network, member)

    assert lines.visible_to(member).exists()


def test_the_sitemap_leaves_it_out(secret, network, rf):
    pages = Sitemap(rf.get("/")).items()

    assert network in {page.specific for page in pages}
    assert not any(page.url_path.startswith(secret.get_parent().url_path) for page in pages)


def test_closing_hides_at_once_and_opening_shows_again(client, network, library):
    actions.set_visibility(network, NetworkPage.Visibility.MEMBERS)
    assert client.get("/redes/agua/recursos/").status_code == 404
    assert CollectionViewRestriction.objects.filter(collection=network.collection).exists()

    actions.set_visibility(network, NetworkPage.Visibility.PUBLIC)
    assert client.get("/redes/agua/recursos/").status_code == 200
    assert not CollectionViewRestriction.objects.exists()


def test_closing_an_open_network_makes_it_one_of_invitation(network):
    actions.set_visibility(network, NetworkPage.Visibility.MEMBERS)

    assert network.joining == NetworkPage.Joining.INVITATION


def test_closing_keeps_what_somebody_is_drafting(network):
    network.purpose = "Not yet public."
    network.save_revision()

    actions.set_visibility(network, NetworkPage.Visibility.MEMBERS)

    live = NetworkPage.objects.get(pk=network.pk)
    draft = live.get_latest_revision_as_object()
    assert live.purpose == "To work together."
    assert draft.purpose == "Not yet public."
    assert live.visibility == draft.visibility == NetworkPage.Visibility.MEMBERS


def test_publishing_in_the_admin_closes_like_the_action(network):
    network.visibility = NetworkPage.Visibility.MEMBERS
    network.joining = NetworkPage.Joining.INVITATION
    network.save_revision().publish()

    assert PageViewRestriction.objects.filter(page=network.pk).exists()


def test_an_unpublished_page_is_not_served(client, library):
    ResourcePageFactory(parent=library, slug="borrador", live=False)

    assert client.get("/redes/agua/recursos/borrador/").status_code == 404


def test_members_of_a_closed_network_see_its_resources_in_lists(secret, closed_network, member):
    assert secret not in ResourcePage.objects.visible_to(AnonymousUser())
    assert secret not in ResourcePage.objects.visible_to(member)

    actions.appoint_coordinator(closed_network, member)

    assert secret in ResourcePage.objects.visible_to(member)


def test_public_pages_ask_nobody_who_is_there(client, network):
    response = client.get("/redes/agua/")

    assert response.status_code == 200
    assert Page.objects.filter(pk=network.pk).exists()
    assert "csrfmiddlewaretoken" not in response.content.decode()
