"""Municipalities that solved what another one needs: who told it, and who repeated it."""

import pytest

from community.models import Notification
from knowledge import proposing
from knowledge.actions import need_proposals as proposals
from knowledge.models import Case, Transfer
from knowledge.need_kinds import Why
from knowledge.transfer_kinds import TransferAudience, TransferStage
from tests.factories import ThemeFactory
from tests.knowledge.cases import publish
from tests.knowledge.needs import post, proposed
from tests.knowledge.transfers import repeat, town

pytestmark = pytest.mark.django_db
WITH_RESULTS = {"stage": TransferStage.WITH_RESULTS, "visibility": TransferAudience.PUBLIC}


@pytest.fixture
def markets(db):
    return ThemeFactory(slug="mercados", name="Mercados")


def reasons(need, place):
    return set(need.proposals.get(place=place).reasons)


def test_who_repeated_it_with_results_is_proposed_and_the_most_alike_first(
    client, clerk, valley, team, markets, home, monkeypatch
):
    teller, near, far = town("Loma Baja"), town("Gran Puerto"), town("Cerro Alto")
    did = publish(team, title="Mercado", rows__theme=markets, lead_municipality=teller.territory)
    repeat(did, far, **WITH_RESULTS)
    transfer = repeat(did, near, **WITH_RESULTS)
    repeat(did, valley, **WITH_RESULTS)
    repeat(did, town("Sin Resultados"), stage=TransferStage.UNDER_WAY)
    repeat(did, town("En Privado"), **{**WITH_RESULTS, "visibility": TransferAudience.MEMBERS})
    like = proposing.Likeness(0.3, {"es": "parecido en población"})
    places = {near.territory.pk: like, teller.territory.pk: like}
    monkeypatch.setattr(proposing, "alike", lambda place, among: places)

    need = post(clerk, valley, theme=markets)

    # Who repeated it before who told it; who cannot be compared last.
    assert proposed(need, "place") == [near.territory, teller.territory, far.territory]
    assert reasons(need, near.territory) >= {Why.REPEATED, Why.ALIKE}
    assert Why.REPEATED in reasons(need, far.territory)
    assert Why.ALIKE not in reasons(need, far.territory)
    page = client.get(need.get_absolute_url()).content.decode()
    assert f'href="/replicas/{transfer.pk}/"' in page

    # What everybody may not read any more is read by nobody here either.
    Transfer.objects.filter(pk=transfer.pk).update(visibility=TransferAudience.TEAM)
    page = client.get(need.get_absolute_url()).content.decode()
    assert f'href="/replicas/{transfer.pk}/"' not in page
    assert "Gran Puerto" not in page


def test_likeness_is_that_of_comparable_municipalities(clerk, valley, team, markets):
    """Without a stand-in: population tells who is alike, in words."""
    facts = {"population_year": 2020, "area_km2": 100, "rural_share_percent": 30}
    facts["budget_usd_per_inhabitant"] = 100
    for field, value in {"population": 20_000, **facts}.items():
        setattr(valley.territory, field, value)
    valley.territory.save()
    same = town("Gran Puerto", population=21_000, **facts)
    other = town("Cerro Alto", population=900_000, **facts)
    did = publish(team, title="Mercado", rows__theme=markets)
    repeat(did, other, **WITH_RESULTS)
    repeat(did, same, **WITH_RESULTS)

    need = post(clerk, valley, theme=markets)

    first = need.proposals.filter(kind="place").order_by("-score").first()
    assert first.place == same.territory
    assert "población" in first.likeness["es"]


def test_results_elsewhere_are_looked_for_again(clerk, valley, team, markets):
    did = publish(team, rows__theme=markets, lead_municipality=town("Loma Baja").territory)
    need = post(clerk, valley, theme=markets)
    assert proposals.propose_again() == 0

    other = town("Gran Puerto")
    repeat(did, other, **WITH_RESULTS)

    assert proposals.propose_again() == 1
    assert proposed(need, "place") == [other.territory]
    assert "Gran Puerto" in Notification.objects.get(kind="need_proposals").facts["named"]


def test_what_is_proposed_of_a_place_follows_what_it_did_best(clerk, valley, team, markets):
    other = town("Gran Puerto")
    repeat(publish(team, title="Otra cosa", rows__theme=markets), other, **WITH_RESULTS)
    need = post(clerk, valley, theme=markets)
    better = publish(team, title="Mejor", rows__theme=markets)
    Case.objects.filter(pk=better.pk).update(evidence_level=4)
    transfer = repeat(better, other, **WITH_RESULTS)

    proposals.propose(need, is_told=False)

    row = need.proposals.get(kind="place")
    assert (row.case, row.transfer) == (better, transfer)
