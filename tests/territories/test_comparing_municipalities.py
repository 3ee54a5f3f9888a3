"""Municipalities that are alike, worked out by hand and then by the site."""

from math import log

import pytest
from django.utils import translation

from territories.comparing import WEIGHTS, near_by_code, nearest
from territories.ground import Aspect, ground_of, stamp_of, unit_of, with_stamp
from territories.likeness_words import reasons
from territories.models import Territory
from tests.factories import make_state, make_territory
from tests.territories.places import make_country


def town(name, population=None, *, budget=None, rural=None, area=None, tags=(), state=None):
    place = make_territory(
        "municipality", name, f"xa-{name.lower().replace(' ', '-')}", state or make_state()
    )
    place.population, place.population_year = population, population and 2020
    place.budget_usd_per_inhabitant = budget
    place.rural_share_percent = rural
    place.area_km2 = area
    place.tags.add(*tags)
    place.save()
    return place


def only(**weights):
    """Weights of what is named, nothing on the rest."""
    return {Aspect[name.upper()]: weight for name, weight in weights.items()}


def names(comparison):
    return [peer.there.name for peer in comparison.peers]


@pytest.fixture
def whole(db):
    """Six of which everything is known; the medians are worked out beside each test."""
    return [
        town("Uno", 1000, budget=100, rural=10, area=10),
        town("Dos", 2000, budget=100, rural=20, area=20),
        town("Cuatro", 4000, budget=100, rural=30, area=40),
        town("Ocho", 8000, budget=100, rural=40, area=80),
        town("Mucho", 16000, budget=100, rural=50, area=160),
    ]


def test_the_unit_is_the_median_distance_from_the_median():
    # The median of 1, 2, 3, 4, 100 is 3; the distances from it are 2, 1, 0, 1, 97: median 1.
    assert unit_of([1, 2, 3, 4, 100], usual=7) == pytest.approx(1.4826)
    assert unit_of([1, 2, 3, 4], usual=7) == 7
    assert unit_of([5, 5, 5, 5, 9], usual=7) == 7


def test_the_distance_in_population_is_that_of_the_logarithms(whole):
    # Logarithms lie ln 2 apart; the median distance from the median is ln 2: one unit is
    # 1.4826 ln 2. One step away is 1 / 1.4826 units, of three: 0.2248; two steps 0.4497;
    # three 0.6745; four 0.8993.
    found = nearest(whole[0], limit=4, weights=only(population=100))

    assert names(found) == ["Dos", "Cuatro", "Ocho", "Mucho"]
    for steps, peer in enumerate(found.peers, 1):
        assert peer.distance == pytest.approx(steps / 1.4826 / 3)
    assert [peer.likeness_percent for peer in found.peers] == [78, 55, 33, 10]


def test_beyond_three_units_nothing_is_farther(whole):
    town("Enorme", 60_000_000)

    found = nearest(whole[0], limit=9, weights=only(population=1))

    assert names(found)[-1] == "Enorme"
    assert found.peers[-1].distance == 1


def test_aspects_are_weighed(whole):
    # Population one step: 0.2248. Rural share: unit 1.4826 * 10, one step of 10 points:
    # 0.2248 too. Budget: all equal, so that the unit is the usual one, and the distance 0.
    # Density is 100 everywhere: 0. Country 0. Traits unknown to all.
    found = nearest(whole[0], limit=1)

    step = 1 / 1.4826 / 3
    assert found.peers[0].distance == pytest.approx((30 * step + 15 * step) / 90)
    assert found.peers[0].shared_percent == 90
    assert found.lacking == (Aspect.TAGS,)


def test_another_country_is_as_far_as_can_be_in_that_alone(whole):
    make_country("XB", {"Sur": {"Lejos": []}})
    far = Territory.objects.get(code="xb-sur-lejos")
    # In the middle, so that the unit stays that of the others.
    far.population, far.population_year = 4000, 2020
    far.save()

    found = nearest(whole[0], limit=9, weights=only(population=30, country=10))
    distances = {peer.there.name: peer.distance for peer in found.peers}

    assert distances["Lejos"] == pytest.approx((30 * 2 / 1.4826 / 3 + 10) / 40)
    assert distances["Dos"] == pytest.approx(30 / 1.4826 / 3 / 40)


