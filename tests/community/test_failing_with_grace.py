"""Error pages: in the face, with a way on."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views import defaults

from tests.factories import StandardPageFactory


@pytest.fixture
def refused(rf, home):
    """A function that gives the page a visitor sees who may not enter."""

    def answer(user):
        request = rf.get("/admin/")
        request.user = user
        return defaults.permission_denied(request, PermissionDenied()).content.decode()

    return answer


def test_a_wrong_address_offers_to_search(client, home):
    response = client.get("/no-hay/nada/")

    assert response.status_code == 404
    assert '<form action="/buscar/"' in response.content.decode()


def test_a_wrong_address_is_not_offered_in_other_languages(client, home):
    assert b'rel="alternate"' not in client.get("/no-hay/nada/").content


def test_a_stranger_who_may_not_enter_is_offered_to_sign_in(refused):
    assert f'class="button" href="{reverse("account_login")}"' in refused(AnonymousUser())


def test_a_member_who_may_not_enter_is_told_whom_to_ask(refused, member):
    html = refused(member)

    assert 'href="/contacto/"' in html
    assert "masthead" in html


def test_a_form_without_its_token_is_told_kindly(home, member):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(reverse("account_login"), {"login": "x"})

    assert response.status_code == 403
    assert "masthead" in response.content.decode()


def test_a_failure_asks_neither_the_database_nor_the_request():
    """No database fixture: a query would fail this test."""
    response = defaults.server_error(RequestFactory().get("/"))

    html = response.content.decode()
    assert response.status_code == 500
    assert "Algo falló de nuestro lado" in html
    assert 'href="/"' in html


def test_other_pages_are_offered_in_other_languages(client, home):
    StandardPageFactory(parent=home, slug="ayuda")

    assert b'rel="alternate"' in client.get("/ayuda/").content
