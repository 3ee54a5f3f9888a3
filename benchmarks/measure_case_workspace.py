"""What saving a section of a case costs while one writes, with thirty rows of each kind.

Run by `make bench`. Makes a site of its own in a temporary folder with one draft that
holds the whole record, opens each section and sends it back with a change, as the
page does by itself. Exits 1 when a promise is broken.

    measure_case_workspace.py [--rows 30] [--times 15] [--profile SECTION]
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = Path(tempfile.mkdtemp(prefix="cabildo-workspace-"))
os.environ["DATA_DIR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "community.settings.local"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.utils.http import urlencode  # noqa: E402

from knowledge.models import Case  # noqa: E402
from knowledge.sections import SECTIONS  # noqa: E402
from tests.factories import CaseFactory, MemberFactory  # noqa: E402
from tests.knowledge.whole import fill  # noqa: E402
from tests.knowledge.workspace import at, filled  # noqa: E402

MOST_MS = 60.0
MOST_QUERIES = 12
# A text of each section, or the first answer of its first row, that is changed each time.
CHANGED = {
    "lo-esencial": "summary",
    "cuando-y-donde": "association",
    "problema": "problem",
    "solucion": "solution",
    "proceso": "process",
    "resultados": "results",
    "medios": "cost_lines-0-concept",
    "norma": "legal_basis",
    "actores": "actors-0-name",
    "transferibilidad": "transferability_note",
    "lecciones": "next_steps",
}


def demand(condition: bool, otherwise: str) -> None:
    if not condition:
        raise SystemExit(otherwise)


def opened(client: Client, case: Case, slug: str) -> tuple[int, float, int, Any]:
    """Queries, milliseconds of CPU, bytes, and the answer."""
    client.get(at(case, "editar", slug))
    with CaptureQueriesContext(connection) as queries:
        began = time.process_time()
        response = client.get(at(case, "editar", slug))
        spent = (time.process_time() - began) * 1000
    demand(response.status_code == 200, f"{slug}: {response.status_code}")
    return len(queries), spent, len(response.content), response


def as_sent(data: dict[str, Any]) -> dict[str, Any]:
    """As htmx sends a form."""
    return {
        "data": urlencode(data, doseq=True),
        "content_type": "application/x-www-form-urlencoded",
        "headers": {"HX-Request": "true"},
    }


def saved(client: Client, case: Case, slug: str, times: int, data: dict[str, Any]) -> Any:
    """Median of the milliseconds of CPU, and of queries, of so many saves."""
    costs, counts = [], []
    for nth in range(times + 1):
        data[CHANGED[slug]] = f"Escrito {nth} veces"
        data["seen"] = ""
        with CaptureQueriesContext(connection) as queries:
            began = time.process_time()
            response = client.post(at(case, "editar", slug), **as_sent(data))
            spent = (time.process_time() - began) * 1000
        demand(response.status_code == 200, f"{slug}: {response.status_code}")
        demand(response["HX-Trigger"] == "kept-all", response.content.decode())
        if nth:
            costs.append(spent)
            counts.append(len(queries))
    told = str(Case.objects.get(pk=case.pk).draft().serializable_data())
    demand(f"Escrito {times} veces" in told, f"{slug} was not kept")
    return statistics.median(costs), int(statistics.median(counts))


def profiled(client: Client, case: Case, slug: str, times: int, data: dict[str, Any]) -> None:
    profile = cProfile.Profile()
    profile.enable()
    saved(client, case, slug, times, data)
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
    with CaptureQueriesContext(connection) as queries:
        client.post(at(case, "editar", slug), **as_sent(data))
    print(*(query["sql"][:150] for query in queries), sep="\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=30)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--profile", default="")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    setup_test_environment()
    author: Any = MemberFactory()
    made: Any = CaseFactory(registered_by=author)
    case = fill(made, options.rows)
    client = Client()
    client.force_login(author)
    is_kept = True
    print("section             open: queries    ms    kB  save: queries     ms")
    for section in SECTIONS:
        if section.form_class is None:
            continue
        slug = section.slug
        asked, spent, size, response = opened(client, case, slug)
        data = {name: value for name, value in filled(response).items() if value is not None}
        if options.profile == slug:
            profiled(client, case, slug, options.times, data)
        cost, count = saved(client, case, slug, options.times, data)
        is_kept &= asked <= MOST_QUERIES and cost <= MOST_MS
        print(f"{slug:18} {asked:13} {spent:6.0f} {size / 1000:6.0f} {count:14} {cost:6.1f}")
    print(f"promised: {MOST_QUERIES} queries to open, {MOST_MS:.0f} ms of CPU to save")
    return 0 if is_kept else 1


if __name__ == "__main__":
    try:
        code = main()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
    sys.exit(code)
