"""What the sitemap lists, beside the pages: apps above add theirs when they start.

# knowledge/apps.py
def ready(self):
sitemaps.register("cases", "knowledge.sitemaps.CaseSitemap")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.sitemaps import Sitemap

SITEMAPS: dict[str, Callable[[], Sitemap]] = {}


def register(name: str, path: str) -> None:
    """Add the class at that dotted path. The same name again replaces it."""
    SITEMAPS[name] = lambda: import_string(path)()
