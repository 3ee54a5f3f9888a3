"""Background work in the admin: what waits, what was given up and why, and another try."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from community import periodic
from community.actions.roles import ensure_roles
from community.actions.work import take_work
from community.models import Chore
from community.permissions import COORDINATING_UNIT, FACILITATORS, KNOWLEDGE_TEAM
from networks.actions import create_network, found_networks
from networks.models import Membership, NetworkPage
from tests.community import tasks_made_up as made_up
from tests.factories import MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search")]

SCREEN = "/admin/reports/work/"


def person_as(role, home):
    """Somebody with that role; "coordinator" is of a network."""
    ensure_roles()
    person = MemberFactory(is_superuser=role == "superuser")
    if role == "coordinator":
        index = found_networks(home)
        network = create_network(index, NetworkPage(title="Agua", slug="agua", purpose="Agua."))
        Membership.objects.create(user=person, network=network, role=Membership.Role.COORDINATOR)
    elif role not in ("superuser", "member"):
        person.groups.add(Group.objects.get(name=role))
    return person


@pytest.fixture
def desk(client, home):
    """A browser in which the coordinating unit has signed in."""
    client.force_login(person_as(COORDINATING_UNIT, home))
    return client


@pytest.fixture
def dead_letter(work):
    made_up.give_up.enqueue("agua")
    work(may_fail=True)
    return DBTaskResult.objects.get()


def read(browser, address=SCREEN, **parameters):
    response = browser.get(address, parameters)
    assert response.status_code == 200
    return response.content.decode()


def test_what_waits_runs_and_was_given_up_is_listed_in_words(desk, work):
    made_up.give_up.enqueue("aseo")
    made_up.note.enqueue("terminada")
    work(may_fail=True)
    made_up.fail.enqueue("agua")
    work(may_fail=True)
    made_up.note.enqueue("en manos")
    take_work("somebody")
    made_up.note.enqueue("en espera")

    html = read(desk)

    assert "Trabajo en segundo plano" in html
    rows = html[html.index("<tbody>") :]
    order = [rows.index(word) for word in ("Abandonada", "En curso", "Esper")]
    assert order == sorted(order)
    assert "Se intentará de nuevo" in html
    assert "próximo el" in html
    assert "Note a word" in html
    assert "en manos" in html
    assert "1 de 3" in html
    assert "RuntimeError: no agua today" in html
    assert "terminada" not in html
    assert "terminada" in read(desk, status="SUCCESSFUL")
    assert "4 tareas" in html
    assert "en espera" not in read(desk, status="FAILED")


def test_an_idle_site_says_that_nothing_waits(desk):
    html = read(desk)

    assert "Nada espera y nada se abandonó." in html
    assert "Volver a intentar todas" not in html


def test_the_whole_error_is_a_click_away(desk, dead_letter):
    html = read(desk, f"{SCREEN}{dead_letter.pk}/")

    assert "Traceback (most recent call last)" in html
    assert "never agua" in html
    assert "tests.community.tasks_made_up.give_up" in html
    assert read(desk).count(f'href="{SCREEN}{dead_letter.pk}/"') == 1


def test_one_is_tried_again(desk, dead_letter, work):
    made_up.give_up.enqueue("aseo")
    work(may_fail=True)

    html = desk.post(f"{SCREEN}{dead_letter.pk}/try-again/", follow=True).content.decode()

    assert "1 tarea se intentará de nuevo ahora." in html
    dead_letter.refresh_from_db()
    assert dead_letter.status == "READY"
    assert DBTaskResult.objects.filter(status="FAILED").count() == 1


def test_all_are_tried_again_and_asking_twice_does_no_harm(desk, work):
    for word in ("agua", "aseo"):
        made_up.give_up.enqueue(word)
    work(may_fail=True)
    assert "2 tareas se abandonaron después de su último intento." in read(desk)

    html = desk.post(f"{SCREEN}try-again/", follow=True).content.decode()
    assert "2 tareas se intentarán de nuevo ahora." in html
    html = desk.post(f"{SCREEN}try-again/", follow=True).content.decode()
    assert "No había nada que intentar de nuevo." in html

    assert work(may_fail=True) == 2


def test_nothing_is_tried_again_by_following_a_link(desk, dead_letter):
    assert desk.get(f"{SCREEN}try-again/").status_code == 405
    assert desk.get(f"{SCREEN}{dead_letter.pk}/try-again/").status_code == 405


def test_what_is_done_or_in_hand_cannot_be_begun_anew(desk, work):
    made_up.note.enqueue("agua")
    piece = take_work("somebody")

    desk.post(f"{SCREEN}{piece.pk}/try-again/")

    assert DBTaskResult.objects.get().status == "RUNNING"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("superuser", True),
        (COORDINATING_UNIT, True),
        (KNOWLEDGE_TEAM, False),
        (FACILITATORS, False),
        ("coordinator", False),
        ("member", False),
    ],
)
def test_only_the_unit_and_administrators_see_it(client, home, dead_letter, role, may):
    client.force_login(person_as(role, home))
    one = f"{SCREEN}{dead_letter.pk}/"

    for address in (SCREEN, f"{SCREEN}results/", one):
        assert (client.get(address).status_code == 200) is may
    for address in (f"{one}try-again/", f"{SCREEN}try-again/"):
        client.post(address)
        assert (DBTaskResult.objects.get().status == "READY") is may
        DBTaskResult.objects.update(status="FAILED")
    admin = client.get("/admin/", follow=True).content.decode()
    assert ("background-work" in admin) is may


def test_a_visitor_is_asked_to_sign_in(client, home, dead_letter):
    for address in (SCREEN, f"{SCREEN}{dead_letter.pk}/"):
        assert client.get(address).status_code == 302
    assert client.post(f"{SCREEN}try-again/").status_code == 302
    assert DBTaskResult.objects.get().status == "FAILED"


def test_periodic_work_is_shown_with_how_it_last_went(desk, monkeypatch):
    monkeypatch.setattr(periodic, "_registered", {})
    periodic.register("good", timedelta(hours=1), int, title="Barrer")
    periodic.register("bad", timedelta(hours=1), lambda: 1 / 0, title="Regar")
    periodic.run_due()
    periodic.register("new", timedelta(hours=1), int, title="Podar")
    Chore.objects.create(name="gone", started_at=timezone.now())

    html = read(desk)

    assert "ZeroDivisionError" in html
    html = html[html.index("Trabajo periódico") :]
    states = [html.index(word) for word in ("Barrer", "Hecha", "Regar", "Falló", "Podar", "Aún no")]
    assert states == sorted(states)


def test_a_task_that_the_code_no_longer_has_is_shown_by_its_path(desk):
    made_up.note.enqueue("agua")
    DBTaskResult.objects.update(task_path="old.tasks.sweep")

    assert "old.tasks.sweep" in read(desk)


def test_a_long_list_costs_no_more(desk, django_assert_max_num_queries):
    for number in range(45):
        made_up.note.enqueue(str(number))
    read(desk)

    with django_assert_max_num_queries(20):
        read(desk)
