"""How many articles a second are imported, with indexing left to the background.

Run by `make bench`. Imports into a database of its own, in SQLite, that is
thrown away: the real articles of ../shared where they are, else as many made
up. Exits 1 when a promise of the README is broken.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared/data/articles/implan-torreon/articulos.jsonl"
ARTICLES = 163
PARAGRAPHS = 14
LEAST_PER_SECOND = 50.0
AGAIN = 3


def made_up() -> str:
    """As many articles as the real ones, as long as they are."""
    linked = "El municipio **ordena** el agua, el suelo y la [calle](https://a.example/). "
    text = linked + "Después se mide lo que cambió y se cuenta lo que costó en cada barrio. " * 4
    row = {
        "fecha": "2015-06-16T15:00",
        "categorias": ["Educación", "Infraestructura"],
        "regiones": ["Torreón", "La Laguna"],
        "formato": "md",
        "fuente": "Fuente inventada",
        "cuerpo": f"## Una parte\n\n{text}\n\n" * PARAGRAPHS,
    }
    rows = ({**row, "titulo": f"Artículo {n}", "slug": f"a-{n}"} for n in range(ARTICLES))
    return "".join(f"{json.dumps(told)}\n" for told in rows)


def seconds_of_import(file: Path, folder: Path) -> tuple[float, float]:
    """For the first run and for a second one, in which nothing has changed."""
    environment = {
        **os.environ,
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "community.settings.local",
    }
    run = [sys.executable, str(ROOT / "manage.py")]
    for command in (["migrate", "-v0"], ["found_site", "-v0"]):
        subprocess.run([*run, *command], check=True, env=environment, stdout=subprocess.DEVNULL)
    timed = [sys.executable, __file__, "--inside", str(file)]
    told = subprocess.run(timed, check=True, env=environment, capture_output=True, text=True)
    first, second = told.stdout.split()[-2:]
    return float(first), float(second)


def inside(file: str) -> None:
    """Import twice, timed without the start of Python and Django."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command

    for _run in range(2):
        began = time.perf_counter()
        call_command("import_articles", file, stdout=sys.stderr)
        print(time.perf_counter() - began)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="cabildo-import-") as name:
        folder = Path(name)
        file = REAL
        if not REAL.exists():
            file = folder / "articulos.jsonl"
            file.write_text(made_up(), encoding="utf-8")
        runs = [seconds_of_import(file, folder / str(nth)) for nth in range(AGAIN)]
    first, second = min(run[0] for run in runs), min(run[1] for run in runs)
    print("| import of articles | articles/s | seconds |")
    print("|---|---|---|")
    print(f"| new | {ARTICLES / first:.0f} | {first:.2f} |")
    print(f"| unchanged | {ARTICLES / second:.0f} | {second:.2f} |")
    print(f"| promised for new | ≥ {LEAST_PER_SECOND:.0f} | |")
    return 0 if ARTICLES / first >= LEAST_PER_SECOND else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(sys.argv[2])
    else:
        sys.exit(main())
