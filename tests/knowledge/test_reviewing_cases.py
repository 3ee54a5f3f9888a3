"""The desk of the knowledge team: deciding on a case, its queue, its answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge import actions
from knowledge.models import Case, CorrectionRequest
from knowledge.views import review
from tests.factories import CaseFactory, MemberFactory, NetworkPageFactory
from tests.knowledge.test_registering_cases import write

pytestmark = pytest.mark.django_db

QUEUE = "/experiencias/cola/"


def decide(client, case, act, **data):
    data = {f"{act}-{name}": value for name, value in data.items()}
    return client.post(f"/experiencias/{case.reference}/{act}/", data)


@pytest.fixture
def coordinator(networks):
    person = MemberFactory(handle="coordina")
    network = NetworkPageFactory(parent=networks, title="Red", slug="red")
    network.memberships.create(user=person, role="coordinator", state="active")
    return person


# --- Deciding ----------------------------------------------------------------------


def test_the_team_publishes_with_a_note(client, sent, team):
    client.force_login(team)

    response = decide(client, sent, "publicar", significance="medium", note="First.")

    assert response.status_code == 302
    sent.refresh_from_db()
    assert sent.live
    assert sent.versions.get().note == "First."
    client.logout()
    assert client.get(sent.get_absolute_url()).status_code == 200


def test_the_unit_publishes_too(client, sent, unit):
    client.force_login(unit)
    decide(client, sent, "publicar", significance="medium")

    assert Case.objects.get(pk=sent.pk).live


def test_the_team_returns_it_with_a_reason_that_the_author_gets(client, sent, team, author):
    client.force_login(team)

    decide(client, sent, "devolver", reason="Say how many.")

    sent.refresh_from_db()
    assert sent.state == "returned"
    assert sent.events.first().note == "Say how many."


def test_without_a_reason_nothing_happens_and_the_form_says_so(client, sent, team):
    client.force_login(team)
    for act in ("devolver", "publicar"):
        response = decide(client, sent, act, reason=" ", significance="enormous", note="Kept")

        assert response.status_code == 422
        assert 'role="alert"' in response.content.decode()
    assert "Kept" in response.content.decode()
    assert Case.objects.get(pk=sent.pk).state == "sent"


def test_a_day_is_set_in_the_time_zone_of_the_site_and_taken_back(client, sent, team):
    client.force_login(team)
    tomorrow = timezone.localtime() + timedelta(days=1)
    typed = tomorrow.strftime("%Y-%m-%dT10:30")

    decide(client, sent, "programar", publish_at=typed)

    sent.refresh_from_db()
    assert timezone.localtime(sent.publish_at).strftime("%Y-%m-%dT%H:%M") == typed
    assert sent.code in client.get(f"{QUEUE}?parte=programadas").content.decode()

    client.post(reverse("cases:unschedule", args=[sent.reference]))
    assert Case.objects.get(pk=sent.pk).publish_at is None


@pytest.mark.parametrize("typed", ["2001-01-01T10:00", "nonsense", "", "99999-01-01T00:00"])
def test_a_day_that_cannot_be_is_refused_in_words(client, sent, team, typed):
    client.force_login(team)

    response = decide(client, sent, "programar", publish_at=typed)

    assert response.status_code == 422
    assert Case.objects.get(pk=sent.pk).publish_at is None


def test_withdrawing_needs_a_reason_and_hides_it(client, published, team):
    client.force_login(team)
    assert decide(client, published, "retirar", reason="").status_code == 422

    decide(client, published, "retirar", reason="The municipality asked.")

    client.logout()
    assert client.get(published.get_absolute_url()).status_code == 404


def test_the_confirmation_of_a_municipality_is_recorded(client, published, team):
    client.force_login(team)

    decide(client, published, "confirmar", note="Letter of 3 March.")

    published.refresh_from_db()
    assert not published.is_told_by_a_third_party


def test_nobody_decides_on_a_text_that_changed_meanwhile(client, sent, team, unit):
    client.force_login(team)
    seen = sent.latest_revision_id
    write(sent, unit, "Something else altogether")

    response = decide(client, sent, "publicar", significance="medium", seen=seen)

    assert response.status_code == 422
    assert not Case.objects.get(pk=sent.pk).live


def test_two_who_decide_at_the_same_moment_make_one_decision(client, sent, team, unit, monkeypatch):
    """The second asked what was possible just before the first had decided."""
    client.force_login(team)
    possible = review.is_possible

    def then_the_other_publishes(name, case, user):
        answer = possible(name, case, user)
        if not Case.objects.get(pk=sent.pk).live:
            actions.publish(sent, unit)
        return answer

    monkeypatch.setattr(review, "is_possible", then_the_other_publishes)
    response = decide(client, sent, "devolver", reason="Say how many.")

    assert response.status_code == 302
    sent.refresh_from_db()
    assert (sent.state, sent.live) == ("published", True)
    assert "returned" not in [event.verb for event in sent.events.all()]


def test_what_the_author_has_not_sent_cannot_be_published(client, published, author, team):
    write(published, author, "Half a thought")
    client.force_login(team)

    html = client.get(f"{published.get_absolute_url()}?borrador=1").content.decode()

    assert "/retirar/" in html
    assert "/publicar/" not in html


def test_what_was_decided_already_is_said_so(client, published, team):
    client.force_login(team)

    response = decide(client, published, "devolver", reason="Late.")

    assert response.status_code == 302
    assert Case.objects.get(pk=published.pk).live


ACTS = ["publicar", "devolver", "programar", "desprogramar", "retirar", "confirmar"]


@pytest.mark.parametrize("act", ACTS)
def test_only_the_team_decides(client, act, sent, published_beside, author, member, coordinator):
    """Who does not see the case gets 404, who sees it but may not decide 403."""
    assert decide(client, sent, act).status_code == 302  # to sign in
    for person, answers in ((member, (404, 403)), (coordinator, (404, 403)), (author, (403, 403))):
        client.force_login(person)
        assert (
            decide(client, sent, act, reason="x").status_code,
            decide(client, published_beside, act, reason="x").status_code,
        ) == answers
    assert client.get(f"/experiencias/{sent.reference}/{act}/").status_code == 405


@pytest.fixture
def published_beside(author, team):
    case = CaseFactory(registered_by=author)
    actions.send(case, author)
    actions.publish(case, team)
    return Case.objects.get(pk=case.pk)


# --- The queue --------------------------------------------------------------------


def test_the_queue_is_the_teams(client, sent, team, unit, author, member, coordinator):
    assert client.get(QUEUE).status_code == 302
    for person in (member, author, coordinator):
        client.force_login(person)
        assert client.get(QUEUE).status_code == 403
    for person in (team, unit):
        client.force_login(person)
        assert sent.title in client.get(QUEUE).content.decode()


def test_each_part_shows_its_own(client, team, author, published_beside):
    waiting = CaseFactory(registered_by=author, title="Waits here")
    actions.send(waiting, author)
    back = CaseFactory(registered_by=author, title="Went back")
    actions.send(back, author)
    actions.return_to_author(back, team, "Say how many.")
    actions.ask(
        published_beside, None, kind="withdrawal", text="x", name="Rosa", email="r@town.example"
    )
    client.force_login(team)

    def part(name):
        return client.get(f"{QUEUE}?parte={name}").content.decode()

    assert "Waits here" in part("espera")
    assert "Went back" not in part("espera")
    assert "Went back" in part("devueltas")
    assert "Say how many." in part("devueltas")
    assert "Rosa" in part("solicitudes")
    assert published_beside.title in part("publicadas")
    assert "Waits here" in part("nonsense")


def test_an_overdue_request_is_marked(client, team, published_beside):
    asked = actions.ask(
        published_beside, None, kind="correction", text="x", name="Rosa", email="r@town.example"
    )
    CorrectionRequest.objects.filter(pk=asked.pk).update(
        answer_by=timezone.localdate() - timedelta(days=1)
    )
    client.force_login(team)

    assert "badge bad" in client.get(f"{QUEUE}?parte=solicitudes").content.decode()
    assert "message bad" in client.get(QUEUE).content.decode()


@pytest.mark.parametrize("part", ["espera", "devueltas", "solicitudes", "publicadas"])
def test_the_queue_costs_the_same_however_much_waits(
    client, team, author, published_beside, django_assert_max_num_queries, part
):
    def fill(number):
        for _each in range(number):
            case = CaseFactory(registered_by=MemberFactory())
            actions.send(case, case.registered_by)
            actions.ask(
                published_beside, None, kind="correction", text="x", name="R", email="r@x.example"
            )

    client.force_login(team)
    fill(1)
    client.get(f"{QUEUE}?parte={part}")
    with django_assert_max_num_queries(12) as few:
        client.get(f"{QUEUE}?parte={part}")
    fill(5)
    with django_assert_max_num_queries(len(few)):
        assert client.get(f"{QUEUE}?parte={part}").status_code == 200


@pytest.mark.parametrize("page", ["0", "9999", "x", "\x00", "-1"])
def test_any_page_of_the_queue_answers(client, team, page):
    client.force_login(team)
    assert client.get(QUEUE, {"pagina": page}).status_code == 200


# --- Answers -----------------------------------------------------------------------


@pytest.fixture
def asked(published_beside):
    return actions.ask(
        published_beside,
        None,
        kind="confirmation",
        text="We confirm it.",
        name="Rosa",
        email="rosa@town.example",
        post="Mayor",
    )


def test_the_team_answers_a_request(client, asked, team):
    client.force_login(team)
    address = f"{QUEUE}solicitudes/{asked.pk}/"
    assert "We confirm it." in client.get(address).content.decode()

    response = client.post(address, {"disposition": "accepted", "answer": "Thank you."})

    assert response.status_code == 302
    asked.refresh_from_db()
    assert asked.disposition == "accepted"
    assert not Case.objects.get(pk=asked.case_id).is_told_by_a_third_party
    assert "Thank you." in client.get(address).content.decode()


def test_an_answer_without_words_keeps_the_form(client, asked, team):
    client.force_login(team)

    response = client.post(f"{QUEUE}solicitudes/{asked.pk}/", {"disposition": "accepted"})

    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


def test_a_second_answer_is_refused_in_words(client, asked, team):
    actions.answer_request(asked, team, disposition="declined", answer="No.")
    client.force_login(team)

    response = client.post(
        f"{QUEUE}solicitudes/{asked.pk}/", {"disposition": "accepted", "answer": "Yes."}
    )

    assert response.status_code == 200
    asked.refresh_from_db()
    assert asked.answer == "No."


def test_only_the_team_reads_requests(client, asked, author, member):
    address = f"{QUEUE}solicitudes/{asked.pk}/"
    assert client.get(address).status_code == 302
    for person in (author, member):
        client.force_login(person)
        assert client.get(address).status_code == 403
        assert client.post(address, {"answer": "x"}).status_code == 403


def test_a_request_that_is_not_there_is_not_found(client, team):
    client.force_login(team)
    for pk in (10**6, 10**30):
        assert client.get(f"{QUEUE}solicitudes/{pk}/").status_code == 404


# --- The way there ------------------------------------------------------------------


def test_the_desk_stands_where_the_team_begins_and_nowhere_else(client, sent, team, author):
    client.force_login(team)
    assert QUEUE in client.get("/mi-espacio/").content.decode()
    client.force_login(author)
    assert QUEUE not in client.get("/mi-espacio/").content.decode()
