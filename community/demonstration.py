"""Whether this site shows demonstration content: one empty file beside the database.

A file and not a row, because every page asks.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def marker() -> Path:
    return Path(settings.DATA_DIR) / "demonstration"


def is_loaded() -> bool:
    return marker().exists()


def say_loaded() -> None:
    """From now on every page says that its content is for demonstration."""
    marker().parent.mkdir(parents=True, exist_ok=True)
    marker().touch()
