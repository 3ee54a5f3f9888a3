"""Calendars for other programs, reminders, and the hours of places and readers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from icalendar import Calendar

from networks import actions
from networks.actions.event_reminders import send_reminders
from networks.actions.events import call_off
from networks.actions.registering import register
from networks.clock import at_place, hours_in_zone, the_day_before, zone_choices, zone_in_words
from networks.models import EventRegistration
from tests.factories import MemberFactory
from tests.networks.events import browser, change, hold, shown

pytestmark = pytest.mark.django_db


def entries(response):
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    lines = response.content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines), "RFC 5545 folds lines"
    calendar = Calendar.from_ical(response.content)
    assert calendar["version"] == "2.0"
    assert not calendar.errors
    return {str(entry["summary"]): entry for entry in calendar.walk("VEVENT")}


def test_a_calendar_is_read_back_as_it_was_told(home, network, coordinator, member):
    actions.found_networks(home)
    begins = datetime(2031, 3, 9, 14, 0, tzinfo=UTC)
    title = "Taller; con, signos \\ y «eñes» " + "largo " * 20
    event = hold(
        network,
        title=title.strip(),
        starts_at=begins,
        summary="Primera línea,\nsegunda; línea",
        link="https://call.example/sala",
    )
    address = "/redes/agua/eventos/calendario.ics"
    [entry] = entries(browser().get(address)).values()

    assert str(entry["summary"]) == title.strip()
    assert entry["dtstart"].dt == begins
    assert entry["dtend"].dt == begins + timedelta(hours=2)
    assert (entry["sequence"], entry["status"]) == (0, "CONFIRMED")
    assert "Primera línea,\nsegunda; línea" in str(entry["description"])
    assert b"call.example" not in browser().get(address).content
    assert b"call.example" not in browser(member).get(f"/eventos/{event.pk}/evento.ics").content
    asked = browser().get(address)
    again = browser().get(address, headers={"If-None-Match": asked["ETag"]})
    assert (again.status_code, asked["Cache-Control"]) == (304, "public, max-age=900")

    change(event, starts_at=begins + timedelta(days=1), ends_at=begins + timedelta(days=1, hours=2))
    call_off(event, coordinator, "Llueve.")

    [later] = entries(browser().get("/eventos/calendario.ics")).values()
    assert later["uid"] == entry["uid"]
    assert (later["sequence"], later["status"]) == (2, "CANCELLED")
    assert later["dtstart"].dt == begins + timedelta(days=1)


def test_the_calendar_of_a_network_keeps_what_lies_nearest(
    home, network, coordinator, member, monkeypatch
):
    """Programs fetch it again and again: 140 events are less than 12 kB. One's own holds all."""
    actions.found_networks(home)
    now = timezone.now()
    for days in (-40, -3, -2, 5, 1, 90, 400):
        begins = now + timedelta(days=days)
        hold(
            network,
            slug=f"dia-{days}",
            title=f"{days}",
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
        )
    monkeypatch.setattr("networks.calendars.NEAREST", 5)
    actions.join(network, member)
    page = shown(browser(member).get("/eventos/mi-calendario/"))
    own = page.split('data-text="')[1].split('"')[0].replace("http://testserver", "")

    assert set(entries(browser().get("/eventos/calendario.ics"))) == {"1", "5", "90", "400", "-2"}
    assert len(entries(browser().get("/redes/agua/eventos/calendario.ics"))) == 5
    assert len(entries(browser().get(own))) == 7
    monkeypatch.setattr("networks.calendars.NEAREST", 2)
    assert set(entries(browser().get("/redes/agua/eventos/calendario.ics"))) == {"1", "5"}


