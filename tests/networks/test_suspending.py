"""Hiding pages, profiles and cases, suspending people, and appealing against it."""

import pytest
from django.test import Client
from django.utils import timezone

from community.actions.conversation import post_comment
from community.actions.moderation import (
    dismiss,
    hide,
    report,
    show,
    suspend,
)
from community.leaving import leave_url
from community.models import ModerationAct, User
from community.permissions import (
    COORDINATING_UNIT,
    can_comment,
    can_decide_appeal,
    can_edit_comment,
    can_edit_profile,
    can_hide,
    can_suspend,
    is_coordinating_unit,
)
from community.sources import Source
from knowledge.actions.publishing import publish
from knowledge.models import Case
from knowledge.permissions import can_edit, can_register, can_review
from networks.models import Topic
from networks.permissions import can_coordinate, can_join
from tests.factories import CaseFactory, MemberFactory, ResourcePageFactory
from tests.networks.moderation import QUEUE, as_, hand_in, of_group, page_of, told

pytestmark = pytest.mark.django_db


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


# --- Other things than comments -------------------------------------------------


def test_a_page_that_is_hidden_cannot_be_published_again_by_its_author(
    guide, coordinator, unit, member
):
    guide.author = coordinator
    guide.save()
    assert not can_hide(coordinator, guide)

    hide(guide, unit, "Es de otra red.")

    assert Client().get("/redes/agua/recursos/guia/").status_code == 404
    assert "thing_hidden" in told(coordinator)
    page = type(guide).objects.get(pk=guide.pk)
    assert not page.permissions_for_user(coordinator).can_publish()
    assert not page.permissions_for_user(coordinator).can_unlock()
    show(page, unit)
    assert Client().get("/redes/agua/recursos/guia/").status_code == 200


def test_a_hidden_profile_is_seen_by_its_person_alone(stranger, unit, member):
    address = stranger.get_absolute_url()
    hide(stranger, unit, "Anuncia una tienda.")

    assert Client().get(address).status_code == 404
    assert as_(member).get(address).status_code == 404
    assert as_(stranger).get(address).status_code == 200
    assert not can_hide(member, stranger)
    show(User.objects.get(pk=stranger.pk), unit)
    assert Client().get(address).status_code == 200


def test_a_case_is_withdrawn_by_the_team_and_reported_to_coordinators(
    network, coordinator, team, stranger, member
):
    case = CaseFactory(registered_by=member, rows__networks=[network])
    hand_in(case)
    publish(case, team)
    case = Case.objects.get(pk=case.pk)

    report(case, stranger, "false", "El costo es otro.")

    assert "El costo es otro." in page_of(coordinator, QUEUE)
    assert not can_hide(coordinator, case)
    hide(case, team, "El costo no se sostiene.")
    assert Client().get("/experiencias/XA-2026-0001/").status_code == 404
    assert told(member).count("thing_hidden") == 1
    assert "case_unpublished" not in told(member)
    show(Case.objects.get(pk=case.pk), team)
    assert Client().get("/experiencias/XA-2026-0001/").status_code == 200


# --- Suspending -----------------------------------------------------------------


def test_a_suspended_person_reads_and_does_nothing_else_in_any_open_tab(
    guide, said, member, unit, network, coordinator, settings
):
    tab, htmx = as_(member), {"HX-Request": "true"}
    case = CaseFactory(registered_by=member)
    suspend(member, unit, "Insiste con publicidad.", days=7)

    assert "Insiste" in tab.get(f"{QUEUE}suspension/").content.decode()
    assert tab.get("/redes/agua/recursos/guia/").status_code == 200
    for address in (
        f"/comentarios/nuevo/recurso/{guide.pk}/",
        f"/comentarios/{said.pk}/editar/",
        f"/comentarios/{said.pk}/eliminar/",
        f"{QUEUE}informar/recurso/{guide.pk}/",
        "/cuenta/perfil/",
        "/experiencias/nueva/",
        "/redes/agua/unirse/",
        f"/experiencias/{case.key}/editar/lo-esencial/",
    ):
        assert tab.post(address, {"text": "x"}).status_code in (403, 404), address
    address = f"/comentarios/nuevo/recurso/{guide.pk}/"
    fragment = tab.post(address, {"text": "x"}, headers=htmx)
    assert fragment["HX-Redirect"] == f"{QUEUE}suspension/"
    fresh = User.objects.get(pk=member.pk)
    assert not any(
        (
            can_comment(fresh, guide),
            can_edit_comment(fresh, said),
            can_edit_profile(fresh, fresh),
            can_register(fresh),
            can_edit(fresh, case),
            can_join(fresh, network),
        )
    )
    # Whose mails these are decides about them all the same.
    farewell = leave_url(fresh, [Source.CONVERSATION]).removeprefix(settings.WAGTAILADMIN_BASE_URL)
    for address in ("/cuenta/avisos/", farewell):
        assert tab.post(address).status_code == 200, address
    assert tab.post("/cuenta/salir/").status_code == 302


