"""What `load_demo` puts on the ground."""

from __future__ import annotations

from pathlib import Path

from django.db.models import Count

from territories import sources
from territories.actions import load_territories
from territories.models import Territory
from territories.sources.corrections import DATA

# File of each country, and how many territories there are once it is loaded,
# itself included: a country that is complete is not read again.
COUNTRIES = {
    "AR": (DATA / "others" / "ar.csv", 3),
    "BO": (DATA / "others" / "bo.csv", 3),
    "BR": (DATA / "br" / "municipios.csv", 5599),
    "CO": (DATA / "co" / "colombia_con_codigos.json", 1153),
    "CR": (DATA / "others" / "cr.csv", 4),
    "EC": (DATA / "others" / "ec.csv", 7),
    "MX": (DATA / "others" / "mx.csv", 3),
    "PA": (DATA / "pa" / "panamaDivision.json", 733),
    "PE": (DATA / "others" / "pe.csv", 4),
    "SV": (DATA / "others" / "sv.csv", 3),
    "UY": (DATA / "others" / "uy.csv", 3),
    "VE": (DATA / "ve" / "venezuela.json", 1499),
    "XA": (Path(__file__).with_name("altazara.csv"), 37),
}


def load(password: str | None = None) -> None:
    """Four whole countries, single municipalities of eight others, and the invented Altazara.

    What is complete stays as it is. Needs no password; every application's
    demonstration takes one.
    """
    rows = Territory.objects.filter(country_code__in=COUNTRIES).order_by()
    here = dict(rows.values_list("country_code").annotate(number=Count("pk")))
    for country, (path, complete) in COUNTRIES.items():
        if here.get(country, 0) < complete:
            load_territories(sources.read(str(path), country))
