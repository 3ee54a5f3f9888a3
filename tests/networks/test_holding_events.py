"""Events: who may do what, seats and the queue, guests, what everybody hears of changes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from community.models import Notification
from networks import actions
from networks.actions.events import call_off, forget_guests, forget_person, take_up_again
from networks.actions.registering import give_back, mark_attendance, register, take_off_list
from networks.event_links import guest_address
from networks.models import EventPage, EventQuestion, EventRegistration, EventStanding
from networks.permissions import can_run_event, can_see_event
from tests.factories import MemberFactory
from tests.networks.events import browser, change, hold, shown

pytestmark = pytest.mark.django_db

State = EventRegistration.State


def kinds_told(person):
    return list(
        Notification.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True)
    )


def states(event):
    rows = EventRegistration.objects.filter(event=event).order_by("created_at", "pk")
    return [row.state for row in rows]


def test_each_may_do_what_belongs_to_them(network, everybody, other_network):
    event = hold(network)
    runs = {"coordinator", "unit"}
    comer = register(event, MemberFactory())
    pages = ("lista/", "lista.csv", "suspender/", f"lista/{comer.pk}/quitar/")
    for role, person in everybody.items():
        assert can_see_event(person, event), role
        assert can_run_event(person, event) is (role in runs), role
        for page in pages:
            answer = browser(person).get(f"/eventos/{event.pk}/{page}")
            assert answer.status_code == (200 if role in runs else 403), (role, page)
        sent = browser(person).post(
            f"/eventos/{event.pk}/lista/asistencia/", {"presente": comer.pk}
        )
        assert sent.status_code == (302 if role in runs else 403), role
    for page in pages:
        assert browser().get(f"/eventos/{event.pk}/{page}").status_code == 302, page
    stranger = everybody["stranger"]
    for act in (call_off, lambda event, by, _why: take_up_again(event, by)):
        with pytest.raises(PermissionDenied):
            act(event, stranger, "Porque sí.")
    with pytest.raises(PermissionDenied):
        take_off_list(comer, stranger, "Porque sí.")
    with pytest.raises(PermissionDenied):
        mark_attendance(comer, stranger, was_there=True)
    assert browser().get("/eventos/99999999999999999999/lista/").status_code in (302, 404)


def test_of_a_closed_network_nothing_is_seen_outside(home, closed_network, coordinator, member):
    actions.found_networks(home)
    actions.appoint_coordinator(closed_network, coordinator)
    event = hold(closed_network, title="Secretísimo", link="https://call.example/secreto")
    addresses = [
        "/redes/cerrada/eventos/",
        "/redes/cerrada/eventos/taller/",
        "/redes/cerrada/eventos/calendario.ics",
        *(f"/eventos/{event.pk}/{rest}" for rest in ("evento.ics", "inscripcion/")),
    ]
    for address in addresses:
        assert browser(member).get(address).status_code == 404, address
        assert browser().get(address).status_code == 404, address
        assert browser(coordinator).get(address).status_code == 200, address
    with pytest.raises(PermissionDenied):
        register(event, member)
    for address in ("/eventos/", "/eventos/calendario.ics", "/sitemap.xml", "/eventos/?mes=x"):
        assert "Secret" not in shown(browser(member).get(address)), address
    assert "Secretísimo" in shown(browser(coordinator).get("/eventos/"))


def test_seats_are_given_in_order_and_who_waits_enters(network, work):
    people = [MemberFactory(display_name=f"Persona {n}") for n in range(5)]
    event = hold(network, capacity=2)
    for person in people[:4]:
        register(event, person)
    assert states(event) == ["registered", "registered", "waiting", "waiting"]
    assert register(event, people[0]).is_registered
    assert len(states(event)) == 4

    give_back(EventRegistration.objects.get(user=people[0]))

    assert states(event) == ["gone", "registered", "registered", "waiting"]
    assert kinds_told(people[2]) == ["event_queued", "event_promoted"]
    assert kinds_told(people[3]) == ["event_queued"]
    register(event, people[4])
    change(event, capacity=4)
    assert states(event) == ["gone", "registered", "registered", "registered", "registered"]
    assert kinds_told(people[4]) == ["event_queued", "event_promoted"]
    # Coming back one stands at the end.
    change(event, capacity=3)
    assert register(event, people[0]).is_waiting
    work()


def test_a_member_registers_with_answers_and_gives_the_place_back_without_javascript(
    network, member, coordinator, work
):
    questions = [
        EventQuestion(text="¿De qué municipio viene?", is_required=True),
        EventQuestion(text="¿Qué almuerza?", kind="choice", options="Carne\nVegetariano"),
    ]
    event = hold(network, link="https://call.example/sala", questions=questions)
    page, client = "/redes/agua/eventos/taller/", browser(member)
    assert "https://call.example/sala" not in shown(client.get(page))
    door = f"/eventos/{event.pk}/inscripcion/"
    assert f'href="{door}"' in shown(client.get(page))
    first, second = (f"pregunta-{question.key}" for question in event.questions.all())
    wrong = shown(client.post(door, {first: " ", second: "Pescado"}))
    assert wrong.count("aria-invalid") == 2

    answer = client.post(door, {first: "Sucre", second: "Vegetariano"})

    assert answer.url == page
    assert "https://call.example/sala" in shown(client.get(page))
    assert "https://call.example/sala" not in shown(browser(MemberFactory()).get(page))
    assert kinds_told(member) == ["event_registered"]
    work()
    assert "https://call.example/sala" in mail.outbox[-1].body
    listed = shown(browser(coordinator).get(f"/eventos/{event.pk}/lista/"))
    assert "Vegetariano" in listed
    table = browser(coordinator).get(f"/eventos/{event.pk}/lista.csv").content.decode("utf-8-sig")
    assert "Ana Pérez" in table
    assert "¿De qué municipio viene?" in table
    assert member.email not in table
    assert "Sucre" in table
    client.post(f"/eventos/{event.pk}/inscripcion/anular/")
    assert states(event) == [State.GONE]
    assert client.post(f"/eventos/{event.pk}/inscripcion/", {first: "=1+1"}).url == page
    table = browser(coordinator).get(f"/eventos/{event.pk}/lista.csv").content.decode("utf-8-sig")
    assert "'=1+1" in table


def test_guests_register_by_a_link_in_their_mail(network, work, member):
    event = hold(network, registering="everyone", capacity=1, link="https://call.example/sala")
    door = f"/eventos/{event.pk}/inscripcion/"
    told = {"name": "Visita Lejana", "email": "Visita@Lejos.example"}
    answer = shown(browser().post(door, told))
    assert "Visita@Lejos.example" in answer
    work()
    assert states(event) == [State.ASKED]
    assert mail.outbox[-1].to == ["visita@lejos.example"]
    guest = EventRegistration.objects.get()
    address = guest_address(guest.key)
    assert address in mail.outbox[-1].body
    assert "call.example" not in shown(browser().get(address))
    assert states(event) == [State.ASKED], "looking at the link confirms nothing"

    browser().post(address, {"acto": "confirmar"})

    assert states(event) == [State.REGISTERED]
    assert "https://call.example/sala" in shown(browser().get(address))
    browser().post(door, {**told, "email": "ana@town.example"})
    other = EventRegistration.objects.get(email="ana@town.example")
    browser().post(guest_address(other.key), {"acto": "confirmar"})
    mine = EventRegistration.objects.get(user=member)
    assert mine.is_waiting, "who has an account at that address is registered with it"
    browser().post(address, {"acto": "anular"})
    mine.refresh_from_db()
    assert mine.is_registered
    assert browser().get(f"{address[:-2]}x/").status_code == 404
    assert "cuenta" in browser().get(f"/eventos/{hold(network, 'otro').pk}/inscripcion/").url


def test_what_nobody_may_any_more_is_said(network, member, closed_network):
    event = hold(network, registration_until=timezone.now() - timedelta(minutes=1))
    with pytest.raises(ValidationError):
        register(event, member)
    answer = browser(member).post(f"/eventos/{event.pk}/inscripcion/", follow=True)
    assert EventRegistration.objects.count() == 0
    assert answer.redirect_chain
    wrong = EventPage(
        title="Mal",
        starts_at=timezone.now(),
        ends_at=timezone.now() - timedelta(hours=1),
        time_zone="Mars/Olympus",
    )
    with pytest.raises(ValidationError) as refused:
        wrong.clean()
    assert set(refused.value.message_dict) == {"ends_at", "place", "time_zone"}


def test_another_hour_and_being_called_off_are_told_once_to_each(
    network, member, coordinator, work
):
    event = hold(network, registering="everyone")
    register(event, member)
    browser().post(
        f"/eventos/{event.pk}/inscripcion/", {"name": "Visita", "email": "v@lejos.example"}
    )
    guest = EventRegistration.objects.get(email="v@lejos.example")
    browser().post(guest_address(guest.key), {"acto": "confirmar"})
    work()
    mail.outbox.clear()

    change(event, title="Taller de tarifas justas")
    work()
    assert not mail.outbox, "a word of the title is no news"
    change(event, place="Alcaldía")
    change(event, place="Alcaldía")
    work()
    assert sorted(message.to[0] for message in mail.outbox) == [
        "ana@town.example",
        "v@lejos.example",
    ]
    assert "Alcaldía" in mail.outbox[0].body
    assert EventStanding.objects.get().sequence == 1
    mail.outbox.clear()
    with pytest.raises(ValidationError):
        call_off(event, coordinator, " ")
    address = f"/eventos/{event.pk}/suspender/"
    assert "aria-invalid" in shown(browser(coordinator).post(address, {"razon": ""}))
    browser(coordinator).post(address, {"razon": "Hay inundación."})
    browser(coordinator).post(address, {"razon": "Otra vez."})
    work()
    assert len(mail.outbox) == 2
    assert all("Hay inundación." in message.body for message in mail.outbox)
    assert "Hay inundación." in shown(browser().get("/redes/agua/eventos/taller/"))
    assert kinds_told(member)[-1] == "event_called_off"
    with pytest.raises(ValidationError):
        register(EventPage.objects.get(), MemberFactory())
    browser(coordinator).post(f"/eventos/{event.pk}/retomar/")
    register(EventPage.objects.get(), MemberFactory())


def test_a_page_to_which_people_come_is_called_off_before_it_goes(network, member, coordinator):
    event = hold(network)
    register(event, member)
    client = browser(coordinator)
    for act in ("delete", "unpublish"):
        answer = client.post(f"/admin/pages/{event.pk}/{act}/")
        assert answer.url == f"/eventos/{event.pk}/suspender/", act
        bulk = client.post(f"/admin/bulk/wagtailcore/page/{act}/?id={event.pk}")
        assert bulk.url == f"/eventos/{event.pk}/suspender/", act
    assert EventPage.objects.live().count() == 1
    call_off(event, coordinator, "Llueve.")
    client.post(f"/admin/pages/{event.pk}/delete/")
    assert not EventPage.objects.exists()


def test_whoever_closes_the_account_leaves_the_place_to_others(network, member):
    event = hold(network, capacity=1)
    register(event, member, [{"key": "x", "question": "¿?", "answer": "secreto"}])
    other = MemberFactory()
    register(event, other)

    forget_person(member)

    assert EventRegistration.objects.get(user=other).is_registered
    assert EventRegistration.objects.get(user=None).answers == []


def test_who_was_there_is_noted_with_one_touch_and_gets_a_certificate(network, member, coordinator):
    event = hold(network, starts_at=timezone.now() + timedelta(seconds=5), gives_certificate=True)
    mine = register(event, member)
    client = browser(coordinator)
    door = f"/eventos/{event.pk}/lista/asistencia/"
    row = client.post(door, {"presente": mine.pk}, headers={"HX-Request": "true"})
    assert shown(row).lstrip().startswith("<li")
    assert 'aria-pressed="true"' in shown(row)
    own = f"/eventos/{event.pk}/certificado.pdf"
    assert browser(member).get(own).status_code == 404, "not before it is over"
    before = timezone.now() - timedelta(hours=5)
    EventPage.objects.update(starts_at=before, ends_at=before + timedelta(hours=1))

    leaf = browser(member).get(own)

    assert leaf.content.startswith(b"%PDF")
    assert "Ana Pérez" in shown(browser().get(f"/eventos/certificados/{mine.key}/"))
    assert browser(MemberFactory()).get(own).status_code == 404
    back = client.post(door, {"ausente": mine.pk, "vista": "estado=presentes&q=Ana"})
    assert back.url == f"/eventos/{event.pk}/lista/?q=Ana&estado=presentes#p{mine.pk}"
    assert browser(member).get(own).status_code == 404
    assert browser().get(f"/eventos/certificados/{mine.key}/").status_code == 404
    browser(member).post(f"/eventos/{event.pk}/inscripcion/anular/")
    assert states(event) == [State.REGISTERED], "what is over cannot be given back"
    assert client.post(door, {"presente": "x"}).status_code == 404


def test_of_guests_nothing_is_left_after_half_a_year(network):
    event = hold(network)
    for number, state in enumerate((State.REGISTERED, State.ASKED)):
        EventRegistration.objects.create(
            event=event, name="Visita", email=f"v{number}@lejos.example", state=state
        )
    then = timezone.now() - timedelta(days=181)
    EventPage.objects.update(starts_at=then - timedelta(hours=1), ends_at=then)
    for _twice in range(2):
        forget_guests()
    kept = EventRegistration.objects.get()
    assert (kept.name, kept.email, kept.answers) == ("", "", [])