def test_traits_lie_as_far_apart_as_they_do_not_overlap(db):
    here = town("Puerto", tags=["costa", "capital"])
    town("Playa", tags=["costa"])
    town("Sierra", tags=["minero"])
    town("Gemelo", tags=["costa", "capital"])

    found = nearest(here, limit=9, weights=only(tags=5))

    # One of two in common is half; one of three would be two thirds.
    assert [(peer.there.name, peer.distance) for peer in found.peers] == [
        ("Gemelo", 0),
        ("Playa", 0.5),
        ("Sierra", 1),
    ]


def test_two_are_compared_over_what_both_have(whole):
    half = town("Mitad", 1000, rural=10, area=10)

    found = {peer.pk: peer for peer in nearest(whole[0], limit=9).peers}

    # 30 + 15 + 10 + 10 of 100 is less than seventy: it is left out.
    assert half.pk not in found
    weights = {**WEIGHTS, Aspect.TAGS: 0}
    found = {peer.pk: peer for peer in nearest(whole[0], limit=9, weights=weights).peers}
    # Without traits it is 65 of 90: 72.
    assert found[half.pk].shared_percent == 72
    assert found[half.pk].distance == 0
    assert found[half.pk].lacking == (Aspect.BUDGET,)


@pytest.mark.parametrize(("rest", "is_compared"), [(30, True), (31, False)])
def test_seventy_per_cent_is_enough_and_less_is_not(whole, rest, is_compared):
    here = town("Solo", 1500)

    found = nearest(here, limit=9, weights=only(population=70, budget=rest))

    assert found.is_possible == is_compared
    assert bool(found.peers) == is_compared
    assert found.lacking == (Aspect.BUDGET,)


def test_what_is_missing_is_told_the_heaviest_first(whole):
    found = nearest(town("Nada"), limit=3)

    assert found.peers == []
    assert not found.is_possible
    assert found.lacking == (
        Aspect.POPULATION,
        Aspect.BUDGET,
        Aspect.RURAL,
        Aspect.DENSITY,
        Aspect.TAGS,
    )
    assert found.known_percent == 10


def test_what_few_have_is_told_and_can_be_left_aside(whole):
    for name in "abcdefg":
        town(f"Falta {name}", 3000)

    found = nearest(whole[0], limit=3)

    assert Aspect.BUDGET in found.scarce
    assert found.usable[Aspect.BUDGET] == 0
    assert found.usable[Aspect.POPULATION] == 30
    assert nearest(whole[0], limit=20, weights=found.usable).compared == 11


def test_no_population_and_no_inhabitants_are_unknown(db):
    here = town("Vacio", 0)

    assert nearest(here, limit=3, weights=only(population=1)).lacking == (Aspect.POPULATION,)


def test_equal_ones_stand_in_the_order_of_the_tree(db):
    here, *_rest = [town(f"Igual {n}", 5000) for n in range(6)]

    found = nearest(here, limit=3, weights=only(population=1))

    assert names(found) == ["Igual 1", "Igual 2", "Igual 3"]
    assert found == nearest(here, limit=3, weights=only(population=1))


def test_nobody_is_a_peer_of_their_own(whole):
    assert whole[0].pk not in {peer.pk for peer in nearest(whole[0], limit=99).peers}


def test_only_those_asked_for_are_ranked_and_the_others_said(whole):
    unknown = town("Sin cifras")
    asked = {whole[1].pk, whole[3].pk, unknown.pk, whole[0].pk}

    found = nearest(whole[0], limit=9, among=asked)

    assert names(found) == ["Dos", "Ocho"]
    assert [peer.pk for peer in found.left_out] == [unknown.pk]
    assert Aspect.POPULATION in found.left_out[0].lacking


