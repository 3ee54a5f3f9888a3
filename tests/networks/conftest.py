"""A network with everything, and the people around it."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from community.models import HomePage, User
from community.permissions import COORDINATING_UNIT, KNOWLEDGE_TEAM
from networks import actions
from networks.models import NetworkIndexPage, NetworkPage, ResourceIndexPage
from tests.conftest import make_home
from tests.factories import MemberFactory, NetworkIndexPageFactory, ThemeFactory
from tests.networks.moderation import of_group


def make_network(index, slug, **fields):
    themes = fields.pop("themes", ())
    fields.setdefault("title", f"Red de {slug}")
    fields.setdefault("purpose", "To work together.")
    return actions.create_network(index, NetworkPage(slug=slug, **fields), themes=themes)


@pytest.fixture(scope="module")
def stage(lasting):
    """What `home`, `networks` and `network` find, made once for a module."""
    with lasting():
        index = NetworkIndexPageFactory(parent=make_home())
        make_network(index, "agua", themes=[ThemeFactory(slug="agua", family="agua")])
        yield


@pytest.fixture
def home(stage, db):
    return HomePage.objects.get()


@pytest.fixture
def networks(home):
    return NetworkIndexPage.objects.get()


@pytest.fixture
def network(networks):
    """The open network at /redes/agua/, born as every network is."""
    return NetworkPage.objects.get(slug="agua")


@pytest.fixture
def other_network(networks):
    return make_network(networks, "residuos")


@pytest.fixture
def closed_network(networks):
    """The network at /redes/cerrada/, which only its members see."""
    closed = make_network(
        networks,
        "cerrada",
        visibility=NetworkPage.Visibility.MEMBERS,
        joining=NetworkPage.Joining.INVITATION,
    )
    return closed


@pytest.fixture
def library(network):
    """The section at /redes/agua/recursos/."""
    return ResourceIndexPage.objects.child_of(network).get()


@pytest.fixture
def coordinator(network):
    person = MemberFactory(display_name="Inés Paredal", handle="ines-paredal")
    actions.appoint_coordinator(network, person)
    return person


@pytest.fixture
def other_coordinator(other_network):
    person = MemberFactory(display_name="Remigio Zabaleta", handle="remigio")
    actions.appoint_coordinator(other_network, person)
    return person


def with_rights_everywhere(person, *names):
    """Page permissions on the root, as the groups of the roles have them."""
    group = Group.objects.create(name=f"Role of {person}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    root = Page.objects.get(depth=1)
    for name in names:
        GroupPagePermission.objects.create(
            group=group, page=root, permission=Permission.objects.get(codename=name)
        )
    person.groups.add(group)
    return person


@pytest.fixture
def unit(db):
    """Somebody of the coordinating unit: publishes everywhere."""
    return with_rights_everywhere(MemberFactory(), "add_page", "change_page", "publish_page")


@pytest.fixture
def team(db):
    """Somebody of the knowledge team: writes everywhere, publishes nowhere."""
    return with_rights_everywhere(MemberFactory(), "add_page", "change_page")


@pytest.fixture
def with_groups(stage, db):
    """Somebody of the coordinating unit and of the knowledge team, in the groups of these names."""
    return {"unit": of_group(COORDINATING_UNIT), "team": of_group(KNOWLEDGE_TEAM)}


@pytest.fixture
def everybody(member, other_coordinator, coordinator, with_groups):
    """Who may or may not do a thing, by role."""
    return {
        "stranger": MemberFactory(profile_audience=User.Audience.EVERYONE),
        "member": member,
        "other_coordinator": other_coordinator,
        "coordinator": coordinator,
        **with_groups,
    }
