"""A network that is renamed: its old addresses lead on, in every language."""

import pytest
from django.test import Client

from networks import actions
from networks.models import NetworkPage, Topic
from tests.factories import ResourcePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    def act(network, slug):
        page = NetworkPage.objects.get(pk=network.pk)
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return act


def test_all_its_addresses_lead_to_the_new_ones(network, library, member, rename):
    ResourcePageFactory(parent=library, slug="guia")
    actions.join(network, member)
    topic = actions.open_topic(network, member, "Uno", "Dos.", Topic.Kind.DISCUSSION)
    rename(network, "acueductos")

    browser = Client()
    for language in ("", "/pt", "/en"):
        for rest in (
            "",
            "recursos/",
            "recursos/guia/",
            "recursos/?tema=agua",
            "miembros/",
            "miembros/?pagina=2",
            f"conversaciones/{topic.pk}/",
            "experiencias/",
        ):
            answer = browser.get(f"{language}/redes/agua/{rest}")
            assert answer.status_code == 301, (language, rest)
            assert answer.url == f"{language}/redes/acueductos/{rest}", (language, rest)
            assert language or browser.get(answer.url).status_code == 200, answer.url


def test_one_name_after_another_leads_to_the_last_and_back_makes_no_circle(network, rename):
    rename(network, "dos")
    rename(network, "tres")
    assert Client().get("/redes/agua/miembros/").url == "/redes/tres/miembros/"
    assert Client().get("/redes/dos/").url == "/redes/tres/"

    rename(network, "agua")

    assert Client().get("/redes/agua/").status_code == 200
    assert Client().get("/redes/agua/no-existe/").status_code == 404
    assert Client().get("/redes/tres/miembros/").url == "/redes/agua/miembros/"


def test_where_a_closed_network_went_strangers_are_not_told(closed_network, member, rename):
    rename(closed_network, "secreta")
    browser = Client()
    browser.force_login(member)
    for rest in ("", "recursos/", "miembros/"):
        assert browser.get(f"/redes/cerrada/{rest}").status_code == 404, rest

    actions.appoint_coordinator(closed_network, member)

    assert browser.get("/redes/cerrada/miembros/").url == "/redes/secreta/miembros/"
