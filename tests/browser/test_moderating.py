"""A member reports, without JavaScript; a coordinator decides with the keyboard."""

import pytest

pytestmark = pytest.mark.browser

SOLUTION = "/redes/residuos/soluciones/separar-lo-organico-en-los-mercados/"


def test_a_report_is_made_and_decided(browser_window, sign_in, check_everywhere):
    member = browser_window(java_script_enabled=False)
    sign_in(member, "funcionaria")
    member.goto(SOLUTION)
    said = member.locator(".thread > li", has_text="Con un pasillo, sin duda.")
    said.locator("summary").click()
    said.locator("a[href*='/informar/']").click()
    member.check("input[value=other]")
    member.fill("textarea", "Falta decir cuánto costó.")
    member.click("main form button[type=submit]")
    member.wait_for_url(f"**{SOLUTION}*")

    # Its author is the only one who coordinates that network: it is the unit's turn.
    desk = browser_window()
    sign_in(desk, "unidad")
    check_everywhere(desk, "/moderacion/")
    report = desk.locator(".matter", has_text="Falta decir cuánto costó.")
    report.locator("input[type=checkbox]").focus()
    desk.keyboard.press("Space")
    desk.check("input[value=descartar]")
    desk.locator(".verdict button").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/moderacion/?parte=pendientes")
    assert report.count() == 0
    desk.goto("/moderacion/?parte=vigentes")
    check_everywhere(desk, desk.locator(".matter h3 a").first.get_attribute("href"))
