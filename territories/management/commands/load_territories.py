"""Load a country's territories from a file, with a report by row."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from territories import actions, sources


class Command(BaseCommand):
    help = (
        "Load the territories of a country from a JSON or CSV file. The forms are described in "
        "territories/data/README.md. Running it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="the file")
        parser.add_argument("--country", required=True, help="two letters of ISO 3166-1")
        parser.add_argument(
            "--partial", action="store_true", help="load the good rows even if others are bad"
        )

    @no_translations
    def handle(
        self, *args: Any, source: Path, country: str, partial: bool = False, **options: Any
    ) -> None:
        code = country.strip().upper()
        if not re.fullmatch("[A-Z]{2}", code):
            raise CommandError(f'"{country}" is not a country code: two letters, such as VE or PA.')
        try:
            reading = sources.read(str(source), code)
        except sources.SourceError as error:
            raise CommandError(str(error)) from None
        report = actions.load_territories(reading, partial=partial)
        for problem in report.problems:
            self.stderr.write(str(problem))
        if report.problems and not partial:
            self.stderr.write("Nothing was loaded; --partial loads the rows without errors.")
        self.stdout.write(
            f"{report.new} new, {report.changed} changed, {report.unchanged} unchanged, "
            f"{len(report.problems)} with errors"
        )
        self.stdout.write(f"{report.loaded} of {report.total} loaded")
        if report.problems:
            sys.exit(1)
