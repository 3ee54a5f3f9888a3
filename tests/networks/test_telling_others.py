"""What networks show on pages of others, through template tags."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template

from networks import actions
from networks.models import ResourceIndexPage
from networks.publications import newest_entries
from networks.wagtail_hooks import people_coordinated_by
from tests.factories import MemberFactory, ResourcePageFactory
from tests.networks.conftest import make_network

pytestmark = pytest.mark.django_db


def render(rf, source, viewer=None, **context):
    request = rf.get("/")
    request.user = viewer or AnonymousUser()
    return Template("{% load networks %}" + source).render(Context({"request": request, **context}))


def publish(section, title, by=None):
    return actions.publish_entry(section, ResourcePageFactory.build(title=title), by=by)


def section_of(network):
    return ResourceIndexPage.objects.child_of(network).get()


def listing(ask, *shown):
    """A template that asks for `things` and writes of each what is `shown`."""
    facts = "/".join(f"{{{{ thing.{name} }}}}" for name in shown)
    return f"{{% {ask} as things %}}{{% for thing in things %}}[{facts}]{{% endfor %}}"


ROWS = listing("network_rows limit=2", "title", "people", "last_title", "family")
LATEST = listing("latest_entries 5", "title", "network.title", "family", "kind")
BY = "{% entries_by person %}"
OF = listing("networks_of person", "network.title", "role")


def test_rows_of_networks_say_how_many_people_and_what_came_last(rf, networks, network, library):
    actions.join(network, MemberFactory())
    publish(library, "Guía", MemberFactory())
    make_network(networks, "otra")
    make_network(networks, "tercera")

    rows = render(rf, ROWS)

    assert rows == "[Red de tercera/0/None/gestion][Red de otra/0/None/gestion]"


def test_a_row_of_a_network_costs_no_query_of_its_own(
    rf, networks, network, django_assert_num_queries
):
    for slug in ("dos", "tres", "cuatro"):
        make_network(networks, slug)

    with django_assert_num_queries(1):
        render(rf, ROWS.replace("limit=2", "limit=9"))


def test_what_is_new_comes_from_all_networks_newest_first(rf, library, other_network):
    publish(library, "Primera")
    publish(section_of(other_network), "Segunda")

    shown = render(rf, LATEST)

    assert shown == "[Segunda/Red de residuos/gestion/guide][Primera/Red de agua/gestion/guide]"


def test_what_is_new_costs_two_queries(library, django_assert_num_queries):
    for number in range(5):
        publish(library, f"Guía {number}")
    newest_entries(AnonymousUser(), 5)

    with django_assert_num_queries(2):
        entries = newest_entries(AnonymousUser(), 5)
        assert [(entry.title, entry.network.title, entry.family) for entry in entries]


def test_what_is_new_leaves_closed_networks_out(rf, closed_network, member):
    publish(section_of(closed_network), "Reservada")
    assert "Reservada" not in render(rf, LATEST, member)

    actions.appoint_coordinator(closed_network, member)

    assert "Reservada" in render(rf, LATEST, member)


def test_a_profile_lists_what_the_person_published(rf, library, member):
    publish(library, "Propia", member)
    publish(library, "Ajena", MemberFactory())

    shown = render(rf, BY, person=member)
    assert "Propia" in shown
    assert "Ajena" not in shown


def test_a_profile_lists_networks_the_reader_may_see(rf, network, closed_network, member):
    actions.join(network, member)
    actions.appoint_coordinator(closed_network, member)

    assert render(rf, OF, MemberFactory(), person=member) == "[Red de agua/member]"
    assert render(rf, OF, member, person=member).startswith("[Red de cerrada/coordinator]")


def test_coordinators_see_people_of_their_networks(network, coordinator, other_coordinator):
    person = MemberFactory()
    actions.join(network, person)

    assert person in people_coordinated_by(coordinator)
    assert person not in people_coordinated_by(other_coordinator)
