"""The directory: who stands in it, how they are found, what it costs."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.actions.directory import (
    list_specialist,
    renew_entries,
    renew_where_posts_changed,
)
from community.actions.members import close_account, set_affiliation
from community.actions.moderation import hide, show
from community.models import Organization, Specialist, Trait, User
from tests.factories import MemberFactory, ThemeFactory, make_municipality

pytestmark = pytest.mark.django_db

Audience = User.Audience


def listed(name, audience=Audience.EVERYONE, **fields):
    return MemberFactory(
        display_name=name, handle="", profile_audience=audience, is_listed=True, **fields
    )


def found(client, query=""):
    page = client.get(f"/personas/{query}").context["directory"].page_obj
    names = [person.display_name for person in page]
    assert page.paginator.count == len(names), "the count agrees with the list"
    return names


def counted(client, facet, query=""):
    facets = client.get(f"/personas/{query}").context["directory"].facets
    shown = next(each for each in facets if each.name == facet)
    return {option.value: option.count for option in shown.options}


def town_hall(name="Alcaldía de Sucre", kind="agency"):
    return Organization.objects.create(name=name, kind=kind, territory=make_municipality())


def test_a_hidden_profile_is_not_even_counted(client):
    person, unit = listed("Ana", spoken_languages=["es"]), MemberFactory(is_superuser=True)
    assert found(client) == ["Ana"]

    hide(person, unit, "Anuncia una tienda.")

    assert found(client) == []
    assert counted(client, "idioma") == {}
    show(person, unit)
    assert found(client) == ["Ana"]


def test_nobody_stands_there_who_did_not_ask_for_it(client):
    MemberFactory(display_name="Shown, but not in lists", profile_audience=Audience.EVERYONE)
    listed("Álvaro Mora")
    listed("Berta Ríos", Audience.MEMBERS)
    listed("Celia Paz", Audience.COORDINATORS)
    listed("Darío Sol", Audience.NOBODY)
    MemberFactory(verified=False, is_listed=True, profile_audience=Audience.EVERYONE)
    close_account(listed("Elsa Luz"), keep_name=True)
    member = MemberFactory()

    assert found(client) == ["Álvaro Mora"]
    client.force_login(member)
    assert found(client) == ["Álvaro Mora", "Berta Ríos"]


def test_who_changes_their_mind_is_gone_at_once(client):
    person = listed("Berta Ríos")
    person.is_listed = False
    person.save()

    assert found(client) == []
    assert not Trait.objects.exists()


def test_people_are_found_by_what_they_said_with_accents_or_without(client):
    berta = listed("Berta Ríos Núñez", ask_me_about="Rellenos sanitarios pequeños")
    set_affiliation(berta, town_hall(), "Jefa de aseo")
    berta.themes.add(ThemeFactory(name="Educación"))
    listed("Otra Persona")

    asked = ("rios", "nunez BERTA", "sanit peque", "alcaldia", "jefa aseo", "sucre", "educacion")
    for words in asked:
        assert found(client, f"?q={words}") == ["Berta Ríos Núñez"], words
    assert found(client, "?q=ertaxx") == []


def test_filters_narrow_each_other_and_say_what_they_would_find(client):
    water, roads = ThemeFactory(slug="agua"), ThemeFactory(slug="vias")
    ana, berta = listed("Ana", spoken_languages=["es", "qu"]), listed("Berta")
    ana.themes.set([water, roads])
    berta.themes.set([roads])
    set_affiliation(ana, town_hall(), "Jefa")
    set_affiliation(berta, Organization.objects.create(name="ONG", kind="ngo"), "Socia")

    for query, names in {
        "?tema=agua": ["Ana"],
        "?tema=agua&tema=vias": ["Ana", "Berta"],
        "?pais=xa": ["Ana"],
        "?organizacion=ngo": ["Berta"],
        "?idioma=qu": ["Ana"],
        "?tema=vias&organizacion=ngo": ["Berta"],
        "?tema=agua&organizacion=ngo": [],
        "?tema=%00&pais=' OR 1=1": ["Ana", "Berta"],
    }.items():
        assert found(client, query) == names, query
    assert counted(client, "tema") == {"vias": 2, "agua": 1}
    assert counted(client, "tema", "?organizacion=ngo") == {"vias": 1}
    assert counted(client, "organizacion", "?tema=agua") == {"agency": 1}


def test_the_filters_count_only_whom_the_reader_may_see(client):
    listed("Ana", Audience.MEMBERS, spoken_languages=["es"])

    assert counted(client, "idioma") == {}
    client.force_login(MemberFactory())
    assert counted(client, "idioma") == {"es": 1}


def test_a_list_of_specialists_is_what_the_unit_keeps(client):
    water = ThemeFactory(slug="agua")
    ana = listed("Ana Pérez")
    listed("Berta")
    list_specialist(ana, [water])

    assert found(client, "?especialista=1") == ["Ana Pérez"]
    assert found(client, "?especialista=1&tema=agua") == ["Ana Pérez"]
    assert "especialista" in client.get("/personas/").content.decode()
    Specialist.objects.all().delete()
    assert found(client, "?especialista=1") == []
    assert not User.objects.get(pk=ana.pk).is_specialist


def test_the_directory_follows_where_people_work(client):
    ana = listed("Ana")
    today = timezone.localdate()
    ana.affiliations.create(organization=town_hall(), started_on=today + timedelta(days=1))
    assert counted(client, "pais") == {}

    ana.affiliations.update(started_on=today)
    renew_where_posts_changed(today)

    assert counted(client, "pais") == {"XA": 1}


def test_htmx_gets_the_list_and_the_counts_alone(client):
    listed("Ana", spoken_languages=["es"])

    part = client.get("/personas/?q=ana", headers={"HX-Request": "true"})

    assert "HX-Request" in part.headers["Vary"]
    page = part.content.decode()
    assert "Ana" in page
    assert "hx-swap-oob" in page
    assert "<html" not in page


def test_the_directory_costs_the_same_with_1_and_with_2000_people():
    theme = ThemeFactory()
    ana = listed("Ana")
    ana.themes.add(theme)
    set_affiliation(ana, town_hall(), "Jefa")
    member = MemberFactory()
    address = "/personas/?q=ana&tema=" + theme.slug
    few = cost_for(None, "/personas/"), cost_for(member, address)

    crowd(2000)

    assert (cost_for(None, "/personas/"), cost_for(member, address)) == few
    assert few[0] <= 8
    assert few[1] <= 12
    page = Client().get("/personas/").content
    assert len(page) < 60_000


def cost_for(member, address):
    client = Client()
    if member:
        client.force_login(member)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def crowd(number):
    """Listed people in bulk, as the sign-up of years would leave them."""
    people = User.objects.bulk_create(
        User(
            email=f"crowd{count}@town.example",
            handle=f"crowd-{count}",
            display_name=f"Ana {count}",
            profile_audience=Audience.EVERYONE,
            is_listed=True,
            spoken_languages=["es"],
        )
        for count in range(number)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in people
    )
    renew_entries(User.objects.filter(handle__startswith="crowd-"))
