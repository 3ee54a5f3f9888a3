"""The base of specialists, in the admin."""

import pytest
from django.contrib.auth.models import Group

from community.actions.directory import list_specialist
from community.actions.roles import ensure_roles
from community.models import Specialist, User
from community.permissions import COORDINATING_UNIT, KNOWLEDGE_TEAM
from tests.factories import MemberFactory, ThemeFactory

pytestmark = pytest.mark.django_db

BASE = "/admin/snippets/community/specialist/"


@pytest.fixture
def desk(client, home):
    """A browser in which the coordinating unit has signed in."""
    ensure_roles()
    client.force_login(somebody_of(COORDINATING_UNIT))
    return client


def somebody_of(group):
    person = MemberFactory()
    person.groups.add(Group.objects.get(name=group))
    return person


def test_the_unit_lists_somebody_with_themes_and_takes_them_out(desk, member):
    theme = ThemeFactory(name="Agua")
    answers = {
        "person": member.pk,
        "themes": [theme.pk],
        "since": "2025-03-01",
        "note": "Propuesta",
    }

    assert desk.get(f"{BASE}add/").status_code == 200
    assert desk.post(f"{BASE}add/", answers).status_code == 302

    listed = Specialist.objects.get()
    assert (listed.person, list(listed.themes.all())) == (member, [theme])
    assert User.objects.get(pk=member.pk).is_specialist
    page = desk.get(BASE).content.decode()
    assert "Ana Pérez" in page
    assert "Agua" in page
    assert "Ana Pérez" in desk.get(f"{BASE}?q=ana").content.decode()

    desk.post(f"{BASE}delete/{listed.pk}/")
    assert not User.objects.get(pk=member.pk).is_specialist


def test_the_unit_finds_a_person_by_name_or_address(desk, member):
    MemberFactory(display_name="Berta Ríos")
    for words in ("perez", "PÉREZ", "ana@town"):
        found = desk.get(f"/admin/choose-person/results/?q={words}").content.decode()
        assert "Ana Pérez" in found, words
        assert "Berta Ríos" not in found, words
    assert desk.get("/admin/choose-person/").status_code == 200


def test_nobody_else_keeps_the_base_or_reads_who_has_an_account(desk, client, member):
    specialist = list_specialist(member, [ThemeFactory()])
    for reader in (somebody_of(KNOWLEDGE_TEAM), MemberFactory(), None):
        client.logout()
        if reader:
            client.force_login(reader)
        for address in (
            BASE,
            f"{BASE}add/",
            f"{BASE}edit/{specialist.pk}/",
            f"{BASE}delete/{specialist.pk}/",
            "/admin/choose-person/",
            "/admin/choose-person/results/?q=ana",
            f"/admin/choose-person/chosen/{member.pk}/",
        ):
            page = client.get(address, follow=True)
            assert member.email not in page.content.decode(), (reader, address)
            assert "Ana Pérez" not in page.content.decode(), (reader, address)
    assert Specialist.objects.exists()
