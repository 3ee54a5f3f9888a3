"""Somebody comes, signs up, joins a network and says who they are."""

import re

import pytest

pytestmark = pytest.mark.browser

NAME = "Rosalba Quintero"


def test_a_stranger_becomes_a_member_of_a_network(page, site):
    page.goto("/cuenta/crear/")
    page.fill("input[name=display_name]", NAME)
    page.fill("input[name=email]", "rosalba@town.example")
    page.fill("input[name=password1]", "una-clave-larga-8")
    page.fill("input[name=password2]", "una-clave-larga-8")
    page.check("input[name=accept]")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/cuenta/correo/confirmar/**")

    page.goto(site.link_in_newest_mail(r"http://\S+/cuenta/correo/confirmar/[^\s/]+/"))
    if page.locator("main form[action*='correo/confirmar'] button").count():
        page.click("main form[action*='correo/confirmar'] button")
    if "/entrar/" in page.url:
        page.fill("input[name=login]", "rosalba@town.example")
        page.fill("input[name=password]", "una-clave-larga-8")
        page.click("main form button[type=submit]")
        page.wait_for_url(lambda url: "/entrar/" not in url)

    page.goto("/redes/agua/")
    page.click("text=Unirse a la red")
    page.wait_for_selector("text=Salir de la red")
    page.reload()
    assert page.locator("text=Salir de la red").count()

    page.goto("/cuenta/perfil/")
    page.fill(
        "textarea[name=biography], input[name=biography]", "Llevo el catastro de mi municipio."
    )
    page.click("main form button[type=submit]")
    page.wait_for_load_state()
    page.goto("/cuenta/perfil/")
    biography = page.locator("[name=biography]").input_value()
    assert biography == "Llevo el catastro de mi municipio."
    handle = page.locator("input[name=handle]").input_value()
    page.goto(f"/personas/{handle}/")
    assert re.search(NAME, page.locator("h1").inner_text())


def test_a_member_joins_without_javascript(browser_window, sign_in):
    page = browser_window(java_script_enabled=False)
    sign_in(page, "funcionaria")
    page.goto("/redes/movilidad/")
    page.click("text=Unirse a la red")
    page.wait_for_load_state()
    assert "Ya es parte de" in page.locator("h1").inner_text()

    page.goto("/redes/movilidad/")
    assert page.locator("text=Salir de la red").count()


@pytest.mark.long
def test_a_second_start_loses_nothing(site, page):
    page.goto("/correo/")
    before = len(list(site.folder.glob("mail/*")))
    password = site.password

    site.stop()
    site.start()

    assert site.password == password
    assert len(list(site.folder.glob("mail/*"))) == before
    page.goto("/redes/residuos/")
    assert "Red de Residuos y Aseo" in page.locator("h1").inner_text()
