"""Venezuela: 24 states, 335 municipalities, 1,139 parishes.

There are no official codes of municipalities in it, so municipalities and
parishes get ours; states have those of ISO 3166-2:VE, two of them corrected.
"""

from territories.sources.corrections import Corrections
from territories.sources.nested import NestedSource, Tier
from territories.sources.seats import Seats

VENEZUELA = NestedSource(
    country="VE",
    country_name="Venezuela",
    origin="zokeber/venezuela-json (CC BY 4.0)",
    root="",
    tiers=(
        Tier(
            level="state",
            name="estado",
            kind="estado",
            children="municipios",
            code="iso_31662",
            scheme="iso-3166-2",
            pattern=r"VE-[A-Z]",
            capital="capital",
        ),
        Tier(
            level="municipality",
            name="municipio",
            kind="municipio",
            children="parroquias",
            capital="capital",
        ),
        Tier(level="parish", name="parroquia", kind="parroquia"),
    ),
    corrections=Corrections("ve/corrections.csv"),
    seats=Seats(
        "ve/geonames_cities500_VE.csv",
        # Source: GeoNames, admin1CodesASCII; the names were compared with the capitals.
        states={
            "01": "VE-Z",
            "02": "VE-B",
            "03": "VE-C",
            "04": "VE-D",
            "05": "VE-E",
            "06": "VE-F",
            "07": "VE-G",
            "08": "VE-H",
            "09": "VE-Y",
            "11": "VE-I",
            "12": "VE-J",
            "13": "VE-K",
            "14": "VE-L",
            "15": "VE-M",
            "16": "VE-N",
            "17": "VE-O",
            "18": "VE-P",
            "19": "VE-R",
            "20": "VE-S",
            "21": "VE-T",
            "22": "VE-U",
            "23": "VE-V",
            "25": "VE-A",
            "26": "VE-X",
        },
    ),
)
