"""Every page of transfers, feedback, needs and comparing: axe, both widths, light and dark."""

import pytest

from tests.browser.looking import check_on, violations

pytestmark = [pytest.mark.browser, pytest.mark.long]

EVERYWHERE = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]
OF_A_CASE = ["", "replicas/", "retroalimentacion/", "le-sirvio/?respuesta=no"]
OF_A_CASE += ["factibilidad/", "parecidos/", "v/4/aportes/"]
OF_A_PLACE = ["", "parecidos/", "cifras/"]
PLAN = ["", "encaja/", "cambios/", "plan/", "etapa/", "datos/", "equipo/", "seguimiento/"]
ROWS = ["hitos/nuevo/", "indicadores/nuevo/", "costos/nuevo/", "documentos/nuevo/"]
KINDS = ["poblacion", "presupuesto", "ruralidad"]


def first(page, address, css, **about):
    """The address that a link of a page leads to."""
    page.goto(address)
    return page.locator(css, **about).first.get_attribute("href")


def the_case(page):
    """One of the invented country that others repeated, with feedback in its versions."""
    page.goto("/buscar/?q=cruces+seguros+escuelas&tipo=experiencia")
    return page.locator(".records h3 a, .records h2 a").first.get_attribute("href")


@pytest.fixture
def look(page):
    """`look(root, *parts)`: at each page below an address, everywhere."""

    def act(root, *parts):
        for part in parts or ("",):
            address = f"{root}{part}"
            assert page.request.get(address).status == 200, address
            check_on(page, address, EVERYWHERE)

    return act


def test_what_a_visitor_reads_of_a_case(page, look):
    case = the_case(page)
    look(case, *OF_A_CASE)
    look(first(page, f"{case}retroalimentacion/", ".feedback .badge.kind"))
    page.goto(f"{case}replicas/")
    for transfer in page.locator(".branches ul a[href^='/replicas/']").all()[:3]:
        look(transfer.get_attribute("href"), "", "seguimiento/")
        page.goto(f"{case}replicas/")
    look("/replicas/", "", "apoyos/", "por-que-se-detienen/", "?etapa=under_way")


def test_what_a_visitor_reads_of_needs_and_places(page, look):
    page.goto("/necesidades/")
    needs = [each.get_attribute("href") for each in page.locator(".records h3 a").all()]
    look("/necesidades/", "", "?estado=resueltas", "?pais=xa")
    for need in needs[:3]:
        look(need)
    place = first(page, needs[0], "dl.told a[href^='/municipios/']")
    look(place, *OF_A_PLACE)
    case = the_case(page)
    code = place.rstrip("/").rpartition("/")[2]
    look(case, f"factibilidad/?municipio={code}", f"parecidos/?municipio={code}")


def test_what_an_adopter_fills_in(page, sign_in, look):
    sign_in(page, "funcionaria")
    mine = first(page, "/replicas/?parte=mias", ".ticket h3 a", has_text="recicladores")
    look(mine, *PLAN, *ROWS)
    look(mine, "visitas/nueva/")
    for link in (".timeline .milestone-acts a", ".measures th a", ".rows:has(.badge) a"):
        look(first(page, f"{mine}seguimiento/", link))
    case = the_case(page)
    look(case, "replicar/", "retroalimentacion/nueva/", "factibilidad/", "parecidos/")


def test_what_somebody_in_need_fills_in(page, sign_in, look):
    sign_in(page, "funcionaria")
    look("/necesidades/nueva/")
    own = first(page, "/necesidades/", ".records h3 a", has_text="cementerio")
    look(own, "", "corregir/", "estado/")
    everything = "/necesidades/?estado=abiertas&estado=en-contacto&estado=resueltas"
    look(first(page, everything, ".records h3 a", has_text="reciclable"), "", "estado/")
    other = first(page, "/necesidades/", ".records h3 a", has_text="juntas de agua")
    look(other, "responder/", "responder/?q=agua")
    look("/experiencias/", "embudo/", "retroalimentacion/", "por-mejorar/")


def test_what_the_origin_and_the_team_answer(page, sign_in, look):
    sign_in(page, "coordinadora")
    case = first(page, "/buscar/?q=recicladores+mercados&tipo=experiencia", ".records h3 a")
    look(case, "embudo/", "retroalimentacion/")
    page.goto(f"{case}replicas/")
    transfer = page.locator(".branches ul a[href^='/replicas/']").first.get_attribute("href")
    look(transfer, "", "origen/")
    look(first(page, f"{case}retroalimentacion/?estado=esperan", ".feedback .badge.kind"))
    page.context.clear_cookies()
    sign_in(page, "conocimiento")
    look("/experiencias/", "retroalimentacion/", "retroalimentacion/?ver=por-incorporar")
    look("/experiencias/", "por-mejorar/", "embudo/", "embudo/?meses=36")
    look("/necesidades/sin-resolver/")
    page.context.clear_cookies()
    sign_in(page, "unidad")
    place = first(page, first(page, "/necesidades/", ".records h3 a"), "dl.told dd a")
    look(place, "cifras/", *(f"cifras/{kind}/" for kind in KINDS))


def test_what_went_wrong_is_said_where_one_hears_it(page, sign_in):
    """The summary of errors takes the focus, each error stands beside its field."""
    sign_in(page, "funcionaria")
    case = the_case(page)
    mine = first(page, "/replicas/?parte=mias", ".ticket h3 a", has_text="recicladores")
    for address, button in [
        (f"{case}retroalimentacion/nueva/", "Enviar el aporte"),
        ("/necesidades/nueva/", "Publicar la necesidad"),
        (f"{mine}costos/nuevo/", "Guardar"),
    ]:
        page.goto(address)
        page.locator("main").get_by_role("button", name=button).first.click()
        page.wait_for_selector(".error-summary")
        assert page.evaluate("document.activeElement.className").count("error-summary"), address
        assert not violations(page), address


def enter(page, name, role="button"):
    """With the keyboard alone."""
    page.locator("main").get_by_role(role, name=name).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_it_all_works_with_the_keyboard_and_without_javascript(browser_window, sign_in):
    page = browser_window(java_script_enabled=False)
    sign_in(page, "funcionaria")
    page.goto(the_case(page))
    enter(page, "Quiero replicarla", "link")
    page.fill("[name=reason]", "Frente a la escuela del centro no frena nadie.")
    enter(page, "Empezar")
    page.locator("fieldset.case-row select").first.select_option("partly")
    enter(page, "Guardar y seguir")
    page.locator("fieldset.case-row select").first.select_option("keep")
    enter(page, "Guardar y seguir")
    enter(page, "Crear los hitos")
    assert page.locator("fieldset.case-row").count() > 4
    enter(page, "Guardar y ver la réplica")
    enter(page, "Cambiar de etapa", "link")
    page.locator("[name=stage][value=interested]").focus()
    page.keyboard.press("ArrowDown")
    enter(page, "Guardar")
    assert page.locator(".course [aria-current=step]").inner_text() == "En estudio"
    enter(page, "Resultados, costos y visitas", "link")
    enter(page, "Marcar como hecho")
    assert page.locator("[data-state=done]").count() == 1

    page.goto("/replicas/")
    page.locator("main form select").first.select_option(index=1)
    enter(page, "Filtrar")
    assert "?" in page.url
    assert page.locator(".ticket").count()
