"""One case from publication to N4: repeated twice, talked about, better in its next version."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import ROOT
from tests.browser.handing_in import TITLE
from tests.browser.looking import see
from tests.browser.telling import act, answer

pytestmark = [pytest.mark.browser, pytest.mark.long]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FIRST, SECOND, THIRD = "Valdeniebla", "Quebrada Serena", "Puerto Amarilis"
ORIGIN = "San Evelio"
# Who signs in as what; `origin` tells the case, `first` and `second` repeat it.
CAST = {
    "team": "conocimiento",
    "unit": "unidad",
    "origin": "ines-paredal",
    "first": "remigio-zabaleta",
    "second": "funcionaria",
    "asking": "tadeo-vallarin",
    "neighbour": "coordinadora",
    "specialist": "luzmila-cardeo",
}
QUESTION = "¿Quién lee los medidores cuando la lectora está de vacaciones?"
CORRECTION = "Los medidores se leen los lunes y jueves, no una vez por semana."
RISK = "Con turbiedad alta el medidor se traba y la lectura sale en cero."
LESSON = "Pruebe el medidor en la tubería más vieja antes de comprar los demás."
WHY_IT_STOPPED = "La nueva administración disolvió la cuadrilla de agua."
CHANGED = "Ahora dice qué días se lee y qué hacer cuando el agua viene turbia."
NEED = "Se pierde en fugas más agua de la que llega a las casas"


def hand_in(site):
    """The record is there and sent, as its author leaves it for the team."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "community.settings.local"}
    words = "from tests.browser.handing_in import hand_in; hand_in()"
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", words],
        cwd=ROOT,
        env={**environment, "DATA_DIR": str(site.folder), "PORT": str(site.port)},
        check=True,
    )


def code_in_the_queue(team):
    team.goto("/experiencias/cola/")
    team.locator("main a", has_text=TITLE).first.click()
    see(team)
    return re.search(r"[A-Z]{2}-\d{4}-\d{4}", team.url)[0]


def press(page, name):
    """A button of the page, and what it leads to."""
    page.locator("main").get_by_role("button", name=name).first.click()
    return see(page)


def follow(page, name):
    page.locator("main").get_by_role("link", name=name).first.click()
    return see(page)


def open_notice(page, words):
    page.goto("/mi-espacio/avisos/")
    page.locator("main .entries a", has_text=words).first.click()
    return see(page)


# --- Repeating it ----------------------------------------------------------------------


def begin(page, case, place, reason):
    """From the page of the case; returns the address of the transfer."""
    page.goto(case)
    follow(page, "Quiero replicarla")
    page.fill("[name=reason]", reason)
    press(page, "Empezar")
    page.wait_for_url("**/encaja/")
    return page.url.removesuffix("encaja/")


def plan(page):
    """The three steps, one after the other, from the first one that is open."""
    page.select_option("[name=competence]", "yes")
    page.select_option("[name=in_plan]", "partly")
    page.fill("[name=in_plan_how]", "Entra en el presupuesto del próximo año.")
    conditions = page.locator("fieldset.case-row")
    for number, fits in enumerate(("yes", "partly")):
        conditions.nth(number).locator("select").select_option(fits)
    conditions.nth(1).locator("textarea").fill("El concejo lo discute en marzo.")
    press(page, "Guardar y seguir")
    page.wait_for_url("**/cambios/")

    fixed = page.locator("fieldset.case-row", has_text="Un medidor a la entrada")
    fixed.locator("select").select_option("drop")
    press(page, "Guardar y seguir")
    assert "Diga por qué" in page.inner_text(".error-summary")
    fixed.locator("select").select_option("keep")
    loose = page.locator("fieldset.case-row", has_text="La cuadrilla sale los lunes")
    loose.locator("select").select_option("change")
    loose.locator("textarea").fill("Aquí el camión está libre los jueves.")
    press(page, "Guardar y seguir")
    page.wait_for_url("**/plan/")

    press(page, "Crear los hitos")
    expect(page.locator("fieldset.case-row", has_text="Instalar los medidores")).to_be_visible()
    page.locator("fieldset.case-row input[name$=-post]").first.fill("Jefatura de servicios")
    press(page, "Guardar y ver la réplica")


