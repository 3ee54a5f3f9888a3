"""What the demonstration shows on the front door."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wagtail.models import Page

from community.models import HomePage

HOME = Path(__file__).with_name("home.json")


def load_home() -> None:
    """Lay out the home page of a founded site, once all the pages that it shows are there.

    Does nothing when the home page has sections already.
    """
    home = HomePage.objects.earliest("pk")
    if not home.body:
        home.body = sections(json.loads(HOME.read_text()))
        home.save_revision().publish()


def sections(rows: dict[str, Any]) -> list[tuple[str, Any]]:
    """The home page's blocks; chosen pages that do not exist are left out."""
    chosen = rows["featured"]["pages"]
    pages = {
        page.slug: page for page in Page.objects.filter(slug__in=[row["slug"] for row in chosen])
    }
    picks = [
        {"page": pages[row["slug"]], "reason": row["reason"]}
        for row in chosen
        if row["slug"] in pages
    ]
    featured = [("featured", {**rows["featured"], "pages": picks})] if picks else []
    return [
        *featured,
        ("networks", rows["networks"]),
        ("news", rows["news"]),
        ("calls", rows["calls"]),
    ]
