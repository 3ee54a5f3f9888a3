"""Demonstration content of every app, from the ground up.

An app that has some has a package `demo` with `load(password)`; what needs the
parts of the apps above stands in `finish()`, called when all are loaded.
"""

from __future__ import annotations

import os
import secrets
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import module_has_submodule
from django.utils.translation import override


def demonstration_password() -> str:
    """The password of all demonstration accounts, made at random on the first load.

    Kept in DATA_DIR/demo-password.txt, readable by its owner alone.
    """
    file = settings.DATA_DIR / "demo-password.txt"
    if file.exists():
        return file.read_text().strip()
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(f"{password}\n")
    return password


class Command(BaseCommand):
    help = "Load the demonstration content. Running it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION_ALLOWED:
            raise CommandError("Demonstration content is never loaded in production.")
        password = demonstration_password()
        parts = [
            import_module(f"{app}.demo")
            for app in settings.OUR_APPS
            if module_has_submodule(apps.get_app_config(app).module, "demo")
        ]
        with override("es"):
            for part in parts:
                part.load(password)
            for part in parts:
                if hasattr(part, "finish"):
                    part.finish()
        if options["verbosity"]:
            self.stdout.write(self.style.SUCCESS("The demonstration content is loaded."))