def move_on(page, transfer, stage, **fields):
    page.goto(transfer)
    page.locator("main a[href$='/etapa/']").first.click()
    see(page)
    page.check(f"[name=stage][value={stage}]")
    for name, value in fields.items():
        field = page.locator(f"main form [name={name}]")
        is_list = field.evaluate("field => field.tagName") == "SELECT"
        (field.select_option if is_list else field.fill)(value)
    press(page, "Guardar")
    assert not page.locator(".error-summary").count(), page.inner_text(".error-summary")


def confirm(page, words):
    """The origin, from the notice."""
    open_notice(page, words)
    page.check("[name=answer][value=confirmed]")
    page.check("[name=support][value=answers]")
    page.fill("[name=note]", "Nos alegra. Llamen cuando quieran.")
    press(page, "Enviar la respuesta")


def measure(page, transfer):
    """Alike as at the origin: without a figure there are no results to speak of."""
    page.goto(transfer)
    page.locator("main a[href$='/etapa/']").first.click()
    page.check("[name=stage][value=with_results]")
    page.fill("[name=lessons]", LESSON)
    press(page, "Guardar")
    assert "resultado medido" in page.inner_text(".error-summary")
    page.goto(transfer)
    page.locator("main a[href$='/seguimiento/']").first.click()
    see(page)
    page.locator("button[formaction*='/hecho/']").first.click()
    see(page)
    follow(page, "Anotar las cifras")
    year = timezone.localdate().year
    figures = {"baseline": "44,5", "baseline_year": str(year - 1), "result": "36"}
    figures |= {"result_year": str(year), "source": "Lecturas de la oficina de agua"}
    for name, value in figures.items():
        page.fill(f"main form [name={name}]", value)
    press(page, "Guardar")
    assert "44,5" in page.inner_text("main")


# --- Talking back ----------------------------------------------------------------------


def give_feedback(page, case, kind, text):
    page.goto(case)
    follow(page, "Retroalimentar")
    page.check(f"[name=kind][value={kind}]")
    page.select_option("[name=part]", index=2)
    page.fill("[name=text]", text)
    press(page, "Enviar el aporte")
    assert text in see(page)


def decide(page, text, disposition, words=""):
    """From the queue of the author, one by one."""
    page.goto("/mi-espacio/")
    page.locator("main a[href*='/retroalimentacion/']").first.click()
    see(page)
    page.goto("/experiencias/retroalimentacion/")
    item = page.locator(".feedback-list > li", has_text=text)
    item.locator("a[href$='#decidir']").click()
    see(page)
    page.check(f"[name=disposition][value={disposition}]")
    page.fill("[name=answer]", words)
    press(page, "Publicar la decisión")


# --- The story ---------------------------------------------------------------------------


def test_a_case_travels_and_comes_home_better(browser_window, sign_in, site):
    pages = {who: browser_window(**(PHONE if who == "second" else {})) for who in CAST}
    for who, account in CAST.items():
        sign_in(pages[who], account)
    visitor = browser_window()
    hand_in(site)
    code = publish_up_to_verified(pages["team"], pages["unit"])
    case = f"/experiencias/{code}/"
    assert "N3" in read(visitor, case)

    given_up = begin(pages["first"], case, FIRST, "Perdemos la mitad y no sabemos dónde.")
    plan(pages["first"])
    going_on = begin(pages["second"], case, SECOND, "En el barrio alto no llega desde las diez.")
    plan(pages["second"])
    for place in (FIRST, SECOND):
        confirm(pages["origin"], place)
    move_on(pages["second"], going_on, "under_way")
    move_on(
        pages["first"],
        given_up,
        "abandoned",
        reason="change_of_government",
        note=WHY_IT_STOPPED,
        lessons="No empiece en año de elecciones.",
    )

    the_origin_learns(pages, case)
    new_version(pages, case)
    the_second_adopter_is_told(pages["second"], site)
    the_other_one_is_not(pages["first"])
    assert "N3" in read(visitor, case), "who gave up proves nothing"

    measure(pages["second"], going_on)
    move_on(pages["second"], going_on, "with_results", lessons=LESSON)
    assert "N4" in open_notice(pages["origin"], "se replicó con resultados")
    it_has_travelled(visitor, case)
    it_came_home_better(visitor, case)
    a_need_finds_it(pages["asking"], visitor, case)


def read(page, address):
    page.goto(address)
    return see(page)


def publish_up_to_verified(team, unit):
    code = code_in_the_queue(team)
    act(team, code, "publicar")
    act(team, code, "empezar-sistematizacion")
    act(team, code, "sistematizada", note="Completa, con sus cifras.")
    act(unit, code, "verificada", checked=True)
    return code