def test_a_suspension_takes_the_roles_along_and_ends_by_itself(
    coordinator, team, unit, network, said, member
):
    admin = MemberFactory(is_superuser=True)
    second = of_group(COORDINATING_UNIT)
    assert not any(can_suspend(by, admin) for by in (unit, admin))
    assert not can_suspend(unit, second)
    assert not can_suspend(unit, unit)
    assert not any(can_suspend(by, member) for by in (coordinator, team, member))
    tab = as_(coordinator)
    assert tab.get("/admin/").status_code == 200
    CaseFactory(rows__networks=[network])
    assert Case.objects.moderated_by(coordinator).exists()
    topic = Topic.objects.create(network=network, title="Aún no.", body="<p>…</p>", is_waiting=True)
    assert "Aún no." in tab.get(topic.get_absolute_url()).content.decode()
    for person in (coordinator, team):
        suspend(person, unit, "Un descanso.", days=1)
    suspend(second, admin, "Un descanso.", days=1)

    assert tab.get("/admin/").status_code == 403
    assert tab.get(QUEUE).status_code == 403
    assert not can_coordinate(coordinator, network)
    assert not can_hide(coordinator, said)
    # What others may not read is closed to them too.
    assert "Aún no." not in as_(coordinator).get(topic.get_absolute_url()).content.decode()
    assert not Case.objects.moderated_by(coordinator).exists()
    assert not can_review(team)
    assert not is_coordinating_unit(second)
    User.objects.update(suspended_until=timezone.now())
    coordinator.refresh_from_db()
    assert can_coordinate(coordinator, network)
    assert tab.get("/admin/").status_code == 200


# --- Appeals --------------------------------------------------------------------


def test_an_appeal_is_made_once_and_decided_by_somebody_else(
    everybody, said, member, coordinator, unit
):
    act = hide(said, coordinator, "Trae un teléfono.")
    address = act.get_absolute_url()
    for role, person in everybody.items():
        seen = as_(person).get(address).status_code
        assert seen == (200 if role in ("member", "coordinator", "unit") else 404), role
        if role != "member":
            answer = as_(person).post(address, {"words": "No es mía."}).status_code
            assert answer in (403, 404), role
    author = as_(member)
    assert author.post(address, {"words": ""}).status_code == 200
    assert author.post(address, {"words": "El teléfono es público."}).status_code == 302
    assert author.post(address, {"words": "Otra vez."}).status_code == 403
    assert told(unit) == ["appeal_received"]
    assert "appeal_received" not in told(coordinator)
    made = act.appeal
    for role, person in everybody.items():
        assert can_decide_appeal(person, made) is (role == "unit"), role
    assert "El teléfono es público." in page_of(unit, f"{QUEUE}?parte=apelaciones")

    data = {"accept": "yes", "reason": "Es el de la alcaldía."}
    assert as_(coordinator).post(f"{address}responder/", data).status_code == 403
    assert as_(unit).post(f"{address}responder/", {"accept": "yes"}).status_code == 422
    assert as_(unit).post(f"{address}responder/", data).status_code == 302

    assert "555" in page_of()
    assert "appeal_decided" in told(member)
    assert "Es el de la alcaldía." in author.get(address).content.decode()


def test_a_suspended_person_appeals_and_the_unit_member_who_suspended_does_not_decide(member, unit):
    second = of_group(COORDINATING_UNIT)
    act = suspend(member, unit, "Insiste.")
    address = act.get_absolute_url()

    assert as_(member).post(address, {"words": "No fui yo."}).status_code == 302
    assert as_(unit).post(f"{address}responder/", {}).status_code == 403
    data = {"accept": "yes", "reason": "Fue otra persona."}
    assert as_(second).post(f"{address}responder/", data).status_code == 302

    member.refresh_from_db()
    assert not member.is_suspended
    kinds = list(ModerationAct.objects.values_list("kind", flat=True))
    assert kinds == ["reinstated", "reversed", "suspended"]


# --- The audit trail ------------------------------------------------------------


def test_the_unit_finds_every_decision_in_the_admin(everybody, said, coordinator, member):
    dismiss(said, coordinator)
    hide(said, coordinator, "Trae un teléfono.")

    for role, person in everybody.items():
        answer = as_(person).get("/admin/reports/moderation/")
        assert answer.status_code == 200 if role == "unit" else answer.status_code != 200, role
    page = as_(everybody["unit"]).get("/admin/reports/moderation/").content.decode()
    assert "Trae un teléfono." in page
    assert "Inés Paredal" in page
