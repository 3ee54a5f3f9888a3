"""Articles for the tests of importing: the real file, and rows made up."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

INSIDE = "shared/data/articles/implan-torreon/articulos.jsonl"
# Beside the repository, or beside a folder that holds it.
REAL = next(
    (folder / INSIDE for folder in Path(__file__).parents if (folder / INSIDE).exists()),
    Path(__file__).parents[3] / INSIDE,
)

needs_real_articles = pytest.mark.skipif(
    not REAL.exists(), reason="the shared data (../shared/data/articles) is not here"
)


def row(**given):
    """A row that can be imported."""
    return {
        "slug": "el-paramo",
        "titulo": "El páramo",
        "fecha": "2015-06-16T15:00",
        "autor": "Lic. Ana Ruiz",
        "descripcion": "Quién cuida el agua.",
        "categorias": ["Educación"],
        "formato": "md",
        "cuerpo": "Nace **aquí** el agua.",
        "fuente": "IMPLAN Mérida",
    } | given


def lines(folder, *rows, name="articulos.jsonl"):
    file = folder / name
    told = [each if isinstance(each, str) else json.dumps(each) for each in rows]
    file.write_text("\n".join(told) + "\n", encoding="utf-8")
    return file


def table(folder, *rows, delimiter=",", encoding="utf-8"):
    file = folder / "articulos.csv"
    with file.open("w", encoding=encoding, newline="") as opened:
        writer = csv.DictWriter(opened, fieldnames=list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        for each in rows:
            cells = {key: "|".join(v) if isinstance(v, list) else v for key, v in each.items()}
            writer.writerow(cells)
    return file


def book(folder, *rows):
    file = folder / "articulos.xlsx"
    made = openpyxl.Workbook()
    made.active.append(list(rows[0]))
    for each in rows:
        made.active.append(["|".join(v) if isinstance(v, list) else v for v in each.values()])
    made.save(file)
    return file
