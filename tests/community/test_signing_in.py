"""Coming in, going out, and who is kept out."""

import pytest
from django.core.management import call_command

from community.models import User
from tests.factories import MemberFactory

SIGN_IN = "/cuenta/entrar/"
PASSWORD = "palo-santo-y-sal-78"


@pytest.fixture
def ana(member):
    member.set_password(PASSWORD)
    member.save()
    return member


def sign_in(client, password=PASSWORD, email="ana@town.example", **more):
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def test_a_member_signs_in_with_the_address_in_any_case(client, home, ana):
    response = sign_in(client, email="ANA@town.example")

    assert response.headers["Location"] == "/"
    assert client.get("/cuenta/").status_code == 200


def test_one_goes_on_to_where_one_wanted(client, ana):
    response = client.get("/cuenta/perfil/")
    assert response.headers["Location"] == "/cuenta/entrar/?next=/cuenta/perfil/"

    response = sign_in(client, next="/cuenta/perfil/")

    assert response.headers["Location"] == "/cuenta/perfil/"


def test_nobody_is_led_to_another_site(client, ana):
    assert sign_in(client, next="https://evil.example/").headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, ana):
    wrong = sign_in(client, password="no-es-esta")
    unknown = sign_in(client, password="no-es-esta", email="nadie@town.example")

    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_after_five_failures_even_the_right_password_waits(client, ana):
    for _attempt in range(5):
        sign_in(client, password="no-es-esta")

    response = sign_in(client)

    assert response.status_code == 200
    [error] = response.context["form"].non_field_errors().as_data()
    assert error.code == "too_many_login_attempts"
    assert client.get("/cuenta/").status_code == 302


def test_a_flood_from_one_place_gets_a_page_of_ours(client, db):
    for _attempt in range(30):
        client.get(SIGN_IN)
        client.post(SIGN_IN, {})

    response = client.post(SIGN_IN, {})

    assert response.status_code == 429
    assert "429.html" in [template.name for template in response.templates]


def test_an_address_without_proof_does_not_get_in(client, db, mailoutbox):
    person = MemberFactory(email="berta@town.example", verified=False)
    person.set_password(PASSWORD)
    person.save()

    response = sign_in(client, email="berta@town.example")

    assert response.headers["Location"] == "/cuenta/correo/confirmar/"
    assert [message.to for message in mailoutbox] == [["berta@town.example"]]
    assert client.get("/cuenta/").status_code == 302


def test_signing_out_asks_and_then_is_done(client, signed_in, home):
    assert client.get("/cuenta/salir/").status_code == 200
    assert client.get("/cuenta/").status_code == 200

    client.post("/cuenta/salir/")

    assert client.get("/cuenta/").status_code == 302


def test_somebody_made_on_the_command_line_can_sign_in(client, home, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="jefa@town.example", interactive=False, verbosity=0)

    assert sign_in(client, email="jefa@town.example").headers["Location"] == "/"
    assert User.objects.get(email="jefa@town.example").is_superuser


def test_the_form_works_in_portuguese_addresses_too(client, ana):
    response = client.get("/pt/cuenta/entrar/")

    assert response.status_code == 200
    assert 'action="/pt/cuenta/entrar/"' in response.content.decode()
