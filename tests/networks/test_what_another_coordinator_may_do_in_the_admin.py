"""Who coordinates one network gets nothing of another in the admin, at any of its addresses."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page

from community.models import UploadedDocument, UploadedImage
from networks import actions
from networks.models import NetworkPage
from tests.conftest import make_home
from tests.factories import MemberFactory, NetworkIndexPageFactory
from tests.networks.conftest import make_network
from tests.networks.hidden import UNSEEN, make_hidden
from tests.networks.parameters import is_elsewhere, table_of, ways_to
from tests.networks.walking import addresses, values_for

pytestmark = pytest.mark.django_db

NOTHING = (302, 403, 404, 405)
# Addresses about something of another network that answer, and why they may.
ANSWER = {
    "wagtailadmin_pages:type_use": "lists the own pages of a type",
    "wagtailadmin_pages:choose_parent": "offers the own sections",
    "wagtailadmin_choose_page": "links lead to whatever everybody reads",
    "wagtailadmin_tag": "suggests the tags of pages everybody reads",
    "wagtailsnippetchoosers": "places, themes, published experiences: everybody's to choose",
    "wagtailadmin_editing_sessions:release": "ends the own session alone",
}
# Tables that are written to by whoever looks.
OF_THE_BROWSER = {"django_session", "usersessions_usersession", "wagtailadmin_editingsession"}
# What is done to all that are listed is done to the own ones.
ALL_OF_MINE = "?id=all"
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


@pytest.fixture(scope="module")
def site(lasting):
    """An open network that holds everything, and who coordinates another."""
    with lasting():
        index = NetworkIndexPageFactory(parent=make_home())
        actions.found_networks(index.get_parent().specific)
        own = make_network(index, "agua")
        person = MemberFactory(handle="otra-coordinadora")
        actions.appoint_coordinator(own, person)
        theirs = make_hidden(index, NetworkPage.Visibility.PUBLIC)
        yield {"person": person, "own": own, "theirs": theirs, "table": table_of(theirs)}


@pytest.fixture
def browser(site):
    client = Client()
    client.force_login(site["person"])
    return client


def of_the_admin(with_parameters=None):
    for each in addresses():
        if not each.is_of_the_admin or is_elsewhere(each):
            continue
        if with_parameters is None or bool(each.parameters) == with_parameters:
            yield each


def test_every_address_of_the_admin_is_tried(site):
    unknown = [str(each) for each in of_the_admin() if values_for(each, site["table"]) is None]

    assert not unknown, "\n".join(unknown)


@pytest.mark.long
def test_nothing_of_another_network_is_shown(site, browser):
    shown = []
    for address in of_the_admin():
        for path in ways_to(address, site["table"]):
            with transaction.atomic():
                response = browser.get(path)
                transaction.set_rollback(True)
            if UNSEEN in response.getvalue().decode("utf8", "ignore").lower():
                shown.append(f"{path} shows what is theirs")
            elif address.parameters and not is_nothing(address, path, response):
                shown.append(f"{path}: {response.status_code} {address.name}")
    assert not shown, "\n".join(shown)


def is_nothing(address, path, response):
    """Refused, not there or sent away; or one of those that may answer."""
    may_answer = path.endswith(ALL_OF_MINE) or any(address.name.startswith(name) for name in ANSWER)
    return response.status_code in NOTHING or may_answer


def poison(site):
    """What somebody would send who wants to lay hands on the other network."""
    theirs = site["theirs"]
    page, place = theirs.entries[0], theirs.network.collection_id
    return {
        "title": "Cambiado",
        "slug": "cambiado",
        "name": "Cambiado",
        "collection": place,
        "parent": place,
        "new_parent_page": theirs.network.pk,
        "page": page.pk,
        "parent_page": theirs.network.pk,
        "id": page.pk,
        "user": theirs.coordinator.pk,
        "groups": theirs.network.coordinators_id,
        "restriction_type": "none",
        "action-publish": "1",
        "action-delete": "1",
        "confirm": "1",
        "publish": "1",
        "tags": "cambiado",
        "next": "/admin/",
        "url": "https://example.org/",
        "email_address": "nadie@example.org",
        "phone_number": "+507 6000 0000",
        "anchor": "aqui",
    }


def test_nothing_of_another_network_is_changed(site, browser):
    changed = []
    for address in of_the_admin(with_parameters=True):
        for path in ways_to(address, site["table"]):
            with (
                transaction.atomic(),
                CaptureQueriesContext(
                    connection,
                ) as asked,
            ):
                response = browser.post(path, poison(site))
                transaction.set_rollback(True)
            written = {found[1] for query in asked if (found := WRITES.match(query["sql"]))}
            if written - OF_THE_BROWSER and not path.endswith(ALL_OF_MINE):
                changed.append(f"{path} ({response.status_code}) writes {sorted(written)}")
            elif not is_nothing(address, path, response):
                changed.append(f"{path}: {response.status_code} {address.name}")
    assert not changed, "\n".join(changed)


def state_of(theirs):
    """What somebody could have changed by an address that is about nothing in particular."""
    network, place = theirs.network, theirs.network.collection_id
    groups = (network.coordinators, network.circle)
    return {
        "pages": list(theirs.all_pages().order_by("path").values_list()),
        "files": [
            list(model.objects.filter(collection=place).order_by("pk").values_list("pk", "title"))
            for model in (UploadedDocument, UploadedImage)
        ],
        "collections": list(Collection.objects.values_list("pk", "path", "name")),
        "rights": [
            [list(group.page_permissions.values_list()) for group in groups],
            [list(group.collection_permissions.values_list()) for group in groups],
            [list(group.user_set.values_list("pk")) for group in groups],
        ],
        "elsewhere": Page.objects.count(),
    }


def test_nothing_of_another_network_is_changed_from_where_one_is_at_home(site, browser):
    theirs, changed = site["theirs"], []
    # Some forms of Wagtail's break on an address that is missing; what counts is what they do.
    browser.raise_request_exception = False
    before = state_of(theirs)
    for address in of_the_admin(with_parameters=False):
        path = address.filled({})
        sent = {**poison(site), **files_for(address)}
        with transaction.atomic():
            browser.post(path, sent)
            if state_of(theirs) != before:
                changed.append(f"{path} changes it")
            transaction.set_rollback(True)
    assert not changed, "\n".join(changed)


def files_for(address):
    if "image" in address.name:
        return {"file": get_test_image_file(), "files[]": get_test_image_file()}
    content = b"%PDF-1.4 nada"
    return {name: SimpleUploadedFile("nada.pdf", content) for name in ("file", "files[]")}
