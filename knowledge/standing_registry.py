"""What transfers teach and how far cases travel, as it hooks into the rest of the site."""

from __future__ import annotations

from community import sources
from community.sources import Source


def register_standing() -> None:
    """Called once, when the app starts."""
    sources.register(Source.CASES, "case_transferred", "case_fell_back")
