"""What proves a solution, what is taken along of it, and who hears when its proof changes."""

import json
import re
from io import BytesIO

import docx
import pypdfium2
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation
from wagtail.rich_text import RichText

from community.actions.notice_mails import letter_of
from community.models import Notification
from community.permissions import COORDINATING_UNIT, KNOWLEDGE_TEAM
from community.waiting import waiting_for
from knowledge import actions
from knowledge.models import (
    Case,
    ProofChange,
    SolutionCase,
    SolutionIndexPage,
    SolutionPage,
    SolutionResource,
)
from knowledge.proof import proof_of
from networks import actions as networks
from networks.models import NetworkPage, ResourceIndexPage
from tests.conftest import make_home
from tests.factories import (
    CaseFactory,
    MemberFactory,
    NetworkIndexPageFactory,
    ResourcePageFactory,
    SolutionPageFactory,
    make_state,
)
from tests.knowledge.conftest import somebody_of, write

pytestmark = pytest.mark.django_db

NORM = {"country": "XA", "norm": "Ley de Municipios", "article": "artículo 41", "link": ""}
INSTRUMENT = {
    "kind": "ordinance",
    "title": "Ordenanza del mercado",
    "text": RichText("<p>Rige en [NOMBRE].</p><ol><li>Separar.</li><li>Pesar.</li></ol>"),
    "basis": [NORM, {**NORM, "norm": "Ley de Aseo", "link": "https://ley.example/aseo"}],
}
STEP = {
    "title": "Pesar siete días",
    "detail": RichText("<p>Cada día.</p>"),
    "who": "Aseo",
    "duration": "2 semanas",
    "output": "Planilla",
}


def make_network(index, slug, **fields):
    network = networks.create_network(
        index, NetworkPage(slug=slug, title=f"Red de {slug}", purpose="Juntos.", **fields)
    )
    return network, SolutionIndexPage.objects.child_of(network).get()


def bring_out(case, team):
    actions.send(case, case.registered_by)
    actions.publish(case, team)
    return Case.objects.get(pk=case.pk)


@pytest.fixture(scope="module")
def scene(lasting):
    """A solution of an open network made of two published cases, and the people around it."""
    with lasting():
        index = NetworkIndexPageFactory(parent=make_home())
        make_state()
        network, section = make_network(index, "residuos")
        other, _section = make_network(index, "agua")
        closed, hidden = make_network(index, "cerrada", visibility="members", joining="invitation")
        people = {
            "author": MemberFactory(display_name="Autora"),
            "coordinator": MemberFactory(display_name="Coordina"),
            "other": MemberFactory(display_name="Otra red"),
            "insider": MemberFactory(display_name="De adentro"),
            "stranger": MemberFactory(),
            "team": somebody_of(KNOWLEDGE_TEAM, "equipo"),
            "unit": somebody_of(COORDINATING_UNIT, "unidad"),
        }
        networks.appoint_coordinator(network, people["coordinator"])
        networks.appoint_coordinator(other, people["other"])
        networks.appoint_coordinator(closed, people["insider"])
        case = bring_out(CaseFactory(title="Abono en el mercado"), people["team"])
        second = bring_out(CaseFactory(title="Lombrices"), people["team"])
        draft = CaseFactory(title="Vivero sin publicar")
        solution = SolutionPageFactory(
            parent=section,
            title="Separar en el mercado",
            author=people["author"],
            owner=people["author"],
            steps=[("step", STEP)],
            legal_instruments=[("instrument", INSTRUMENT)],
            staff_months="7.5",
            means_note="Se repone un quinto.",
        )
        secret = SolutionPageFactory(parent=hidden, title="Solución secreta")
        for order, each in enumerate((case, second, draft)):
            SolutionCase.objects.create(
                solution=solution, case=each, sort_order=order, note=f"Muestra {order}"
            )
        SolutionCase.objects.create(solution=secret, case=case)
        yield {
            **people,
            "case": case,
            "second": second,
            "network": network,
            "solution": solution,
            "secret": secret,
        }


