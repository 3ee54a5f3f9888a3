"""A coordinator's first week, from her appointment to the letter she writes to her members."""

import io
import re
import time
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import ROOT
from tests.browser.looking import see

pytestmark = [pytest.mark.browser, pytest.mark.long]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TITLE = "Red de Mercados y Ferias"
NETWORK = "/redes/red-de-mercados-y-ferias/"
POST = "Quiénes somos y qué nos desvela"
SOLUTION = "Sortear los puestos del mercado a la vista de todos"
RESOURCE = "Planilla para contar puestos y ocupantes"
EVENT = "Primer encuentro: quién ocupa los puestos"
LETTER = "Cuéntenos cómo se asignan los puestos en su mercado"
ANSWER = "Administro el mercado de mi municipio: 84 puestos y una lista de espera."
FILE = ROOT / "networks/demo/files/planilla-pesaje-caracterizacion-residuos.xlsx"


def open_network(unit, name):
    """The unit opens it from the template and names who coordinates it."""
    unit.goto("/admin/")
    unit.locator("nav a", has_text="Nueva red").click()
    unit.get_by_role("link", name="Red sectorial").click()
    see(unit)
    unit.fill("[name=title]", TITLE)
    unit.fill("[name=summary]", "Quienes administran mercados y ferias de su municipio.")
    unit.fill("[name=purpose]", "Que nadie tenga que comprar un puesto: comparamos las reglas.")
    unit.select_option("[name=theme_1]", label="Mercados municipales")
    unit.click("#id_coordinator_1-chooser [data-chooser-action-choose]")
    unit.fill(".modal input[name=q]", name.split()[1])
    unit.locator(".modal a", has_text=name).click()
    expect(unit.locator("#id_coordinator_1-title")).to_have_text(name)
    unit.get_by_role("button", name="Abrir la red").click()
    assert "quienes la coordinan ya lo saben" in see(unit)


def step_to(page, step):
    """From the list of first steps to where the step is done."""
    page.goto(NETWORK)
    page.locator(".first-steps").get_by_role("link", name=step).click()
    see(page)


def is_ticked(page, step):
    page.goto(NETWORK)
    expect(page.locator(".first-steps li", has_text=step)).to_contain_text("hecho")


def write(page, place, words):
    """Into a rich text of the editor, which hands it to the form a quarter of a second later."""
    page.locator(f"[data-contentpath={place}] [contenteditable=true]").first.click()
    page.keyboard.type(words)
    handed = re.compile(re.escape(words[-12:]))
    expect(page.locator(f"[name={place}], [name={place}-0-value]").first).to_have_value(handed)


def publish(page):
    page.click("button[name='action-publish']")
    page.wait_for_selector(".messages .success, .messages .error")
    see(page)
    return page.locator(".messages .success a").first.get_attribute("href")


def publish_post(page):
    step_to(page, "Escribir una publicación")
    page.fill("[name=title]", POST)
    page.fill("[name=summary]", "Somos quienes abren el portón a las cuatro de la mañana.")
    write(page, "body", "Nadie sabe cuántos puestos se venden bajo la mesa. Vamos a contarlos.")
    return publish(page)


def put_right(page, address):
    """What she reads in her own post and does not like, from where she reads it."""
    page.goto(address)
    page.get_by_role("link", name="Editar").click()
    page.fill("[name=summary]", "Quienes abrimos el portón a las cuatro de la mañana.")
    publish(page)
    page.goto(address)
    assert "Quienes abrimos el portón" in see(page)


def publish_solution(page):
    step_to(page, "Escribir una solución")
    page.fill("[name=title]", SOLUTION)
    page.fill("[name=summary]", "Un sorteo público con acta corta la reventa de puestos.")
    write(page, "problem", "Los puestos se heredan y se venden, y quien espera no sabe su turno.")
    page.locator("[data-contentpath=steps] .c-sf-add-button").first.click()
    page.fill("[name='steps-0-value-title']", "Publique la lista de espera")
    page.locator("[data-contentpath=detail] [contenteditable=true]").click()
    page.keyboard.type("Péguela en la puerta del mercado y en la página del municipio.")
    expect(page.locator("[name='steps-0-value-detail']")).to_have_value(re.compile("municipio"))
    page.fill("[name='steps-0-value-who']", "La administración del mercado")
    page.select_option("[name=cost_band]", label="sin costo adicional")
    page.get_by_role("button", name="Añadir experiencia").click()
    page.locator(".modal input[type=checkbox]").first.check()
    page.locator(".modal").get_by_role("button", name="Confirme").click()
    expect(page.locator("[name='case_links-0-case']")).to_have_value(re.compile(r"\d"))
    return publish(page)


def publish_resource(page):
    """With a file from her machine, put into the collection of her network."""
    step_to(page, "Añadir un recurso")
    page.fill("[name=title]", RESOURCE)
    page.fill("[name=summary]", "Una fila por puesto: quién lo ocupa, desde cuándo y qué paga.")
    page.get_by_role("button", name="Añadir Archivo").click()
    page.click("#id_files-0-document-chooser [data-chooser-action-choose]")
    page.locator(".modal").get_by_role("tab", name="Subir").click()
    page.fill(".modal [name$=title]", "Planilla de puestos")
    page.set_input_files(".modal input[type=file]", FILE)
    page.locator(".modal #tab-upload button[type=submit]").click()
    expect(page.locator("#id_files-0-document-title")).to_have_text("Planilla de puestos")
    page.select_option("[name=kind]", label="plantilla")
    return publish(page)


