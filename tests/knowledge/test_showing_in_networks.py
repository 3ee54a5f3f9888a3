"""A coordinator shows in their network a case or solution born elsewhere, and says why."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from community.models import Notification
from community.permissions import COORDINATING_UNIT, KNOWLEDGE_TEAM
from knowledge import actions
from knowledge.models import Case, Endorsement, SolutionIndexPage
from networks import actions as networks
from networks.actions.membership import enter
from networks.models import NetworkPage
from tests.conftest import make_home
from tests.factories import (
    CaseFactory,
    MemberFactory,
    NetworkIndexPageFactory,
    SolutionPageFactory,
)
from tests.knowledge.conftest import somebody_of

pytestmark = pytest.mark.django_db

WHY = "Porque resuelve lo mismo con la mitad del dinero."


@pytest.fixture(scope="module")
def scene(lasting):
    """Three networks, one of them closed; a case and a solution of the first."""
    with lasting():
        index = NetworkIndexPageFactory(parent=make_home())
        told = {}
        for slug, fields in (
            ("residuos", {}),
            ("agua", {}),
            ("cerrada", {"visibility": "members", "joining": "invitation"}),
        ):
            page = NetworkPage(slug=slug, title=f"Red de {slug}", purpose="Juntos.", **fields)
            told[slug] = networks.create_network(index, page)
            told[f"lidera-{slug}"] = MemberFactory(display_name=f"Lidera {slug}")
            networks.appoint_coordinator(told[slug], told[f"lidera-{slug}"])
        told["author"] = MemberFactory(display_name="Autora")
        told["stranger"] = MemberFactory()
        told["insider"] = MemberFactory()
        enter(told["cerrada"], told["insider"], None)
        team, told["unit"] = (
            somebody_of(KNOWLEDGE_TEAM, "equipo"),
            somebody_of(COORDINATING_UNIT, "unidad"),
        )
        case = CaseFactory(title="Abono en el mercado", registered_by=told["author"])
        actions.send(case, told["author"])
        actions.publish(case, team)
        told["case"] = Case.objects.get(pk=case.pk)
        told["team"] = team
        for slug in ("residuos", "cerrada"):
            section = SolutionIndexPage.objects.child_of(told[slug]).get()
            told[f"solution-{slug}"] = SolutionPageFactory(
                parent=section, title=f"Separar en {slug}", author=told["author"]
            )
        yield told


def text(client, address, person=None):
    client.force_login(person) if person else client.logout()
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def counted(html):
    """The numbers beside two of the tabs."""
    found = re.findall(r'href="/redes/agua/(soluciones|experiencias)/"[^>]*>\w+ <small>(\d+)', html)
    return {tab: int(number) for tab, number in found}


def test_only_coordinators_of_the_network_and_the_unit_show_things_in_it(client, scene):
    allowed = {}
    for person in ("stranger", "insider", "author", "lidera-residuos", "lidera-agua", "unit"):
        client.force_login(scene[person])
        case = client.get(reverse("cases:networks", args=[scene["case"].code])).status_code
        address = reverse("solutions:networks", args=[scene["solution-residuos"].pk])
        solution = client.get(address).status_code
        try:
            actions.endorse(scene["case"], scene["agua"], scene[person], WHY)
            done = True
        except PermissionDenied:
            done = False
        allowed[person] = (case, solution, done)
    assert allowed == {
        "stranger": (403, 403, False),
        "insider": (403, 403, False),
        "author": (403, 403, False),
        "lidera-residuos": (200, 200, False),
        "lidera-agua": (200, 200, True),
        "unit": (200, 200, True),
    }
    client.logout()
    assert client.get(reverse("cases:networks", args=[scene["case"].code])).status_code == 302
    assert Endorsement.objects.count() == 1
    for person in ("stranger", "lidera-residuos"):
        with pytest.raises(PermissionDenied):
            actions.end_endorsement(Endorsement.objects.get(), scene[person])


def test_showing_and_ending_it_without_scripts(client, scene):
    client.force_login(scene["lidera-agua"])
    for thing, address, listed in (
        (scene["case"], reverse("cases:networks", args=[scene["case"].code]), "experiencias"),
        (
            scene["solution-residuos"],
            reverse("solutions:networks", args=[scene["solution-residuos"].pk]),
            "soluciones",
        ),
    ):
        tab = f"/redes/agua/{listed}/"
        assert thing.title not in client.get(tab).text
        short = client.post(address, {"red": scene["agua"].pk, "nota": "Muy buena."})
        assert short.status_code == 200
        assert "Muy buena." in short.text
        assert not Endorsement.objects.about(thing).exists()
        other = client.post(address, {"red": scene["residuos"].pk, "nota": WHY})
        assert other.status_code == 200

        done = client.post(address, {"red": scene["agua"].pk, "nota": WHY})
        assert done.status_code == 302
        assert "/redes/agua/destacados/?cosa=" in client.get(address).text
        html = client.get(tab).text
        assert thing.title in html
        assert WHY in html
        assert "Lidera agua" in html
        assert WHY in client.get(done.url).text

        client.post(address, {"quitar": scene["agua"].pk})
        client.get(address)
        assert thing.title not in client.get(tab).text
        assert WHY not in client.get(done.url).text


def test_it_is_found_when_one_searches_within_the_network(client, scene, searchable):
    for thing, words in ((scene["case"], "abono"), (scene["solution-residuos"], "separar")):
        found, rest = f"/buscar/?q={words}&red=agua", thing.title.split(" ", 1)[1]
        shown = actions.endorse(thing, scene["agua"], scene["lidera-agua"], WHY)
        searchable()
        assert rest in text(client, found), words
        actions.end_endorsement(shown, scene["lidera-agua"])
        searchable()
        assert rest not in text(client, found), words


def test_an_archived_network_takes_nothing_to_show(client, scene):
    network = NetworkPage.objects.get(pk=scene["agua"].pk)
    case, leader = scene["case"], scene["lidera-agua"]
    networks.archive_network(network, scene["unit"])

    with pytest.raises(PermissionDenied):
        actions.endorse(case, network, leader, WHY)
    said = text(client, f"{case.get_absolute_url()}redes/", leader)
    assert "<textarea" not in said


def test_what_a_closed_network_shows_nobody_else_learns(client, scene):
    for thing in (scene["case"], scene["solution-residuos"]):
        actions.endorse(thing, scene["cerrada"], scene["lidera-cerrada"], WHY)
    pages = (scene["case"].get_absolute_url(), scene["solution-residuos"].get_url())
    for address in pages:
        for person in (None, "stranger", "author", "lidera-agua", "lidera-residuos"):
            html = text(client, address, person and scene[person])
            assert WHY not in html, (address, person)
            assert "cerrada" not in html, (address, person)
        assert WHY in text(client, address, scene["insider"])
    for tab in ("experiencias", "soluciones"):
        assert client.get(f"/redes/cerrada/{tab}/").status_code == 200
        client.logout()
        assert client.get(f"/redes/cerrada/{tab}/").status_code == 404
        client.force_login(scene["insider"])
    assert not Notification.objects.filter(kind="endorsed").exists()


def test_authors_hear_once_of_a_network_they_may_open(scene):
    for thing in (scene["case"], scene["solution-residuos"]):
        for _time in range(2):
            actions.endorse(thing, scene["agua"], scene["lidera-agua"], WHY)
    told = Notification.objects.filter(kind="endorsed")

    assert [notice.recipient for notice in told] == [scene["author"]] * 2
    assert {notice.facts["note"] for notice in told} == {WHY}


def test_a_network_shows_only_what_its_readers_can_open(client, scene):
    secret = scene["solution-cerrada"]
    with pytest.raises(ValidationError):
        actions.endorse(secret, scene["agua"], scene["unit"], WHY)
    with pytest.raises(ValidationError):
        actions.endorse(secret, scene["cerrada"], scene["lidera-cerrada"], WHY)
    Endorsement.objects.create(network=scene["agua"], solution=secret, note=WHY)
    for person in (None, scene["stranger"], scene["lidera-agua"]):
        assert secret.title not in text(client, "/redes/agua/soluciones/", person)
    assert counted(text(client, "/redes/agua/soluciones/")) == {"soluciones": 0, "experiencias": 0}

    actions.unpublish(scene["case"], scene["team"], "Lo pidieron.")
    with pytest.raises(ValidationError):
        actions.endorse(
            Case.objects.get(pk=scene["case"].pk), scene["agua"], scene["lidera-agua"], WHY
        )


def test_tabs_count_what_is_shown_from_elsewhere_and_nothing_twice(client, scene):
    scene["case"].case_networks.create(network=scene["agua"])
    for thing in (scene["case"], scene["solution-residuos"]):
        actions.endorse(thing, scene["agua"], scene["lidera-agua"], WHY)

    html = text(client, "/redes/agua/")
    assert counted(html) == {"soluciones": 1, "experiencias": 1}
    assert text(client, "/redes/agua/experiencias/").count(f">{scene['case'].title}</a>") == 1


def test_costs_do_not_grow_with_what_is_shown(client, scene, django_assert_max_num_queries):
    section = SolutionIndexPage.objects.child_of(scene["residuos"]).get()
    addresses = (
        "/redes/agua/soluciones/",
        "/redes/agua/experiencias/",
        "/redes/agua/",
        scene["case"].get_absolute_url(),
        scene["solution-residuos"].get_url(),
    )

    def count(person, most):
        found = []
        for address in addresses:
            text(client, address, person)
            with django_assert_max_num_queries(most) as queries:
                client.get(address)
            found.append(len(queries))
        return found

    actions.endorse(scene["case"], scene["agua"], scene["lidera-agua"], WHY)
    actions.endorse(scene["solution-residuos"], scene["agua"], scene["lidera-agua"], WHY)
    few = count(None, 8)
    for solution in SolutionPageFactory.create_batch(9, parent=section):
        actions.endorse(solution, scene["agua"], scene["lidera-agua"], WHY)
    assert count(None, 8) == few
    count(scene["stranger"], 12)
