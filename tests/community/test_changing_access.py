"""Passwords and addresses: recovering, changing, and the mails about it."""

import pytest
from allauth.account.models import EmailAddress
from django.utils.translation import gettext

from community.models import User
from tests.factories import MemberFactory

PASSWORD = "palo-santo-y-sal-78"
NEW_PASSWORD = "otra-clave-larga-31"


@pytest.fixture
def ana(member):
    member.set_password(PASSWORD)
    member.save()
    return member


@pytest.fixture
def signed_in_by_form(client, ana):
    """Sensitive changes want a password written a moment ago."""
    client.post("/cuenta/entrar/", {"login": ana.email, "password": PASSWORD})
    client.post("/cuenta/confirmar-identidad/", {"password": PASSWORD})
    return client


def test_a_forgotten_password_is_recovered_by_mail(client, home, ana, mailoutbox, link_in):
    client.post("/cuenta/clave/recuperar/", {"email": "ana@town.example"})
    form = client.get(link_in(mailoutbox[0]), follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert User.objects.get(pk=ana.pk).check_password(NEW_PASSWORD)
    client.post("/cuenta/entrar/", {"login": ana.email, "password": NEW_PASSWORD})
    assert client.get("/cuenta/").status_code == 200


def test_a_link_for_the_password_works_once(client, ana, mailoutbox, link_in):
    client.post("/cuenta/clave/recuperar/", {"email": "ana@town.example"})
    link = link_in(mailoutbox[0])
    address = client.get(link).headers["Location"]
    client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    page = client.get(link).content.decode()

    assert 'name="password1"' not in page
    assert "/cuenta/clave/recuperar/" in page


def test_recovering_an_unknown_address_looks_the_same(client, ana, mailoutbox):
    known = client.post("/cuenta/clave/recuperar/", {"email": "ana@town.example"})
    known_page = client.get(known.headers["Location"]).content
    unknown = client.post("/cuenta/clave/recuperar/", {"email": "nadie@town.example"})

    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert client.get(unknown.headers["Location"]).content == known_page
    # Only the owner learns more, and nobody is bothered who never was here.
    assert [message.to for message in mailoutbox] == [["ana@town.example"]]


def test_recovering_an_unknown_address_knocks_at_the_mail_server_too(client, db, monkeypatch):
    """Else the quicker answer would tell that nobody has that address."""
    opened = []
    monkeypatch.setattr(
        "django.core.mail.backends.locmem.EmailBackend.open", lambda backend: opened.append(1)
    )

    client.post("/cuenta/clave/recuperar/", {"email": "nadie@town.example"})

    assert opened == [1]


def test_changing_the_password_wants_the_present_one_and_tells_by_mail(
    signed_in_by_form, ana, mailoutbox
):
    answers = {"oldpassword": "no", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    refused = signed_in_by_form.post("/cuenta/clave/", answers)
    assert refused.context["form"].errors["oldpassword"]

    done = signed_in_by_form.post("/cuenta/clave/", {**answers, "oldpassword": PASSWORD})

    assert done.headers["Location"] == "/cuenta/"
    assert signed_in_by_form.get("/cuenta/").status_code == 200
    assert [message.to for message in mailoutbox] == [["ana@town.example"]]


def test_a_new_address_counts_once_it_is_confirmed(signed_in_by_form, ana, mailoutbox, link_in):
    signed_in_by_form.post("/cuenta/correo/", {"email": "ana@new.example", "action_add": ""})
    assert User.objects.get(pk=ana.pk).email == "ana@town.example"

    signed_in_by_form.post(link_in(mailoutbox[-1]))

    assert User.objects.get(pk=ana.pk).email == "ana@new.example"
    assert [address.email for address in EmailAddress.objects.filter(user=ana)] == [
        "ana@new.example"
    ]
    # The former address is told, in case it was not its owner who did it.
    assert [message.to for message in mailoutbox] == [["ana@new.example"], ["ana@town.example"]]


def test_changing_to_an_address_of_somebody_else_tells_nothing(signed_in_by_form, mailoutbox):
    MemberFactory(email="berta@town.example")

    for email in ("berta@town.example", "nadie@town.example"):
        response = signed_in_by_form.post("/cuenta/correo/", {"email": email, "action_add": ""})
        assert response.headers["Location"] == "/cuenta/correo/"

    assert len(mailoutbox) == 2


def test_changing_the_address_wants_the_password_first_and_then_goes_on(client, ana, mailoutbox):
    client.post("/cuenta/entrar/", {"login": ana.email, "password": PASSWORD})

    response = client.post("/cuenta/correo/", {"email": "ana@new.example", "action_add": ""})
    asking = response.headers["Location"]
    assert asking.startswith("/cuenta/confirmar-identidad/")
    assert mailoutbox == []
    client.post(asking, {"password": PASSWORD, "next": "/cuenta/correo/"})

    assert [message.to for message in mailoutbox] == [["ana@new.example"]]


def test_mails_say_the_same_in_text_and_html_and_why_they_came(client, ana, mailoutbox, link_in):
    client.post("/cuenta/clave/recuperar/", {"email": "ana@town.example"})

    message = mailoutbox[0]
    html = message.alternatives[0].content
    assert message.subject.startswith("[Cabildo] ")
    assert link_in(message) in html
    reason = gettext(
        "You receive this message because somebody asked to recover the password of this address. "
        "If it was not you, ignore it: nothing changes."
    )
    assert reason in message.body
    assert reason in html


def test_a_name_with_signs_of_html_stays_a_name_in_mails(client, ana, mailoutbox):
    ana.display_name = "<b>Ana</b> & Co"
    ana.save()

    client.post("/cuenta/clave/recuperar/", {"email": "ana@town.example"})

    assert "<b>Ana</b> & Co" in mailoutbox[0].body
    assert "<b>Ana" not in mailoutbox[0].alternatives[0].content