@pytest.fixture(autouse=True)
def in_spanish():
    with translation.override("es"):
        yield


def read(client, page):
    response = client.get(page.get_url())
    assert response.status_code == 200
    return response.content.decode()


def open_changes(solution):
    return {(change.case_id, change.kind): change.value for change in solution.proof_changes.open()}


# --- What readers see -----------------------------------------------------------------


def test_a_solution_shows_its_published_cases_with_what_they_are_worth_today(client, scene):
    Case.objects.filter(pk=scene["case"].pk).update(
        evidence_level=4, level=2, validity_status="interrupted"
    )

    Case.objects.filter(pk=scene["second"].pk).update(validity_status="current")
    html = read(client, scene["solution"])
    html = html.partition('id="prueba"')[2] + html.partition('id="ficha"')[2]

    assert html.index("Abono en el mercado") < html.index("Muestra 0") < html.index("Lombrices")
    assert "Vivero sin publicar" not in html
    assert "N2" in html
    page = SolutionPage.objects.get(pk=scene["solution"].pk)
    page.load_shown(AnonymousUser())
    assert (proof_of(page).rung, len(proof_of(page).links), proof_of(page).going_on) == (4, 2, 1)
    for words in ("Se repone un quinto.", "7,5", "Ley de Municipios", "https://ley.example/aseo"):
        assert words in html, words


def test_a_case_lists_the_solutions_made_of_it_that_the_reader_may_open(client, scene):
    html = read(client, type("Page", (), {"get_url": scene["case"].get_absolute_url}))
    assert scene["solution"].get_url() in html
    assert "Solución secreta" not in html

    client.force_login(scene["insider"])
    html = client.get(scene["case"].get_absolute_url()).content.decode()
    assert "Solución secreta" in html


def test_search_engines_are_told_the_steps(client, scene):
    html = read(client, scene["solution"])
    told = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])

    assert told["@type"] == "HowTo"
    assert [step["name"] for step in told["step"]] == ["Pesar siete días"]
    assert told["isBasedOn"] == ["Abono en el mercado", "Lombrices"]


def test_lists_are_narrowed_by_cost_and_by_evidence(client, scene):
    Case.objects.filter(pk=scene["second"].pk).update(evidence_level=3)
    shown = {
        query: "Separar en el mercado" in client.get(f"/redes/residuos/soluciones/?{query}").text
        for query in ("evidencia=3", "evidencia=4", "costo=unknown", "costo=over_2m", "evidencia=x")
    }

    assert shown == {
        "evidencia=3": True,
        "evidencia=4": False,
        "costo=unknown": True,
        "costo=over_2m": False,
        "evidencia=x": True,
    }


# --- What one takes along -----------------------------------------------------------------


def test_the_sheet_holds_what_to_do_with_what_and_what_proves_it(client, scene):
    library = ResourceIndexPage.objects.child_of(scene["network"]).get()
    resource = ResourcePageFactory(parent=library, title="Planilla de pesaje")
    SolutionResource.objects.create(solution=scene["solution"], resource=resource)
    response = client.get(reverse("solutions:sheet", args=[scene["solution"].pk]))
    assert response["Content-Type"] == "application/pdf"
    assert "private" in response["Cache-Control"]
    pages = [
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(response.content)
    ]
    words = re.sub(r"\s+", " ", " ".join(pages))

    assert 1 <= len(pages) <= 4
    for told in (
        "Separar en el mercado",
        "Pesar siete días",
        "Planilla de pesaje",
        "Ordenanza del mercado",
        "Ley de Municipios",
        "Abono en el mercado",
        "Muestra 0",
        "CC BY 4.0",
        f"ones/{scene['solution'].pk}/",
    ):
        assert told in words, told
    assert "Vivero sin publicar" not in words


