"""Which transfer came from which: upwards, to the case where it began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from knowledge.models import Case, Transfer
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.contrib.auth.models import AnonymousUser

    from community.models import Organization, User
    from knowledge.models import TransferQuerySet

# Deeper trees than this do not exist; a damaged one must not be climbed for ever.
DEEPEST = 200


def above(transfer: Transfer | None, case: Case) -> Iterator[Transfer | Case]:
    """What lies above: the transfer, those it was learned from, their case, what that came of.

    Each once, the nearest first. A case that came of a transfer goes on with
    that one. Two queries for each step.
    """
    seen: set[tuple[str, int]] = set()
    for _step in range(DEEPEST):
        here: Transfer | Case = transfer or case
        mark = (type(here).__name__, here.pk)
        if mark in seen:
            return
        seen.add(mark)
        yield here
        if transfer is None:
            transfer = of_which(case)
            if transfer is None:
                return
        elif transfer.learned_from_id is not None:
            transfer = rows().get(pk=transfer.learned_from_id)
        else:
            case, transfer = transfer.origin_case, None


def of_which(case: Case) -> Transfer | None:
    """The transfer that this case came of, the first if there are several."""
    return rows().filter(adopter_case=case.pk).order_by("pk").first()


def rows() -> TransferQuerySet:
    return Transfer.objects.select_related("adopter", "place", "origin_case__lead_municipality")


def name_of(each: Transfer | Case) -> str:
    """What it is called in a path: the municipality."""
    place = each.place if isinstance(each, Transfer) else each.lead_municipality
    if isinstance(place, Territory):
        return str(place.name)
    return str(each.adopter) if isinstance(each, Transfer) else each.title


def path_that_closes(
    transfer: Transfer, learned_from: Transfer | None, adopter_case: Case | None
) -> list[Transfer | Case]:
    """From below upwards what would lead back to where it began; [] where nothing does.

    Asked before either is set: neither what it was learned from nor the case it
    started from may have come of the transfer itself.
    """
    passed: list[Transfer | Case] = [transfer]
    for each in above(learned_from, transfer.origin_case):
        passed.append(each)
        is_itself = isinstance(each, Transfer) and each.pk == transfer.pk
        is_its_case = (
            isinstance(each, Case) and adopter_case is not None and each.pk == adopter_case.pk
        )
        if is_itself or is_its_case:
            return passed
    return []


def path_to_own(case: Case, adopter: Organization) -> list[Transfer | Case]:
    """From `case` up to an experience of `adopter` itself, where `case` came of that; else []."""
    passed: list[Transfer | Case] = []
    for each in above(None, case):
        passed.append(each)
        if isinstance(each, Case) and is_of(each, adopter):
            return passed
    return []


def is_of(case: Case, organization: Organization) -> bool:
    """Whether the case was done by the municipality of that organization."""
    if case.on_behalf_of_id is not None and case.on_behalf_of_id == organization.pk:
        return True
    place = organization.territory_id
    return place is not None and place == case.lead_municipality_id


def in_words(path: Iterable[Transfer | Case], reader: User | AnonymousUser) -> str:
    """As in “Sucre → Bolívar → Sucre”. What the reader may not open is named by nobody."""
    path = list(path)
    transfers = [each.pk for each in path if isinstance(each, Transfer)]
    seen = set(Transfer.objects.visible_to(reader).filter(pk__in=transfers).values_list("pk"))
    names: list[str] = []
    for each in path:
        is_open = each.live if isinstance(each, Case) else (each.pk,) in seen
        name = name_of(each) if is_open else _("another municipality")
        # A transfer and the case that came of it are of one municipality.
        if not names or names[-1] != name:
            names.append(name)
    return " → ".join(names)
