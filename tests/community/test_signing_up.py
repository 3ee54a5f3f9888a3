"""Becoming a member: the form, the proof of the address, what nobody may learn from it."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail

from community.models import Acceptance, LegalText, User
from tests.factories import MemberFactory

SIGN_UP = "/cuenta/crear/"
PASSWORD = "palo-santo-y-sal-78"


def answers(client, **changes):
    page = client.get(SIGN_UP)
    return {
        "display_name": "Ana Pérez",
        "email": "ana@town.example",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "accept": "on",
        "versions": page.context["form"]["versions"].value() or "",
        **changes,
    }


@pytest.fixture
def sign_up(client, db):
    def post(**changes):
        return client.post(SIGN_UP, answers(client, **changes))

    return post


def test_a_person_signs_up_confirms_the_address_and_is_in(client, home, texts, sign_up, link_in):
    response = sign_up()

    assert response.headers["Location"] == "/cuenta/correo/confirmar/"
    assert [message.to for message in mail.outbox] == [["ana@town.example"]]
    link = link_in(mail.outbox[0])
    page = client.get(link).content.decode()
    assert "ana@town.example" in page
    assert "Ana Pérez" in page
    assert client.post(link).status_code == 302
    assert client.get("/cuenta/").status_code == 200
    assert EmailAddress.objects.get(email="ana@town.example").verified


def test_the_handle_is_made_of_the_name(sign_up):
    MemberFactory(display_name="Ana Pérez", handle="ana-perez")

    sign_up()

    person = User.objects.get(email="ana@town.example")
    assert person.display_name == "Ana Pérez"
    assert person.handle == "ana-perez-2"


def test_opening_the_link_alone_confirms_nothing(client, sign_up, link_in):
    """Programs that look into mails follow links."""
    sign_up()

    client.get(link_in(mail.outbox[0]))

    assert not EmailAddress.objects.get(email="ana@town.example").verified


def test_what_was_accepted_is_kept_version_by_version(texts, sign_up):
    sign_up()

    person = User.objects.get(email="ana@town.example")
    assert {acceptance.text for acceptance in person.acceptances.all()} == set(texts)


def test_nobody_gets_in_without_accepting(sign_up, texts):
    response = sign_up(accept="")

    assert response.status_code == 200
    assert response.context["form"].errors["accept"]
    assert not User.objects.filter(email="ana@town.example").exists()


def test_a_text_that_changed_meanwhile_is_shown_again(client, texts):
    written = answers(client)
    LegalText.objects.create(kind="terms", version="2", title="Términos", body="<p>Nuevo</p>")

    response = client.post(SIGN_UP, written)

    assert response.context["form"].errors["accept"]
    again = {**written, "versions": response.context["form"]["versions"].value()}
    assert client.post(SIGN_UP, again).status_code == 302
    assert Acceptance.objects.filter(text__version="2").count() == 1


def test_the_form_says_who_answers_for_the_data(client, db, settings):
    settings.LEGAL_CONTROLLER = "Asociación de Municipios"
    settings.LEGAL_CONTACT_EMAIL = "datos@town.example"

    page = client.get(SIGN_UP).content.decode()

    assert "Asociación de Municipios" in page
    assert "datos@town.example" in page
    assert 'href="/terminos/"' in page
    assert 'href="/privacidad/"' in page


def test_a_known_address_gets_the_same_answer_and_one_mail_too(client, sign_up):
    new = sign_up()
    new_page = client.get(new.headers["Location"]).content.decode()
    client.logout()
    client.cookies.clear()
    MemberFactory(email="berta@town.example")

    known = sign_up(email="Berta@town.example")

    assert (known.status_code, known.headers["Location"]) == (
        new.status_code,
        new.headers["Location"],
    )
    # Each sees the address they wrote, and nothing else differs.
    known_page = client.get(known.headers["Location"]).content.decode()
    assert known_page == new_page.replace("ana@town.example", "berta@town.example")
    assert [message.to for message in mail.outbox] == [
        ["ana@town.example"],
        ["berta@town.example"],
    ]
    assert User.objects.filter(email="berta@town.example").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("password1", "12345678"), ("password2", "otra-cosa-99"), ("email", "ana"), ("email", "")],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(sign_up, field, value):
    response = sign_up(**{field: value})

    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["form"].errors
    assert 'class="error"' in page
    assert 'value="Ana Pérez"' in page


def test_a_second_click_while_the_first_is_saved_looks_the_same(client, db, monkeypatch):
    """Both pass the check; the database lets one in."""
    monkeypatch.setattr(
        "community.forms.accounts.SignUpForm.validate_unique_email", lambda form, email: email
    )
    first = client.post(SIGN_UP, answers(client))
    client.cookies.clear()
    second = client.post(SIGN_UP, answers(client))

    assert second.headers["Location"] == first.headers["Location"]
    assert User.objects.filter(email="ana@town.example").count() == 1


def test_the_time_of_the_answer_does_not_tell_who_has_an_account(sign_up, hashes):
    sign_up()
    of_a_new_one = hashes.pop()
    MemberFactory(email="ines@town.example")
    sign_up(email="ines@town.example")

    assert of_a_new_one == hashes.pop() == PASSWORD


@pytest.fixture
def hashes(monkeypatch):
    """The passwords that were put through the slow hash, the last one last."""
    hashed = []
    slow = MD5PasswordHasher.encode

    def encode(self, password, salt):
        hashed.append(password)
        return slow(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return hashed


@pytest.mark.parametrize("name", ["Gane en http://x.example", "www.x.example", "a@x.example"])
def test_a_name_carries_no_address_into_our_mails(sign_up, name):
    response = sign_up(display_name=name)

    assert response.context["form"].errors["display_name"]
    assert not mail.outbox
