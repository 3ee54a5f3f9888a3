"""What stands beside a case or a solution: the networks that show it, the solutions made of it.

Read as columns of the row itself, so that a page costs no query more for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from knowledge.models.endorsements import MOST_SHOWN
from knowledge.models.solutions import SolutionPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


@dataclass(frozen=True)
class Said:
    """What a network the reader may open says of why it shows a thing; `by` may be empty."""

    note: str
    network: str
    slug: str
    by: str


@dataclass(frozen=True)
class Made:
    """A solution the reader may open that was made of a case."""

    title: str
    network: str
    url: str


def endorsements_beside(row: Any) -> list[Said]:
    """Of a row that was read with `endorsement_columns`; none of any other. No query."""
    return [Said(**{**told, "by": told["by"] or ""}) for told in columns_of(row, "said")]


def solution_columns(reader: User | AnonymousUser) -> dict[str, Any]:
    """For a query of cases."""
    made: Any = SolutionPage.objects.visible_to(reader)
    told = (
        made.filter(case_links__case=OuterRef("pk"))
        .newest_first()
        .annotate(
            told=JSONObject(title=F("title"), network=F("network__title"), path=F("url_path"))
        )
        .values("told")
    )
    return {f"made_{place}": Subquery(told[place : place + 1]) for place in range(MOST_SHOWN)}


def solutions_beside(row: Any) -> list[Made]:
    """Of a row that was read with `solution_columns`; none of any other. No query."""
    return [
        Made(told["title"], told["network"] or "", address_of(told["path"]))
        for told in columns_of(row, "made")
    ]


def address_of(path: str) -> str:
    """Of the path of a page in the tree, whose first part is the home page."""
    return reverse("wagtail_serve", args=[path.lstrip("/").partition("/")[2]])


def columns_of(row: Any, name: str) -> list[dict[str, Any]]:
    found = (getattr(row, f"{name}_{place}", None) for place in range(MOST_SHOWN))
    return [told for told in found if told]
