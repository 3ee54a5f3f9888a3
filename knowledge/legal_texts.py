"""The legal texts of a solution as readers get them: with an address, and the norms behind each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.cache import cache

from knowledge.blocks import countries

if TYPE_CHECKING:
    from uuid import UUID

    from wagtail.rich_text import RichText

    from knowledge.models import SolutionPage

# In seconds. Countries are added by who loads territories, and seldom.
NAMES_LAST = 3600


@dataclass(frozen=True)
class Basis:
    """The norms of one country on which a text rests there; each has norm, article and link."""

    country: str
    norms: list[Any]


@dataclass(frozen=True)
class LegalText:
    """`key` is that of its block, "" in a preview that nobody has saved."""

    key: str
    kind: str
    title: str
    text: RichText
    basis: list[Basis] = field(default_factory=list)

    @property
    def norms(self) -> list[str]:
        """Country, norm and article, one line for each."""
        return [
            ": ".join([basis.country, ", ".join(filter(None, (norm["norm"], norm["article"])))])
            for basis in self.basis
            for norm in basis.norms
        ]


def legal_texts(solution: SolutionPage) -> list[LegalText]:
    """In their order. One query an hour for the names of countries, where a norm is named."""
    blocks = list(solution.legal_instruments)
    has_norms = any(block.value.get("basis") for block in blocks)
    names = cache.get_or_set("names-of-countries", countries, NAMES_LAST) if has_norms else []
    return [
        LegalText(
            key=block.id or "",
            kind=block.value.kind_label,
            title=block.value["title"],
            text=block.value["text"],
            basis=by_country(block.value.get("basis") or [], dict(names or [])),
        )
        for block in blocks
    ]


def by_country(norms: Any, names: dict[str, str]) -> list[Basis]:
    found: dict[str, list[Any]] = {}
    for norm in norms:
        found.setdefault(names.get(norm["country"], norm["country"]), []).append(norm)
    return [Basis(country, found[country]) for country in sorted(found)]


def legal_text_of(solution: SolutionPage, key: UUID) -> LegalText | None:
    """The one with that key."""
    return next((each for each in legal_texts(solution) if each.key == str(key)), None)
