"""A network that is archived, opened again, deleted, put back, and ended."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from community.actions.conversation import post_comment
from community.models import Notification
from community.permissions import can_comment
from networks import actions
from networks.actions.uploads import begin_upload
from networks.models import Membership, NetworkPage, ResourcePage, Topic
from networks.permissions import can_coordinate, can_govern, can_join, can_open_topic, can_write_in
from search.models import IndexChange
from tests.factories import MemberFactory, ResourcePageFactory

pytestmark = pytest.mark.django_db

# With and without the Spanish words at hand.
ARCHIVED = ("has been archived since", "está archivada desde")


@pytest.fixture
def resource(library):
    return ResourcePageFactory(parent=library, slug="guia", title="Guía de tanques")


@pytest.fixture
def draft(library):
    return ResourcePageFactory(parent=library, slug="borrador", title="Sin terminar", live=False)


@pytest.fixture
def topic(network, member):
    actions.join(network, member)
    return actions.open_topic(network, member, "¿Qué medidor?", "Cuenten.", Topic.Kind.QUESTION)


def browser_of(person):
    browser = Client()
    if person is not None:
        browser.force_login(person)
    return browser


def test_an_archived_network_is_read_and_takes_nothing_new(
    network, library, resource, topic, coordinator, member, unit
):
    scheduled = ResourcePageFactory(parent=library, slug="luego", live=False)
    scheduled.go_live_at = timezone.now() + timedelta(days=2)
    scheduled.save_revision().publish()

    actions.archive_network(network, unit)

    visitor = Client()
    for address in ("", "recursos/guia/", "conversaciones/", f"conversaciones/{topic.pk}/"):
        page = visitor.get(f"/redes/agua/{address}")
        assert page.status_code == 200, address
        assert any(said in page.content.decode() for said in ARCHIVED), address
    assert Notification.objects.filter(recipient=coordinator, kind="network_archived").exists()
    stranger = MemberFactory()
    topic, resource = Topic.objects.get(), ResourcePage.objects.get(pk=resource.pk)
    refused = {
        "join": can_join(stranger, network),
        "topic": can_open_topic(member, network),
        "topic of the unit": can_open_topic(unit, network),
        "comment on a topic": can_comment(member, topic),
        "comment on an entry": can_comment(member, resource),
        "write": can_write_in(coordinator, network),
        "add": library.permissions_for_user(coordinator).can_add_subpage(),
        "edit": resource.permissions_for_user(coordinator).can_edit(),
        "publish": resource.permissions_for_user(coordinator).can_publish(),
        "edit the network": network.permissions_for_user(coordinator).can_edit(),
        "create": ResourcePage.can_create_at(library),
        "scheduled": scheduled.revisions.filter(approved_go_live_at__isnull=False).exists(),
    }
    assert not any(refused.values()), refused
    assert can_coordinate(coordinator, network)
    admin = browser_of(coordinator)
    add = reverse("wagtailadmin_pages:add", args=["networks", "resourcepage", library.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[resource.pk])
    assert admin.get(add).status_code in (302, 403)
    assert admin.get(edit).status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        post_comment(resource, member, "Llego tarde.")
    with pytest.raises(PermissionDenied):
        actions.invite(network, coordinator, email="tarde@town.example")

    actions.reopen_network(network, unit)

    assert can_open_topic(member, network)
    assert admin.get(add).status_code == 200


def test_nobody_writes_to_the_members_of_an_archived_network(network, resource, coordinator, unit):
    letter = actions.write_letter(network, coordinator, "Reunión", "El martes.", "todos")
    actions.send_letter(letter, coordinator, timezone.now() + timedelta(days=2))

    actions.archive_network(network, unit)

    letter.refresh_from_db()
    assert letter.is_draft
    for act in (
        lambda: actions.feature(network, resource, coordinator, "Llego tarde."),
        lambda: actions.write_letter(network, coordinator, "Tarde", "Llego tarde.", "todos"),
        lambda: actions.send_letter(letter, coordinator),
        lambda: actions.copy_letter(letter, coordinator),
        lambda: begin_upload(network, coordinator, "guia.pdf", 10),
    ):
        with pytest.raises(PermissionDenied):
            act()
    admin, desk = browser_of(coordinator), "/redes/agua/mesa/"
    for way in (desk, f"{desk}cartas/", f"{desk}cartas/{letter.pk}/", "/redes/agua/destacados/"):
        page = admin.get(way)
        assert page.status_code == 200, way
        assert f"{desk}cartas/nueva/" not in page.content.decode(), way
    assert admin.get(f"{desk}cartas/nueva/").status_code == 403
    assert admin.get("/redes/agua/cargar/").status_code == 403


def test_only_who_governs_brings_a_network_to_rest(network, everybody):
    for who, person in [*everybody.items(), ("visitor", AnonymousUser())]:
        governs = can_govern(person, network)
        assert governs == (who == "unit"), who
        if governs:
            continue
        for act in (
            actions.archive_network,
            actions.reopen_network,
            actions.delete_network,
            actions.restore_network,
        ):
            with pytest.raises(PermissionDenied):
                act(network, person)
        if person.is_authenticated:
            browser = browser_of(person)
            for address in ("/admin/redes/", "/admin/redes/nueva/", f"/admin/redes/{network.pk}/"):
                assert browser.get(address).status_code in (302, 403), (who, address)
            browser.post(f"/admin/redes/{network.pk}/", {"acto": "eliminar"})
    assert NetworkPage.objects.get(pk=network.pk).takes_work


def test_deleting_says_what_goes_takes_it_off_and_can_be_undone(
    network, library, resource, draft, topic, coordinator, member, unit
):
    desk = browser_of(unit)
    govern = f"/admin/redes/{network.pk}/"
    held = {each.name: each.number for each in actions.what_it_holds(network)}
    assert held[library.title] == 1
    assert held["Members" if "Members" in held else "Miembros"] == 2
    groups = set(network.coordinators.page_permissions.values_list("page", "permission"))
    IndexChange.objects.all().delete()

    desk.post(govern, {"acto": "eliminar"})

    gone = NetworkPage.objects.get(pk=network.pk)
    assert gone.is_deleted
    assert IndexChange.objects.count() >= 4
    for person in (None, member, coordinator):
        browser = browser_of(person)
        for address in ("", "recursos/guia/", "miembros/", f"conversaciones/{topic.pk}/"):
            assert browser.get(f"/redes/agua/{address}").status_code == 404, (person, address)
        assert "Red de agua" not in browser.get("/redes/").content.decode()
    assert not Topic.objects.visible_to(member).exists()
    assert not can_coordinate(coordinator, gone)
    assert not GroupPagePermission.objects.filter(group=gone.coordinators).exists()
    admin = browser_of(coordinator)
    assert "Guía de tanques" not in admin.get(f"/admin/pages/{library.pk}/").content.decode()
    assert "Red de agua" in desk.get("/admin/redes/").content.decode()

    desk.post(govern, {"acto": "reponer"})

    back = NetworkPage.objects.get(pk=network.pk)
    assert browser_of(None).get("/redes/agua/recursos/guia/").status_code == 200
    assert not Page.objects.get(pk=draft.pk).live
    assert set(back.coordinators.page_permissions.values_list("page", "permission")) == groups
    assert can_write_in(coordinator, back)
    assert not hasattr(back, "removal")


def test_a_closed_network_that_comes_back_is_closed(closed_network, member, unit):
    actions.delete_network(closed_network, unit)
    actions.restore_network(closed_network, unit)

    assert browser_of(member).get("/redes/cerrada/").status_code == 404
    actions.appoint_coordinator(closed_network, member)
    assert browser_of(member).get("/redes/cerrada/").status_code == 200


def test_after_a_month_it_ends_for_good(network, other_network, resource, unit):
    actions.delete_network(network, unit)
    assert actions.end_deleted_networks(timezone.now() + timedelta(days=29)) == 0

    assert actions.end_deleted_networks(timezone.now() + timedelta(days=31)) == 1

    assert actions.end_deleted_networks(timezone.now() + timedelta(days=31)) == 0
    assert not Page.objects.filter(pk__in=[network.pk, resource.pk]).exists()
    assert not Membership.objects.filter(network=network.pk).exists()
    assert NetworkPage.objects.filter(pk=other_network.pk).exists()


def test_the_editor_of_pages_neither_deletes_nor_copies_networks(network, networks, unit):
    desk = browser_of(unit)
    for page in (network, networks):
        for view in ("delete", "unpublish", "copy"):
            desk.post(reverse(f"wagtailadmin_pages:{view}", args=[page.pk]), {"new_slug": "x"})
    assert Page.objects.filter(pk__in=[network.pk, networks.pk], live=True).count() == 2
    assert NetworkPage.objects.count() == 1