def test_a_hostile_solution_is_set_all_the_same(client, scene):
    hostile = SolutionPageFactory(
        parent=scene["solution"].get_parent(),
        title='#panic("x") 🎉 ' + "palabra " * 25,
        problem="<p>" + "Larga frase. " * 3000 + "w" * 4000 + "</p>",
        steps=[("step", {**STEP, "detail": RichText("<p>" + "Otra. " * 900 + "</p>")})] * 14,
        pitfalls=[("pitfall", "#read(`/etc/passwd`) " * 60)] * 9,
    )
    response = client.get(reverse("solutions:sheet", args=[hostile.pk]))

    assert len(pypdfium2.PdfDocument(response.content)) <= 6


def test_each_legal_text_is_handed_out_with_its_norms_and_marked_blanks(client, scene):
    html = read(client, scene["solution"])
    addresses = re.findall(r'href="(/soluciones/\d+/normas/[-\w]+\.(?:docx|txt))"', html)
    assert len(addresses) == 2

    word = docx.Document(BytesIO(client.get(addresses[0]).content))
    lines = [line.text for line in word.paragraphs]
    plain = client.get(addresses[1]).content.decode()
    for told in ("Rige en [NOMBRE].", "1. Separar.", "– Altazara: Ley de Municipios, artículo 41"):
        assert told in lines, told
        assert told in plain, told
    marked = [run for line in word.paragraphs for run in line.runs if run.font.highlight_color]
    assert [run.text for run in marked] == ["[NOMBRE]"]
    assert f"/soluciones/{scene['solution'].pk}/" in plain


def test_nothing_of_a_closed_network_is_handed_out_and_the_number_leads_to_the_page(client, scene):
    number, key = scene["secret"].pk, "00000000-0000-0000-0000-000000000000"
    addresses = [
        f"/soluciones/{number}/{rest}"
        for rest in ("", "ficha.pdf", f"normas/{key}.txt", f"normas/{key}.docx", "redes/")
    ]
    for person in ("stranger", "other", "coordinator"):
        client.force_login(scene[person])
        statuses = {address: client.get(address).status_code for address in addresses}
        assert set(statuses.values()) == {404}, (person, statuses)
    client.force_login(scene["insider"])
    assert client.get(addresses[1]).status_code == 200
    client.logout()
    assert client.get(f"/soluciones/{scene['solution'].pk}/").url == scene["solution"].get_url()
    for strange in (f"/soluciones/{2**70}/", f"/soluciones/{2**70}/ficha.pdf"):
        assert client.get(strange).status_code == 404


# --- When the proof changes ------------------------------------------------------------------


def change_by(scene, how):
    case, team = scene["case"], scene["team"]
    if how == "version":
        write(case, team, "Abono, de nuevo")
        actions.publish(case, team, significance="major", note="Otra cifra.")
    elif how == "validity":
        actions.answer_validity(case, team, "interrupted", "no_funds")
    elif how == "withdrawn":
        actions.unpublish(case, team, "Lo pidieron.")
    elif how == "corrected":
        asked = actions.ask(
            case, None, kind="correction", text="No.", name="A", email="a@b.example"
        )
        actions.answer_request(asked, team, disposition="accepted", answer="Sí.")
    elif how == "evidence":
        Case.objects.filter(pk=case.pk).update(evidence_level=4)
        write(case, team, "Abono, corregido")
        actions.publish(case, team, significance="minor")
    elif how == "level":
        Case.objects.filter(pk=case.pk).update(level=3)
        actions.lower(Case.objects.get(pk=case.pk), team, "Faltó una fuente.")


