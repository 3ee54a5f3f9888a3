"""axe finds nothing, nothing scrolls sideways, everything works with the keyboard."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/experiencias/",
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
]
FOR_THE_TEAM = [
    "/mi-espacio/",
    "/experiencias/cola/",
    "/experiencias/cola/?parte=solicitudes",
    "/experiencias/XA-2026-0002/",
]
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
# What changes between light and dark: nothing else of a page does.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def violations(page, **options):
    """What axe finds on a page; read into it once, since it takes as long as looking."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        {"resultTypes": ["violations"], **options},
    )
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"][:3]]


def check(page, **options):
    found = violations(page, **options)
    assert not found, f"{page.url}\n" + "\n".join(found)
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"
    assert page.locator("h1").count() == 1, f"{page.url} has not one h1"


def check_everywhere(page, address):
    """On a narrow and a wide screen, in light and in dark; at 320 px nothing scrolls sideways."""
    page.goto(address)
    screens = ((390, "light", {}), (1280, "light", {}), (1280, "dark", COLOURS))
    for width, scheme, options in screens:
        page.set_viewport_size({"width": width, "height": 900})
        # Without motion: colours change at once.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        check(page, **options)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(page, address):
    check_everywhere(page, address)


@pytest.mark.parametrize("address", FOLLOWED)
def test_axe_finds_nothing_on_an_article(page, address):
    page.goto(address)
    check_everywhere(page, page.locator(FOLLOWED[address]).first.get_attribute("href"))


def test_axe_finds_nothing_for_a_member(page, sign_in):
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


def test_axe_finds_nothing_where_cases_are_written(page, sign_in):
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


def test_axe_finds_nothing_at_the_desk_of_the_team(page, sign_in):
    sign_in(page, "conocimiento")
    for address in FOR_THE_TEAM:
        check_everywhere(page, address)
