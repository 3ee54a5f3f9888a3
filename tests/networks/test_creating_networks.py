"""What a network is born with, and what goes with it."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupCollectionPermission, Page, PageViewRestriction

from community.models import Activity
from networks import actions
from networks.models import Membership, NetworkPage, ResourceIndexPage
from networks.sections import all_sections
from tests.conftest import make_home
from tests.networks.conftest import make_network

pytestmark = pytest.mark.django_db


def test_a_network_is_born_with_every_section(network):
    children = network.get_children().live().specific()

    assert [type(page) for page in children] == [each.page_class() for each in all_sections()]


def test_sections_have_spanish_titles_whoever_makes_them(network, settings):
    assert ResourceIndexPage.objects.child_of(network).get().slug == "recursos"


def test_a_network_is_born_with_groups_and_a_collection(network):
    assert network.collection.name == network.title
    assert network.circle != network.coordinators
    files = GroupCollectionPermission.objects.filter(group=network.coordinators)
    assert set(files.values_list("permission__codename", flat=True)) == {
        f"{act}_{kind}" for act in ("add", "change", "choose") for kind in ("image", "document")
    }


def test_two_networks_of_one_title_have_different_groups(networks):
    first = make_network(networks, "uno", title="Agua")
    second = make_network(networks, "dos", title="Agua")

    assert first.coordinators.name != second.coordinators.name


def test_being_opened_is_the_first_news_of_a_network(network):
    assert Activity.objects.get(network=network.pk).page_id == network.pk


def test_furnishing_twice_changes_nothing(network):
    before = (Group.objects.count(), Collection.objects.count(), Page.objects.count())

    actions.furnish(network)

    assert (Group.objects.count(), Collection.objects.count(), Page.objects.count()) == before


def test_publishing_an_old_version_keeps_groups_and_collection(networks):
    page = NetworkPage(title="Vieja", slug="vieja", purpose="To work together.")
    networks.add_child(instance=page)
    revision = page.save_revision()
    actions.furnish(page)

    revision.publish()

    kept = NetworkPage.objects.get(pk=page.pk)
    assert (kept.coordinators, kept.circle, kept.collection) == (
        page.coordinators,
        page.circle,
        page.collection,
    )


def test_deleting_a_network_takes_groups_collection_and_memberships_along(network, member):
    actions.join(network, member)
    groups = [network.coordinators_id, network.circle_id]

    actions.end_network(network)

    assert not Page.objects.filter(pk=network.pk).exists()
    assert not Group.objects.filter(pk__in=groups).exists()
    assert not Collection.objects.filter(pk=network.collection_id).exists()
    assert not Membership.objects.exists()


def test_founding_makes_the_index_and_every_section_across_networks(db):
    home = make_home()

    index = actions.found_networks(home)

    assert index.get_url() == "/redes/"
    assert set(home.get_children().values_list("slug", flat=True)) == {
        "redes",
        *(section.slug for section in all_sections()),
    }


def test_every_index_across_networks_begins_with_a_sentence(db):
    home = make_home()
    index = actions.found_networks(home)

    across = [page for page in home.get_children().specific() if hasattr(page, "entry_model")]
    assert len(across) == len(all_sections())
    assert all(page.summary.endswith(".") for page in [index, *across])


def test_a_section_of_a_network_repeats_no_sentence(network):
    assert not any(page.summary for page in network.get_children().specific())


def test_founding_twice_changes_nothing(db, django_assert_num_queries):
    home = make_home()
    index = actions.found_networks(home)
    index.title = "Nuestras redes"
    index.save_revision().publish()

    with django_assert_num_queries(4):  # the two of the transaction included
        again = actions.found_networks(home)

    assert again.title == "Nuestras redes"


def test_a_closed_network_is_born_closed(closed_network):
    restriction = PageViewRestriction.objects.get(page=closed_network.pk)

    assert set(restriction.groups.all()) == {closed_network.circle, closed_network.coordinators}
