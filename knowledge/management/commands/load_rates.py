"""Load exchange rates from a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from knowledge.actions.rates import load_rates

SHIPPED = Path(__file__).parents[2] / "data/exchange_rates.csv"


class Command(BaseCommand):
    help = (
        "Load average exchange rates by year: columns currency, year, per_dollar, source, "
        "retrieved_on. Without a file, those that come with the program. Running it again "
        "changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, nargs="?", default=SHIPPED, help="the file")

    @no_translations
    def handle(self, *args: Any, source: Path, **options: Any) -> None:
        try:
            changed = load_rates(source)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{changed} rates added or changed")
