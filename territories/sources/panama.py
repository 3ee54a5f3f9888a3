"""Panama: 13 provinces and comarcas, 77 districts, 642 corregimientos.

Provinces have the codes of ISO 3166-2:PA, the file's own id as an alternate
code; districts and corregimientos have the file's ids, which are those of the
statistical institute, where they are whole and given once. The others are in
the table of corrections.

Inhabitants. A corregimiento has those of 2023 when the file knows them, else
those of 2010; its area is that of the same year, because limits moved. A
district has the sum of 2023 when every corregimiento of it has one, else what
the file says for 2010. Provinces and the country stay with 2010, which the
file has for all of them, so that they can be compared and add up to 3,405,813.
"""

from territories.sources.corrections import Corrections
from territories.sources.nested import Census, NestedSource, Tier
from territories.sources.seats import Seats

ORIGIN = "EricLuceroGonzalez/Panama-Political-Division (MIT)"
COUNT_2010 = Census(2010, "INEC, censo de 2010", "pop10", "superficie")
COUNT_2023 = Census(2023, "INEC, censo de 2023", "pop23", "superficie23")
SUM_2023 = Census(
    2023, "INEC, censo de 2023, suma de los corregimientos", "pop23", "superficie23", added_up=True
)

# Source: ISO 3166-2:PA. Ids of the file: Panamá Oeste, the youngest, stands as 13.
ISO_CODES = (
    ("01", "PA-1"),
    ("02", "PA-2"),
    ("03", "PA-3"),
    ("04", "PA-4"),
    ("05", "PA-5"),
    ("06", "PA-6"),
    ("07", "PA-7"),
    ("08", "PA-8"),
    ("09", "PA-9"),
    ("10", "PA-KY"),
    ("11", "PA-EM"),
    ("12", "PA-NB"),
    ("13", "PA-10"),
)

PANAMA = NestedSource(
    country="PA",
    country_name="Panamá",
    origin=ORIGIN,
    root="provincia",
    unknown=("", "Pendiente..."),
    country_census=Census(
        2010, "INEC, censo de 2010, suma de las provincias", "pop10", "superficie", added_up=True
    ),
    tiers=(
        Tier(
            level="state",
            name="name",
            kind="provincia",
            other_kinds=("comarca",),
            children="distritos",
            code="id",
            scheme="iso-3166-2",
            pattern=r"\d\d",
            code_table=ISO_CODES,
            alternate_scheme="inec-pa",
            capital="capital",
            censuses=(COUNT_2010,),
        ),
        Tier(
            level="municipality",
            name="name",
            kind="distrito",
            children="corregimientos",
            code="id",
            scheme="inec-pa",
            pattern=r"\d\d-\d+",
            capital="capital",
            censuses=(SUM_2023, COUNT_2010),
        ),
        Tier(
            level="parish",
            name="name",
            kind="corregimiento",
            code="id",
            scheme="inec-pa",
            pattern=r"\d\d-\d+-\d+",
            censuses=(COUNT_2023, COUNT_2010),
        ),
    ),
    corrections=Corrections("pa/corrections.csv"),
    seats=Seats(
        "pa/geonames_cities500_PA.csv",
        # Source: GeoNames, admin1CodesASCII; the names were compared with the capitals.
        states={
            "01": "PA-1",
            "02": "PA-4",
            "03": "PA-2",
            "04": "PA-3",
            "05": "PA-5",
            "06": "PA-6",
            "07": "PA-7",
            "08": "PA-8",
            "09": "PA-KY",
            "10": "PA-9",
            "11": "PA-EM",
            "12": "PA-NB",
            "13": "PA-10",
        },
    ),
)
