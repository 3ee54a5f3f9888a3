"""Anybody may ask for a correction, a withdrawal or a confirmation."""

import re
from datetime import timedelta

import pytest
from django.utils import formats, timezone, translation

from knowledge.models import DAYS_TO_ANSWER, CorrectionRequest

pytestmark = pytest.mark.django_db

ASKED = {
    "kind": "correction",
    "text": "It began in 2018.",
    "name": "Rosa",
    "email": "rosa@town.example",
}


@pytest.fixture
def address(published):
    return f"{published.get_absolute_url()}solicitar/"


def test_anybody_asks_and_reads_by_when_it_is_answered(client, address, published):
    page = client.get(address).content.decode()
    assert str(DAYS_TO_ANSWER) in page
    assert "csrfmiddlewaretoken" in page

    response = client.post(address, ASKED, follow=True)

    day = timezone.localdate() + timedelta(days=DAYS_TO_ANSWER)
    with translation.override("es"):
        assert formats.date_format(day, "DATE_FORMAT") in response.content.decode()
    asked = CorrectionRequest.objects.get()
    assert (asked.case, asked.asker, asked.text) == (published, None, "It began in 2018.")


def test_who_signed_in_finds_name_and_mail_filled_in(signed_in, address, member):
    page = signed_in.get(address).content.decode()
    assert member.display_name in page
    assert member.email in page

    signed_in.post(address, {**ASKED, "name": member.display_name, "email": member.email})

    assert CorrectionRequest.objects.get().asker == member


def test_the_link_to_confirm_chooses_it(client, address):
    for kind in ("confirmation", "nonsense"):
        assert client.get(address, {"tipo": kind}).status_code == 200
    page = client.get(address, {"tipo": "confirmation"}).content.decode()
    [option] = re.findall(r'<input[^>]*value="confirmation"[^>]*>', page)
    assert "checked" in option


def test_confirming_asks_for_the_post(client, address):
    told = {**ASKED, "kind": "confirmation"}

    assert 'role="alert"' in client.post(address, told).content.decode()
    assert client.post(address, {**told, "post": "Alcaldesa"}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"email": "nobody"},
        {"name": ""},
        {"kind": "praise"},
        {"text": "x" * 4001},
        {"text": "a\x00b"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, address, wrong):
    response = client.post(address, {**ASKED, **wrong})

    assert response.status_code == 200
    page = response.content.decode()
    assert 'role="alert"' in page
    if "name" not in wrong:
        assert "Rosa" in page
    assert not CorrectionRequest.objects.exists()


def test_a_robot_is_thanked_and_forgotten(client, address):
    response = client.post(address, {**ASKED, "website": "https://spam.example"})

    assert response.status_code == 302
    assert not CorrectionRequest.objects.exists()


def test_many_requests_within_the_hour_are_put_off_in_words(client, address):
    for _number in range(5):
        assert client.post(address, ASKED).status_code == 302

    response = client.post(address, ASKED)

    assert response.status_code == 200
    assert "It began in 2018." in response.content.decode()
    assert CorrectionRequest.objects.count() == 5


def test_marked_up_words_are_shown_as_words(client, address, team):
    client.post(address, {**ASKED, "text": "<script>alert(1)</script>"})
    client.force_login(team)

    page = client.get(f"/experiencias/cola/solicitudes/{CorrectionRequest.objects.get().pk}/")

    assert b"<script>alert" not in page.content


def test_a_case_that_is_not_published_takes_none(client, sent, author):
    address = f"/experiencias/{sent.reference}/solicitar/"
    assert client.get(address).status_code == 404
    assert client.post(address, ASKED).status_code == 404
    client.force_login(author)
    assert client.get(address).status_code == 404


def test_it_is_kept_by_no_cache_and_small_letters_lead_to_it(client, address, published):
    assert "no-store" in client.get(address)["Cache-Control"]
    lower = address.replace(published.code, published.code.lower())
    assert client.get(lower).status_code == 301
