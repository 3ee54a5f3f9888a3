"""A coordinator publishes a post and a resource, in the own network only."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def open_form(page, invitation):
    """From the front of her network to the form, by the button that invites to it."""
    page.goto("/redes/residuos/")
    page.click("main >> text=Publicar")
    page.wait_for_load_state()
    page.locator(f"text={invitation}").first.click()
    page.wait_for_load_state()


def publish(page):
    """Press "Publicar", the first button of the form; return the public address."""
    page.click("button[name='action-publish']")
    page.wait_for_selector(".messages .success")
    return page.locator(".messages .success a").first.get_attribute("href")


def test_a_coordinator_publishes_a_post(page, sign_in, browser_window):
    sign_in(page, "coordinadora")
    open_form(page, "Escribir una publicación")
    page.fill("[name=title]", "Pesar el camión una vez al mes")
    page.fill("[name=summary]", "Un día de báscula dice más que un año de cálculos.")
    page.locator("[data-contentpath=body] [contenteditable=true]").first.click()
    page.keyboard.type("Contamos los viajes y pesamos uno de cada ruta.")
    # The editor hands its text to the form a quarter of a second later.
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile("cada ruta"))
    address = publish(page)

    visitor = browser_window()
    visitor.goto(address)
    assert visitor.locator("h1").inner_text() == "Pesar el camión una vez al mes"
    assert "pesamos uno de cada ruta" in visitor.locator("main").inner_text()
    visitor.goto("/redes/residuos/")
    assert visitor.locator("main").get_by_text("Pesar el camión una vez al mes").count()


def test_a_coordinator_publishes_a_resource(page, sign_in, browser_window):
    sign_in(page, "coordinadora")
    open_form(page, "Añadir un recurso")
    page.fill("[name=title]", "Ley de residuos, comentada")
    page.fill("[name=summary]", "La ley con notas para quien la aplica.")
    page.fill("[name=link]", "https://example.org/ley")
    page.select_option("[name=kind]", "norm")
    address = publish(page)

    visitor = browser_window()
    visitor.goto(address)
    assert visitor.locator("h1").inner_text() == "Ley de residuos, comentada"
    visitor.goto("/recursos/")
    assert visitor.get_by_role("link", name="Ley de residuos, comentada").count()


def test_a_coordinator_finds_only_her_own_network(page, sign_in):
    sign_in(page, "coordinadora")
    page.goto("/admin/pages/")
    assert "Red de Residuos y Aseo" in page.locator("main").inner_text()

    page.goto("/admin/pages/search/?q=agua")
    assert "SISAR" not in page.locator("main").inner_text()


def test_a_member_without_rights_is_told_so_at_the_door_of_the_admin(page, sign_in):
    sign_in(page, "funcionaria")

    assert page.goto("/admin/").status == 403
