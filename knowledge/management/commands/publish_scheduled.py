"""Wagtail's command of that name, which also publishes the cases whose day has come."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.management.commands import publish_scheduled

from knowledge.actions import publish_due


class Command(publish_scheduled.Command):
    help = "Publish the pages and cases whose day has come. Running it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not options["dryrun"]:
            published = publish_due(timezone.now())
            if options["verbosity"] and published:
                self.stdout.write(f"{published} cases published.")