@pytest.mark.parametrize(
    ("how", "value"),
    [
        ("version", "2"),
        ("validity", "interrupted"),
        ("withdrawn", ""),
        ("corrected", ""),
        ("evidence", "1"),
        ("level", "2"),
    ],
)
def test_those_who_answer_for_a_solution_hear_of_what_happens_to_its_cases(scene, how, value):
    change_by(scene, how)

    assert open_changes(scene["solution"]) == {(scene["case"].pk, how): value}
    told = Notification.objects.filter(kind="solution_doubted").order_by("pk")
    kept = told.filter(facts__title="Separar en el mercado")
    assert {notice.recipient for notice in kept} == {scene["author"], scene["coordinator"]}
    assert {n.recipient for n in told.exclude(pk__in=kept)} == {scene["insider"]}
    assert all(letter_of(notice)[1].count("Abono") for notice in told)


def test_small_changes_and_the_same_answer_again_ask_nobody(scene):
    case, team = scene["case"], scene["team"]
    write(case, team, "Abono, con una coma")
    actions.publish(case, team, significance="minor")
    actions.answer_validity(case, team, case.validity_status)
    assert open_changes(scene["solution"]) == {}

    for answer in ("interrupted", "reduced"):
        actions.answer_validity(case, team, answer, "no_funds")
    assert open_changes(scene["solution"]) == {(case.pk, "validity"): "reduced"}
    told = Notification.objects.filter(kind="solution_doubted", recipient=scene["author"])
    assert told.count() == 1


def test_a_reminder_stands_until_one_of_them_has_looked(client, scene):
    change_by(scene, "validity")
    solution = scene["solution"]
    sees = {}
    for person in ("author", "coordinator", "unit", "other", "stranger", None):
        client.force_login(scene[person]) if person else client.logout()
        sees[person] = 'id="revisar"' in read(client, solution)
    assert sees == {
        "author": True,
        "coordinator": True,
        "unit": True,
        "other": False,
        "stranger": False,
        None: False,
    }
    titles = [matter.title for matter in waiting_for(scene["coordinator"])]
    assert titles.count("Separar en el mercado") == 1
    assert waiting_for(scene["other"]) == []

    until = ProofChange.objects.get(solution=solution).pk
    for person in ("other", "stranger"):
        with pytest.raises(PermissionDenied):
            actions.look_at(solution, scene[person], until)
    client.force_login(scene["coordinator"])
    address = reverse("solutions:looked_at", args=[solution.pk])
    assert client.post(address, {"hasta": "x"}).status_code == 404
    assert client.post(address, {"hasta": str(until)}).url == solution.get_url()
    assert open_changes(solution) == {}
    assert ProofChange.objects.get(pk=until).looked_at_by == scene["coordinator"]
    assert 'id="revisar"' not in read(client, solution)


def test_what_happens_after_the_page_was_shown_stays_open(scene):
    change_by(scene, "validity")
    shown = ProofChange.objects.get(solution=scene["solution"]).pk
    change_by(scene, "withdrawn")

    actions.look_at(scene["solution"], scene["author"], shown)

    assert set(open_changes(scene["solution"])) == {(scene["case"].pk, "withdrawn")}
    SolutionCase.objects.filter(solution=scene["solution"], case=scene["case"]).delete()
    assert open_changes(scene["solution"]) == {}


def test_only_published_cases_are_offered_to_who_writes_a_solution(client, scene):
    base = "wagtailsnippetchoosers_knowledge_case"
    draft = Case.objects.get(title="Vivero sin publicar")
    client.force_login(scene["coordinator"])

    shown = client.get(reverse(f"{base}:choose_results")).content.decode()
    assert "Abono en el mercado" in shown
    assert "Vivero sin publicar" not in shown
    found = client.get(reverse(f"{base}:choose_results"), {"q": "lombrices norte"}).content.decode()
    assert "Lombrices" in found
    assert "Abono" not in found
    assert client.get(reverse(f"{base}:chosen", args=[draft.pk])).status_code == 404
    many = client.get(reverse(f"{base}:chosen_multiple"), {"id": [draft.pk, scene["case"].pk]})
    assert [each["id"] for each in many.json()["result"]] == [str(scene["case"].pk)]
