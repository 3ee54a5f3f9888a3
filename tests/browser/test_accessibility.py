"""axe finds nothing, nothing scrolls sideways, everything works with the keyboard."""

import pytest

from tests.browser.looking import check, violations

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/experiencias/",
    "/replicas/",
    "/replicas/apoyos/",
    "/redes/",
    "/redes/residuos/",
    "/redes/participacion/experiencias/",
    "/redes/residuos/blog/",
    "/redes/residuos/soluciones/",
    "/redes/residuos/recursos/",
    "/redes/residuos/miembros/",
    "/blog/",
    "/soluciones/",
    "/recursos/",
    "/necesidades/",
    "/municipios/",
    "/municipios/ve/",
    "/municipios/pa/",
    "/personas/",
    "/organizaciones/",
    "/experiencias/nueva/",
    "/buscar/?q=agua",
    "/buscar/?q=nadaquesepueda",
    "/acerca/",
    "/ayuda/",
    "/contacto/",
    "/privacidad/",
    "/terminos/",
    "/accesibilidad/",
    "/cuenta/entrar/",
    "/cuenta/crear/",
    "/cuenta/clave/recuperar/",
    "/no-existe/",
]
# One of each, found by following the first link of its list.
FOLLOWED = {
    "/experiencias/": ".records h3 a",
    "/redes/residuos/blog/": ".records h3 a",
    "/redes/residuos/soluciones/": ".records h3 a",
    "/redes/residuos/recursos/": ".records h3 a",
    "/necesidades/": ".records h3 a",
}
FOR_MEMBERS = [
    "/mi-espacio/",
    "/mi-espacio/avisos/",
    "/mi-espacio/sigo/",
    "/cuenta/",
    "/cuenta/perfil/",
    "/cuenta/perfil/vista/",
    "/personas/hernan-olazar/escribir/",
    "/cuenta/organizaciones/",
    "/cuenta/avisos/",
    "/redes/agua/",
    "/personas/",
    "/experiencias/nueva/",
    "/necesidades/nueva/",
]
FOR_THE_TEAM = [
    "/mi-espacio/",
    "/experiencias/cola/",
    "/experiencias/cola/?parte=solicitudes",
    "/necesidades/sin-resolver/",
    "/experiencias/XA-2026-0002/",
]
FOLLOWING = ["seguimiento/", "hitos/nuevo/", "indicadores/nuevo/", "costos/nuevo/"]
FOLLOWING += ["documentos/nuevo/", "visitas/nueva/"]
WORKSPACE = [
    "editar/",
    "editar/lo-esencial/",
    "editar/cuando-y-donde/",
    "editar/problema/",
    "editar/solucion/",
    "editar/medios/",
    "editar/transferibilidad/",
    "editar/quienes/",
    "editar/documentos/",
    "observaciones/",
    "sistematizacion/",
    "sistematizacion/linea-de-tiempo/",
    "sistematizacion/entrevistas/nueva/",
    "enviar/",
    "eliminar/",
]


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(page, check_everywhere, address):
    check_everywhere(page, address)


@pytest.mark.parametrize("address", FOLLOWED)
def test_axe_finds_nothing_on_an_article(page, check_everywhere, address):
    page.goto(address)
    check_everywhere(page, page.locator(FOLLOWED[address]).first.get_attribute("href"))


def test_axe_finds_nothing_for_a_member(page, sign_in, check_everywhere):
    sign_in(page, "funcionaria")
    for address in FOR_MEMBERS:
        check_everywhere(page, address)


def test_the_first_stop_of_the_keyboard_is_the_content(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#contenido"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "contenido"


def test_the_menu_of_a_phone_opens_with_the_keyboard(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/")
    page.locator("[popovertarget=menu]").first.focus()
    page.keyboard.press("Enter")

    assert page.locator("#menu a").first.is_visible()
    assert not violations(page)


def test_axe_finds_nothing_where_cases_are_written(page, sign_in, check_everywhere):
    sign_in(page, "funcionaria")
    page.goto("/experiencias/nueva/")
    page.fill("#id_title", "Caso de prueba")
    page.click("main button[name=next]")
    page.wait_for_url("**/cuando-y-donde/")
    case = page.url.partition("editar/")[0]
    for screen in WORKSPACE:
        check_everywhere(page, case + screen)
    page.goto(f"{case}editar/cuando-y-donde/")
    page.fill("#id_start_year", "23")
    page.click("main button[name=next]")
    page.wait_for_selector(".error-summary")
    check(page)
    assert page.evaluate("document.activeElement.className").count("error-summary")


def test_axe_finds_nothing_where_a_transfer_is_followed(page, sign_in, check_everywhere):
    sign_in(page, "funcionaria")
    page.goto("/replicas/?parte=mias")
    transfer = page.locator(".ticket h3 a", has_text="recicladores").get_attribute("href")
    for screen in FOLLOWING:
        check_everywhere(page, transfer + screen)
    for link in (".timeline .milestone-acts a", ".measures th a", ".rows:has(.badge) a"):
        page.goto(f"{transfer}seguimiento/")
        check_everywhere(page, page.locator(link).first.get_attribute("href"))


def test_axe_finds_nothing_at_the_desk_of_the_team(page, sign_in, check_everywhere):
    sign_in(page, "conocimiento")
    for address in FOR_THE_TEAM:
        check_everywhere(page, address)
