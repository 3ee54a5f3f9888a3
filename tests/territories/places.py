"""Small countries for tests that need no real one."""

from territories.actions import load_territories
from territories.sources import Reading, Row


def make_country(code, states):
    """A country of the given code. `states`: {state: {municipality: [parishes]}}.

    Codes are ours: "ve-miranda-sucre", lower case, spaces as hyphens.
    """
    prefix = code.lower()
    rows = []
    for state, towns in states.items():
        own = f"{prefix}-{slug(state)}"
        rows.append(row("state", state, own, None, "estado"))
        for town, parishes in towns.items():
            rows.append(row("municipality", town, f"{own}-{slug(town)}", own, "municipio"))
            for parish in parishes:
                key = f"{own}-{slug(town)}-{slug(parish)}"
                rows.append(row("parish", parish, key, f"{own}-{slug(town)}", "parroquia"))
    name = {"VE": "Venezuela", "XA": "Altazara"}.get(code, code)
    report = load_territories(Reading(code, name, {}, rows, []))
    assert not report.problems, report.problems


def row(level, name, code, parent, kind):
    parent_key = ("cabildo", parent) if parent else None
    return Row(name, level, name, kind, ("cabildo", code), parent_key)


def slug(name):
    return name.lower().replace(" ", "-").translate(str.maketrans("áéíóúñ", "aeioun"))
