"""The board of transfers: whose, by stage, what is late."""

import gzip
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from community.models import Facilitation
from community.permissions import FACILITATORS
from knowledge import actions
from knowledge.board import PER_STAGE
from knowledge.models import CaseNetwork, Transfer, TransferMember, TransferMilestone
from knowledge.transfer_kinds import TransferAudience, TransferStage
from networks.models import Membership
from territories.models import TerritoryGroup
from tests.factories import CaseFactory, MemberFactory, NetworkPageFactory
from tests.knowledge.conftest import somebody_of
from tests.knowledge.transfers import official, repeat, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
BOARD = "/en/replicas/"


def board(client, **asked):
    return client.get(BOARD, asked).context["board"]


def shown(client, **asked):
    return {
        column.stage.value: [row.adopter.name for row in column.rows]
        for column in board(client, **asked).columns
        if column.rows
    }


def another_case(author, team, title="Other", **values):
    case = actions.send(CaseFactory(registered_by=author, title=title, **values), author)
    actions.publish(case, team)
    return case


def test_everybody_sees_public_ones_by_stage_and_nobody_the_teams(client, published):
    repeat(published, town("Vega"), stage=TransferStage.UNDER_WAY)
    repeat(published, town("Loma"), visibility=TransferAudience.MEMBERS)
    repeat(published, town("Cerro"), visibility=TransferAudience.TEAM)
    repeat(published, town("Valle"), stage=TransferStage.ABANDONED, stop_reason="no_funds")

    assert shown(client) == {
        "under_way": ["Alcaldía de Vega"],
        "abandoned": ["Alcaldía de Valle"],
    }
    text = client.get(BOARD).content.decode()
    assert "lack of funds" in text
    assert "Cerro" not in text
    client.force_login(MemberFactory())
    assert "interested" in shown(client)
    assert "Cerro" not in client.get(BOARD).content.decode()


def test_the_way_to_all_of_a_stage_keeps_the_filters(client, published):
    for number in range(PER_STAGE + 1):
        stopped = {"stage": TransferStage.ABANDONED, "stop_reason": "no_funds"}
        repeat(published, town(f"Vega {number}"), **stopped)

    page = client.get(BOARD, {"pais": "xa"}).content.decode()
    assert "?parte=todas&amp;pais=XA&amp;etapa=abandoned" in page
    page = client.get(BOARD, {"pais": "xa", "etapa": "abandoned"}).content.decode()
    assert '"/en/replicas/?parte=todas&amp;pais=XA"' in page


def test_each_sees_theirs(client, published, author, team):
    vega, loma = town("Vega"), town("Loma")
    keeper, colleague = official(vega, "quien-lleva"), official(vega, "colega")
    named, outsider = MemberFactory(), MemberFactory()
    mine = repeat(published, vega, keeper)
    TransferMember.objects.create(transfer=mine, post="Director", person=named)
    other = repeat(another_case(author, team), loma)
    member = MemberFactory()
    network = NetworkPageFactory(title="Red")
    CaseNetwork.objects.create(case=other.origin_case, network=network)
    Membership.objects.create(network=network, user=member)
    facilitator = somebody_of(FACILITATORS, "facilita")
    zone = TerritoryGroup.objects.create(name="Zona", kind="zone")
    zone.territories.add(loma.territory)
    Facilitation.objects.create(user=facilitator, zone=zone)
    both = {"interested": ["Alcaldía de Loma", "Alcaldía de Vega"]}
    of_vega = {"interested": ["Alcaldía de Vega"]}
    of_loma = {"interested": ["Alcaldía de Loma"]}

    for person, part, seen in (
        (keeper, "mias", of_vega),
        (named, "mias", of_vega),
        (colleague, "mias", {}),
        (colleague, "municipio", of_vega),
        (author, "de-lo-nuestro", both),
        (facilitator, "zona", of_loma),
        (member, "redes", of_loma),
        (outsider, "redes", {}),
        (outsider, "todas", both),
    ):
        client.force_login(person)
        assert shown(client, parte=part) == seen, (person, part)
    client.force_login(keeper)
    assert board(client).scope.name == "mias"
    client.force_login(outsider)
    assert board(client).scope.name == "todas"
    assert "zona" not in [scope.name for scope, _count in board(client).tabs]
    client.logout()
    assert board(client, parte="mias").scope.name == "todas"


