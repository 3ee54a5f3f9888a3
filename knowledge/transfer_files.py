"""The files of transfers: who may open one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from community.http import BIGGEST
from knowledge.models import Transfer
from knowledge.permissions_of_transfers import can_see_inside

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User

FOLDER = "transfer_files"


def may_open(user: User | AnonymousUser, name: str) -> bool:
    """False, when the visitor may: whoever reads the transfer, what it shows; both sides all.

    It is never open for good: a transfer may be closed to others, and nobody is
    to keep a copy.

    Raises:
        Http404: there is no such transfer or file, or not for this visitor.

    """
    _folder, _slash, rest = name.partition("/")
    number = rest.partition("/")[0]
    if not number.isdecimal() or int(number) >= BIGGEST:
        raise Http404
    transfer = Transfer.objects.visible_to(user).filter(pk=int(number)).first()
    if transfer is None or not may_open_of(transfer, user, name):
        raise Http404
    return False


def may_open_of(transfer: Transfer, user: User | AnonymousUser, name: str) -> bool:
    """What proves milestones, whoever reads the transfer; the agreement, both sides of it."""
    if transfer.agreement_file.name == name:
        return can_see_inside(user, transfer)
    return transfer.proofs.filter(file=name).exists()
