"""The directory and a profile: who sees whom, and what."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from community.actions.members import rename, set_affiliation
from community.models import Comment, Organization, User
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


# --- Ways of contact and links -------------------------------------------------------


def test_ways_of_contact_are_shown_to_whom_the_person_chose(client, member, berta):
    berta.profile_audience = Audience.EVERYONE
    berta.phone, berta.whatsapp = "+507 6000 0001", "+507 6000-0002"
    berta.phone_audience, berta.message_audience = Audience.MEMBERS, Audience.MEMBERS
    berta.whatsapp_audience = Audience.COORDINATORS
    berta.save()
    things = ("6000 0001", "wa.me/50760000002", "/escribir/", "berta@town.example")

    def seen():
        page = page_of(client, berta).content.decode()
        return [thing for thing in things if thing in page]

    assert seen() == []
    client.force_login(member)
    assert seen() == ["6000 0001", "/escribir/"]
    client.force_login(berta)
    assert seen() == ["6000 0001", "wa.me/50760000002", "berta@town.example"]


def test_links_are_shown_of_those_who_have_said_something_for_a_while(client, member, berta):
    berta.profile_audience, berta.links = Audience.EVERYONE, ["https://www.ong.example/"]
    berta.save()
    assert b"ong.example" not in page_of(client, berta).content

    thing = ContentType.objects.get_for_model(User)
    said = Comment.objects.create(
        content_type=thing, object_id=berta.pk, author=berta, body="<p>Hola.</p>"
    )
    assert b"ong.example" not in page_of(client, berta).content, "a new account"
    User.objects.filter(pk=berta.pk).update(date_joined=timezone.now() - timedelta(days=31))
    link = '<a href="https://www.ong.example/" rel="nofollow ugc noopener">ong.example</a>'
    assert link in page_of(client, berta).content.decode()
    said.hidden_at, said.hidden_reason = timezone.now(), "Publicidad"
    said.save()
    assert b"ong.example" not in page_of(client, berta).content, "what it said is hidden"


def test_a_person_sees_the_own_profile_as_others_do(client, member):
    assert client.get("/cuenta/perfil/vista/").status_code == 302
    client.force_login(member)
    member.email_audience = Audience.MEMBERS
    member.save()

    visitors = client.get("/cuenta/perfil/vista/").content.decode()
    members = client.get("/cuenta/perfil/vista/?como=miembros").content.decode()

    assert "mailto:" not in visitors
    assert "mailto:ana@town.example" in members
    assert 'href="/cuenta/perfil/"' in visitors
    assert client.get("/cuenta/perfil/vista/?como=visitantes").context["is_hidden"]
    assert not client.get("/cuenta/perfil/vista/?como=miembros").context["is_hidden"]


def test_a_profile_costs_the_same_whoever_looks_and_however_much_there_is(
    client, member, berta, django_assert_max_num_queries
):
    berta.profile_audience, berta.whatsapp_audience = Audience.EVERYONE, Audience.COORDINATORS
    berta.links = ["https://ong.example"]
    berta.save()
    for section in ("", "?ver=experiencias", "?ver=publicaciones", "?ver=comentarios", "?ver=x"):
        address = f"{berta.get_absolute_url()}{section}"
        with django_assert_max_num_queries(8):
            assert client.get(address).status_code == 200
    client.force_login(member)
    with django_assert_max_num_queries(12):
        page_of(client, berta)
