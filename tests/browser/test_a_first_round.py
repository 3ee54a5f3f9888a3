"""The main job, end to end: found by searching, registered, returned, published, talked about."""

import time

import pytest
from playwright.sync_api import Error, expect

from tests.browser.telling import act, answer, tell

pytestmark = pytest.mark.browser

TITLE = "Un trueque de semillas entre las juntas de la vereda"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NETWORK = "Red de Participación Ciudadana"


def search(page, words):
    page.goto("/")
    page.fill("main input[name=q]", words)
    page.press("main input[name=q]", "Enter")
    page.wait_for_url("**/buscar/**")


def test_from_home_to_a_case_without_writing_the_accents(page):
    search(page, "participacion ciudadana")
    page.check("#f-tipo-experiencia")
    page.wait_for_url("**tipo=experiencia**")

    expect(page.locator(".records mark").first).to_contain_text("ciudadan")
    page.locator(".records .record h3 a, .records .record h2 a").first.click()

    page.wait_for_url("**/experiencias/**-**")
    expect(page.locator("article h1")).to_be_visible()
    expect(page.locator(".finder")).to_have_count(0)


def lose_the_network(page):
    """What was typed on a telephone without a connection is there when it is back."""
    section = page.url
    words = page.input_value("#id_problem"), "Que ni la mitad llegara al relleno."
    page.context.set_offline(True)
    page.fill("#id_objectives", words[1])
    expect(page.locator("#saved.asks")).to_be_visible()
    with pytest.raises(Error):
        page.reload()
    page.context.set_offline(False)
    page.goto(section)
    assert (page.input_value("#id_problem"), page.input_value("#id_objectives")) == words


@pytest.mark.long
def test_a_case_comes_out_and_is_talked_about(browser_window, sign_in):
    author, team, visitor = browser_window(**PHONE), browser_window(), browser_window()
    sign_in(author, "funcionaria")
    sign_in(team, "conocimiento")
    code = tell(author, TITLE, NETWORK, meanwhile=lambda: lose_the_network(author))
    assert visitor.goto(f"/experiencias/{code}/").status == 404

    team.goto("/experiencias/cola/")
    expect(team.locator("main", has_text=TITLE)).to_be_visible()
    act(team, code, "devolver", reason="¿Cuántas familias llevaron semillas?")

    author.goto("/mi-espacio/")
    author.locator("main li", has_text=TITLE).get_by_text("Ver qué se pide").click()
    expect(author.locator("main")).to_contain_text("¿Cuántas familias llevaron semillas?")
    answer(
        author,
        f"/experiencias/{code}/editar/solucion/",
        solution="Veinte familias llevaron semillas a la plaza cada luna llena.",
    )
    author.goto(f"/experiencias/{code}/enviar/")
    author.check("#id_licence")
    author.click("main form button[type=submit]")
    author.wait_for_url("**/editar/")

    act(team, code, "publicar")
    published_at = time.monotonic()
    assert visitor.goto(f"/experiencias/{code}/").status == 200
    expect(visitor.locator("main")).to_contain_text("cada luna llena")
    while True:
        search(visitor, "trueques de semilla")
        if visitor.locator(".records", has_text=TITLE).count():
            break
        assert time.monotonic() - published_at < 10
    visitor.goto("/redes/participacion/experiencias/")
    expect(visitor.locator("main", has_text=TITLE)).to_be_visible()

    author.goto(f"/experiencias/{code}/")
    author.fill("#comentar textarea", "Preguntas, por aquí: respondo los lunes.")
    author.click("#comentar button[type=submit]")
    expect(author.locator(".thread")).to_contain_text("respondo los lunes")
    visitor.goto(f"/experiencias/{code}/")
    expect(visitor.locator(".thread")).to_contain_text("respondo los lunes")

    act(team, code, "empezar-sistematizacion")
    work_through(team, f"/experiencias/{code}/sistematizacion/")
    complete(team, f"/experiencias/{code}/editar/")
    act(team, code, "sistematizada", note="Sistematizada con quienes la vivieron.")
    unit = browser_window()
    sign_in(unit, "unidad")
    act(unit, code, "verificada", checked=True)

    visitor.goto(f"/experiencias/{code}/")
    expect(visitor.locator("main")).to_contain_text("N3")
    expect(visitor.locator("main")).to_contain_text("la segunda luna llena vino el doble")
    visitor.goto(f"/experiencias/{code}/versiones/comparar/?de=1&a=2")
    expect(visitor.locator("main ins").first).to_be_visible()
    sheet = visitor.request.get(f"/experiencias/{code}/ficha.pdf")
    assert (sheet.status, sheet.body()[:5]) == (200, b"%PDF-")


