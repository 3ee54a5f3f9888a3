"""Municipalities like one on its own page, and like the reader's among those that repeat a case."""

import pytest
from django.http import QueryDict

from knowledge import proposing
from knowledge.weighing import read_weights
from territories import ground
from territories.comparing import WEIGHTS
from territories.ground import Aspect
from tests.factories import CaseFactory
from tests.knowledge.peopled import town
from tests.knowledge.transfers import official, repeat

FACTS = {"area_km2": 100, "rural_share_percent": 20, "budget_usd_per_inhabitant": 90}


def places(*told):
    return [town(name, people, **FACTS).territory for name, people in told]


def at(place, query=""):
    return f"/municipios/xa/{place.code}/parecidos/{query}"


def test_the_nearest_stand_first_with_their_reasons(client, db):
    here, _far, _near = places(("Aqui", 10_000), ("Lejos", 900_000), ("Cerca", 11_000))
    response = client.get(at(here))
    text = response.content.decode()

    assert [row.peer.there.name for row in response.context["rows"]] == ["Cerca", "Lejos"]
    assert all(row.reasons for row in response.context["rows"])
    assert text.index("Cerca") < text.index("Lejos")


def test_no_rank_is_told_without_reasons_and_none_below_seventy_per_cent(client, db):
    here, there = town("Aqui", 10_000).territory, town("Alla", 10_000).territory
    response = client.get(at(here))

    assert response.context["rows"] == []
    assert there.name not in response.content.decode().split('id="parecidos"')[1]
    assert response.context["comparison"].known_percent == 40
    assert response.context["usable"]
    again = client.get(at(here, f"?{response.context['usable']}"))
    assert [row.peer.pk for row in again.context["rows"]] == [there.pk]


def test_weights_stand_in_the_address(client, db):
    here, *_others = places(("Aqui", 10_000), ("Cerca", 11_000))
    rural = town("Rural", 10_000, **{**FACTS, "rural_share_percent": 95}).territory

    asked = "?poblacion=1&presupuesto=0&ruralidad=0&densidad=0&pais=0&rasgos=0"
    first = client.get(at(here, asked)).context["rows"][0]
    assert first.peer.pk == rural.pk
    asked = asked.replace("ruralidad=0", "ruralidad=100")
    assert client.get(at(here, asked)).context["rows"][0].peer.there.name == "Cerca"


@pytest.mark.parametrize("typed", ["-1", "101", "mucho", "1e3", "٣", "1.5", "\x00"])
def test_a_weight_that_is_none_is_said_and_left_aside(typed):
    told = read_weights(QueryDict(mutable=True) | {"poblacion": typed})

    assert told.weights == WEIGHTS
    assert len(told.wrong) == 1


def test_weights_that_are_all_nothing_are_said_and_left_aside():
    told = read_weights(QueryDict("&".join(f"{each.value}=0" for each in Aspect)))

    assert told.weights == WEIGHTS
    assert told.wrong


def test_the_page_of_a_municipality_shows_three_within_its_queries(
    client, db, django_assert_max_num_queries
):
    here, *_others = places(*((f"Pueblo {n}", 10_000 + n) for n in range(9)))
    client.get(here.get_absolute_url())
    # One has changed: all of them are read again, within the same bound.
    here.save()
    with django_assert_max_num_queries(8):
        text = client.get(here.get_absolute_url()).content.decode()

    section = text.split('id="parecidos"')[1].split("</section>")[0]
    assert section.count("<li>") == 3
    assert "Pueblo 1" in section


def test_its_page_says_what_is_missing(client, db):
    here = town("Nada").territory
    section = client.get(here.get_absolute_url()).content.decode().split('id="parecidos"')[1]

    section = section.split("</section>")[0]
    assert "/parecidos/" in client.get(here.get_absolute_url()).content.decode()
    assert section.count("<li>") == 0
    for missing in ("población", "presupuesto propio", "densidad", "rasgos"):
        assert missing in section


def test_how_many_experiences_each_has_is_told(client, published):
    here, there = places(("Aqui", 10_000), ("Alla", 11_000))
    published.lead_municipality = there
    published.save()
    CaseFactory(lead_municipality=there)

    (row,) = client.get(at(here)).context["rows"][:1]

    assert row.cases == 1


