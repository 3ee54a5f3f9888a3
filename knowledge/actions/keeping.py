"""Who goes on with the cases of an organization when somebody leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from knowledge.actions.writing import log
from knowledge.models import Case, CaseEvent

if TYPE_CHECKING:
    from community.models import Organization, User


@transaction.atomic
def pass_on(organization: Organization, leaver: User, heir: User | None) -> int:
    """Give `heir` the cases that `leaver` keeps on its behalf, and those that wait there.

    With no heir they wait: nobody but the knowledge team writes them. Whoever
    registered them stays their author. Returns how many they were.
    """
    kept = Q(kept_by=leaver) if heir is None else Q(kept_by=leaver) | Q(kept_by=None)
    cases = list(Case.objects.filter(kept, on_behalf_of=organization).order_by("pk"))
    for case in cases:
        # Not `save`: what is being written lies in the revisions, and has not changed.
        Case.objects.filter(pk=case.pk).update(kept_by=heir)
        log(case, CaseEvent.Verb.PASSED_ON, leaver, str(heir or ""))
    return len(cases)
