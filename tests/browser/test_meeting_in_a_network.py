"""Two members, a coordinator, the unit: ask, answer, mention, mail, report, hide, appeal."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NETWORK = "/redes/residuos/"
QUESTION = "¿Qué hacen con los restos los días de lluvia?"
ANSWER = "Los tapamos con una lona y pesamos al día siguiente."


def open_notice(page, words):
    page.goto("/mi-espacio/avisos/")
    page.locator("main .entries a", has_text=words).first.click()
    page.wait_for_load_state()


def ask(page):
    page.goto(f"{NETWORK}conversaciones/nueva/")
    page.check("input[name=kind][value=question]")
    page.fill("[name=title]", QUESTION)
    page.fill("[name=text]", "Con lluvia pesan el doble y no caben en el compostero.")
    page.click("form.ledger button[type=submit]")
    page.wait_for_url("**/conversaciones/*/")
    return page.url.partition(NETWORK)[2]


def report_and_hide(member, desk):
    """The member says what is wrong with the answer; the coordinator hides it."""
    said = member.locator(".thread > li", has_text=ANSWER)
    said.locator("summary").first.click()
    said.locator("a[href*='/informar/']").click()
    member.check("input[value=other]")
    member.fill("main form textarea", "Confunde el pesaje con el secado.")
    member.click("main form button[type=submit]")
    desk.goto("/moderacion/")
    matter = desk.locator(".matter", has_text="Confunde el pesaje")
    matter.locator("input[type=checkbox]").check()
    desk.check("input[value=ocultar]")
    desk.fill("main .verdict textarea", "Falta decir cómo se seca.")
    desk.click(".verdict button[type=submit]")
    expect(matter).to_have_count(0)


def appeal_and_take_back(author, unit):
    """Its author asks that somebody else looks at it; the unit takes the decision back."""
    open_notice(author, "ocult")
    expect(author.locator("main")).to_contain_text("Falta decir cómo se seca.")
    author.fill("main form textarea", "Lo digo al final del comentario.")
    author.click("main form button[type=submit]")
    open_notice(unit, QUESTION)
    unit.check("input[value=yes]")
    unit.fill("main form textarea", "Tiene razón.")
    unit.click("main form button[type=submit]")


@pytest.mark.long
def test_people_meet_and_what_goes_wrong_is_put_right(browser_window, sign_in, site):
    asking, answering, desk, unit, visitor = (browser_window() for _who in range(5))
    for page, account in [
        (asking, "funcionaria"),
        (answering, "facilitador"),
        (desk, "coordinadora"),
        (unit, "unidad"),
    ]:
        sign_in(page, account)

    asking.goto("/cuenta/avisos/")
    asking.check("input[name=mentions][value=at_once]")
    asking.click("form.frequencies button[type=submit]")
    answering.goto(NETWORK)
    answering.locator("form[action$='/unirse/'] button").first.click()
    expect(answering.locator("form[action$='/salir/']").first).to_be_attached()
    answering.goto(f"{NETWORK}conversaciones/")
    expect(answering.locator("a[href$='/conversaciones/nueva/']").first).to_be_visible()

    topic = NETWORK + ask(asking)
    answering.goto(topic)
    answering.fill("#comentar textarea", f"@maira-tolosa {ANSWER}")
    answering.locator("#comentar button[type=submit]").click()
    expect(answering.locator(".thread > li", has_text=ANSWER)).to_be_visible()
    assert "List-Unsubscribe-Post" in site.mail_that_says("una lona")
    open_notice(asking, QUESTION)
    asking.locator(".thread form[action$='/respuesta/'] button").click()
    visitor.goto(topic)
    expect(visitor.locator("#respuesta")).to_be_visible()

    asking.goto(topic)
    report_and_hide(asking, desk)
    visitor.goto(topic)
    expect(visitor.locator("main", has_text=ANSWER)).to_have_count(0)

    appeal_and_take_back(answering, unit)
    visitor.goto(topic)
    expect(visitor.locator(".thread > li", has_text=ANSWER)).to_be_visible()
