"""Where cases stand, changed for several at once: their networks and themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from knowledge.actions.publishing import bring_out, locked
from knowledge.actions.writing import keep
from knowledge.models import CaseNetwork, CaseTheme
from knowledge.permissions import can_publish, can_review
from knowledge.scales import Significance

if TYPE_CHECKING:
    from community.models import Theme, User
    from knowledge.models import Case
    from networks.models import NetworkPage

MOST_THEMES = 3


@transaction.atomic
def add_to_network(case: Case, network: NetworkPage, user: User, note: str = "") -> bool:
    """Have the case shown in a network. False when it is there already.

    What readers see gets a minor version, unless other changes wait to be
    published: then it waits with them.

    Raises:
        PermissionDenied: not of the team.

    """
    return add_row(case, "case_networks", CaseNetwork(network=network), user, note)


@transaction.atomic
def add_theme(case: Case, theme: Theme, user: User, note: str = "") -> bool:
    """The same with a theme. False also when it carries as many as it may."""
    return add_row(case, "case_themes", CaseTheme(theme=theme), user, note, most=MOST_THEMES)


def add_row(
    case: Case, relation: str, row: Any, user: User, note: str, most: int | None = None
) -> bool:
    if not can_review(user):
        raise PermissionDenied
    case = locked(case)
    was_settled = case.live and not case.has_unpublished_changes
    draft = case.draft()
    rows = list(getattr(draft, relation).all())
    name = "network_id" if relation == "case_networks" else "theme_id"
    is_there = getattr(row, name) in {getattr(each, name) for each in rows}
    if is_there or (most and len(rows) >= most):
        return False
    row.sort_order = len(rows)
    getattr(draft, relation).set([*rows, row])
    keep(draft, case, user, (relation,))
    if was_settled and can_publish(user, case):
        bring_out(locked(case), user, Significance.MINOR, note)
    return True
