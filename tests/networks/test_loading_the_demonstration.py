"""The demonstration's networks, members and resources."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from community.models import Activity, Theme, UploadedDocument, User
from networks import demo
from networks.models import Membership, NetworkPage, ResourcePage
from networks.permissions import can_coordinate
from tests.conftest import make_home
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(lasting):
    with lasting():
        make_home()
        make_people()
        demo.load(None)
        yield


def make_people():
    for number, email in enumerate(emails()):
        MemberFactory(email=email, display_name=f"Persona {number}")
    Theme.objects.get_or_create(slug="agua-y-saneamiento", defaults={"family": "agua"})


def emails():
    rows = json.loads((Path(demo.__file__).parent / "networks.json").read_text())
    return {each["email"] for row in rows for each in row["members"]}


def test_it_makes_six_networks_and_thirteen_resources(loaded):
    assert NetworkPage.objects.live().count() == 6
    assert ResourcePage.objects.live().count() == 13


def test_every_network_has_a_coordinator_and_members(loaded):
    for network in NetworkPage.objects.all():
        ties = Membership.objects.active().filter(network=network)
        coordinators = [tie.user for tie in ties.coordinators()]
        assert coordinators
        assert all(can_coordinate(person, network) for person in coordinators)
        assert ties.count() > len(coordinators)


def test_files_are_real_and_in_the_collection_of_their_network(loaded):
    resources = ResourcePage.objects.filter(files__number=1)

    assert resources.count() == 6
    for resource in resources:
        assert resource.file.collection == resource.network.collection
        assert resource.file.file_size == resource.file.file.size > 5_000


def test_what_happened_happened_in_the_past(loaded):
    today = timezone.localdate()

    for resource in ResourcePage.objects.all():
        told = Activity.objects.get(page=resource.pk)
        assert timezone.localdate(told.at) == resource.published_on < today
        assert timezone.localdate(resource.first_published_at) == resource.published_on
        assert timezone.localdate(resource.last_published_at) == resource.published_on
    assert not Activity.objects.filter(at__date__gte=today).exists()


def test_loading_twice_changes_nothing_and_is_quick(loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        demo.load(None)

    assert UploadedDocument.objects.count() == 7
    assert Activity.objects.filter(verb=Activity.Verb.PUBLISHED).count() == 19


def test_what_an_editor_changed_or_deleted_stays_so(loaded):
    network = NetworkPage.objects.get(slug="agua")
    network.title = "Red del Agua"
    network.save_revision().publish()
    ResourcePage.objects.filter(network=network).first().delete()

    demo.load(None)

    assert NetworkPage.objects.get(slug="agua").title == "Red del Agua"
    assert ResourcePage.objects.count() == 12


def test_the_pages_show_it(loaded, client):
    assert "Red de Agua y Saneamiento" in client.get("/redes/").content.decode()
    assert client.get("/redes/agua/").status_code == 200
    library = client.get("/recursos/").content.decode()
    assert "Ficha de plan operativo anual" in library
    address = "/redes/planificacion/recursos/ficha-de-plan-operativo-anual/"
    assert "DOCX" in client.get(address).content.decode()


def test_a_network_wears_the_hue_of_its_first_theme(loaded):
    assert NetworkPage.objects.get(slug="agua").outline.family == "agua"


def test_without_people_the_networks_still_come(db):
    User.objects.all().delete()
    make_home()

    demo.load(None)

    assert NetworkPage.objects.count() == 6
    assert not Membership.objects.exists()
