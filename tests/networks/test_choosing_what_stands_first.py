"""What coordinators put first on the front of their network, with the reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from knowledge.models import Case
from networks import actions
from networks.models import Feature, ResourceIndexPage
from tests.factories import CaseFactory, ResourcePageFactory

pytestmark = pytest.mark.django_db
WHY = "Para quien empieza este año."


@pytest.fixture
def resources(library):
    return [ResourcePageFactory(parent=library, title=f"Guía {n}") for n in range(4)]


def choose(network, thing, person, **rest):
    return actions.feature(network, thing, person, rest.pop("reason", WHY), **rest)


def front(client, network):
    return client.get(network.get_url()).content.decode()


def test_only_who_coordinates_the_network_chooses(client, network, resources, everybody):
    allowed = {}
    for role, person in everybody.items():
        client.force_login(person)
        page = client.get(reverse("networks:features", args=["agua"])).status_code
        try:
            choose(network, resources[0], person)
            allowed[role] = (page, True)
        except PermissionDenied:
            allowed[role] = (page, False)
    assert allowed == {
        "stranger": (403, False),
        "member": (403, False),
        "other_coordinator": (403, False),
        "coordinator": (200, True),
        "unit": (200, True),
        "team": (403, False),
    }
    row = Feature.objects.get()
    for act in (actions.drop_feature, actions.raise_feature):
        with pytest.raises(PermissionDenied):
            act(row, everybody["other_coordinator"])


def test_chosen_from_the_page_ordered_and_taken_away_without_scripts(
    client, network, resources, coordinator
):
    case = CaseFactory(title="Una junta de agua", code="XA-2026-0009", live=True)
    client.force_login(coordinator)
    address = reverse("networks:features", args=["agua"])
    assert f"?cosa=page:{resources[0].pk}" in client.get(address).text
    assert f"{address}?cosa=page:{resources[0].pk}" in client.get(resources[0].get_url()).text

    asked = {"cosa": f"page:{resources[0].pk}"}
    wrong = client.post(address, {**asked, "motivo": "", "hasta": "2001-01-01"})
    assert wrong.status_code == 200
    late = client.post(address, {**asked, "motivo": WHY, "hasta": "2001-01-01"})
    assert WHY in late.text
    assert not Feature.objects.exists()
    assert client.post(address, {**asked, "motivo": WHY}).status_code == 302
    told = {"cosa": f"knowledge.case:{case.pk}", "motivo": "La más preguntada."}
    assert client.post(address, told).status_code == 302

    client.logout()
    html = front(client, network)
    assert html.index("Guía 0") < html.index(WHY) < html.index("Una junta de agua")
    assert html.index("La más preguntada.") < html.index('id="actividad"')

    client.force_login(coordinator)
    client.post(address, {"subir": Feature.objects.get(page=None).pk})
    html = front(client, network)
    assert html.index("La más preguntada.") < html.index(WHY)
    client.post(address, {"quitar": Feature.objects.get(page=None).pk})
    assert "La más preguntada." not in front(client, network)


def test_there_are_three_at_most_and_what_ended_makes_room(network, resources, coordinator):
    today = timezone.localdate()
    for resource in resources[:3]:
        choose(network, resource, coordinator, until=today)
    choose(network, resources[0], coordinator, reason="Otra razón.")
    with pytest.raises(ValidationError):
        choose(network, resources[3], coordinator)

    Feature.objects.filter(page=resources[1]).update(until=today - timedelta(days=1))
    choose(network, resources[3], coordinator)

    chosen = Feature.objects.in_order().values_list("page", flat=True)
    assert list(chosen) == [resources[at].pk for at in (0, 2, 3)]


def test_a_case_that_was_withdrawn_and_a_thing_that_ended_are_not_shown(
    client, network, resources, coordinator
):
    case = CaseFactory(title="Una junta de agua", code="XA-2026-0009", live=True)
    choose(network, case, coordinator, reason="La más preguntada.")
    choose(network, resources[0], coordinator)
    Case.objects.filter(pk=case.pk).update(live=False)
    Feature.objects.filter(page=resources[0]).update(until=timezone.localdate() - timedelta(1))

    html = front(client, network)

    assert "La más preguntada." not in html
    assert WHY not in html


def test_nothing_of_a_closed_network_stands_on_the_front_of_another(
    client, network, closed_network, coordinator, with_groups
):
    library = ResourceIndexPage.objects.child_of(closed_network).get()
    secret = ResourcePageFactory(parent=library, title="Guía secreta")
    client.force_login(coordinator)
    address = reverse("networks:features", args=["agua"])
    for strange in (f"page:{secret.pk}", "page:x", f"page:{2**70}", "community.user:1", "page:"):
        assert client.get(address, {"cosa": strange}).status_code == 404, strange
    Feature.objects.create(network=network, page=secret, reason=WHY)

    for person in (None, coordinator):
        client.force_login(person) if person else client.logout()
        html = front(client, network)
        assert "Guía secreta" not in html
        assert WHY not in html
    client.logout()
    assert client.get(address).status_code == 302
    client.force_login(coordinator)
    assert client.get(reverse("networks:features", args=["cerrada"])).status_code == 404


def test_the_front_costs_the_same_with_three_of_different_kinds(
    client, network, resources, coordinator, member, django_assert_max_num_queries
):
    front(client, network)
    with django_assert_max_num_queries(8) as without:
        front(client, network)
    choose(network, CaseFactory(code="XA-2026-0009", live=True), coordinator)
    for resource in resources[:2]:
        choose(network, resource, coordinator)
    with django_assert_max_num_queries(8) as with_three:
        front(client, network)
    assert len(with_three) == len(without)
    client.force_login(member)
    front(client, network)
    with django_assert_max_num_queries(12):
        front(client, network)
