"""What everything a case refers to is called today.

Kept with each version, so that it can be read whatever becomes of the
references; see `CaseVersion.names`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from taggit.models import Tag

from community.models import Organization, User
from knowledge.kinds import ShownAs
from knowledge.models import Case, Condition
from knowledge.money import Rates
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from knowledge.models import Contributor

    # Of a model, those of some keys that are there, by their key.
    Finder = Callable[[Any, Iterable[int | None]], dict[int, Any]]


def by_key(model: Any, wanted: Iterable[int | None]) -> dict[int, Any]:
    """Those of the keys that are there. No query when nothing is wanted."""
    keys = {key for key in wanted if key}
    found: dict[int, Any] = model.objects.in_bulk(keys) if keys else {}
    return found


def names_of(case: Case, find: Finder = by_key, rates: Rates | None = None) -> dict[str, Any]:
    """All of it, of the row of a case.

    Whoever names many at once has what they refer to at hand, behind `find` and `rates`.
    """
    place = case.lead_municipality
    links = case.case_networks.select_related("network")
    networks = [{"slug": link.network.slug, "title": link.network.title} for link in links]
    return {
        "municipality": case.place,
        "territory_code": place.code if place else "",
        "country_code": place.country_code if place else "",
        "themes": [
            {"slug": theme.slug, "name": theme.name, "family": theme.family}
            for theme in case.themes
        ],
        "networks": networks,
        "target_groups": [group.name for group in case.target_groups.all()],
        "registered_by": case.told_by,
        "on_behalf_of": str(case.open_organization or ""),
        **names_in_rows(case, networks[0]["title"] if networks else "", find, rates),
    }


def names_in_rows(
    case: Case, network: str = "", find: Finder = by_key, rates: Rates | None = None
) -> dict[str, Any]:
    """What the rows of a text refer to, by the key of the row. A query for each kind there is.

    `network` is what stands for a contributor who is shown as their network.
    """
    organizations = organizations_in(case, find)
    rates = Rates.needed_by(case) if rates is None else rates
    return {
        "other_municipalities": other_municipalities(case, find),
        "keywords": keywords(case, find),
        "conditions": conditions(case, find),
        "organizations": organizations,
        "contributors": contributors(case, organizations, network, find),
        "inspired_by": inspiration(case),
        "rates": rates.to_keep(),
    }


def other_municipalities(case: Case, find: Finder) -> list[str]:
    links = case.other_municipalities.all()
    found = find(Territory, (link.territory_id for link in links))
    return [str(found[link.territory_id]) for link in links if link.territory_id in found]


def keywords(case: Case, find: Finder) -> list[str]:
    found = find(Tag, (row.tag_id for row in case.keyword_rows.all()))
    return sorted(tag.name for tag in found.values())


def conditions(case: Case, find: Finder) -> dict[str, str]:
    rows = case.enabling_conditions.all()
    found = find(Condition, (row.condition_id for row in rows))
    return {str(row.key): found[row.condition_id].name for row in rows if row.condition_id in found}


def organizations_in(case: Case, find: Finder) -> dict[str, str]:
    rows: list[Any] = [*case.actors.all(), *case.contributors.all()]
    found = find(Organization, (row.organization_id for row in rows))
    return {
        str(row.key): str(found[row.organization_id])
        for row in rows
        if row.organization_id in found
    }


def contributors(
    case: Case, organizations: dict[str, str], network: str, find: Finder
) -> dict[str, str]:
    """What readers are told of each: a name, an organization, a network, or nothing at all."""
    rows = case.contributors.all()
    open_rows = [row for row in rows if not row.is_protected]
    people = find(User, (row.person_id for row in open_rows))
    return {
        str(row.key): shown(row, people.get(row.person_id), organizations, network) for row in rows
    }


def shown(
    row: Contributor, person: User | None, organizations: dict[str, str], network: str
) -> str:
    if row.shown_as == ShownAs.PERSON:
        return str(person or row.name)
    if row.shown_as == ShownAs.ORGANIZATION:
        return row.organization_name or organizations.get(str(row.key), "")
    return network if row.shown_as == ShownAs.NETWORK else ""


def inspiration(case: Case) -> dict[str, str] | None:
    """The published case of this site it came from."""
    if not case.inspired_by_id:
        return None
    found = Case.objects.published().filter(pk=case.inspired_by_id)
    told = found.values_list("code", "title").first()
    return {"code": told[0] or "", "title": told[1]} if told else None
