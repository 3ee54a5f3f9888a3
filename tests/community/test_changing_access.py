"""Passwords and addresses: recovering, changing, and the mails about it."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext

from community.models import AddressChange, User
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


def links_in(mailoutbox, link_in):
    """The link each mailbox got: to say yes there."""
    return {message.to[0]: link_in(message) for message in mailoutbox}


@pytest.mark.parametrize("first", ["ana@town.example", "ana@new.example"])
def test_a_new_address_counts_once_both_mailboxes_say_so(
    signed_in_by_form, ana, mailoutbox, link_in, first
):
    signed_in_by_form.post("/cuenta/correo/", {"email": "ana@new.example", "action_add": ""})
    links = links_in(mailoutbox, link_in)
    assert set(links) == {"ana@town.example", "ana@new.example"}
    [second] = set(links) - {first}

    # Mails are read wherever: nobody need be signed in.
    Client().post(links[first])
    assert User.objects.get(pk=ana.pk).email == "ana@town.example"
    Client().post(links[second])

    assert User.objects.get(pk=ana.pk).email == "ana@new.example"
    addresses = EmailAddress.objects.filter(user=ana)
    assert [address.email for address in addresses] == ["ana@new.example"]
    # The former address is told that it is done.
    assert mailoutbox[-1].to == ["ana@town.example"]
    assert len(mailoutbox) == 3


def test_the_present_mailbox_may_refuse_and_links_end(signed_in_by_form, ana, mailoutbox, link_in):
    for ending in ("refused", "late"):
        mailoutbox.clear()
        new = f"{ending}@new.example"
        signed_in_by_form.post("/cuenta/correo/", {"email": new, "action_add": ""})
        links = links_in(mailoutbox, link_in)
        approval = links["ana@town.example"]
        assert new in Client().get(approval).content.decode()
        if ending == "refused":
            Client().post(approval, {"refuse": "1"})
        else:
            AddressChange.objects.update(asked_at=timezone.now() - timedelta(days=3, minutes=1))
            Client().post(approval)
        Client().post(links[new])
        assert User.objects.get(pk=ana.pk).email == "ana@town.example", ending
        assert new not in Client().get(approval).content.decode(), ending


def test_an_address_that_waits_recovers_no_password(signed_in_by_form, mailoutbox):
    signed_in_by_form.post("/cuenta/correo/", {"email": "x@new.example", "action_add": ""})
    mailoutbox.clear()

    Client().post("/cuenta/clave/recuperar/", {"email": "x@new.example"})

    assert mailoutbox == []


def test_changing_to_an_address_of_somebody_else_tells_nothing(signed_in_by_form, mailoutbox):
    MemberFactory(email="berta@town.example")
    signed_in_by_form.get("/cuenta/correo/")
    pages = []
    for email in ("berta@town.example", "nadie@town.example"):
        response = signed_in_by_form.post("/cuenta/correo/", {"email": email, "action_add": ""})
        assert response.headers["Location"] == "/cuenta/correo/"
        page = signed_in_by_form.get("/cuenta/correo/").content.decode()
        pages.append(re.sub(r"csrfmiddlewaretoken\" value=\"\w+", "", page.replace(email, "…")))

    assert pages[0] == pages[1]
    assert [message.to[0] for message in mailoutbox] == [
        "ana@town.example",
        "berta@town.example",
        "ana@town.example",
        "nadie@town.example",
    ]


def test_changing_the_address_wants_the_password_first_and_then_goes_on(client, ana, mailoutbox):
    client.post("/cuenta/entrar/", {"login": ana.email, "password": PASSWORD})

    response = client.post("/cuenta/correo/", {"email": "ana@new.example", "action_add": ""})
    asking = response.headers["Location"]
    assert asking.startswith("/cuenta/confirmar-identidad/")
    assert mailoutbox == []
    client.post(asking, {"password": PASSWORD, "next": "/cuenta/correo/"})

    assert [message.to[0] for message in mailoutbox] == ["ana@town.example", "ana@new.example"]


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
