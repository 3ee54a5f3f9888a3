"""axe finds nothing, nothing scrolls sideways, everything works with the keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe

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
FOR_MEMBERS = ["/cuenta/", "/cuenta/perfil/", "/redes/agua/", "/personas/", "/experiencias/nueva/"]
WORKSPACE = [
    "editar/",
    "editar/lo-esencial/",
    "editar/cuando-y-donde/",
    "editar/problema/",
    "editar/solucion/",
    "editar/para-quien-y-con-que/",
    "editar/redes-y-fuentes/",
    "enviar/",
    "eliminar/",
]


def violations(page):
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"][:3]]


def check(page):
    assert not violations(page), f"{page.url}\n" + "\n".join(violations(page))
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"
    assert page.locator("h1").count() == 1, f"{page.url} has not one h1"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(page, address, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(address)

    check(page)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", FOLLOWED)
def test_axe_finds_nothing_on_an_article(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.goto(page.locator(FOLLOWED[address]).first.get_attribute("href"))

    check(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_for_a_member(page, sign_in, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, "funcionaria")
    for address in FOR_MEMBERS:
        page.goto(address)
        check(page)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_scrolls_sideways_at_320_pixels(page, address):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_where_cases_are_written(page, sign_in, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    sign_in(page, "funcionaria")
    page.goto("/experiencias/nueva/")
    page.fill("#id_title", f"Caso de prueba {width} {scheme}")
    page.click("main button[name=next]")
    page.wait_for_url("**/cuando-y-donde/")
    case = page.url.partition("editar/")[0]
    for screen in WORKSPACE:
        page.goto(case + screen)
        check(page)
    page.goto(f"{case}editar/cuando-y-donde/")
    page.fill("#id_start_year", "23")
    page.click("main button[name=next]")
    page.wait_for_selector(".error-summary")
    check(page)
    assert page.evaluate("document.activeElement.className").count("error-summary")