def work_through(page, root):
    """The moments of a systematization, and what came of them carried into the record."""
    answer(
        page,
        f"{root}punto-de-partida/",
        team="Las juntas de la vereda",
        starting_point="Trece juntas guardaban su propia semilla.",
        registers="El cuaderno de las juntas.",
    )
    answer(
        page,
        f"{root}preguntas/",
        objective="Saber por qué se quedaron.",
        object="De 2021 a 2023.",
        axis="La confianza.",
    )
    answer(page, f"{root}fuentes/", **{"rows-0-what": "El cuaderno de las juntas"})
    story = "A la primera vinieron pocos; a la segunda luna llena vino el doble."
    answer(page, f"{root}recuperacion/", recovery=story)
    answer(
        page,
        f"{root}reflexion/",
        tensions="Dos juntas no se hablaban.",
        reflection="Nadie prestaba semilla a quien no conocía.",
    )
    page.goto(f"{root}lecciones/")
    for number in range(3):
        if number:
            page.click("row-list button[name=add]")
        page.fill(f"[name='rows-{number}-text']", f"Empiece por {number + 1} junta.")
    page.click("main form.notebook .foot button:not([name])")
    page.wait_for_load_state()
    page.goto(f"{root}llevar/")
    for field in ("participation", "process", "failures", "analysis", "lessons"):
        page.check(f"[name='way-{field}'][value=replace]")
    page.click("main .foot button[type=submit]")
    page.wait_for_load_state()
    page.goto(root.replace("sistematizacion", "editar") + "proceso/")
    assert page.input_value("#id_process") == story
    expect(page.locator("form.notebook a[href*='/sistematizacion/']").first).to_be_visible()


def complete(page, root):
    """What the levels ask for beyond the first and the story."""
    text = "Lo anotamos en el cuaderno de las juntas."
    answer(page, f"{root}problema/", context=text, priorities_decision=text)
    answer(page, f"{root}solucion/", novelty=text, innovation_types=True, sdgs=True)
    indicator = {"name": "Familias", "direction": "up", "baseline": "12,5", "result": "20"}
    indicator["source"] = "Cuaderno de las juntas"
    answer(page, f"{root}resultados/", results=text, inclusion=text, **row("indicators", indicator))
    answer(
        page,
        f"{root}medios/",
        nothing_of=["cost_lines", "funding_sources", "technologies"],
        staff_months="1,5",
        staff_profile=True,
        months_to_first_result="2",
        months_to_implement="6",
        complexity=True,
    )
    answer(
        page,
        f"{root}norma/",
        nothing_of=["legal_instruments"],
        legal_basis=text,
        in_plan_and_budget=True,
    )
    answer(
        page,
        f"{root}transferibilidad/",
        transferability_note=text,
        sustainability_financial=text,
        sustainability_institutional=text,
        sustainability_social=text,
        sustainability_environmental=text,
        prior_inspiration="Una feria de la capital",
        support_offered=True,
        **row("enabling_conditions", {"condition": "first", "weight": "first"}),
        **row("core_components", {"name": "La luna llena", "adaptability": "first"}),
        **row("steps", {"what": "Reunir las juntas"}),
    )


def row(relation, answers):
    return {f"{relation}-0-{name}": value for name, value in answers.items()}