def publish_event(page):
    step_to(page, "Anunciar un evento")
    day = timezone.localdate() + timedelta(days=9)
    page.fill("[name=title]", EVENT)
    page.fill("[name=summary]", "Media hora para comparar cómo se asignan.")
    page.fill("[name=starts_at]", f"{day:%Y-%m-%d} 15:00")
    page.fill("[name=ends_at]", f"{day:%Y-%m-%d} 15:30")
    page.keyboard.press("Escape")
    page.fill("[name=link]", "https://llamadas.example.org/mercados")
    page.fill("[name=capacity]", "30")
    return publish(page)


def ask_to_join(page):
    page.goto(NETWORK)
    page.locator("main").get_by_role("link", name="Pedir").click()
    see(page)
    page.fill("[name=answer]", ANSWER)
    page.locator("main form.notebook button[type=submit]").click()
    assert ANSWER in see(page)


def accept(page):
    """On her telephone: from the notice to the answer, and in."""
    page.goto("/mi-espacio/")
    page.locator("main a", has_text="Maira Tolosa").first.click()
    see(page)
    if "/miembros/coordinar" in page.url:
        page.locator("main a", has_text="Maira Tolosa").first.click()
    assert ANSWER in see(page)
    page.locator("button[value=aceptar]").click()
    see(page)


def write_letter(page):
    """Written, looked at as a mail and as a notice, tried on herself, sent."""
    page.goto(NETWORK)
    page.get_by_role("link", name="Mesa de la red").click()
    page.get_by_role("link", name="Escribir una carta").click()
    see(page)
    page.fill("[name=subject]", LETTER)
    page.fill("[name=text]", "Estimada colega:\n\nCuéntenos **antes del viernes** cómo se asignan.")
    page.get_by_role("button", name="Guardar y ver cómo queda").click()
    assert LETTER in see(page)
    expect(page.locator(".quoted strong")).to_have_text("antes del viernes")
    page.locator("button[value=probar]").click()
    see(page)
    page.locator("button[value=enviar]").click()
    see(page)


def report_says(page, row, number, seconds=30):
    """Her page counts how it arrived, once the worker has sent it."""
    patience = time.monotonic() + seconds
    while page.locator("tr", has_text=row).locator("b, td").last.inner_text() != str(number):
        assert time.monotonic() < patience, page.inner_text(".letter-report")
        time.sleep(0.5)
        page.reload()


def test_a_coordinators_first_week(browser_window, sign_in, site):
    unit, her, phone, asking = (browser_window(**kind) for kind in ({}, {}, PHONE, PHONE))
    for page, account in [
        (unit, "unidad"),
        (her, "luzmila-cardeo"),
        (phone, "luzmila-cardeo"),
        (asking, "funcionaria"),
    ]:
        sign_in(page, account)

    open_network(unit, "Luzmila Cardeo Fontán")
    phone.goto("/mi-espacio/avisos/")
    phone.locator("main .entries a", has_text=TITLE).click()
    assert "Primeros pasos" in see(phone)
    expect(phone.locator(".first-steps li", has_text="por hacer")).to_have_count(8)

    published = {
        POST: publish_post(her),
        SOLUTION: publish_solution(her),
        RESOURCE: publish_resource(her),
        EVENT: publish_event(her),
    }
    for step in ("Escribir una p", "Escribir una s", "Añadir un r", "Anunciar un e"):
        is_ticked(phone, step)

    put_right(her, published[POST])

    ask_to_join(asking)
    accept(phone)
    asking.goto(published[EVENT])
    asking.get_by_role("button", name="Inscribirme").first.click()
    see(asking)
    write_letter(her)
    report_says(her, "Correos enviados", 2)
    site.mail_that_says("antes del viernes", to="funcionaria@demo.example")
    asking.goto("/mi-espacio/avisos/")
    asking.locator("main .entries a", has_text=LETTER).first.click()
    assert "antes del viernes" in see(asking)

    a_visitor_finds(browser_window(**PHONE), published)
    the_desk_tells(her)


def table_in(workbook):
    """What it says; who made it is taken out of every file that is uploaded."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as opened:
        return opened.read("xl/worksheets/sheet1.xml")


def a_visitor_finds(page, published):
    """Each from the front of the network, in its section, at its own address; and the file."""
    sections = ("blog", "soluciones", "recursos", "eventos")
    for title, section in zip(published, sections, strict=True):
        assert "%" not in published[title], "an address that people can say on the telephone"
        page.goto(f"{NETWORK}{section}/")
        page.locator("main a", has_text=title).first.click()
        assert title in see(page)
        assert page.url.endswith(published[title])
    page.goto(published[RESOURCE])
    address = page.locator("main a[href*='/descargas/']").first.get_attribute("href")
    assert table_in(page.request.get(address).body()) == table_in(FILE.read_bytes())
    page.goto(NETWORK)
    for title in published:
        assert title in see(page)


def the_desk_tells(page):
    page.goto(f"{NETWORK}mesa/")
    see(page)
    page.get_by_role("button", name="Contar ahora").click()
    patience = time.monotonic() + 30
    while "2" not in page.inner_text("main .figures, main [class*=figure]"):
        assert time.monotonic() < patience, page.inner_text("main")
        time.sleep(0.5)
        page.goto(f"{NETWORK}mesa/salud/")
    see(page)
    page.goto(f"{NETWORK}mesa/cartas/")
    assert LETTER in see(page)
