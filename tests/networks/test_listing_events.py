"""Lists of events: what comes, what was, a month; what they cost; how old networks get them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from networks import actions
from networks.actions.sections import spread_new_sections
from networks.demo.events import load_events
from networks.models import EventIndexPage, EventPage, EventStanding
from tests.factories import MemberFactory
from tests.networks.events import browser, hold, section_of, shown

pytestmark = pytest.mark.django_db

LIST = "/redes/agua/eventos/"


def fill(network, number, begins):
    section = section_of(network)
    for place in range(number):
        moment = begins + timedelta(hours=place)
        event = EventPage(
            title=f"Evento {place:03}",
            slug=f"evento-{begins:%Y%m%d}-{place}",
            starts_at=moment,
            ends_at=moment + timedelta(hours=1),
            place="Aquí",
        )
        section.add_child(instance=event)
    EventStanding.objects.bulk_create(
        EventStanding(event=event) for event in EventPage.objects.filter(standing=None)
    )


def test_what_comes_stands_first_and_what_was_by_years(home, network, other_network):
    actions.found_networks(home)
    now = timezone.now()
    hold(network, "proximo", title="El próximo", starts_at=now + timedelta(days=2))
    hold(network, "lejano", title="El lejano", starts_at=now + timedelta(days=20))
    old = datetime(2024, 5, 6, 15, tzinfo=UTC)
    hold(network, "viejo", title="El viejo", starts_at=old, minutes=[("paragraph", "Se acordó.")])
    hold(network, "antiguo", title="El antiguo", starts_at=old - timedelta(days=400))
    hold(other_network, "ajeno", title="El ajeno", starts_at=now + timedelta(days=3))

    coming = shown(browser().get(LIST))
    assert coming.index("El próximo") < coming.index("El lejano")
    assert "El viejo" not in coming
    past = shown(browser().get(f"{LIST}?cuando=pasados"))
    assert past.index("El viejo") < past.index("El antiguo")
    assert "El próximo" not in past
    assert "El antiguo" not in shown(browser().get(f"{LIST}?cuando=pasados&anio=2024"))
    assert "El viejo" in shown(browser().get(f"{LIST}?cuando=pasados&anio=2024"))
    month = shown(browser().get(f"{LIST}?mes=2024-05"))
    assert "<table" in month
    assert "El viejo" in month
    assert "El viejo" not in shown(browser().get(f"{LIST}?mes=2024-06"))
    assert "<table" in shown(browser().get(f"{LIST}?mes=ayer"))
    for address in (LIST, f"{LIST}?mes=2024-05", f"{LIST}?cuando=pasados"):
        part = shown(browser().get(address, headers={"HX-Request": "true"}))
        assert "<html" not in part, address
        assert ("<table" in part) is ("mes=" in address), address
    everywhere = shown(browser().get("/eventos/"))
    assert "El ajeno" in everywhere
    assert "El ajeno" not in shown(browser().get("/eventos/?red=agua"))
    assert "Se acordó." in shown(browser().get(f"{LIST}viejo/"))


def test_words_find_events_with_and_without_accents(home, network, searchable):
    hold(network, "uno", title="Medición de pérdidas")
    hold(network, "dos", title="Otra cosa")
    searchable()

    found = shown(browser().get(f"{LIST}?q=medicion"))

    assert "Medición de pérdidas" in found
    assert "Otra cosa" not in found
    assert 'class="empty"' in shown(browser().get(f"{LIST}?q=zanahoria"))


def test_lists_cost_the_same_however_many_events_there_are(
    home, network, member, coordinator, django_assert_max_num_queries
):
    hold(network, "primero", title="Primero")
    counted = {}
    pages = (
        LIST,
        f"{LIST}?cuando=pasados",
        f"{LIST}?mes=2031-01",
        f"{LIST}primero/",
        "/redes/agua/",
    )
    for number in (2, 60):
        fill(network, number, datetime(2031, 1, 1 + number % 7, tzinfo=UTC))
        fill(network, number, datetime(2021, 1, 1 + number % 7, tzinfo=UTC))
        for role, most in ((None, 8), (member, 12)):
            client = browser(role)
            for page in pages:
                client.get(page)
                with django_assert_max_num_queries(most, info=f"{page} {role}") as asked:
                    answer = client.get(page)
                assert answer.status_code == 200
                assert len(answer.content) < 60_000, page
                known = counted.setdefault((page, role), len(asked))
                assert len(asked) == known, page
    with django_assert_max_num_queries(6):
        assert browser().get("/redes/agua/eventos/calendario.ics").status_code == 200
    assert EventPage.objects.count() == 125


def test_an_old_network_gets_the_section_and_its_coordinators_may_write_in_it(
    home, network, coordinator
):
    actions.found_networks(home)
    for page in EventIndexPage.objects.all():
        page.delete()

    made = spread_new_sections()

    assert made == 1
    assert spread_new_sections() == 0
    section = section_of(network)
    assert section.permissions_for_user(coordinator).can_add_subpage()
    assert browser().get(LIST).status_code == 200
    assert browser().get("/eventos/").status_code == 200


def test_a_coordinator_writes_hours_by_the_clocks_of_the_place(network, coordinator):
    section = section_of(network)
    client = browser(coordinator)
    address = f"/admin/pages/add/networks/eventpage/{section.pk}/"
    assert "Hora de Colombia" in shown(client.get(address))
    told = {
        "title": "Visita",
        "slug": "visita",
        "summary": "",
        "time_zone": "America/Sao_Paulo",
        "starts_at": "2031-05-06 15:00",
        "ends_at": "2031-05-06 14:00",
        "place": "Alcaldía",
        "registering": "members",
        "published_on": "2026-01-01",
        "tags": "",
        **{
            f"{prefix}-{name}": "0"
            for prefix in ("page_themes", "questions", "material_links")
            for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        },
        **{f"{name}-count": "0" for name in ("agenda", "speakers", "minutes", "sources")},
        "action-publish": "1",
    }
    wrong = shown(client.post(address, told))
    assert "termina antes" in wrong.lower() or "ends before" in wrong.lower()

    client.post(address, {**told, "ends_at": "2031-05-06 17:00"})

    event = EventPage.objects.get(slug="visita")
    assert event.starts_at == datetime(2031, 5, 6, 18, tzinfo=UTC)
    assert 'value="2031-05-06 15:00"' in shown(client.get(f"/admin/pages/{event.pk}/edit/"))
    refused = client.post(address, {**told, "starts_at": "ayer", "slug": "otra"})
    assert refused.status_code == 200


def test_the_demonstration_has_events_behind_and_ahead_and_twice_is_as_once(network):
    coordinator = MemberFactory(handle="ines-paredal")
    MemberFactory(handle="maira-tolosa")
    actions.appoint_coordinator(network, coordinator)
    for _twice in range(2):
        load_events()
    now = timezone.now()
    assert EventPage.objects.past(now).count() == 1
    assert EventPage.objects.upcoming(now).count() == 1
