"""What every page has around its content."""

import pytest
from django.urls import reverse

from community import demonstration
from tests.factories import StandardPageFactory


@pytest.fixture
def page(home):
    return StandardPageFactory(parent=home, title="Ayuda", slug="ayuda", summary="Cómo se usa.")


def body_of(client, address):
    return client.get(address).content.decode()


def test_a_page_has_one_stylesheet_one_script_and_nothing_inline(client, page):
    html = body_of(client, "/ayuda/")

    assert html.count('rel="stylesheet"') == 1
    assert html.count("<script") == 1
    assert "defer></script>" in html
    assert "<style" not in html
    assert " style=" not in html
    assert "onclick" not in html


def test_htmx_may_not_evaluate_nor_write_styles(client, page):
    html = body_of(client, "/ayuda/")

    assert '"allowEval": false' in html
    assert '"includeIndicatorStyles": false' in html


def test_a_page_offers_itself_in_the_other_languages(client, page):
    html = body_of(client, "/ayuda/?a=b")

    assert '<html lang="es">' in html
    assert 'hreflang="pt" href="http://testserver/pt/ayuda/?a=b"' in html
    assert 'href="/en/ayuda/?a=b" lang="en"' in html
    assert '<html lang="en">' in body_of(client, "/en/ayuda/")


def test_a_visitor_is_offered_to_sign_in_and_no_form_with_a_token(client, page):
    response = client.get("/ayuda/")

    assert reverse("account_login") in response.content.decode()
    assert b"csrfmiddlewaretoken" not in response.content
    assert not response.cookies


def test_a_member_is_offered_to_sign_out(signed_in, page):
    html = body_of(signed_in, "/ayuda/")

    assert reverse("account_logout") in html
    assert "AP" in html


def test_only_a_site_with_invented_content_says_so(client, page, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert 'class="demonstration"' not in body_of(client, "/ayuda/")

    demonstration.say_loaded()

    assert 'class="demonstration"' in body_of(client, "/ayuda/")
