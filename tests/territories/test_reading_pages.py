"""The pages about places: public, cheap, and kind to whoever mistypes."""

import gzip

import pytest

from territories.actions import add_alternate_code
from territories.models import Territory
from tests.territories.places import make_country

MANY = {f"Estado {n}": {f"Pueblo {n} {m}": ["Centro"] for m in range(25)} for n in range(8)}


@pytest.fixture
def ground(db):
    make_country(
        "VE",
        {
            "Miranda": {"Sucre": ["Petare", "La Dolorita"], "Chacao": [], "Baruta": []},
            "Zulia": {"Sucre": ["Bobures"], "Maracaibo": []},
        },
    )
    make_country("XA", {"Norte Claro": {"San Evelio": ["Centro"]}})


def get(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_the_index_names_countries_with_counts_and_states(client, ground):
    page = get(client, "/municipios/")

    assert 'href="/municipios/ve/"' in page
    assert "2 estados · 5 municipios · 3 parroquias" in page
    assert 'href="/municipios/ve/ve-zulia/"' in page


def test_the_invented_country_says_so_and_stands_last(client, ground):
    page = get(client, "/municipios/")
    assert page.index("Venezuela") < page.index("Altazara")

    for url in ("xa/", "xa/xa-norte-claro/", "xa/xa-norte-claro-san-evelio/"):
        assert 'class="message asks"' in get(client, f"/municipios/{url}")
    assert 'class="message asks"' not in get(client, "/municipios/ve/ve-miranda-sucre/")


def test_an_empty_ground_says_what_will_be_here(client, db):
    assert 'class="empty"' in get(client, "/municipios/")


def test_a_country_lists_its_states(client, ground):
    page = get(client, "/municipios/ve/")

    assert "2 estados" in page
    assert "3 municipios" in page
    assert 'href="/municipios/ve/ve-miranda/"' in page


def test_a_state_lists_its_municipalities(client, ground):
    page = get(client, "/municipios/ve/ve-miranda/")

    assert 'href="/municipios/ve/ve-miranda-sucre/"' in page
    assert "Maracaibo" not in page


def test_a_municipality_shows_parishes_neighbours_and_homonyms(client, ground):
    page = get(client, "/municipios/ve/ve-miranda-sucre/")

    assert "2 parroquias" in page
    assert "Petare" in page
    assert 'href="/municipios/ve/ve-zulia-sucre/"' in page
    assert "Zulia, Venezuela" in page
    assert 'href="/municipios/ve/ve-miranda-chacao/"' in page


def test_facts_carry_source_and_year_and_missing_ones_say_whom_to_tell(client, ground, settings):
    settings.LEGAL_CONTACT_EMAIL = "datos@cabildo.example"
    Territory.objects.filter(code="ve-miranda-sucre").update(
        population=600_351, population_year=2011, population_source="INE, censo"
    )

    page = get(client, "/municipios/ve/ve-miranda-sucre/")

    assert "600\xa0351" in page or "600.351" in page
    assert "INE, censo, 2011" in page
    assert 'class="none"' in page
    assert "mailto:datos@cabildo.example" in page


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("VE/", "ve/"),
        ("Ve/ve-miranda/", "ve/ve-miranda/"),
        ("VE/VE-Miranda-SUCRE/", "ve/ve-miranda-sucre/"),
        ("ve/VE/", "ve/"),
    ],
)
def test_a_wrong_case_leads_to_the_right_address(client, ground, given, canonical):
    response = client.get(f"/municipios/{given}")

    assert response.status_code == 301
    assert response.url == f"/municipios/{canonical}"


def test_an_alternate_code_leads_to_the_address_that_stays(client, ground):
    sucre = Territory.objects.get(code="ve-miranda-sucre")
    add_alternate_code(sucre, "ine-ve", "1519")

    response = client.get("/municipios/ve/1519/")

    assert (response.status_code, response.url) == (301, "/municipios/ve/ve-miranda-sucre/")


def test_a_parish_leads_to_its_municipality(client, ground):
    response = client.get("/municipios/ve/ve-miranda-sucre-petare/")

    assert response.status_code == 302
    assert response.url == "/municipios/ve/ve-miranda-sucre/#parishes"


@pytest.mark.parametrize(
    "url",
    ["co/", "ve/nada/", "xa/ve-miranda/", "ven/", "ve/%25/", "ve/_e-miranda/", "ve/%00/", "v/"],
)
def test_what_does_not_exist_is_not_found(client, ground, home, url):
    assert client.get(f"/municipios/{url}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_read(client, ground, method):
    assert getattr(client, method)("/municipios/ve/").status_code == 405


def test_search_ignores_accents_and_case_and_shows_parents(client, ground):
    make_country("XB", {"Táchira": {"Córdoba": []}})

    page = get(client, "/municipios/?q=CORDOBA+tachi")

    assert "Córdoba" in page
    assert "Táchira, XB" in page
    assert 'name="robots" content="noindex"' in page


def test_search_without_results_offers_a_way_on(client, ground):
    page = get(client, "/municipios/?q=<script>alert(1)</script>")

    assert 'class="empty"' in page
    assert "<script>alert" not in page


def test_search_is_paged(client, db):
    make_country("XC", MANY)

    page = get(client, "/municipios/?q=pueblo&pagina=2")

    assert "pagina=3" in page
    assert get(client, "/municipios/?q=pueblo&pagina=x")


URLS = [
    "/municipios/",
    "/municipios/?q=pueblo",
    "/municipios/xd/",
    "/municipios/xd/xd-estado-0/",
    "/municipios/xd/xd-estado-0-pueblo-0-1/",
]


@pytest.mark.parametrize("url", URLS)
def test_pages_cost_the_same_with_much_as_with_little(
    client, db, url, django_assert_max_num_queries, django_assert_num_queries
):
    def queries():
        with django_assert_max_num_queries(8) as caught:
            get(client, url)
        return len(caught)

    make_country("XD", {"Estado 0": {"Pueblo 0 1": ["Centro"], "Pueblo 0 2": []}})
    get(client, url)
    little = queries()
    make_country("XD", MANY)
    make_country("XE", MANY)

    assert queries() <= max(little, 8)
    assert queries() == queries()


@pytest.mark.parametrize("url", ["/municipios/", "/municipios/ve/", "/municipios/ve/VE-S/"])
def test_pages_of_the_real_countries_are_light(client, venezuela, panama, url):
    raw = client.get(url).content

    assert len(raw) <= 60_000
    assert len(gzip.compress(raw)) <= 12_000


def test_pages_set_no_cookie_and_carry_no_form_token(client, ground):
    response = client.get("/municipios/ve/ve-miranda-sucre/")

    assert not response.cookies
    assert b"csrfmiddlewaretoken" not in response.content


def test_other_languages_keep_the_countrys_own_words(client, ground):
    page = get(client, "/en/municipios/ve/")

    assert "2 estados" in page
    assert 'href="/en/municipios/ve/ve-miranda/"' in page