def test_a_real_municipality_is_not_set_beside_an_invented_one(whole):
    make_country("VE", {"Miranda": {"Sucre": []}})
    real = Territory.objects.get(code="ve-miranda-sucre")
    real.population, real.population_year = 1000, 2020
    real.save()

    assert nearest(real, limit=9, weights=only(population=1)).peers == []
    asked = nearest(whole[0], limit=9, weights=only(population=1), among={real.pk})
    assert asked.peers == asked.left_out == []


def test_a_state_has_no_peers(whole):
    assert nearest(make_state(), limit=3).peers == []


def test_weights_of_nothing_rank_nothing(whole):
    assert nearest(whole[0], limit=3, weights=dict.fromkeys(Aspect, 0)).peers == []


def test_a_figure_that_changes_counts_at_once(whole):
    assert names(nearest(whole[0], limit=1)) == ["Dos"]
    whole[4].population = 1001
    whole[4].rural_share_percent = 10
    whole[4].save()

    assert names(nearest(whole[0], limit=1)) == ["Mucho"]


def test_a_load_counts_at_once(whole):
    before = stamp_of()
    make_country("XC", {"Sur": {"Nuevo": []}})

    assert stamp_of() != before


def test_a_territory_that_brings_its_stamp_costs_no_query(whole, django_assert_num_queries):
    with django_assert_num_queries(1):
        here = with_stamp(Territory.objects.filter(pk=whole[0].pk)).get()
    assert stamp_of(here) == stamp_of()
    ground_of(here)
    ground = ground_of(here)
    assert [row.name for row in ground.rows] == [place.name for place in whole]


def test_those_asked_for_by_code_lie_as_far_as_the_nearest(whole):
    codes = {place.code for place in whole[:3]}
    found = near_by_code(whole[0], codes)

    assert {code for _country, code in found.others} == codes
    assert found.others["XA", whole[0].code] == (0, found.here)
    for peer in nearest(whole[0], limit=2).peers:
        assert found.others["XA", peer.there.code] == (peer.distance, peer.there)
    assert near_by_code(make_state(), codes) is None


def test_reasons_are_told_in_words(db):
    here = town("Aqui", 10_000, budget=100, rural=20, area=100, tags=["costa", "turístico"])
    town("Alla", 14_000, budget=90, rural=35, area=20, tags=["costa"])
    found = nearest(here, limit=1)

    with translation.override("en"):
        told = reasons(found.here, found.peers[0].there, WEIGHTS)

    # 1.4 times the people and 0.9 times the budget are alike; 15 points more; 7 times as dense.
    assert told == (
        "Alike in population and budget; more rural; far denser; of the same country; both: costa"
    )


@pytest.mark.parametrize(
    ("population", "word"),
    [
        (15_000, "Alike in population"),
        (15_100, "With more inhabitants"),
        (30_000, "With more inhabitants"),
        (31_000, "With far more inhabitants"),
        (6_600, "With fewer inhabitants"),
        (3_000, "With far fewer inhabitants"),
    ],
)
def test_half_as_much_again_is_alike_and_three_times_is_much(db, population, word):
    here, _there = town("Aqui", 10_000), town("Alla", population)
    found = nearest(here, limit=1, weights=only(population=1))

    with translation.override("en"):
        assert reasons(found.here, found.peers[0].there, found.weights) == word


def test_what_weighs_nothing_is_no_reason(db):
    here, _there = town("Aqui", 10_000, rural=5), town("Alla", 10_000, rural=90)
    found = nearest(here, limit=1, weights=only(population=1))

    with translation.override("en"):
        assert reasons(found.here, found.peers[0].there, found.weights) == "Alike in population"


def test_density_is_inhabitants_for_each_square_kilometre(db):
    here = town("Aqui", 10_000, area=50)

    assert ground_of(here).rows[0].density == 200
    assert ground_of(here).rows[0].measure(Aspect.DENSITY) == log(200)
