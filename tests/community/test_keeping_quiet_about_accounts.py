"""Nobody learns from an answer whether an address has an account."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.factories import MemberFactory

KNOWN, UNKNOWN = "ana@town.example", "nadie@town.example"


@pytest.fixture
def ana(member):
    member.set_password("palo-santo-y-sal-78")
    member.save()
    return member


def answers_to(email, address, data, *, times=1):
    """What a browser of its own reads after sending a form, but for what differs each time."""
    client = Client(REMOTE_ADDR=f"10.0.0.{len(email)}")
    for _time in range(times):
        response = client.post(address, data, follow=True)
    page = response.content.decode().replace(email, "…")
    return response.redirect_chain, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.parametrize(
    ("address", "field", "data", "times"),
    [
        ("/cuenta/entrar/", "login", {"password": "no-es-esta"}, 1),
        ("/cuenta/entrar/", "login", {"password": "no-es-esta"}, 6),
        ("/cuenta/clave/recuperar/", "email", {}, 1),
        (
            "/cuenta/crear/",
            "email",
            {
                "display_name": "Eva Ríos",
                "password1": "palo-y-sal-781",
                "password2": "palo-y-sal-781",
                "accept": "on",
                "versions": "",
            },
            1,
        ),
    ],
)
def test_known_and_unknown_addresses_get_the_same_page(
    client, home, ana, address, field, data, times
):
    known = answers_to(KNOWN, address, {**data, field: KNOWN}, times=times)
    unknown = answers_to(UNKNOWN, address, {**data, field: UNKNOWN}, times=times)

    assert known == unknown
    assert KNOWN not in known[1]


def test_an_account_that_was_never_confirmed_or_has_a_second_step_looks_like_any(home, ana):
    waiting = MemberFactory(email="eva@town.example", verified=False)
    Authenticator.objects.create(user=ana, type="totp", data={"secret": "x"})
    data = {"password": "no-es-esta"}
    pages = {
        answers_to(email, "/cuenta/entrar/", {**data, "login": email})[1]
        for email in (KNOWN, UNKNOWN, waiting.email)
    }
    assert len(pages) == 1