def test_a_person_has_addresses_of_their_own_and_renews_them(
    home, network, closed_network, member, coordinator
):
    actions.found_networks(home)
    actions.appoint_coordinator(closed_network, member)
    hold(closed_network, title="Entre nosotros")
    mine = hold(network, title="Abierto", link="https://call.example/sala")
    hold(network, slug="otro", title="Al que no va")
    register(mine, member)
    page = shown(browser(member).get("/eventos/mi-calendario/"))
    own, *others = [
        part.split('"')[0].replace("http://testserver", "")
        for part in page.split('data-text="')[1:]
    ]
    of_closed = next(each for each in others if "/redes/cerrada/" in each)

    found = entries(browser().get(own))

    assert set(found) == {"Entre nosotros", "Abierto"}
    assert "https://call.example/sala" in str(found["Abierto"]["location"])
    assert browser().get(own)["Cache-Control"] == "private, no-cache"
    assert set(entries(browser().get(of_closed))) == {"Entre nosotros"}
    actions.dismiss_coordinator(closed_network, member)
    actions.remove(closed_network, member)
    assert set(entries(browser().get(own))) == {"Abierto"}
    assert browser().get(of_closed).status_code == 404
    browser(member).post("/eventos/mi-calendario/renovar/")
    assert browser().get(own).status_code == 404
    assert browser().get("/eventos/mi-calendario/falso.ics").status_code == 404
    assert browser().get("/eventos/mi-calendario/").status_code == 302


def test_hours_are_those_of_the_place_also_when_clocks_are_changed():
    wall = datetime(2026, 11, 27, 15, 0)
    assert at_place(wall, "America/Bogota") == datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
    with pytest.raises(ValidationError):
        at_place(datetime(2026, 3, 29, 2, 30), "Europe/Madrid")
    twice = at_place(datetime(2026, 10, 25, 2, 30), "Europe/Madrid")
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    noon = at_place(datetime(2026, 10, 25, 12, 0), "Europe/Madrid")
    assert noon - the_day_before(noon, "Europe/Madrid") == timedelta(hours=25)
    with translation.override("es"):
        assert zone_in_words("America/Bogota") == "hora de Colombia"
        assert zone_in_words("America/Argentina/Buenos_Aires") == "hora de Argentina (Buenos Aires)"
        told = hours_in_zone(noon, noon + timedelta(hours=1), "Europe/Madrid")
        assert "25 de octubre de 2026" in told
        names = [name for name, _words in zone_choices()]
        assert {"America/Caracas", "America/Sao_Paulo", "Europe/Lisbon"} <= set(names)
        assert len(names) == len(set(names))


def test_readers_see_their_own_hours_beside_those_of_the_place(network, member):
    begins = datetime(2031, 3, 10, 20, 0, tzinfo=UTC)
    hold(network, starts_at=begins)
    page = "/redes/agua/eventos/taller/"
    assert "<local-hours" in shown(browser().get(page))
    assert '"startDate": "2031-03-10T15:00:00-05:00"' in shown(browser().get(page))
    member.time_zone = "America/Sao_Paulo"
    member.save()
    seen = shown(browser(member).get(page))
    assert "<local-hours" not in seen
    assert "15:00" in seen
    assert "17:00" in seen


def test_who_comes_is_reminded_once_the_day_before_and_once_an_hour_before(network, member, work):
    begins = timezone.now() + timedelta(days=3)
    event = hold(network, starts_at=begins, capacity=1, link="https://call.example/sala")
    register(event, member)
    register(event, MemberFactory())
    late = MemberFactory(time_zone="America/Caracas")
    work()
    mail.outbox.clear()
    before = the_day_before(begins, event.time_zone)

    told = [
        send_reminders(now)
        for now in (
            before - timedelta(minutes=1),
            before + timedelta(minutes=1),
            before + timedelta(minutes=6),
            begins - timedelta(minutes=61),
            begins - timedelta(minutes=59),
            begins - timedelta(minutes=54),
            begins + timedelta(hours=1),
        )
    ]

    assert told == [0, 1, 0, 0, 1, 0, 0]
    work()
    assert [message.to for message in mail.outbox] == [[member.email], [member.email]]
    assert all("https://call.example/sala" in message.body for message in mail.outbox)
    change(event, capacity=3)
    register(event, late)
    EventRegistration.objects.filter(user=late).update(queued_at=begins - timedelta(hours=5))
    moved = change(event, starts_at=begins + timedelta(days=7), ends_at=begins + timedelta(days=8))
    assert send_reminders(the_day_before(moved.starts_at, event.time_zone)) == 3
