"""Who hears of a case, and in whose streams its news stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from community.models import Theme
    from territories.models import Territory


class CaseNews:
    """Of `Case`; `community.followable` says what each is for."""

    case_networks: Any
    lead_municipality: Territory | None
    case_themes: Any

    is_followable = True
    follow_kind = "experiencia"
    stream_fields = ("title", "code", "key")

    def followed_through(self) -> list[Any]:
        """Its networks, its themes and what they lie under, its municipality and all above it."""
        networks = [link.network for link in self.case_networks.select_related("network")]
        links = self.case_themes.select_related("theme__parent")
        themes: list[Theme] = [link.theme for link in links]
        above = [theme.parent for theme in themes if theme.parent]
        place = self.lead_municipality
        places = [place, *place.get_ancestors()] if place else []
        return [*networks, *themes, *above, *places]

    def get_stream_territory(self) -> Territory | None:
        """Its municipality."""
        return self.lead_municipality
