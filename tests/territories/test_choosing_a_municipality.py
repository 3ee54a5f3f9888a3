"""The chooser: what it completes, and what it does without JavaScript."""

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from territories.forms import MAX_CHOICES, MunicipalityField, choice_key
from territories.models import Territory
from tests.territories.places import make_country


class WhereForm(forms.Form):
    where = MunicipalityField()


class MaybeForm(forms.Form):
    where = MunicipalityField(required=False)


@pytest.fixture
def ground(db):
    make_country(
        "VE",
        {
            "Miranda": {"Sucre": [], "Chacao": [], "Baruta": []},
            "Sucre": {"Sucre": [], "Mejía": []},
            "Zulia": {"Sucre": [], "Páez": ["Chacaíto"]},
        },
    )


def filled(text, key="", form=WhereForm):
    return form(MultiValueDict({"where": [text], "where_code": [key]}))


def chosen(form):
    assert form.is_valid(), form.errors
    return form.cleaned_data["where"]


def test_a_name_borne_by_one_is_taken(ground):
    assert str(chosen(filled("Chacao"))) == "Chacao (Miranda, Venezuela)"


@pytest.mark.parametrize("text", ["mejia", "MEJÍA", " Mejía ", "mej", "mejia, sucre"])
def test_accents_case_and_a_beginning_are_enough(ground, text):
    assert chosen(filled(text)).name == "Mejía"


def test_a_name_borne_by_several_comes_back_with_one_radio_button_for_each(ground):
    form = filled("sucre")

    assert not form.is_valid()
    html = str(form["where"])
    assert html.count('type="radio"') == 3
    assert 'value="cabildo:ve-miranda-sucre"' in html
    assert "Miranda, Venezuela" in html
    assert 'value="sucre"' in html
    assert "3 municip" in form.errors["where"][0]


def test_the_radio_button_chosen_then_decides(ground):
    assert chosen(filled("sucre", "cabildo:ve-zulia-sucre")).parent_names == "Zulia, Venezuela"


def test_name_and_state_together_mean_one(ground):
    assert chosen(filled("Sucre (Sucre, Venezuela)")).code == "ve-sucre-sucre"
    assert chosen(filled("sucre miranda")).code == "ve-miranda-sucre"


def test_a_key_of_something_else_than_the_text_does_not_count(ground):
    assert chosen(filled("Baruta", "cabildo:ve-zulia-sucre")).name == "Baruta"


def test_only_municipalities_can_be_chosen(ground):
    assert not filled("Chacaíto").is_valid()
    assert not filled("Chacaíto", "cabildo:ve-zulia-paez-chacaito").is_valid()
    assert not filled("Venezuela x").is_valid()


@pytest.mark.parametrize("text", ["Ningún lugar", "???", "' OR 1=1", "%", "_", "\x00", "x" * 5000])
def test_what_nobody_is_called_is_said(ground, text):
    form = filled(text)

    assert not form.is_valid()
    assert len(form.errors["where"]) == 1


def test_an_empty_text_is_nothing(ground):
    assert not filled("").is_valid()
    assert chosen(filled("", form=MaybeForm)) is None
    assert chosen(filled("  ", "cabildo:ve-zulia-sucre", form=MaybeForm)) is None


def test_more_candidates_than_can_be_read_ask_for_more_letters(db):
    make_country("VE", {"Miranda": {f"San Juan {n}": [] for n in range(MAX_CHOICES + 5)}})
    form = filled("san juan")

    assert not form.is_valid()
    assert str(form["where"]).count('type="radio"') == MAX_CHOICES


def test_candidates_of_one_form_do_not_reach_another(ground):
    filled("sucre").is_valid()

    assert "radio" not in str(WhereForm()["where"])
    assert "radio" not in str(filled("Chacao")["where"])


def test_what_was_chosen_before_is_shown_and_kept(ground):
    chacao = Territory.objects.get(code="ve-miranda-chacao")
    form = WhereForm(initial={"where": chacao.pk})

    html = str(form["where"])

    assert 'value="Chacao (Miranda, Venezuela)"' in html
    assert f'value="{choice_key(chacao)}"' in html
    same = WhereForm(
        {"where": str(chacao), "where_code": choice_key(chacao)}, initial={"where": chacao.pk}
    )
    assert not same.has_changed()
    other = WhereForm({"where": "Baruta"}, initial={"where": chacao.pk})
    assert other.has_changed()


def test_the_box_has_what_screen_readers_and_the_script_need(ground):
    html = str(WhereForm()["where"])

    assert "<municipality-chooser" in html
    assert 'data-url="/municipios/elegir/"' in html
    assert 'id="id_where"' in html
    assert "style=" not in html
    assert "onclick" not in html
    assert "municipality-chooser.js" in str(WhereForm().media)
    assert "defer" in str(WhereForm().media)


def test_hostile_text_is_shown_as_text(ground):
    form = filled('"><script>alert(1)</script>')
    form.is_valid()

    assert "<script>alert" not in str(form["where"])
    assert "<script>alert" not in str(form.errors)


# --- The address the script asks --------------------------------------------------


def results(client, words):
    response = client.get("/municipios/elegir/", {"q": words})
    assert response.status_code == 200
    return response.json()


def test_it_completes_always_with_the_parent(client, ground):
    found = results(client, "suc")

    assert [row["label"] for row in found["results"]][:3] == [
        "Sucre (Miranda, Venezuela)",
        "Sucre (Sucre, Venezuela)",
        "Sucre (Zulia, Venezuela)",
    ]
    assert found["results"][0]["key"] == "cabildo:ve-miranda-sucre"
    assert not found["more"]


def test_those_whose_own_name_begins_so_come_before_those_of_a_state_called_so(client, ground):
    names = [row["name"] for row in results(client, "sucre")["results"]]

    assert names == ["Sucre", "Sucre", "Sucre", "Mejía"]


def test_it_gives_twenty_at_most_and_says_that_there_are_more(client, db):
    make_country("VE", {"Miranda": {f"San Juan {n}": [] for n in range(MAX_CHOICES + 1)}})

    found = results(client, "san j")

    assert len(found["results"]) == MAX_CHOICES
    assert found["more"]


@pytest.mark.parametrize("words", ["", "  ", "%", "_", "*", "\x00", "'", "x" * 3000, "ñ" * 400])
def test_strange_words_find_nothing(client, ground, words):
    assert results(client, words)["results"] == []


def test_it_costs_one_query_and_may_be_cached(client, ground, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        response = client.get("/municipios/elegir/?q=suc")

    assert "public" in response["Cache-Control"]
    assert not response.cookies
