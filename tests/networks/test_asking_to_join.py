"""Asking to be let into a network, and what those who coordinate it do with its people."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from community.models import Notification, User
from networks import actions, permissions
from networks.models import Membership, NetworkInvitation, NetworkPage
from networks.permissions import membership_of
from networks.tokens import invitation_address
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db

States = Membership.State
PEOPLE = "/redes/agua/miembros/coordinar/"


@pytest.fixture
def on_request(network):
    NetworkPage.objects.filter(pk=network.pk).update(
        joining="request", joining_question="¿En qué trabaja hoy?"
    )
    network.refresh_from_db()
    return network


@pytest.fixture
def asking(on_request, coordinator, member):
    return actions.ask_to_join(on_request, member, "Mido fugas en Altavista.")


def told(person):
    return set(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


def browser_of(person):
    browser = Client()
    if person is not None:
        browser.force_login(person)
    return browser


def test_a_request_travels_from_the_door_to_the_coordinator_and_back(
    on_request, coordinator, member
):
    browser = browser_of(member)
    door = browser.get("/redes/agua/unirse/").content.decode()
    assert "¿En qué trabaja hoy?" in door

    empty = browser.post("/redes/agua/unirse/", {"answer": "  "})
    assert empty.status_code == 200
    assert not Membership.objects.filter(user=member).exists()
    browser.post("/redes/agua/unirse/", {"answer": "Mido fugas en Altavista."})
    browser.post("/redes/agua/unirse/", {"answer": "Otra vez."})

    tie = membership_of(member, on_request)
    assert (tie.state, tie.answer) == (States.REQUESTED, "Mido fugas en Altavista.")
    assert not member.groups.exists()
    assert "network_request" in told(coordinator)
    assert "Mido fugas en Altavista." in browser.get("/redes/agua/unirse/").content.decode()

    desk = browser_of(coordinator)
    assert "Mido fugas en Altavista." in desk.get(PEOPLE).content.decode()
    assert PEOPLE in desk.get("/mi-espacio/").content.decode()
    desk.post(f"/redes/agua/miembros/{tie.pk}/", {"acto": "aceptar"})

    assert membership_of(member, on_request).is_active
    assert on_request.circle in member.groups.all()
    assert "network_admitted" in told(member)


def test_whoever_is_not_let_in_reads_why_and_asks_again_after_a_month(
    asking, on_request, coordinator, member
):
    desk = browser_of(coordinator)
    place = f"/redes/agua/miembros/{asking.pk}/"
    assert desk.post(place, {"acto": "no-aceptar", "reason": " "}).status_code == 200
    assert membership_of(member, on_request).state == States.REQUESTED

    desk.post(place, {"acto": "no-aceptar", "reason": "Es solo para tesorerías."})

    tie = membership_of(member, on_request)
    assert (tie.state, tie.reason) == (States.DECLINED, "Es solo para tesorerías.")
    notice = Notification.objects.get(recipient=member, kind="network_declined")
    assert notice.facts["reason"] == "Es solo para tesorerías."
    with pytest.raises(PermissionDenied):
        actions.ask_to_join(on_request, member, "De nuevo.")
    Membership.objects.filter(pk=tie.pk).update(changed_at="2026-01-01T00:00Z")
    assert actions.ask_to_join(on_request, member, "De nuevo.").state == States.REQUESTED


def test_a_request_can_be_taken_back(asking, on_request, member):
    browser_of(member).post("/redes/agua/unirse/retirar/")

    tie = membership_of(member, on_request)
    assert (tie.state, tie.answer) == (States.LEFT, "")


def test_who_may_do_what_with_the_people(asking, on_request, everybody):
    """Every act for every role, asked of the predicates and of the addresses."""
    belongs = MemberFactory()
    tie = Membership.objects.create(network=on_request, user=belongs)
    may = {who: person for who, person in everybody.items() if who in ("coordinator", "unit")}
    for who, person in [*everybody.items(), ("visitor", None), ("member inside", belongs)]:
        is_allowed = who in may
        if person is not None:
            judged = (
                permissions.can_admit(person, on_request),
                permissions.can_appoint(person, tie),
                permissions.can_remove(person, tie),
            )
            assert judged == (is_allowed,) * 3, who
        browser = browser_of(person)
        expected = 200 if is_allowed else 302 if person is None else 403
        for address in (
            PEOPLE,
            "/redes/agua/miembros/coordinar.csv",
            "/redes/agua/miembros/invitar/",
            "/redes/agua/miembros/invitar/tabla.csv",
            f"/redes/agua/miembros/{tie.pk}/",
        ):
            assert browser.get(address).status_code == expected, (who, address)
        if not is_allowed:
            for act in ("aceptar", "no-aceptar", "nombrar", "retirar", "relevar", "readmitir"):
                answer = browser.post(
                    f"/redes/agua/miembros/{asking.pk}/", {"acto": act, "reason": "Porque sí."}
                )
                assert answer.status_code == expected, (who, act)
            answer = browser.post(
                "/redes/agua/miembros/invitar/", {"acto": "persona", "who": "a@b.co"}
            )
            assert answer.status_code == expected, who
    assert membership_of(asking.user, on_request).state == States.REQUESTED
    assert not NetworkInvitation.objects.exists()


def test_a_closed_network_answers_none_of_these_to_strangers(closed_network, member):
    browser = browser_of(member)
    for address in ("coordinar/", "coordinar.csv", "invitar/", "dejar/", "1/"):
        assert browser.get(f"/redes/cerrada/miembros/{address}").status_code == 404, address


def test_the_coordination_changes_hands_and_is_never_lost(network, coordinator, member, unit):
    actions.join(network, member)
    tie = membership_of(member, network)
    desk = browser_of(coordinator)
    assert desk.post("/redes/agua/miembros/dejar/").status_code == 403

    desk.post(f"/redes/agua/miembros/{tie.pk}/", {"acto": "entregar"})

    assert membership_of(member, network).is_coordinator
    assert not membership_of(coordinator, network).is_coordinator
    assert network.coordinators not in coordinator.groups.all()
    assert "network_entrusted" in told(member)
    with pytest.raises(PermissionDenied):
        actions.step_down(network, member)
    with pytest.raises(ValidationError):
        actions.hand_over(network, MemberFactory(), member)

    actions.appoint(membership_of(coordinator, network), member)
    theirs = membership_of(coordinator, network)
    with pytest.raises(PermissionDenied):
        actions.remove(network, coordinator, member, "Ya no viene.")
    with pytest.raises(PermissionDenied):
        actions.dismiss(theirs, member)
    actions.dismiss(theirs, unit)
    assert not membership_of(coordinator, network).is_coordinator


def test_whoever_is_taken_out_reads_why_and_may_be_let_back(network, coordinator, member):
    actions.join(network, member)
    place = f"/redes/agua/miembros/{membership_of(member, network).pk}/"
    desk = browser_of(coordinator)
    assert desk.post(place, {"acto": "retirar", "reason": ""}).status_code == 200
    assert membership_of(member, network).is_active

    desk.post(place, {"acto": "retirar", "reason": "Vendía productos."})

    assert membership_of(member, network).state == States.REMOVED
    assert Notification.objects.get(recipient=member, kind="network_removed").facts["reason"]
    assert browser_of(member).post("/redes/agua/unirse/").status_code == 403
    for_another = actions.invite(network, coordinator, email="otra@town.example")
    browser_of(member).post(invitation_address(for_another.pk), {"acto": "si"})
    assert membership_of(member, network).state == States.REMOVED

    desk.post(place, {"acto": "readmitir"})

    assert "network_invited" in told(member)
    browser_of(member).post("/redes/agua/unirse/")
    assert membership_of(member, network).is_active
    assert NetworkInvitation.objects.get(person=member).outcome == "accepted"


def test_the_list_is_searched_and_taken_along_with_what_each_shows(
    network, coordinator, django_assert_max_num_queries
):
    open_one = MemberFactory(
        display_name="=Íñigo Ávila", handle="inigo", email_audience=User.Audience.COORDINATORS
    )
    shut = MemberFactory(display_name="Rosa Oculta", email_audience=User.Audience.NOBODY)
    for person in (open_one, shut):
        actions.join(network, person)
    desk = browser_of(coordinator)

    found = desk.get(PEOPLE, {"q": "inigo avila"}).content.decode()
    assert "Íñigo Ávila" in found
    assert "Rosa Oculta" not in found
    table = b"".join(desk.get("/redes/agua/miembros/coordinar.csv").streaming_content)
    rows = {
        row[1]: row for row in csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";")
    }
    assert rows["inigo"][0] == "'=Íñigo Ávila"
    assert rows["inigo"][6] == open_one.email
    assert rows[shut.handle][6] == ""

    people = User.objects.bulk_create(
        [
            User(email=f"p{n}@town.example", handle=f"p-{n}", display_name=f"P {n}")
            for n in range(300)
        ]
    )
    Membership.objects.bulk_create([Membership(network=network, user=each) for each in people])
    with django_assert_max_num_queries(12):
        assert desk.get(PEOPLE).status_code == 200