def the_origin_learns(pages, case):
    """Three of them say something; its author answers one and accepts two."""
    give_feedback(pages["specialist"], case, "question", QUESTION)
    give_feedback(pages["neighbour"], case, "correction", CORRECTION)
    give_feedback(pages["first"], case, "risk", RISK)
    decide(pages["origin"], QUESTION, "answered", "La suplente; está en el manual.")
    decide(pages["origin"], CORRECTION, "accepted")
    decide(pages["origin"], RISK, "partly", "Lo decimos de la temporada de lluvia.")


def new_version(pages, case):
    """Its author writes it in and sends it; the team publishes it with both credits."""
    origin, team = pages["origin"], pages["team"]
    text = "Un medidor por barrio, leído los lunes y jueves. Con agua turbia se lee dos veces."
    answer(origin, f"{case}editar/solucion/", solution=text)
    origin.goto(f"{case}enviar/")
    origin.check("#id_licence")
    press(origin, "Enviar")
    team.goto(case)
    form = team.locator("form[action$='/publicar/']")
    team.locator("details", has=form).locator("summary").click()
    for said in (CORRECTION, RISK):
        form.locator("label", has_text=said[:40]).locator("input").check()
    form.locator("[name$=significance][value=major]").check()
    form.locator("[name$=note]").fill(CHANGED)
    form.locator("button[type=submit]").click()
    see(team)


def the_second_adopter_is_told(page, site):
    """By mail, since much changed, and by a notice that leads to what changed."""
    site.mail_that_says("cambió mucho", to="funcionaria@demo.example")
    assert "Con agua turbia se lee dos veces" in open_notice(page, "que su municipio replica")
    expect(page.locator("main ins").first).to_be_visible()


def the_other_one_is_not(page):
    """It gave up: of the version it hears only that it took up what was said."""
    page.goto("/mi-espacio/avisos/")
    notices = page.locator("main .entries")
    expect(notices).not_to_contain_text(f"{TITLE}», que su municipio replica")
    assert RISK in open_notice(page, "incorpora lo que usted dijo")


def it_has_travelled(page, case):
    """What everybody reads of it: level, who learned from whom, results on both sides."""
    said = read(page, case)
    assert "N4" in said
    assert "Evidencia 5 de 5" in said
    follow(page, "2 réplicas")
    tree = page.locator("svg.tree")
    for place in (FIRST, SECOND):
        expect(tree.get_by_text(place, exact=False)).to_be_visible()
        expect(page.locator(".branches a", has_text=place)).to_be_visible()
    beside = page.locator(".multiples li")
    expect(beside.filter(has_text=ORIGIN)).to_contain_text("52 → 31")
    expect(beside.filter(has_text=SECOND)).to_contain_text("44,5 → 36")
    expect(page.locator("section:has(#detenidas)")).to_contain_text("Cambio de gobierno")
    expect(page.locator("section:has(#adaptado)")).to_contain_text("La cuadrilla sale los lunes")
    page.locator(".branches a", has_text=FIRST).click()
    assert WHY_IT_STOPPED in see(page)


def it_came_home_better(page, case):
    """Whose words are in its newest version; the lessons of who gave up have arrived too."""
    page.goto(case)
    page.locator("#versiones a.credits").first.click()
    credited = page.locator(".credited")
    see(page)
    for words in ("Edelmira Bustillo", CORRECTION, "Remigio Zabaleta", RISK):
        expect(credited).to_contain_text(words)
    expect(credited).not_to_contain_text("Luzmila")
    said = read(page, f"{case}retroalimentacion/")
    for words in (QUESTION, "La suplente", LESSON, "No empiece en año de elecciones."):
        assert words in said, words


def a_need_finds_it(page, visitor, case):
    page.goto("/necesidades/")
    page.locator("main a[href$='/necesidades/nueva/']").first.click()
    see(page)
    page.fill("[name=title]", NEED)
    page.select_option("[name=theme]", label="Agua y saneamiento")
    page.fill("[name=problem]", "De cada cien litros que salen del tanque llegan cuarenta.")
    page.fill("[name=wanted_by]", (timezone.localdate() + timedelta(days=90)).isoformat())
    press(page, "Publicar la necesidad")
    need = page.url
    said = read(visitor, need)
    assert "del mismo tema" in said
    visitor.locator(".proposals a", has_text=TITLE).first.click()
    assert visitor.url.endswith(case)
