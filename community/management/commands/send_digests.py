"""Collect the digests whose hour has come."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from community.actions.digests import prepare_digests


class Command(BaseCommand):
    help = (
        "Collect what is due for each person into a digest; the worker sends them. "
        "The worker also does this by itself, and doing it twice changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{prepare_digests()} digests to send.")
