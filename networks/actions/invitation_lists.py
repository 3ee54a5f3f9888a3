"""Inviting the addresses of a file: some at a time, each with what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import get_language

from networks.actions.invitations import fate_of, store
from networks.address_lists import rows_in
from networks.models import InvitationList
from networks.permissions import can_admit
from networks.tasks import invite_list

if TYPE_CHECKING:
    from community.models import User
    from networks.models import NetworkPage

AT_A_TIME = 25
Fate = InvitationList.Fate


@transaction.atomic
def begin_list(
    network: NetworkPage, by: User, file_name: str, content: bytes, message: str = ""
) -> InvitationList:
    """Read the file and have its addresses invited in the background.

    Raises:
        PermissionDenied: `by` does not coordinate the network, or it is archived.
        ValidationError: the file cannot be read, with a sentence that says why.

    """
    if not can_admit(by, network):
        raise PermissionDenied(f"{by} invites nobody to {network}")
    sent = InvitationList.objects.create(
        network=network,
        by=by,
        file_name=file_name[-120:],
        message=message.strip(),
        language=get_language() or "es",
        rows=rows_in(content),
    )
    invite_list.enqueue(sent.pk)
    return sent


@transaction.atomic
def invite_some(sent: InvitationList) -> bool:
    """Invite the next ones; whether others are left. A row has its turn once, whoever dies."""
    waiting = [row for row in sent.rows if not row["fate"]]
    by = sent.by
    if by is None or not can_admit(by, sent.network):
        # Nobody answers for it any more: what was not sent stays so.
        waiting = []
        left = False
    else:
        left = len(waiting) > AT_A_TIME
    with translation.override(sent.language):
        for row in waiting[:AT_A_TIME]:
            fate = fate_of(sent.network, None, row["email"])
            if fate is Fate.INVITED and by is not None:
                store(sent.network, by, None, row["email"], sent.message)
            row["fate"] = fate.value
    sent.finished_at = None if left else timezone.now()
    sent.save(update_fields=["rows", "finished_at"])
    return left
