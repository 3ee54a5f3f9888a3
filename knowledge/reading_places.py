"""What the page of a municipality tells of it here: what it did and what it needs, in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F

from community.models import Theme, name_of_theme
from community.together import columns_of, read_together, row_of
from knowledge.models import Case, Need
from knowledge.need_kinds import UNMET

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from territories.models import Territory

MOST_CASES, MOST_NEEDS = 12, 8
OF_A_CASE = (
    "id",
    "key",
    "code",
    "title",
    "summary",
    "start_year",
    "end_year",
    "is_ongoing",
    "first_published_at",
)
OF_A_NEED = ("id", "title", "state", "posted_at", "wanted_by", "solved_with")


def told_of(place: Territory, reader: User | AnonymousUser) -> tuple[list[Case], list[Need]]:
    """What it did, the newest first; what it needs, unmet ones first. Both whole; one query.

    Cases carry `hue`, needs their theme with its name and family alone.
    """
    did: Any = Case.objects.visible_to(reader).filter(lead_municipality=place).with_tile()
    needs: Any = Need.objects.visible_to(reader).shown().filter(place=place)
    theme = {"theme_name": name_of_theme("theme__"), "theme_family": F("theme__family")}
    cases: list[Case] = []
    wanted: list[Need] = []
    sources = [
        (did, {**columns_of(Case, *OF_A_CASE), "hue": F("hue")}),
        (needs, {**columns_of(Need, *OF_A_NEED), **theme}),
    ]
    for source, told in read_together(sources):
        if source == 0:
            cases.append(case_of(told))
        else:
            wanted.append(need_of(told))
    cases.sort(key=lambda case: (str(case.first_published_at or ""), case.pk), reverse=True)
    wanted.sort(key=lambda need: (need.state in UNMET, need.posted_at, need.pk), reverse=True)
    return cases, wanted


def case_of(told: dict[str, Any]) -> Case:
    case: Any = row_of(Case, told)
    case.hue = told["hue"]
    found: Case = case
    return found


def need_of(told: dict[str, Any]) -> Need:
    need: Need = row_of(Need, told)
    need.theme = Theme(name=told["theme_name"], family=told["theme_family"])
    return need
