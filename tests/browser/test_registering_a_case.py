"""An official tells a case on a phone, with scripts and without, and loses nothing on the way."""

import pytest

from tests.browser.telling import go_on, tell

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize(
    "scripts",
    [pytest.param(True, marks=pytest.mark.long), False],
    ids=["with-scripts", "without-scripts"],
)
def test_a_case_is_registered_on_a_phone(browser_window, sign_in, scripts):
    page = browser_window(**PHONE, java_script_enabled=scripts)
    sign_in(page, "funcionaria")

    code = tell(page)

    assert page.url.endswith(f"/experiencias/{code}/editar/")
    text = page.inner_text("main")
    assert "En revisión desde" in text
    assert "Alguien del equipo de conocimiento la lee" in text


def test_words_are_counted_while_one_writes(page, sign_in):
    sign_in(page, "funcionaria")
    page.goto("/experiencias/nueva/")

    page.fill("#id_title", "x" * 104)

    assert "104 de 100 caracteres: sobran 4" in page.inner_text("main")


def test_what_was_typed_survives_the_end_of_the_session(page, sign_in, site):
    sign_in(page, "funcionaria")
    page.goto("/experiencias/nueva/")
    page.fill("#id_title", "Caso que se interrumpe")
    go_on(page, "/cuando-y-donde/")
    section = page.url.replace("cuando-y-donde", "problema")
    page.goto(section)
    page.fill("#id_problem", "Lo que escribí antes de que terminara la sesión.")
    page.context.clear_cookies(name="sessionid")

    page.click("main button[name=next]")
    page.wait_for_load_state()
    assert "Lo que escribí antes" in page.input_value("main textarea")
    page.click("main a.button")
    page.fill("input[name=login]", "funcionaria@demo.example")
    page.fill("input[name=password]", site.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/problema/")

    assert page.input_value("#id_problem") == "Lo que escribí antes de que terminara la sesión."
    assert page.locator("[data-restored]").is_visible()
    go_on(page, "/solucion/")
    page.goto(section)
    assert not page.locator("[data-restored]").is_visible()
    assert "antes de que terminara" in page.input_value("#id_problem")


def lost(route):
    """On the way to the server, as on a poor line."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


@pytest.mark.long
def test_what_was_typed_among_many_rows_is_put_back_among_them(page, sign_in):
    sign_in(page, "funcionaria")
    page.goto("/experiencias/nueva/")
    page.fill("#id_title", "Caso de muchos momentos")
    go_on(page, "/cuando-y-donde/")
    section = page.url.replace("cuando-y-donde", "proceso")
    page.goto(section)
    for number in range(12):
        if number:
            page.click("main button[name=add]")
        page.fill(f"#id_milestones-{number}-title", f"Momento {number + 1}")
        page.fill(f"#id_milestones-{number}-when", "2019")
    page.click("main .foot button.second")
    page.wait_for_load_state()
    page.click("main button[name=show]:has-text('10–12')")
    page.wait_for_url("**/proceso/?filas=milestones-2#rows-milestones")
    assert page.input_value("#id_milestones-1-title") == "Momento 11"
    assert not page.locator("[data-restored]").is_visible()

    page.route("**/proceso/", lost)
    page.fill("#id_milestones-1-title", "El undécimo")
    page.locator("#saved.asks").wait_for()
    page.goto(section)

    page.wait_for_url("**/proceso/?filas=milestones-2")
    assert page.locator("[data-restored]").is_visible()
    assert page.input_value("#id_milestones-1-title") == "El undécimo"
    page.unroute("**/proceso/", lost)
    page.click("main button[name=next]")
    page.wait_for_url(lambda address: "/proceso/" not in address)
    page.goto(section)
    assert page.input_value("#id_milestones-0-title") == "Momento 1"
    page.click("main button[name=show]:has-text('10–12')")
    page.wait_for_url("**/proceso/?filas=milestones-2#rows-milestones")
    assert page.input_value("#id_milestones-1-title") == "El undécimo"


def test_what_another_account_left_in_the_tab_is_not_shown(page, sign_in):
    sign_in(page, "funcionaria")
    page.goto("/experiencias/nueva/")
    page.fill("#id_title", "Secreto de otra persona")
    page.goto("/cuenta/salir/")
    page.click("main form button")
    page.wait_for_load_state()

    sign_in(page, "facilitador")
    page.goto("/experiencias/nueva/")

    assert page.input_value("#id_title") == ""
    assert "Secreto" not in page.evaluate("JSON.stringify({...sessionStorage})")
