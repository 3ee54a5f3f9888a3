"""The second step: codes of an application, passkeys, codes on paper; who must have one."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Group, Permission
from django.test import Client

from community.actions.roles import ensure_roles
from community.devices import name_of
from community.permissions import KNOWLEDGE_TEAM
from community.second_factor import SecondFactorAdapter, has_second_factor

PASSWORD = "palo-santo-y-sal-78"


@pytest.fixture
def ana(member):
    member.set_password(PASSWORD)
    member.save()
    return member


@pytest.fixture
def browser(client, ana, home):
    sign_in(client, ana)
    client.post("/cuenta/confirmar-identidad/", {"password": PASSWORD})
    return client


def sign_in(client, person, **more):
    return client.post("/cuenta/entrar/", {"login": person.email, "password": PASSWORD, **more})


def code_of(secret, *, ago=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - ago))


def add_application(browser):
    """Adds it as a person does; its secret and the recovery codes shown."""
    secret = browser.get("/cuenta/segundo-paso/aplicacion/").context["form"].secret
    done = browser.post("/cuenta/segundo-paso/aplicacion/", {"code": code_of(secret)}, follow=True)
    return secret, re.findall(r"<li>(\d{8})</li>", done.content.decode())


def test_with_the_application_a_password_alone_no_longer_opens(browser, ana):
    secret, codes = add_application(browser)
    assert len(codes) == 10
    other = Client()

    answer = sign_in(other, ana, next="/cuenta/perfil/")

    assert answer.headers["Location"] == "/cuenta/segundo-paso/entrar/"
    assert other.get("/cuenta/").status_code == 302
    assert other.post("/cuenta/segundo-paso/entrar/", {"code": "000000"}).status_code == 200
    right = other.post("/cuenta/segundo-paso/entrar/", {"code": code_of(secret)})
    assert right.headers["Location"] == "/cuenta/perfil/"
    assert other.get("/cuenta/").status_code == 200


def test_a_recovery_code_opens_once(browser, ana):
    _secret, codes = add_application(browser)
    for expected in (302, 200):
        other = Client()
        sign_in(other, ana)
        answer = other.post("/cuenta/segundo-paso/entrar/", {"code": codes[0]})
        assert answer.status_code == expected


def test_guessing_codes_ends_after_five(browser, ana):
    secret, _codes = add_application(browser)
    other = Client()
    sign_in(other, ana)
    for _attempt in range(5):
        other.post("/cuenta/segundo-paso/entrar/", {"code": "000000"})

    other.post("/cuenta/segundo-paso/entrar/", {"code": code_of(secret)})

    assert other.get("/cuenta/").status_code == 302


def test_adding_and_removing_want_the_password_first(client, ana, home):
    sign_in(client, ana)
    for address in ("segundo-paso/aplicacion/", "llaves/nueva/", "segundo-paso/codigos/nuevos/"):
        answer = client.get(f"/cuenta/{address}")
        assert answer.headers["Location"].startswith("/cuenta/confirmar-identidad/"), address


def test_every_screen_is_ours_and_removing_is_told_by_mail(browser, ana, mailoutbox):
    add_application(browser)
    for address in (
        "segundo-paso/",
        "segundo-paso/confirmar/",
        "segundo-paso/aplicacion/quitar/",
        "segundo-paso/codigos/",
        "segundo-paso/codigos/nuevos/",
        "llaves/",
        "llaves/nueva/",
        "sesiones/",
    ):
        page = browser.get(f"/cuenta/{address}")
        assert page.status_code == 200, address
        assert 'class="masthead"' in page.content.decode(), address
    text = browser.get("/cuenta/segundo-paso/codigos/descargar/").content.decode()
    assert len(re.findall(r"^\d{8}$", text, re.MULTILINE)) == 10

    browser.post("/cuenta/segundo-paso/aplicacion/quitar/")
    assert not Authenticator.objects.exists()
    assert mailoutbox[-1].to == [ana.email]
    assert mailoutbox[-1].alternatives


def test_a_copy_of_the_database_holds_no_secret(browser, settings):
    secret, _codes = add_application(browser)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    adapter = SecondFactorAdapter()
    assert secret not in kept
    assert adapter.decrypt(kept) == secret

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert adapter.decrypt(kept) == secret
    settings.SECRET_KEY_FALLBACKS = []
    assert adapter.decrypt(kept) not in (secret, "")


def test_where_settings_ask_the_admin_wants_a_second_step(browser, ana, settings):
    group = Group.objects.create(name="Newsroom")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    ana.groups.add(group)
    assert browser.get("/admin/").status_code == 200

    settings.SECOND_FACTOR_FOR_STAFF = True
    for address in ("/admin/", "/admin/pages/", "/admin/login/"):
        assert browser.get(address).headers["Location"] == "/cuenta/segundo-paso/", address
    assert browser.post("/admin/pages/1/move/").status_code == 302
    assert browser.get("/cuenta/").status_code == 200

    add_application(browser)
    assert has_second_factor(ana)
    assert browser.get("/admin/").status_code == 200


def test_where_settings_ask_those_who_run_the_site_add_one_before_anything(
    client, ana, home, settings
):
    ensure_roles()
    settings.SECOND_FACTOR_FOR_STAFF = True
    for role, leads_to in ((None, 200), (KNOWLEDGE_TEAM, 302)):
        ana.groups.set(Group.objects.filter(name=role))
        sign_in(client, ana)
        assert client.get("/experiencias/").status_code == leads_to, role
        assert client.get("/cuenta/segundo-paso/").status_code == 200, role
        if role is None:
            client.logout()
    client.post("/cuenta/confirmar-identidad/", {"password": PASSWORD})

    add_application(client)

    assert client.get("/experiencias/").status_code == 200


def test_one_signs_out_everywhere_else(browser, ana):
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    sign_in(other, ana)
    assert "Firefox, Windows" in browser.get("/cuenta/sesiones/").content.decode()

    browser.post("/cuenta/sesiones/")

    assert other.get("/cuenta/").status_code == 302
    assert browser.get("/cuenta/").status_code == 200
    assert name_of("curl/8") not in ("", "curl/8")
