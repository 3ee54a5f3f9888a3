"""When the terms change, members are asked once, and may go on reading."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.actions.members import accept_texts
from community.models import Acceptance, LegalText
from tests.factories import StandardPageFactory

READING = "/ayuda/"
ASKING = "/cuenta/condiciones/?next=%2Fayuda%2F"


@pytest.fixture
def help_page(home):
    return StandardPageFactory(parent=home, slug="ayuda")


@pytest.fixture
def reader(signed_in, member, texts, help_page):
    """Somebody who accepted the first versions and is reading."""
    accept_texts(member, texts)
    return signed_in


def renew():
    return LegalText.objects.create(
        kind="terms", version="2", title="Términos de uso", body="<p>Nuevo</p>"
    )


def versions_on(client):
    return client.get("/cuenta/condiciones/").context["form"]["versions"].value()


def test_who_accepted_all_is_asked_nothing(reader):
    assert reader.get(READING).status_code == 200
    assert reader.get("/cuenta/condiciones/").headers["Location"] == "/"


def test_a_newer_version_is_asked_once_and_reading_goes_on(reader):
    renew()

    assert reader.get(READING).headers["Location"] == ASKING
    assert reader.get(ASKING).status_code == 200
    assert reader.get(READING).status_code == 200
    assert not Acceptance.objects.filter(text__version="2").exists()


def test_accepting_is_recorded_and_leads_on(reader, member):
    new = renew()
    answers = {"accept": "on", "versions": versions_on(reader), "next": "/redes/"}

    response = reader.post("/cuenta/condiciones/", answers)

    assert response.headers["Location"] == "/redes/"
    assert Acceptance.objects.filter(user=member, text=new).exists()
    assert Acceptance.objects.filter(user=member).count() == 3


def test_nobody_is_led_to_another_site(reader):
    renew()
    answers = {"accept": "on", "versions": versions_on(reader), "next": "https://evil.example/"}

    assert reader.post("/cuenta/condiciones/", answers).headers["Location"] == "/"


def test_sending_a_form_or_asking_for_a_part_is_never_interrupted(reader):
    renew()

    assert reader.get(READING, headers={"HX-Request": "true"}).status_code == 200
    assert reader.get("/cuenta/").status_code == 200


def test_it_is_asked_before_any_page_and_never_where_one_decides(reader, member):
    renew()
    for address in ("/mi-espacio/", "/personas/", "/buscar/?q=agua", "/experiencias/"):
        assert reader.get(address).headers["Location"].startswith("/cuenta/condiciones/"), address
    for address in (
        "/cuenta/mis-datos/",
        "/cuenta/salir/",
        "/cuenta/preferencias/",
        "/robots.txt",
        "/healthz",
    ):
        assert reader.get(address).status_code == 200, address
    assert reader.get("/personas/", headers={"Sec-Fetch-Dest": "image"}).status_code == 200
    page = reader.get(ASKING).content.decode()
    for way_out in ("/cuenta/mis-datos/", "/cuenta/cerrar/", "/cuenta/salir/"):
        assert f'href="{way_out}"' in page


def test_knowing_whether_to_ask_costs_no_query(reader):
    with CaptureQueriesContext(connection) as asked:
        reader.get(READING)
    assert not [query for query in asked if query["sql"].startswith('SELECT "community_legaltext')]


def test_visitors_are_never_asked(client, help_page, texts):
    renew()

    assert client.get(READING).status_code == 200


def test_signing_in_asks_also_those_who_never_accepted(client, home, member, texts):
    member.set_password("palo-santo-y-sal-78")
    member.save()

    response = client.post(
        "/cuenta/entrar/",
        {"login": member.email, "password": "palo-santo-y-sal-78", "next": "/cuenta/perfil/"},
    )

    assert response.headers["Location"] == "/cuenta/condiciones/?next=%2Fcuenta%2Fperfil%2F"


def test_the_account_shows_what_was_accepted_and_what_waits(reader):
    renew()

    assert "/cuenta/condiciones/" in reader.get("/cuenta/").content.decode()
    assert "Aviso de privacidad, 1" in reader.get("/cuenta/mis-datos/").content.decode()