def test_what_is_late_is_marked_and_can_be_asked_for(client, published, author, team, today):
    late = repeat(published, town("Vega"), stage=TransferStage.UNDER_WAY)
    fine = repeat(another_case(author, team), town("Loma"), stage=TransferStage.UNDER_WAY)
    stopped = repeat(
        published, town("Cerro"), stage=TransferStage.SUSPENDED, stop_reason="no_funds"
    )
    for transfer in (late, stopped):
        TransferMilestone.objects.create(
            transfer=transfer, title="Agree", due_on=today - timedelta(days=1)
        )
    TransferMilestone.objects.create(transfer=fine, title="Buy bins", due_on=today)

    text = client.get(BOARD).content.decode()

    assert text.count("1 late") == 1
    assert "Buy bins" in text
    assert shown(client, atrasadas="1") == {"under_way": ["Alcaldía de Vega"]}


def test_country_theme_and_stage_narrow_it(client, published, author, team):
    repeat(published, town("Vega"))
    repeat(another_case(author, team), town("Loma"), stage=TransferStage.PLANNED)
    theme = published.themes[0]

    options = {each.name: each.options for each in board(client).facets}
    assert [(each.value, each.count) for each in options["pais"]] == [("XA", 2)]
    assert theme.slug in [each.value for each in options["tema"]]
    assert shown(client, pais="XA", tema=theme.slug)
    assert shown(client, pais="VE") == shown(client, tema="nada") == {}
    page = client.get(BOARD, {"etapa": "planned"})
    assert [row.adopter.name for row in page.context["page_obj"]] == ["Alcaldía de Loma"]
    assert client.get(BOARD, {"etapa": "nada", "pais": "\x00", "tema": "\x00"}).status_code == 200


def test_it_costs_the_same_with_few_and_with_many(
    client, published, author, team, today, django_assert_max_num_queries
):
    def fill(number, first):
        for order in range(first, first + number):
            transfer = repeat(published, town(f"Villa {order}"), stage=TransferStage.UNDER_WAY)
            for step in range(3):
                TransferMilestone.objects.create(
                    transfer=transfer, title="Step", due_on=today - timedelta(days=step)
                )

    person = somebody_of(FACILITATORS, "facilita")
    client.get(BOARD)
    for number, first in ((1, 0), (PER_STAGE + 4, 1)):
        fill(number, first)
        client.logout()
        with django_assert_max_num_queries(8):
            page = client.get(BOARD)
        client.force_login(person)
        with django_assert_max_num_queries(12):
            client.get(BOARD)
    assert len(gzip.compress(page.content)) < 12_000
    [column] = [each for each in page.context["board"].columns if each.rows]
    assert (len(column.rows), column.more) == (PER_STAGE, 5)
    client.logout()
    with django_assert_max_num_queries(8):
        listed = client.get(BOARD, {"etapa": "under_way"})
    assert listed.context["page_obj"].paginator.count == PER_STAGE + 5


def test_the_glance_on_the_page_of_a_transfer_costs_two_queries(
    published, today, django_assert_num_queries
):
    transfer = repeat(published, town("Vega"), stage=TransferStage.UNDER_WAY)
    TransferMilestone.objects.create(transfer=transfer, title="Agree", due_on=today, percent=40)
    transfer.indicators.create(name="Compost", baseline=0, result=3)
    transfer = Transfer.objects.with_row().get(pk=transfer.pk)

    with django_assert_num_queries(2):
        text = render_to_string("knowledge/transfers/_following.html", {"transfer": transfer})

    assert "1 indicator with results" in text
    assert "0 of 1 milestone done" in text
    assert reverse("transfers:following", args=[transfer.pk]) in text