def test_the_page_costs_the_same_with_much_as_with_little(
    client, db, member, django_assert_max_num_queries
):
    here, *_others = places(*((f"Pueblo {n}", 10_000 + n) for n in range(25)))
    with django_assert_max_num_queries(8):
        client.get(at(here))
    client.force_login(member)
    with django_assert_max_num_queries(12):
        client.get(at(here))


# --- Of a case -----------------------------------------------------------------------


def test_those_who_repeat_a_case_are_ranked_for_the_reader(client, published):
    here, _far, _near = places(("Aqui", 10_000), ("Lejos", 900_000), ("Cerca", 11_000))
    for place in (_far, _near):
        repeat(published, place.organizations.get())
    unknown = town("Sin cifras")
    repeat(published, unknown)
    client.force_login(official(here.organizations.get(), "clerk"))
    response = client.get(f"{published.get_absolute_url()}parecidos/")

    assert response.context["place"] == here
    names = [each["row"].peer.there.name for each in response.context["rows"]]
    assert names == ["Cerca", "Lejos"]
    left = {each["row"].peer.there.name for each in response.context["left_out"]}
    # The origin has no figures either; nobody is hidden for that.
    assert left == {"Sin cifras", "Sucre"}
    # Never a place in the order without its reasons; what is missing of the others is said.
    text = response.content.decode()
    for each in response.context["rows"]:
        assert each["row"].reasons
        assert f"{each['row'].reasons}." in text
    assert all("población" in each["row"].lacking for each in response.context["left_out"])
    assert text.count("sin: población") == 2


def test_an_adopter_without_population_is_told_what_is_missing(client, published):
    places(("Cerca", 11_000))
    home = town("Sin cifras", rural_share_percent=20)
    client.force_login(official(home, "clerk"))
    repeat(published, town("Alla", 12_000, **FACTS))
    response = client.get(f"{published.get_absolute_url()}parecidos/")
    text = response.content.decode()

    assert response.context["rows"] == []
    assert "Alla" in text
    assert "Falta de Sin cifras" in text or "De Sin cifras falta" in text
    for missing in ("población", "presupuesto propio", "densidad"):
        assert missing in response.context["lacking"]
    assert f"/municipios/xa/{home.territory.code}/cifras/" in text


def test_the_same_is_asked_and_answered_every_time(client, db):
    here, *_others = places(("Aqui", 10_000), *((f"Pueblo {n}", 10_500) for n in range(6)))

    def asked():
        return [row.peer.there.name for row in client.get(at(here)).context["rows"]]

    first = asked()
    assert first == [f"Pueblo {n}" for n in range(6)]
    ground.kept.stamp = None
    assert asked() == first


def test_a_transfer_of_the_team_does_not_make_its_municipality_appear(client, published):
    here, secret = places(("Aqui", 10_000), ("Reservado", 11_000))
    repeat(published, secret.organizations.get(), visibility="team")

    response = client.get(f"{published.get_absolute_url()}parecidos/?municipio=Aqui")

    assert response.context["place"] == here
    assert "Reservado" not in response.content.decode()


def test_without_a_municipality_all_who_repeat_it_are_listed(client, published):
    (there,) = places(("Alla", 10_000))
    repeat(published, there.organizations.get())
    text = client.get(f"{published.get_absolute_url()}parecidos/").content.decode()

    assert "Alcaldía de Alla" in text


def test_nobody_who_repeats_it_is_hidden_for_lack_of_a_place(client, published):
    _here, there = places(("Aqui", 10_000), ("Alla", 11_000))
    transfer = repeat(published, there.organizations.get())
    transfer.place = None
    transfer.save()
    text = client.get(f"{published.get_absolute_url()}parecidos/?municipio=Aqui").content.decode()

    assert "Alcaldía de Alla" in text


# --- For a need ----------------------------------------------------------------------


def test_what_is_proposed_for_a_need_is_as_alike_as_its_figures(db):
    here, near, far = places(("Aqui", 10_000), ("Cerca", 10_000), ("Lejos", 90_000))
    told = proposing.alike(here, {near.pk, far.pk, here.pk})

    # The same in all that both have; nine times as many people are far, and far denser.
    assert list(told) == [near.pk, far.pk]
    assert told[near.pk].degree == 1
    assert told[far.pk].degree < 0.7
    assert "Parecido en población" in told[near.pk].words["es"]
    assert "muchos más habitantes" in told[far.pk].words["es"]
    assert proposing.alike(town("Nada").territory, {near.pk}) == {}
