"""Who goes on with the transfers of an organization when somebody leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from knowledge.actions.transfer_history import note_event
from knowledge.models import Transfer, TransferEvent, TransferMember

if TYPE_CHECKING:
    from community.models import Organization, User


@transaction.atomic
def pass_on(organization: Organization, leaver: User, heir: User | None) -> int:
    """Give `heir` the transfers that `leaver` keeps for it, and those that wait there for somebody.

    Their posts in the teams go to the heir too. With no heir they wait: whoever works there
    may take them over. Returns how many transfers they were.
    """
    kept = Q(kept_by=leaver) if heir is None else Q(kept_by=leaver) | Q(kept_by=None)
    transfers = list(Transfer.objects.filter(kept, adopter=organization).order_by("pk"))
    for transfer in transfers:
        transfer.kept_by = heir
        transfer.save(update_fields=["kept_by", "changed_at"])
        note_event(transfer, TransferEvent.Verb.PASSED_ON, leaver, note=str(heir or ""))
    posts = TransferMember.objects.filter(transfer__adopter=organization, person=leaver)
    posts.update(person=heir)
    return len(transfers)
