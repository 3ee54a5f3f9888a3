"""Do the work in the background until told to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from community.worker import SECONDS_BETWEEN_LOOKS, Worker

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = (
        "Do the tasks that are due, and between them the periodic work, until told to stop. "
        "A second one waits for the first to end and takes its place."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--interval",
            type=float,
            default=SECONDS_BETWEEN_LOOKS,
            help="seconds between two looks when there is nothing to do (default: %(default)s)",
        )

    def handle(self, *args: Any, interval: float, **options: Any) -> None:
        worker = Worker(interval)
        worker.listen_for_signals()
        worker.run()
