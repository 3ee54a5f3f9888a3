"""Opening a network in one step, and where it stands among the others."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from community.models import Notification
from networks import actions
from networks.first_steps import first_steps
from networks.models import Membership, NetworkPage
from networks.permissions import membership_of
from tests.factories import MemberFactory, ResourcePageFactory, ThemeFactory
from tests.networks.conftest import make_network

pytestmark = pytest.mark.django_db

NEW = "/admin/redes/nueva/"


@pytest.fixture
def desk(with_groups):
    browser = Client()
    browser.force_login(with_groups["unit"])
    return browser


def fields(*people, **more):
    return {
        "title": "Red de Mercados",
        "slug": "",
        "purpose": "Que el mercado se limpie solo.",
        "welcome": "null",
        "visibility": "public",
        "joining": "open",
        **{f"coordinator_{number}": person.pk for number, person in enumerate(people, 1)},
        **more,
    }


def test_one_page_makes_the_network_with_its_people_told(desk, networks, network, with_groups):
    main, other = ThemeFactory(name="Mercados"), ThemeFactory(name="Agua")
    chosen = {"theme_1": main.pk, "theme_2": other.pk}
    first, second = MemberFactory(), MemberFactory()
    asked = desk.get(f"{NEW}?tipo=sectoral").context["form"]
    assert asked["joining"].initial == "request"
    assert asked["joining_question"].initial
    assert asked["welcome"].initial

    answer = desk.post(
        f"{NEW}?tipo=sectoral",
        fields(first, second, **chosen, is_official="on", part_of=network.pk),
    )

    born = NetworkPage.objects.get(slug="red-de-mercados")
    assert answer.url == f"/admin/redes/{born.pk}/"
    assert (born.kind, born.is_official, born.part_of_id) == ("sectoral", True, network.pk)
    assert born.live
    assert born.themes == [main, other]
    assert set(
        Membership.objects.coordinators().filter(network=born).values_list("user", flat=True)
    ) == {
        first.pk,
        second.pk,
    }
    for person in (first, second):
        assert Notification.objects.get(recipient=person).kind == "network_entrusted"
        assert born.coordinators in person.groups.all()
    page = Client().get("/redes/red-de-mercados/").content.decode()
    assert 'href="/redes/agua/"' in page
    assert 'href="/redes/red-de-mercados/"' in Client().get("/redes/agua/").content.decode()


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(desk, networks, network):
    person = MemberFactory()
    for wrong, said in [
        ({"title": ""}, "title"),
        ({"slug": "agua"}, "slug"),
        ({"slug": "invitacion"}, "slug"),
        ({"visibility": "members"}, "joining"),
        ({"coordinator_1": ""}, "coordinator_1"),
    ]:
        page = desk.post(NEW, fields(person, **wrong) | wrong)
        assert page.status_code == 200, wrong
        assert said in page.context["form"].errors, wrong
        assert "Que el mercado se limpie solo." in page.content.decode(), wrong
    assert NetworkPage.objects.count() == 1


def test_the_editor_of_pages_leads_to_that_page(desk, networks):
    add = reverse("wagtailadmin_pages:add", args=["networks", "networkpage", networks.pk])

    assert desk.get(add).url == NEW
    assert desk.post(add, {"title": "x"}).url == NEW


def test_a_new_coordinator_finds_first_steps_until_they_are_done_or_hidden(
    network, library, coordinator
):
    browser = Client()
    browser.force_login(coordinator)
    titles = [step.title for step in first_steps(network)]
    page = browser.get("/redes/agua/").content.decode()
    assert all(title in page for title in titles)
    assert "primeros-pasos" not in Client().get("/redes/agua/").content.decode()
    assert not any(step.is_done for step in first_steps(network))

    ResourcePageFactory(parent=library)
    NetworkPage.objects.filter(pk=network.pk).update(welcome="<p>Aquí se mide.</p>")
    done = [step for step in first_steps(NetworkPage.objects.get(pk=network.pk)) if step.is_done]
    assert len(done) == 2

    browser.post("/redes/agua/primeros-pasos/")
    assert "primeros-pasos" not in browser.get("/redes/agua/").content.decode()
    browser.post("/redes/agua/primeros-pasos/", {"ver": "1"})
    assert "primeros-pasos" in browser.get("/redes/agua/").content.decode()


def test_wrong_trees_of_networks_cannot_be_built(network, other_network, closed_network, unit):
    def place(what, above):
        actions.place_network(what, unit, is_official=False, part_of=above)

    for what, above in [(network, network), (network, closed_network)]:
        with pytest.raises(ValidationError):
            place(NetworkPage.objects.get(pk=what.pk), above)
    place(other_network, network)
    third = make_network(network.get_parent().specific, "tercera")
    fresh = NetworkPage.objects.get(pk=other_network.pk)
    for what, above in [(third, fresh), (NetworkPage.objects.get(pk=network.pk), third)]:
        with pytest.raises(ValidationError):
            place(what, above)
    with pytest.raises(ValidationError):
        actions.set_visibility(NetworkPage.objects.get(pk=network.pk), "members")
    actions.archive_network(NetworkPage.objects.get(pk=network.pk), unit)
    with pytest.raises(ValidationError):
        place(third, NetworkPage.objects.get(pk=network.pk))
    NetworkPage.objects.get(pk=other_network.pk).full_clean()
    actions.reopen_network(NetworkPage.objects.get(pk=network.pk), unit)
    place(fresh, None)
    actions.set_visibility(NetworkPage.objects.get(pk=network.pk), "members")


def test_a_closed_part_is_shown_to_its_members_only(network, closed_network, unit, member):
    actions.place_network(closed_network, unit, is_official=True, part_of=network)
    browser = Client()
    browser.force_login(member)
    assert closed_network.title not in browser.get("/redes/agua/").content.decode()

    actions.appoint_coordinator(closed_network, member)

    assert closed_network.title in browser.get("/redes/agua/").content.decode()


def test_texts_published_later_leave_marks_and_place_alone(network, other_network, unit):
    old = network.save_revision()
    actions.place_network(network, unit, is_official=True, part_of=other_network)

    old.publish()

    kept = NetworkPage.objects.get(pk=network.pk)
    assert (kept.is_official, kept.part_of_id) == (True, other_network.pk)


def test_the_front_of_a_network_costs_the_same_with_many_people(
    network, coordinator, django_assert_max_num_queries
):
    visitor, inside = Client(), Client()
    inside.force_login(coordinator)
    NetworkPage.objects.filter(pk=network.pk).update(part_of=None)
    for browser, most in ((visitor, 8), (inside, 12)):
        browser.get("/redes/agua/")
        with django_assert_max_num_queries(most):
            browser.get("/redes/agua/")
    assert membership_of(coordinator, network).is_coordinator
