"""What the page of a municipality tells of it: what it did, repeats and needs, in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case as Choose
from django.db.models import F, OuterRef, Subquery, When

from community.models import Theme, name_of_theme
from community.together import columns_of, read_together, row_of
from knowledge.models import Case, CaseTheme, Need, Transfer
from knowledge.need_kinds import UNMET
from territories.models import Territory

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User

MOST_CASES, MOST_TRANSFERS, MOST_NEEDS = 12, 8, 8
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
OF_A_TRANSFER = ("id", "stage", "stage_since", "created_at")
OF_A_NEED = ("id", "title", "state", "posted_at", "wanted_by", "solved_with", "solved_kind")


def told_of(
    place: Territory, reader: User | AnonymousUser
) -> tuple[list[Case], list[Transfer], list[Need]]:
    """What it did and what it repeats, the newest first; what it needs, unmet ones first.

    All of each; one query. Cases carry `hue`, transfers their case with its title,
    place and `hue`, needs their theme with its name and family alone and, as
    `solved_by`, what the experience is called that solved them, if it is published.
    """
    did: Any = Case.objects.visible_to(reader).filter(lead_municipality=place).with_tile()
    needs: Any = Need.objects.visible_to(reader).shown().filter(place=place)
    repeats: Any = Transfer.objects.visible_to(reader).filter(place=place)
    of_case = {
        "case_title": F("origin_case__title"),
        "case_code": F("origin_case__code"),
        "case_place": F("origin_case__lead_municipality__name"),
        "case_parents": F("origin_case__lead_municipality__parent_names"),
        "hue": hue_of("origin_case"),
    }
    of_need = {
        **columns_of(Need, *OF_A_NEED),
        "theme_name": name_of_theme("theme__"),
        "theme_family": F("theme__family"),
        "solved_by": Choose(When(solving_case__live=True, then=F("solving_case__title"))),
    }
    cases: list[Case] = []
    repeated: list[Transfer] = []
    wanted: list[Need] = []
    sources: list[tuple[Any, dict[str, Any]]] = [
        (did, {**columns_of(Case, *OF_A_CASE), "hue": F("hue")}),
        (repeats, {**columns_of(Transfer, *OF_A_TRANSFER), **of_case}),
        (needs, of_need),
    ]
    for source, told in read_together(sources):
        if source == 0:
            cases.append(case_of(told))
        elif source == 1:
            repeated.append(transfer_of(told))
        else:
            wanted.append(need_of(told))
    cases.sort(key=lambda case: (str(case.first_published_at or ""), case.pk), reverse=True)
    repeated.sort(key=lambda transfer: (transfer.created_at, transfer.pk), reverse=True)
    wanted.sort(key=lambda need: (need.state in UNMET, need.posted_at, need.pk), reverse=True)
    return cases, repeated, wanted


def case_of(told: dict[str, Any]) -> Case:
    case: Any = row_of(Case, told)
    case.hue = told["hue"]
    found: Case = case
    return found


def hue_of(case: str) -> Subquery:
    """The family of the first theme of the case of a row."""
    first = CaseTheme.objects.filter(case=OuterRef(case)).order_by("sort_order", "pk")
    return Subquery(first.values("theme__family")[:1])


def transfer_of(told: dict[str, Any]) -> Transfer:
    transfer: Any = row_of(Transfer, told)
    where = Territory(name=told["case_place"] or "", parent_names=told["case_parents"] or "")
    transfer.origin_case = Case(
        title=told["case_title"], code=told["case_code"], lead_municipality=where
    )
    transfer.hue = told["hue"]
    found: Transfer = transfer
    return found


def need_of(told: dict[str, Any]) -> Need:
    need: Any = row_of(Need, told)
    need.theme = Theme(name=told["theme_name"], family=told["theme_family"])
    need.solved_by = told["solved_by"]
    found: Need = need
    return found
