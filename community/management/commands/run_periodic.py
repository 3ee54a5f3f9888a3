"""Do the periodic work that is due. For a timer of each minute."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community import periodic


class Command(BaseCommand):
    help = (
        "Do the periodic work that is due and that nobody else has begun. "
        "May run as often as one likes and beside the worker; exit code 1 when some of it failed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = periodic.run_due()
        failed = [chore for chore in done if chore.error]
        for chore in done:
            self.stdout.write(f"{chore.name}: {'failed' if chore.error else 'done'}")
        if failed:
            raise CommandError(
                "\n".join(f"{chore.name}: {chore.error.strip()}" for chore in failed)
            )
