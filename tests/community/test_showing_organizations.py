"""The pages of organizations: who is on them, how they are found, what they cost."""

import pytest
from django.utils import timezone

from community.actions.members import organization_called
from community.models import Affiliation, Organization, User
from territories.models import TerritoryGroup
from tests.community.belonging import Audience, Way, person, works

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search")]


def test_the_page_shows_confirmed_people_who_let_themselves_be_listed(cast, client, vado):
    shy = person("Shy")
    shy.profile_audience = Audience.NOBODY
    shy.save()
    works(shy, vado)
    works(person("Unasked", is_listed=False), vado)

    page = client.get(vado.get_absolute_url()).content.decode()

    assert "Colleague" in page
    for hidden in ("Claimant", "Former", "Shy", "Unasked"):
        assert hidden not in page, hidden


def test_the_list_is_searched_with_and_without_htmx(cast, client, vado):
    club = organization_called("Universidad del Páramo", Organization.Kind.UNIVERSITY)
    Organization.objects.filter(pk=club.pk).update(is_listed=True)

    for headers in ({}, {"HX-Request": "true"}):
        found = client.get("/organizaciones/?q=paramo", headers=headers).content.decode()
        assert "Páramo" in found
        assert "Vado" not in found
        assert ("<html" in found) is not bool(headers)
    assert "Páramo" not in client.get("/organizaciones/?tipo=ministry&q=x").content.decode()


def test_pages_cost_the_same_with_few_people_and_with_many(
    cast, client, vado, django_assert_max_num_queries, home
):
    def seen(count):
        others = [
            User(email=f"p{n}@x.example", handle=f"p-{count}-{n}", display_name=f"P {n}")
            for n in range(count)
        ]
        made = User.objects.bulk_create(others)
        Affiliation.objects.bulk_create(
            Affiliation(
                user=each,
                organization=vado,
                verification=Way.UNIT,
                verified_at=timezone.now(),
            )
            for each in made
        )

    seen(300)
    for address in (vado.get_absolute_url(), "/organizaciones/"):
        client.logout()
        with django_assert_max_num_queries(8):
            client.get(address)
        client.force_login(cast["colleague"])
        with django_assert_max_num_queries(12):
            client.get(address)


def test_only_whoever_answers_for_it_writes_the_domains(cast, client, vado):
    address = f"{vado.get_absolute_url()}editar/"
    typed = {"description": "Servimos.", "website": "", "mail_domains": "vado.gob.xa"}
    expected = {"stranger": 403, "claimant": 403, "team": 403, "colleague": 302, "unit": 302}
    for name, status in expected.items():
        client.force_login(cast[name])
        assert client.post(address, typed).status_code == status, name
        vado.refresh_from_db()
        assert vado.domains == (["vado.gob.xa"] if name == "unit" else []), name
    refused = client.post(address, {**typed, "mail_domains": "gmail.com"})
    assert refused.status_code == 200


def test_the_unit_keeps_organizations_zones_and_elections_in_the_admin(cast, client, vado):
    screens = {
        "organization": {"name": "Mancomunidad", "kind": "agency", "mail_domains": "@manco.gob.xa"},
        "facilitation": {
            "user": cast["facilitator"].pk,
            "zone": TerritoryGroup.objects.get(name="Sur").pk,
        },
        "election": {"country": vado.territory.get_root().pk, "held_on": "2030-01-01"},
    }
    for name, typed in screens.items():
        address = f"/admin/snippets/community/{name}/"
        for group in ("stranger", "facilitator", "team"):
            client.force_login(cast[group])
            assert client.get(address).status_code in {302, 403}, (name, group)
        client.force_login(cast["unit"])
        assert client.get(f"{address}?q=vado").status_code == 200, name
        answer = client.post(f"{address}add/", typed)
        assert answer.status_code == 302, (name, answer.context and answer.context["form"].errors)
    made = Organization.objects.get(name="Mancomunidad")
    assert (made.slug, made.domains) == ("mancomunidad", ["manco.gob.xa"])
    assert client.get(f"/admin/snippets/community/organization/edit/{made.pk}/").status_code == 200
    refused = client.post(
        f"/admin/snippets/community/organization/edit/{made.pk}/",
        {**screens["organization"], "slug": "correo", "mail_domains": "gmail.com"},
    )
    assert set(refused.context["form"].errors) == {"slug", "mail_domains"}
