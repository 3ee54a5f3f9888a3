"""Founds the site: home page, standard pages and sections."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from community.actions.site import found_site


class Command(BaseCommand):
    help = "Makes the home page, the standard pages and the sections that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        home = found_site()
        self.stdout.write(f"{home.title}: {home.get_descendant_count()} pages under it.")
