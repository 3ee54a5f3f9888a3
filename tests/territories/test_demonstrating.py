"""The ground of the demonstration."""

from django.db.models import Count

from territories.demo import load
from territories.demo.content import COUNTRIES
from territories.models import Territory


def test_it_loads_real_countries_and_an_invented_one_once(db, django_assert_max_num_queries):
    load("secret")

    rows = Territory.objects.order_by().values_list("country_code").annotate(Count("pk"))
    assert dict(rows) == {code: number for code, (_, number) in COUNTRIES.items()}
    before = list(Territory.objects.values())
    with django_assert_max_num_queries(1):
        load("secret")
    assert list(Territory.objects.values()) == before


def test_invented_places_say_so_and_homonyms_among_them_stay_apart(db):
    load(None)

    invented = Territory.objects.filter(country_code="XA")
    assert all("Inventado" in place.source and place.is_fictional for place in invented)
    twins = invented.municipalities().filter(name="San Evelio")
    assert sorted(twins.values_list("code", flat=True)) == [
        "xa-litoral-de-amarilis-san-evelio",
        "xa-llanos-del-tordo-san-evelio",
    ]
    assert not Territory.objects.filter(country_code__in=["VE", "PA"], source="").exists()
    assert not any(place.is_fictional for place in Territory.objects.filter(country_code="VE"))
