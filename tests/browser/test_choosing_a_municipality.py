"""The municipality chooser as a person with a keyboard meets it.

The page is the widget alone; the answers of the server are written here, so
that this needs no running site.
"""

import json
from pathlib import Path

import pytest
from django import forms

from territories.forms import MunicipalityField

SCRIPT = Path("territories/static/territories/js/municipality-chooser.js")
SUCRES = [
    {
        "key": f"cabildo:ve-{state.lower()}-sucre",
        "name": "Sucre",
        "parents": f"{state}, Venezuela",
        "label": f"Sucre ({state}, Venezuela)",
    }
    for state in ("Aragua", "Miranda", "Zulia")
]


class WhereForm(forms.Form):
    where = MunicipalityField(label="Municipio")


def answer(route):
    asked = route.request.url.split("q=")[1]
    if asked.startswith("fallo"):
        route.fulfill(status=500, body="")
        return
    found = SUCRES if "sucre".startswith(asked) else []
    route.fulfill(
        body=json.dumps({"results": found, "more": False}), content_type="application/json"
    )


@pytest.fixture
def form_page(chromium):
    form = WhereForm()
    html = f"""<!doctype html><html lang="es"><title>x</title><form action="/enviado/">
        <label for="id_where">Municipio</label>{form["where"]}<button>Enviar</button></form>
        <script src="/chooser.js"></script>"""
    page = chromium.new_context(base_url="http://chooser.example").new_page()
    page.route("**/chooser.js", lambda r: r.fulfill(path=SCRIPT, content_type="text/javascript"))
    page.route("**/municipios/elegir/**", answer)
    page.route("**/enviado/**", lambda r: r.fulfill(body="ok"))
    page.route("http://chooser.example/", lambda r: r.fulfill(body=html, content_type="text/html"))
    page.goto("/")
    yield page
    page.context.close()


def test_typing_opens_the_list_and_says_how_many(form_page):
    form_page.get_by_role("combobox", name="Municipio").press_sequentially("suc")

    form_page.wait_for_selector("[role=option]")

    assert form_page.get_by_role("option").count() == 3
    assert form_page.get_by_role("combobox").get_attribute("aria-expanded") == "true"
    assert "3" in form_page.get_by_role("status").inner_text()


def test_arrows_and_enter_choose_without_sending_the_form(form_page):
    box = form_page.get_by_role("combobox")
    box.press_sequentially("suc")
    form_page.wait_for_selector("[role=option]")

    box.press("ArrowDown")
    box.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert form_page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    box.press("Enter")

    assert box.input_value() == "Sucre (Miranda, Venezuela)"
    hidden = form_page.locator("input[name=where_code]")
    assert hidden.input_value() == "cabildo:ve-miranda-sucre"
    assert form_page.get_by_role("option").count() == 0
    assert form_page.url.endswith("/")


def test_arrow_up_begins_at_the_end_and_escape_closes(form_page):
    box = form_page.get_by_role("combobox")
    box.press_sequentially("suc")
    form_page.wait_for_selector("[role=option]")

    box.press("ArrowUp")
    assert form_page.locator("[aria-selected=true]").inner_text() == "Sucre Zulia, Venezuela"
    box.press("Escape")

    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "suc"


def test_a_click_chooses_and_writing_on_forgets_what_was_chosen(form_page):
    box = form_page.get_by_role("combobox")
    box.press_sequentially("suc")
    form_page.get_by_role("option").first.click()
    hidden = form_page.locator("input[name=where_code]")
    assert hidden.input_value() == "cabildo:ve-aragua-sucre"

    box.press_sequentially("x")

    assert hidden.input_value() == ""


def test_nothing_found_and_a_server_that_fails_are_said(form_page):
    box = form_page.get_by_role("combobox")
    status = form_page.get_by_role("status")

    box.fill("zzz")
    form_page.wait_for_function("document.querySelector('[role=status]').textContent !== ''")
    assert status.inner_text() == form_page.locator("municipality-chooser").get_attribute(
        "data-none"
    )
    box.fill("fallo")
    form_page.wait_for_function(
        "document.querySelector('[role=status]').textContent"
        " === document.querySelector('municipality-chooser').dataset.failed"
    )
