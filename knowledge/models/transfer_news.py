"""Where a transfer is found, who hears of it, in whose streams its news stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.search import index

from knowledge.permissions import can_review
from knowledge.transfer_kinds import TransferAudience

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from community.models import Organization, Theme, User
    from knowledge.models import Case
    from territories.models import Territory


class TransferNews:
    """Of `Transfer`; `community.followable` and `search.kinds` say what each is for."""

    adopter: Organization
    origin_case: Case
    place: Territory | None
    kept_by: User | None
    team: Any
    visibility: str
    created_at: datetime
    hidden_at: datetime | None

    is_commentable = True
    is_followable = True
    search_kind = "replica"
    follow_kind = "replica"
    stream_fields = ("adopter__name", "origin_case__title")
    search_auto_update = False
    search_template = "knowledge/transfers/_found.html"
    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("reason"),
        index.SearchField("lessons"),
        index.AutocompleteField("title"),
        index.FilterField("stage"),
    ]
    _adopter_name = ""
    _origin_case_title = ""

    @property
    def title(self) -> str:
        """As in “Alcaldía de Sucre: Cuentas claras”. Two queries unless both were read with it."""
        return _("%(adopter)s: %(case)s") % {
            "adopter": self.adopter_name,
            "case": self.origin_case_title,
        }

    @property
    def adopter_name(self) -> str:
        """Streams know it without loading the organization."""
        return self._adopter_name or str(self.adopter)

    @adopter_name.setter
    def adopter_name(self, name: str) -> None:
        self._adopter_name = name

    @property
    def origin_case_title(self) -> str:
        """Streams know it without loading the case."""
        return self._origin_case_title or str(self.origin_case)

    @origin_case_title.setter
    def origin_case_title(self, title: str) -> None:
        self._origin_case_title = title

    # --- Who hears of it ------------------------------------------------------------

    def followed_through(self) -> list[Any]:
        """What is repeated, its themes and what they lie under, where it is repeated."""
        links = self.origin_case.case_themes.select_related("theme__parent")
        themes: list[Theme] = [link.theme for link in links]
        above = [theme.parent for theme in themes if theme.parent]
        places = [self.place, *self.place.get_ancestors()] if self.place else []
        return [self.origin_case, *themes, *above, *places]

    def get_stream_territory(self) -> Territory | None:
        """Where it is repeated."""
        return self.place

    @property
    def takes_comments(self) -> bool:
        return self.origin_case.live and self.hidden_at is None

    def is_moderated_by(self, user: User | AnonymousUser) -> bool:
        return can_review(user)

    def told_of_comments(self) -> list[User]:
        """Who keeps it and who was named for a post of it. One query."""
        keeper = [self.kept_by] if self.kept_by else []
        named = [row.person for row in self.team.select_related("person") if row.person]
        return list(dict.fromkeys([*keeper, *named]))

    # --- How it is found ------------------------------------------------------------

    def search_audience(self) -> str:
        is_closed = self.visibility == TransferAudience.TEAM or self.hidden_at is not None
        if is_closed or not self.origin_case.live:
            return "nobody"
        return "everyone" if self.visibility == TransferAudience.PUBLIC else "members"

    def search_date(self) -> datetime | None:
        return self.created_at

    def search_facets(self) -> dict[str, list[str]]:
        themes = [theme.slug for theme in self.origin_case.themes]
        above = [theme.parent.slug for theme in self.origin_case.themes if theme.parent]
        return {
            "tema": list(dict.fromkeys([*themes, *above])),
            "pais": [self.place.country_code] if self.place else [],
            "municipio": [self.place.code] if self.place else [],
        }
