"""How many cases a second are imported, and in how much memory, with indexing left for later.

Run by `make bench`. Makes files of up to ten thousand invented cases, imports
them with the command into a database of its own in SQLite that is thrown away,
and exits 1 when a promise of the README is broken.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CASES = int(os.environ.get("CASES", "10000"))
LEAST_PER_SECOND = 200.0
MOST_MIB = 512.0
SENTENCE = (
    "Se pesa cada semana lo que sale del mercado y se anota quién lo llevó, en 2019 y después. "
)


def case(number: int) -> dict[str, Any]:
    """As the first level asks it, with some rows; as long as people write."""
    text = SENTENCE * 8
    return {
        "number": str(number),
        "title": f"Compost en el mercado número {number}",
        "summary": "Los restos del mercado se vuelven abono para los huertos de las escuelas.",
        "lead_municipality": "Valdeniebla",
        "record_kind": "good_practice",
        "stage": "implementing",
        "start": "03/2019",
        "recurrence": "repeated",
        "scope": "municipality",
        "themes": "residuos-y-aseo",
        "target_groups": "toda-la-poblacion",
        "keywords": "compost | mercado",
        "problem": text,
        "objectives": text,
        "solution": f"{text}\n\n{text}",
        "cost_band": "5k_20k",
        "staff_months": "12,5",
        "indicators": [
            {"name": "Restos", "unit": "t", "baseline": "9,8", "result": "4,1", "source": "Aseo"}
        ],
        "lessons": [{"kind": "do", "text": f"Pesar {nth} veces."} for nth in range(3)],
        "cost_lines": [
            {"concept": "Cajas", "amount": "3281622,19", "currency": "COP", "year": 2019}
        ],
    }


def as_book(cases: list[dict[str, Any]], path: Path) -> None:
    """The same in a spreadsheet: one sheet for the cases, one for each kind of row."""
    from openpyxl import Workbook

    rows = ("indicators", "lessons", "cost_lines")
    book = Workbook(write_only=True)
    own = [name for name in cases[0] if name not in rows]
    sheet = book.create_sheet("cases")
    sheet.append(own)
    for told in cases:
        sheet.append([told[name] for name in own])
    for relation in rows:
        sheet = book.create_sheet(relation)
        names = list(cases[0][relation][0])
        sheet.append(["number", *names])
        for told in cases:
            for row in told[relation]:
                sheet.append([told["number"], *(row[name] for name in names)])
    book.save(path)


def measured(file: Path, environment: dict[str, str], *options: str) -> tuple[float, float, str]:
    """Seconds of the whole process, the most memory it took in MiB, the last line it said."""
    script = (
        "import resource, sys, time; began = time.perf_counter();"
        f"sys.path.insert(0, {str(ROOT)!r});"
        "import django; django.setup();"
        "from django.core.management import call_command;"
        f"call_command('import_cases', {str(file)!r}, *{list(options)!r});"
        "most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024;"
        "print(time.perf_counter() - began, most)"
    )
    run = [sys.executable, "-c", script]
    told = subprocess.run(run, check=True, env=environment, capture_output=True, text=True)
    *said, last = told.stdout.strip().splitlines()
    seconds, mib = map(float, last.split())
    return seconds, mib, said[-1]


def main() -> int:
    broken = 0
    with tempfile.TemporaryDirectory(prefix="cabildo-import-") as name:
        folder = Path(name)
        environment = {
            **os.environ,
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "community.settings.local",
        }
        manage = [sys.executable, str(ROOT / "manage.py")]
        for command in (["migrate", "-v0"], ["load_demo", "-v0"]):
            subprocess.run([*manage, *command], check=True, env=environment)
        cases = [case(number) for number in range(CASES)]
        lines = folder / "casos.jsonl"
        lines.write_text("".join(f"{json.dumps(told)}\n" for told in cases), encoding="utf-8")
        book = folder / "casos.xlsx"
        as_book(cases, book)
        runs = [
            ("JSON Lines, drafts", lines, ["--source", "a"]),
            ("JSON Lines, again", lines, ["--source", "a"]),
            ("XLSX, published", book, ["--source", "b", "--publish"]),
        ]
        for what, file, options in runs:
            seconds, mib, said = measured(file, environment, *options)
            pace = CASES / seconds
            good = pace >= LEAST_PER_SECOND and mib <= MOST_MIB
            broken += not good or not re.match(f"{CASES} ", said)
            print(f"{what}: {pace:.0f} a second, {mib:.0f} MiB, {said}")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
