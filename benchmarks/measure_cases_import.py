"""How many cases a second are imported, and in how much memory, with indexing left for later.

Run by `make bench`. Makes files of ten thousand invented cases, imports them
with the command into a database of its own in SQLite that is thrown away, and
exits 1 when a promise of the README is broken. Checking and writing count, the
start of Python and Django does not. The pace is that of the processor's time:
who else works on the machine makes it no slower. Meanwhile somebody asks for the
lock of the database twenty times a second, and how long they waited is told.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CASES = int(os.environ.get("CASES", "10000"))
LEAST_PER_SECOND = 200.0
MOST_MIB = 512.0
# Seconds between two who write in the meantime.
EVERY = 0.05
SENTENCE = (
    "Se pesa cada semana lo que sale del mercado y se anota quién lo llevó, en 2019 y después. "
)


def case(number: int) -> dict[str, Any]:
    """As the first level asks it, with some rows; as long as people write."""
    text = SENTENCE * 6
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


def as_lines(cases: list[dict[str, Any]], path: Path) -> None:
    text = "".join(f"{json.dumps(told, ensure_ascii=False)}\n" for told in cases)
    path.write_text(text, encoding="utf-8")


def as_table(cases: list[dict[str, Any]], path: Path) -> None:
    """The same in a CSV: rows of one kind lie in one cell."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(cases[0])
        for told in cases:
            table.writerow(
                json.dumps(cell) if isinstance(cell, list) else cell for cell in told.values()
            )


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


@dataclass
class Run:
    """What an import took: seconds by the clock and of the processor, and MiB.

    `waited` is how long others waited for the database at most, `said` the last line.
    """

    seconds: float
    busy: float
    mib: float
    waited: float
    said: str

    @property
    def pace(self) -> float:
        return CASES / self.busy

    @property
    def is_good(self) -> bool:
        keeps = self.pace >= LEAST_PER_SECOND and self.mib <= MOST_MIB
        return keeps and bool(re.match(f"{CASES} ", self.said))


class Other(threading.Thread):
    """Somebody who writes now and then, and remembers how long it took at most."""

    def __init__(self, database: Path) -> None:
        super().__init__(daemon=True)
        self.database, self.waited, self.is_over = database, 0.0, threading.Event()

    def run(self) -> None:
        with closing(sqlite3.connect(self.database, timeout=60, isolation_level=None)) as other:
            while not self.is_over.wait(EVERY):
                began = time.perf_counter()
                other.execute("BEGIN IMMEDIATE")
                self.waited = max(self.waited, time.perf_counter() - began)
                other.execute("ROLLBACK")


def measured(file: Path, environment: dict[str, str], *options: str) -> Run:
    run = [sys.executable, __file__, "--inside", str(file), *options]
    other = Other(Path(environment["DATA_DIR"]) / "db.sqlite3")
    other.start()
    told = subprocess.run(run, check=True, env=environment, stdout=subprocess.PIPE, text=True)
    other.is_over.set()
    other.join()
    *said, last = told.stdout.strip().splitlines()
    seconds, busy, mib = map(float, last.split())
    return Run(seconds, busy, mib, other.waited, said[-1])


def inside(file: str, options: list[str]) -> None:
    """Import it, timed without the start of Python and Django."""
    import resource

    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command

    began, busy = time.perf_counter(), time.process_time()
    call_command("import_cases", file, *options)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.perf_counter() - began, time.process_time() - busy, most)


def main() -> int:
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
        lines, table, book = (folder / f"casos.{kind}" for kind in ("jsonl", "csv", "xlsx"))
        as_lines(cases, lines)
        as_table(cases, table)
        as_book(cases, book)
        runs = [
            ("JSON Lines, drafts", lines, ["--source", "a"]),
            ("CSV, published", table, ["--source", "b", "--publish"]),
            ("XLSX, checked alone", book, ["--source", "c", "--dry-run"]),
        ]
        print(f"| import of {CASES:,} cases | cases/s | by the clock | MiB | others wait, ms |")
        print("|---|---|---|---|---|")
        is_good = True
        for what, file, options in runs:
            run = measured(file, environment, *options)
            is_good &= run.is_good
            clock = CASES / run.seconds
            waited = run.waited * 1000
            print(
                f"| {what} | {run.pace:.0f} | {clock:.0f} | {run.mib:.0f} | {waited:.0f} |",
                flush=True,
            )
        print(f"| promised | ≥ {LEAST_PER_SECOND:.0f} | | ≤ {MOST_MIB:.0f} | |")
    return 0 if is_good else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(main())
