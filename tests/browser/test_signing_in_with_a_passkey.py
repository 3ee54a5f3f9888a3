"""A passkey of the device opens the account, and every page of one's rights can be used by all."""

import pytest

from tests.browser.looking import check

pytestmark = pytest.mark.browser

PAGES = [
    "segundo-paso/",
    "segundo-paso/codigos/",
    "segundo-paso/aplicacion/",
    "sesiones/",
    "mis-datos/",
    "cerrar/",
]


def with_a_device(page):
    """A device that recognizes its owner, as a phone with a fingerprint."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def write_password(page, site):
    page.fill("input[name=password]", site.password)
    page.press("input[name=password]", "Enter")


def sign_out(page, account):
    page.goto(f"{account}salir/")
    page.click("main form button")
    page.wait_for_url(lambda url: "/salir/" not in url)


def test_a_passkey_is_added_opens_the_account_and_is_removed(browser_window, site):
    page = browser_window(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    # Browsers make passkeys for localhost without TLS, not for 127.0.0.1.
    account = f"http://localhost:{site.port}/cuenta/"
    with_a_device(page)
    page.goto(f"{account}entrar/?next=/cuenta/llaves/nueva/")
    check(page)
    page.fill("input[name=login]", "facilitador@demo.example")
    write_password(page, site)
    page.wait_for_url("**/confirmar-identidad/**")
    write_password(page, site)
    page.wait_for_url(f"{account}llaves/nueva/")
    page.fill("input[name=name]", "Teléfono")
    page.click("[data-passkey]")
    page.wait_for_url(f"{account}segundo-paso/codigos/")
    for address in PAGES:
        page.goto(f"{account}{address}")
        check(page)

    sign_out(page, account)
    page.goto(f"{account}entrar/")
    page.click("[data-passkey]")
    page.wait_for_url(lambda url: "/entrar/" not in url)
    page.goto(account)
    assert page.locator("h1").is_visible()

    # The password alone no longer does: the second step asks for the same device.
    sign_out(page, account)
    page.goto(f"{account}entrar/")
    page.fill("input[name=login]", "facilitador@demo.example")
    write_password(page, site)
    page.wait_for_url("**/segundo-paso/entrar/")
    check(page)
    page.click("[data-passkey]")
    page.wait_for_url(lambda url: "/segundo-paso/" not in url)

    page.goto(f"{account}llaves/")
    page.click(".rows a[href$='/quitar/']")
    if "/confirmar" in page.url:
        write_password(page, site)
    page.click("main form button.danger")
    page.wait_for_url(f"{account}llaves/")
    assert page.locator(".rows a[href$='/quitar/']").count() == 0
