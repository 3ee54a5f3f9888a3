"""The people of the demonstration."""

from allauth.account.models import EmailAddress
from django.db.models import Q

from community import permissions
from community.actions.members import accept_texts
from community.demo.people import load_people
from community.models import Organization, Theme, User
from tests.territories.places import make_country

PASSWORD = "palo-santo-y-sal-78"


def person(email):
    return User.objects.get(email=f"{email}@demo.example")


def test_ten_people_with_verified_addresses_and_their_roles(db):
    load_people(PASSWORD)

    assert User.objects.count() == EmailAddress.objects.filter(verified=True).count() == 10
    assert permissions.is_facilitator(person("facilitador"))
    assert permissions.is_knowledge_team(person("conocimiento"))
    assert permissions.is_coordinating_unit(person("unidad"))
    assert person("admin").is_superuser
    assert not User.objects.filter(Q(handle__contains=".") | Q(handle="")).exists()


def test_they_sign_in_with_the_password_given(client, home, texts):
    load_people(PASSWORD)

    response = client.post(
        "/cuenta/entrar/", {"login": "funcionaria@demo.example", "password": PASSWORD}
    )

    assert response.headers["Location"] == "/"


def test_they_come_with_their_themes_and_organizations(db):
    load_people(PASSWORD)

    theme = Theme.objects.get(slug="residuos-y-aseo")
    assert theme in person("funcionaria").themes.all()
    assert str(person("unidad").current_affiliation.organization) == "Equipo de Cabildo"
    assert Organization.objects.filter(name="Equipo de Cabildo").count() == 1


def test_who_works_for_a_town_hall_is_placed_there_if_the_town_is_loaded(db):
    make_country("XA", {"Cordillera Clara": {"Quebrada Serena": []}})

    load_people(PASSWORD)

    affiliation = person("funcionaria").current_affiliation
    assert affiliation.organization.name == "Gobierno municipal de Quebrada Serena"
    assert person("coordinadora").current_affiliation is None


def test_loading_again_changes_nothing_not_even_what_somebody_edited(db, texts):
    load_people(PASSWORD)
    edited = person("funcionaria")
    edited.biography = "Otra"
    edited.set_password("mi propia clave 55")
    edited.save()
    accept_texts(edited, texts)
    before = list(User.objects.order_by("pk").values())

    load_people("another password")

    assert list(User.objects.order_by("pk").values()) == before
    assert person("funcionaria").check_password("mi propia clave 55")
    assert person("unidad").acceptances.count() == 2
    assert Organization.objects.filter(name="Equipo de Cabildo").count() == 1
