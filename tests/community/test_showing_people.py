"""The directory and a profile: who sees whom, and what."""

import pytest
from django.urls import reverse

from community.actions.members import rename, set_affiliation
from community.models import Organization, User
from tests.factories import MemberFactory, ThemeFactory

Audience = User.Audience


def page_of(client, person):
    return client.get(person.get_absolute_url())


@pytest.fixture
def berta(db):
    return MemberFactory(display_name="Berta Ríos", handle="berta-rios", email="berta@town.example")


@pytest.mark.parametrize(
    ("audience", "visitor", "stranger"),
    [
        (Audience.EVERYONE, 200, 200),
        (Audience.MEMBERS, 404, 200),
        (Audience.COORDINATORS, 404, 404),
        (Audience.NOBODY, 404, 404),
    ],
)
def test_each_decides_who_opens_the_profile(client, member, berta, audience, visitor, stranger):
    berta.profile_audience = audience
    berta.save()

    assert page_of(client, berta).status_code == visitor
    client.force_login(member)
    assert page_of(client, berta).status_code == stranger
    client.force_login(berta)
    assert page_of(client, berta).status_code == 200


def test_a_closed_account_has_no_profile(client, member, berta):
    berta.profile_audience, berta.is_active = Audience.EVERYONE, False
    berta.save()
    client.force_login(member)

    assert page_of(client, berta).status_code == 404


def test_who_never_confirmed_the_address_is_shown_to_nobody(client, member):
    unknown = MemberFactory(verified=False, profile_audience=Audience.EVERYONE)
    client.force_login(member)

    assert page_of(client, unknown).status_code == 404


def test_visitors_never_see_an_address(client, member, berta):
    berta.profile_audience = berta.email_audience = Audience.EVERYONE
    berta.save()

    assert b"berta@town.example" not in page_of(client, berta).content
    client.force_login(member)
    assert b"berta@town.example" in page_of(client, berta).content


def test_a_profile_says_what_the_person_told(client, member, berta):
    berta.profile_audience = Audience.EVERYONE
    berta.biography, berta.ask_me_about = "Ingeniera.", "Rellenos pequeños."
    berta.spoken_languages = ["es", "guc", "xx"]
    berta.save()
    berta.themes.add(ThemeFactory(name="Residuos y aseo"))
    town_hall = Organization.objects.create(name="Alcaldía de Vado", kind="agency")
    set_affiliation(berta, town_hall, "Jefa de aseo")

    page = page_of(client, berta).content.decode()

    for words in (
        "Ingeniera.",
        "Rellenos pequeños.",
        "Residuos y aseo",
        "Jefa de aseo",
        "Alcaldía de Vado",
        "Español, Wayuunaiki",
    ):
        assert words in page


def test_what_a_person_writes_is_never_html(client, berta):
    berta.profile_audience, berta.biography = Audience.EVERYONE, "<script>alert(1)</script>"
    berta.save()

    assert b"<script>alert" not in page_of(client, berta).content


def test_a_handle_given_up_leads_to_the_person_for_good(client, berta):
    berta.profile_audience = Audience.EVERYONE
    berta.save()
    rename(berta, "berta")
    rename(berta, "berta-2")

    for old in ("berta-rios", "berta"):
        response = client.get(f"/personas/{old}/")
        assert (response.status_code, response.headers["Location"]) == (301, "/personas/berta-2/")


def test_a_former_handle_of_somebody_hidden_tells_nothing(client, berta):
    rename(berta, "berta")

    assert client.get("/personas/berta-rios/").status_code == 404


def test_only_the_owner_is_offered_to_edit(client, member, berta):
    client.force_login(member)
    assert b"/cuenta/perfil/" not in page_of(client, berta).content
    client.force_login(berta)
    assert b"/cuenta/perfil/" in page_of(client, berta).content


def test_a_profile_costs_a_visitor_little(client, berta, django_assert_max_num_queries):
    berta.profile_audience = Audience.EVERYONE
    berta.save()

    with django_assert_max_num_queries(8):
        page_of(client, berta)


def test_addresses_of_people(berta):
    assert reverse("community:people") == "/personas/"
    assert berta.get_absolute_url() == "/personas/berta-rios/"
