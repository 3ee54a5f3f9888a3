"""Territories in the admin, their further codes, their names and their groups."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from territories.actions import add_alternate_code, renew_names
from territories.models import AlternateCode, Territory, TerritoryGroup
from territories.permissions import can_edit_facts
from tests.factories import MemberFactory
from tests.territories.places import make_country

LIST = "wagtailsnippets_territories_territory:list"
EDIT = "wagtailsnippets_territories_territory:edit"


@pytest.fixture
def ground(db):
    make_country("VE", {"Miranda": {"Sucre": ["Petare"], "Chacao": []}, "Zulia": {"Sucre": []}})


@pytest.fixture
def sucre(ground):
    return Territory.objects.get(code="ve-miranda-sucre")


def editor(*models):
    """Somebody of a group that may open the admin and change these."""
    group = Group.objects.create(name="Equipo")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for model in models:
        group.permissions.add(Permission.objects.get(codename=f"change_{model}"))
    person = MemberFactory()
    person.groups.add(group)
    return person


@pytest.fixture
def admin(client, db):
    client.force_login(editor("territory", "territorygroup"))
    return client


def facts_of(territory, **changes):
    data = {
        field: "" if getattr(territory, field) is None else getattr(territory, field)
        for field in (
            *("name", "kind", "capital", "population", "population_year", "population_source"),
            *("rural_share_percent", "budget_usd_per_inhabitant", "budget_year", "area_km2"),
            *("latitude", "longitude", "coordinates_source", "source"),
        )
    }
    return {
        **data,
        "tags": "",
        "alternate_codes-TOTAL_FORMS": "0",
        "alternate_codes-INITIAL_FORMS": "0",
        "alternate_codes-MIN_NUM_FORMS": "0",
        "alternate_codes-MAX_NUM_FORMS": "1000",
        **changes,
    }


def save(admin, territory, **changes):
    return admin.post(reverse(EDIT, args=[territory.pk]), facts_of(territory, **changes))


def test_only_those_with_permission_may_edit(sucre, member):
    assert can_edit_facts(editor("territory"))
    assert not can_edit_facts(member)


@pytest.mark.parametrize("address", ["list", "edit"])
def test_the_admin_is_closed_to_those_without_permission(client, sucre, address):
    client.force_login(editor())
    arguments = [sucre.pk] if address == "edit" else []

    url = reverse(f"wagtailsnippets_territories_territory:{address}", args=arguments)

    assert client.get(url).status_code in (302, 403, 404)


def test_the_list_is_searched_without_accents(admin, ground):
    make_country("XB", {"Táchira": {"Córdoba": []}})

    page = admin.get(reverse(LIST), {"q": "cordoba TACHIRA"}).content.decode()

    assert "Córdoba" in page
    assert "Chacao" not in page


def test_a_figure_is_saved_with_its_year(admin, sucre):
    response = save(admin, sucre, population="600351", population_year="2011")

    assert response.status_code == 302
    sucre.refresh_from_db()
    assert sucre.population == 600351


def test_a_figure_without_its_year_is_refused_kindly(admin, sucre):
    response = save(admin, sucre, population="600351")

    assert response.status_code == 200
    sucre.refresh_from_db()
    assert sucre.population is None


def test_the_code_cannot_be_changed(admin, sucre):
    save(admin, sucre, code="x", code_scheme="y", path="0009", depth="1")

    sucre.refresh_from_db()
    assert (sucre.code_scheme, sucre.code, sucre.depth) == ("cabildo", "ve-miranda-sucre", 3)


def test_a_new_name_reaches_the_parishes(admin, sucre):
    save(admin, sucre, name="Antonio José de Sucre")

    petare = Territory.objects.get(code="ve-miranda-sucre-petare")
    assert petare.parent_names == "Antonio José de Sucre, Miranda, Venezuela"
    assert petare in Territory.objects.matching("antonio petare")
    assert Territory.find_problems() == ([], [], [], [], [])


def test_an_official_code_is_added_in_the_admin(admin, sucre):
    response = save(
        admin,
        sucre,
        **{
            "alternate_codes-TOTAL_FORMS": "1",
            "alternate_codes-0-scheme": "ine-ve",
            "alternate_codes-0-code": "1519",
        },
    )

    assert response.status_code == 302
    assert [str(code) for code in sucre.alternate_codes.all()] == ["ine-ve:1519"]


@pytest.mark.parametrize("address", ["add", "delete"])
def test_nobody_adds_or_removes_a_territory_in_the_admin(client, sucre, address):
    client.force_login(MemberFactory(is_superuser=True))
    arguments = [sucre.pk] if address == "delete" else []
    url = reverse(f"wagtailsnippets_territories_territory:{address}", args=arguments)

    assert client.get(url).status_code in (302, 403, 404)
    client.post(url)

    assert Territory.objects.filter(pk=sucre.pk).exists()


def test_nor_many_at_once(client, sucre):
    client.force_login(MemberFactory(is_superuser=True))
    url = reverse("wagtail_bulk_action", args=["territories", "territory", "delete"])

    client.post(f"{url}?id={sucre.pk}")

    assert Territory.objects.filter(pk=sucre.pk).exists()


def test_the_chooser_of_the_admin_searches_without_accents(admin, ground):
    make_country("XB", {"Táchira": {"Córdoba": []}})
    url = reverse("wagtailsnippetchoosers_territories_territory:choose_results")

    page = admin.get(url, {"q": "cordoba"}).content.decode()

    assert "Córdoba (Táchira, XB)" in page
    assert "Chacao" not in page


@pytest.mark.parametrize("page", ["territories_territorygroup", "territories_territorytag"])
def test_groups_and_tags_have_their_pages(client, ground, page):
    client.force_login(MemberFactory(is_superuser=True))

    assert client.get(reverse(f"wagtailsnippets_{page}:list")).status_code == 200
    assert client.get(reverse(f"wagtailsnippets_{page}:add")).status_code == 200


# --- Codes, names and groups without the admin ---------------------------------------


def test_adding_the_same_code_twice_adds_one(sucre):
    first = add_alternate_code(sucre, " ine-ve ", "1519")

    assert add_alternate_code(sucre, "ine-ve", "1519") == first
    assert AlternateCode.objects.count() == 1


def test_a_code_belongs_to_one_territory(sucre):
    chacao = Territory.objects.get(code="ve-miranda-chacao")
    add_alternate_code(sucre, "ine-ve", "1519")

    for scheme, code in (("ine-ve", "1519"), ("cabildo", "ve-miranda-sucre"), ("", ""), ("x", "")):
        with pytest.raises(ValidationError):
            add_alternate_code(chacao, scheme, code)


def test_renewing_names_twice_changes_nothing(sucre):
    sucre.name = "Otro"
    sucre.save()

    assert renew_names(sucre) == 1
    assert renew_names(sucre) == 0


def test_the_database_keeps_a_population_from_losing_its_year(sucre):
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.filter(pk=sucre.pk).update(population=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.filter(pk=sucre.pk).update(latitude=1)


def test_a_group_holds_territories_once(sucre):
    zone = TerritoryGroup.objects.create(name="Zona norte", kind="zone")
    zone.territories.add(sucre)
    zone.territories.add(sucre)

    assert list(sucre.groups.all()) == [zone]
