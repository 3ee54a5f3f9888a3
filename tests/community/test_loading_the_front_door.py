"""What the demonstration lays on the home page."""

import pytest
from wagtail.models import Page, Revision

from community.actions.site import found_site
from community.demo.pages import load_home
from community.models import HomePage
from networks.models import NetworkIndexPage
from tests.factories import NetworkPageFactory

pytestmark = pytest.mark.django_db


def sections():
    return [block.block_type for block in HomePage.objects.get().body]


def test_chosen_pages_that_are_not_there_are_left_out():
    found_site()

    load_home()

    assert sections() == ["networks", "news", "calls"]


def test_chosen_pages_stand_first():
    networks = NetworkIndexPage.objects.child_of(found_site()).get()
    NetworkPageFactory(parent=networks, slug="planilla-para-pesar-y-caracterizar-residuos")

    load_home()

    assert sections() == ["featured", "networks", "news", "calls"]


def test_loading_twice_changes_nothing():
    found_site()
    load_home()
    before = Page.objects.count(), Revision.objects.count()

    found_site()
    load_home()

    assert (Page.objects.count(), Revision.objects.count()) == before
