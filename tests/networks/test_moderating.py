"""Reporting what others wrote, and deciding about it: who may, who may not, who is told."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from community.actions.conversation import post_comment
from community.actions.moderation import (
    PATIENCE,
    pass_on_what_waits,
    report,
)
from community.models import Comment, ModerationAct, Report
from knowledge.actions.publishing import publish
from networks import actions
from tests.factories import CaseFactory, MemberFactory, PostPageFactory, ResourcePageFactory
from tests.networks.moderation import QUEUE, as_, decide, hand_in, page_of, told

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


@pytest.fixture
def unit(with_groups):
    return with_groups["unit"]


@pytest.fixture
def team(with_groups):
    return with_groups["team"]


@pytest.fixture
def stranger(everybody):
    return everybody["stranger"]


@pytest.fixture
def guide(library):
    return ResourcePageFactory(parent=library, title="Guía de caja", slug="guia")


@pytest.fixture
def said(guide, member):
    return post_comment(guide, member, "Llame al 555 y pregunte.")


# --- Reporting ------------------------------------------------------------------


def test_everybody_with_an_account_reports_what_others_wrote(everybody, said, guide, network):
    blog = network.get_children().get(slug="blog").specific
    post = PostPageFactory(parent=blog, author=everybody["stranger"])
    case = CaseFactory(registered_by=everybody["stranger"])
    hand_in(case)
    publish(case, everybody["team"])
    things = {
        f"comentario/{said.pk}/": "member",
        f"recurso/{guide.pk}/": None,
        f"publicacion/{post.pk}/": "stranger",
        f"experiencia/{case.pk}/": "stranger",
        f"perfil/{everybody['stranger'].pk}/": "stranger",
    }
    for place, author in things.items():
        address = f"{QUEUE}informar/{place}"
        assert Client().get(address).status_code == 302, place
        for role, person in everybody.items():
            expected = 403 if role == author else 302
            answer = as_(person).post(address, {"reason": "spam"})
            assert answer.status_code == expected, (role, place)
    assert Report.objects.count() == 5 * 6 - 4


def test_what_one_cannot_read_one_cannot_report(closed_network, member, coordinator):
    actions.appoint_coordinator(closed_network, coordinator)
    section = closed_network.get_children().get(slug="recursos").specific
    secret = ResourcePageFactory(parent=section)
    words = post_comment(secret, coordinator, "Entre nosotros.")

    for place in (f"recurso/{secret.pk}/", f"comentario/{words.pk}/", "perfil/0/", "red/1/"):
        assert as_(member).get(f"{QUEUE}informar/{place}").status_code == 404, place


def test_a_report_needs_a_reason_and_keeps_what_was_typed(said, stranger):
    client = as_(stranger)
    address = f"{QUEUE}informar/comentario/{said.pk}/"

    for data in ({}, {"reason": "first"}, {"reason": "other", "words": " "}, {"words": "x" * 401}):
        page = client.post(address, {"words": "Publica un teléfono.", **data}).content.decode()
        assert 'aria-invalid="true"' in page, data
    client.post(address, {"reason": "private", "words": "Publica un teléfono."})
    client.post(address, {"reason": "spam"})

    (made,) = Report.objects.all()
    assert (made.reason, made.words, made.reporter) == ("private", "Publica un teléfono.", stranger)


def test_who_reports_without_end_is_asked_to_wait(guide, member, stranger, settings):
    settings.ACCOUNT_RATE_LIMITS = {"report": "1/h/user"}
    client = as_(stranger)
    for text in ("Uno.", "Dos."):
        comment = post_comment(guide, member, text)
        answer = client.post(f"{QUEUE}informar/comentario/{comment.pk}/", {"reason": "spam"})

    assert answer.status_code == 200
    assert Report.objects.count() == 1


def test_a_report_goes_first_to_the_coordinators_and_after_two_days_to_the_unit(
    everybody, said, stranger
):
    made = report(said, stranger, "spam")

    for role, person in everybody.items():
        assert ("report_received" in told(person)) is (role == "coordinator"), role
    pass_on_what_waits(made.made_at + PATIENCE - timedelta(minutes=1))
    assert "report_passed_on" not in told(everybody["unit"])
    assert "Guía de caja" not in page_of(everybody["unit"], QUEUE)
    assert "Guía de caja" in page_of(everybody["unit"], f"{QUEUE}?parte=redes")

    assert pass_on_what_waits(made.made_at + PATIENCE) == 1
    assert pass_on_what_waits(made.made_at + PATIENCE) == 0
    assert told(everybody["unit"]) == ["report_passed_on"]
    assert "Guía de caja" in page_of(everybody["unit"], QUEUE)


def test_where_nobody_else_answers_it_is_the_units_turn_at_once(guide, coordinator, member, unit):
    own = post_comment(guide, coordinator, "Lo mío.")

    report(own, member, "insult")

    assert told(unit) == ["report_received"]
    assert "report_received" not in told(coordinator)
    assert "Lo mío." not in page_of(coordinator, QUEUE)
    assert "Lo mío." in page_of(unit, QUEUE)


# --- The queue ------------------------------------------------------------------


def test_each_finds_in_the_queue_what_they_answer_for(everybody, said, stranger):
    report(said, stranger, "spam", "Es propaganda.")

    assert Client().get(QUEUE).status_code == 302
    for role, person in everybody.items():
        answer = as_(person).get(QUEUE)
        has_desk = role not in ("stranger", "member")
        assert answer.status_code == (200 if has_desk else 403), role
        assert ("Es propaganda." in answer.content.decode()) is (role == "coordinator"), role
        space = page_of(person, "/mi-espacio/")
        assert (f'href="{QUEUE}"' in space) is has_desk, role
        code = decide(person, [f"comentario:{said.pk}"], "descartar").status_code
        assert code == (302 if has_desk else 403), role
    assert Report.objects.get().decided_by == everybody["coordinator"]
    assert "report_decided" in told(stranger)


def test_many_are_decided_at_once_and_each_author_reads_the_reason(guide, coordinator, stranger):
    people = [MemberFactory() for _ in range(3)]
    comments = [post_comment(guide, person, f"Compre en {person.pk}.") for person in people]
    for comment in comments:
        report(comment, stranger, "spam")
    own = post_comment(guide, coordinator, "Lo mío.")
    values = [f"comentario:{comment.pk}" for comment in [*comments, own]]

    without = decide(coordinator, values, "ocultar")
    assert without.status_code == 422
    assert without.content.decode().count("checked") >= 3
    for data in ([], ["comentario:x"], ["nada:1"], ["comentario:999999"]):
        assert decide(coordinator, data, "ocultar", "Es publicidad.").status_code in (302, 422)
    decide(coordinator, values, "ocultar", "Es publicidad.")

    assert Comment.objects.filter(hidden_reason="Es publicidad.").count() == 3
    assert not Report.objects.open().exists()
    assert all(told(person) == ["comment_hidden"] for person in people)
    in_force = [f"decision:{act.pk}" for act in ModerationAct.objects.in_force()]
    assert "Es publicidad." in page_of(coordinator, f"{QUEUE}?parte=vigentes")
    decide(coordinator, in_force, "mostrar", "Era para otra cosa.", parte="vigentes")
    assert Comment.objects.present().count() == 4
    assert not ModerationAct.objects.in_force().exists()


def test_a_coordinator_warns_and_passes_on_and_only_the_unit_suspends(
    coordinator, unit, said, member, stranger
):
    report(said, stranger, "spam")
    value = [f"comentario:{said.pk}"]

    assert decide(coordinator, value, "suspender", "Insiste.").status_code == 422
    decide(coordinator, value, "pasar")
    assert told(unit) == ["report_passed_on"]
    decide(coordinator, value, "advertir", "La próxima vez sin teléfono.")
    assert "author_warned" in told(member)
    decide(unit, value, "suspender", "Insiste.", days="7")

    member.refresh_from_db()
    said.refresh_from_db()
    assert member.is_suspended
    assert said.is_hidden
    assert {"author_suspended", "comment_hidden"} <= set(told(member))


def test_the_queue_costs_the_same_with_20_and_with_2000_reports(
    guide, coordinator, unit, member, django_assert_max_num_queries
):
    clients, counted = [as_(coordinator), as_(unit)], []
    kinds = ContentType.objects
    for number in (20, 2000):
        Report.objects.all().delete()
        comments = Comment.objects.bulk_create(
            Comment(
                content_type=kinds.get_for_model(guide),
                object_id=guide.pk,
                author=member,
                body=f"<p>Texto {count}</p>",
            )
            for count in range(number)
        )
        Report.objects.bulk_create(
            Report(
                content_type=kinds.get_for_model(Comment),
                object_id=comment.pk,
                person=member,
                reason="spam",
                network_id=guide.network_id,
                passed_on_at=timezone.now(),
            )
            for comment in comments
        )
        for client in clients:
            with django_assert_max_num_queries(MOST_QUERIES) as queries:
                page = client.get(f"{QUEUE}?marcar=todo").content.decode()
            assert (page.count("Texto"), page.count(" checked")) == (20, 20)
            assert len(page) < 60_000
            counted.append(len(queries))

    assert counted[:2] == counted[2:]
