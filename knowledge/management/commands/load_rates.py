"""Load exchange rates, or rises of prices, from a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from knowledge.actions.rates import load_rates

DATA = Path(__file__).parents[2] / "data"
SHIPPED = (DATA / "exchange_rates.csv", DATA / "consumer_prices.csv")


class Command(BaseCommand):
    help = (
        "Load average exchange rates by year (columns currency, year, per_dollar, source, "
        "retrieved_on) or rises of consumer prices (country, year, percent, source, "
        "retrieved_on). Without a file, those that come with the program. Running it again "
        "changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, nargs="*", default=SHIPPED, help="the file")

    @no_translations
    def handle(self, *args: Any, source: list[Path], **options: Any) -> None:
        try:
            changed = sum(load_rates(each) for each in source)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{changed} rates added or changed")
