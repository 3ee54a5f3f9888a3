"""A member says something, mends it and takes it back, with the keyboard and without JavaScript."""

import pytest

from tests.browser.looking import check

pytestmark = pytest.mark.browser

SOLUTION = "/redes/residuos/soluciones/separar-lo-organico-en-los-mercados/"
CONVERSATIONS = "/redes/agua/conversaciones/"
POST = "/redes/finanzas/blog/el-mes-en-que-falta-la-caja/"


def say(page, words):
    page.fill("#comentar textarea", words)
    page.locator("#comentar button[type=submit]").focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light"), (1280, "dark")])
def test_axe_finds_nothing_in_a_conversation(browser_window, sign_in, width, scheme):
    page = browser_window(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(SOLUTION)
    check(page)
    sign_in(page, "coordinadora")
    page.goto(SOLUTION)
    page.locator(".acts summary").first.click()
    check(page)
    page.goto(page.locator(".acts a[href$='/ocultar/']").first.get_attribute("href"))
    check(page)


def test_what_is_said_appears_where_it_was_said(page, sign_in):
    sign_in(page, "funcionaria")
    page.goto(SOLUTION)
    before = page.locator(".thread > li").count()

    say(page, "   ")
    page.wait_for_selector("#comentar [aria-invalid]")
    say(page, "Probamos **con un pasillo**.")
    said = page.locator(".thread > li", has_text="Probamos con un pasillo.")
    said.wait_for()

    assert page.locator(".thread > li").count() == before + 1
    assert said.locator("strong", has_text="con un pasillo").is_visible()
    assert page.input_value("#comentar textarea") == ""
    check(page)

    said.locator("summary").click()
    said.locator("form[action$='/eliminar/'] button").click()
    line = page.locator(".thread > .gone")
    line.wait_for()
    line.locator("button").click()
    said.wait_for()


def test_it_all_works_without_javascript(browser_window, sign_in):
    page = browser_window(java_script_enabled=False)
    sign_in(page, "funcionaria")
    page.goto(POST)

    say(page, "Lo probamos este mes.")
    page.wait_for_url("**#comentario-*")
    said = page.locator(".thread > li", has_text="Lo probamos este mes")
    assert said.is_visible()

    said.locator("summary").click()
    said.locator("a[href$='/editar/']").click()
    page.fill("main textarea", "Lo probamos este mes y sirvió.")
    page.click("main form button[type=submit]")
    page.wait_for_url("**#comentario-*")
    said.locator("a[href$='/historial/']").click()

    assert page.locator(".words").all_inner_texts() == [
        "Lo probamos este mes y sirvió.",
        "Lo probamos este mes.",
    ]


def test_people_answer_mention_and_find_their_draft_again(page, sign_in):
    sign_in(page, "funcionaria")
    page.goto(CONVERSATIONS)
    page.locator(".records h3 a").last.click()
    box = page.locator("#comentar textarea")
    box.press_sequentially("Gracias, @her")
    page.wait_for_selector(".mentions:not([hidden]) li")
    check(page)
    page.keyboard.press("Enter")
    assert box.input_value() == "Gracias, @hernan-olazar "
    page.locator(".responses a[href$='/responder/']").first.click()
    page.fill(".replying textarea", "¿Dónde se compran los sellos?")
    check(page)
    page.locator(".replying button[type=submit]").click()
    page.wait_for_selector("li.reply:has-text('¿Dónde se compran los sellos?')")

    page.locator("#comentar [data-restored]").wait_for()
    assert box.input_value() == "Gracias, @hernan-olazar "
    page.locator("#comentar button[type=submit]").click()
    page.wait_for_selector(".thread > li:has-text('Gracias, @hernan-olazar')")
    assert page.locator("[data-restored]:visible").count() == 0
    assert box.input_value() == ""
    button = page.locator(".useful button[aria-pressed=false]").first
    button.click()
    page.wait_for_selector(".useful button[aria-pressed=true]")

    box.fill("No lo lea nadie más")
    page.goto("/cuenta/salir/")
    assert "nadie más" in str(page.evaluate("Object.values(localStorage)"))
    page.click("main form button[type=submit]")
    page.wait_for_url("**/")
    assert page.evaluate("Object.keys(localStorage).length") == 0
