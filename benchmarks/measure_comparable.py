"""What finding comparable municipalities costs among 20,000 of which everything is known.

Run by `make bench`. Makes a site of its own in a temporary folder. Exits 1 when a
promise is broken.

    measure_comparable.py [--towns 20000] [--times 25]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = Path(tempfile.mkdtemp(prefix="cabildo-comparable-"))
os.environ["DATA_DIR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "community.settings.local"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from territories.actions import load_territories  # noqa: E402
from territories.comparing import near_by_code, nearest  # noqa: E402
from territories.models import Territory  # noqa: E402
from territories.sources import Reading, Row  # noqa: E402

MOST_MS = 50.0
MOST_QUERIES = 1
TRAITS = ("costa", "frontera", "capital", "minero", "turístico", "indígena")


def make(towns: int) -> None:
    """Two invented countries of a hundred states each."""
    chance = random.Random(7)  # noqa: S311 - the same every time
    for country in ("XA", "XB"):
        rows = []
        for state in range(100):
            code = f"{country.lower()}-{state}"
            rows.append(
                Row("", "state", f"Estado {state}", "estado", ("cabildo", code), None, {}, ())
            )
            for number in range(towns // 200):
                facts = {
                    "population": int(chance.lognormvariate(9.5, 1.2)) + 1,
                    "population_year": 2020,
                    "area_km2": Decimal(f"{chance.lognormvariate(5.5, 1.0) + 0.01:.2f}"),
                    "budget_usd_per_inhabitant": Decimal(f"{chance.lognormvariate(4.5, 0.7):.2f}"),
                    "budget_year": 2020,
                    "rural_share_percent": Decimal(f"{chance.uniform(0, 100):.1f}"),
                }
                traits = tuple(chance.sample(TRAITS, chance.randrange(4)))
                key = ("cabildo", f"{code}-{number}")
                name = f"Pueblo {state} {number}"
                rows.append(
                    Row("", "municipality", name, "", key, ("cabildo", code), facts, traits)
                )
        report = load_territories(Reading(country, country, {}, rows, []))
        if report.problems:
            raise SystemExit(str(report.problems[0]))


def milliseconds(act: object, *arguments: object, **options: object) -> float:
    """Of this process, so that what else the machine does is not counted."""
    began = time.process_time()
    act(*arguments, **options)  # type: ignore[operator]
    return 1000 * (time.process_time() - began)


def main() -> None:
    reader = argparse.ArgumentParser()
    reader.add_argument("--towns", type=int, default=20_000)
    reader.add_argument("--times", type=int, default=25)
    asked = reader.parse_args()
    call_command("migrate", verbosity=0)
    make(asked.towns)
    places = list(Territory.objects.municipalities())
    first = milliseconds(nearest, places[0], limit=10)
    chosen = random.Random(11).sample(places, asked.times)  # noqa: S311 - as above
    told = [milliseconds(nearest, place, limit=10) for place in chosen]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        nearest(chosen[0], limit=10)
    codes = {place.code for place in places}
    all_of_them = milliseconds(near_by_code, chosen[0], codes)
    usual, slowest = statistics.median(told), max(told)
    print(f"{len(places)} municipalities; the first time, with reading them: {first:.0f} ms")
    print(f"ten nearest: median {usual:.1f} ms, slowest {slowest:.1f} ms, {len(queries)} query")
    print(f"all of them by their codes: {all_of_them:.1f} ms")
    if usual > MOST_MS:
        raise SystemExit(f"The ten nearest take {usual:.1f} ms; promised are {MOST_MS:.0f}.")
    if len(queries) > MOST_QUERIES:
        raise SystemExit(f"They take {len(queries)} queries; promised is {MOST_QUERIES}.")


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
