"""The main job, end to end: found by searching, registered, returned, published, talked about."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.telling import tell

pytestmark = pytest.mark.browser

TITLE = "Un trueque de semillas entre las juntas de la vereda"
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


def act(page, code, act, **fields):
    """What the knowledge team decides on a case."""
    page.goto(f"/experiencias/{code}/")
    form = page.locator(f"form[action$='/{code}/{act}/']")
    page.locator("details", has=form).locator("summary").click()
    for name, value in fields.items():
        form.locator(f"[name$={name}]").fill(value)
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()


def test_a_case_comes_out_and_is_talked_about(browser_window, sign_in):
    author, team, visitor = browser_window(), browser_window(), browser_window()
    sign_in(author, "funcionaria")
    sign_in(team, "conocimiento")
    code = tell(author, TITLE, NETWORK)
    assert visitor.goto(f"/experiencias/{code}/").status == 404

    team.goto("/experiencias/cola/")
    expect(team.locator("main", has_text=TITLE)).to_be_visible()
    act(team, code, "devolver", reason="¿Cuántas familias llevaron semillas?")

    author.goto("/mi-espacio/")
    author.locator("main li", has_text=TITLE).get_by_text("Ver qué se pide").click()
    expect(author.locator("main")).to_contain_text("¿Cuántas familias llevaron semillas?")
    author.goto(f"/experiencias/{code}/editar/solucion/")
    author.fill("#id_solution", "Veinte familias llevaron semillas a la plaza cada luna llena.")
    author.click("main button[name=next]")
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
