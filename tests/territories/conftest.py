"""Ground to stand on: the two real countries, and a way to run the command."""

import csv
import json
import sys
from dataclasses import dataclass

import pytest
from django.core.management import CommandError, call_command

from territories.sources.corrections import DATA

VENEZUELA = DATA / "ve" / "venezuela.json"
PANAMA = DATA / "pa" / "panamaDivision.json"


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def last_line(self):
        return self.out.strip().splitlines()[-1] if self.out.strip() else ""


@pytest.fixture
def run(db, capsys):
    """Run load_territories as a person does: `run(path, "VE", "--partial")`."""

    def act(path, country, *options):
        capsys.readouterr()
        code = 0
        try:
            call_command(
                "load_territories",
                str(path),
                f"--country={country}",
                *options,
                stdout=sys.stdout,
                stderr=sys.stderr,
            )
        except CommandError as error:
            code = error.returncode
            sys.stderr.write(f"{error}\n")
        except SystemExit as leaving:
            code = leaving.code
        return Ran(code, *capsys.readouterr())

    return act


@pytest.fixture
def venezuela(run):
    assert run(VENEZUELA, "VE").code == 0


@pytest.fixture
def panama(run):
    assert run(PANAMA, "PA").code == 0


@pytest.fixture
def table(tmp_path):
    """A CSV file of rows given as dictionaries."""

    def write(*rows, name="table.csv"):
        columns = list(dict.fromkeys(column for row in rows for column in row))
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def json_file(tmp_path):
    def write(data, name="file.json"):
        path = tmp_path / name
        path.write_text(json.dumps(data), encoding="utf-8")
        return path

    return write
