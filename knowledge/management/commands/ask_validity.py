"""Asks, once a year, whether the experiences still go on."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from knowledge.actions.validity import ask_validity


class Command(BaseCommand):
    help = "Ask those responsible for experiences whether they go on. Twice is as once."

    def handle(self, *args: Any, **options: Any) -> None:
        done = ask_validity(timezone.localdate())
        self.stdout.write(
            f"{done['asked']} asked, {done['reminded']} reminded, "
            f"{done['unconfirmed']} not confirmed"
        )
