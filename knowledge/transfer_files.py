"""The files of transfers: who may open one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from community.http import BIGGEST
from knowledge.models import Transfer

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User

FOLDER = "transfer_files"


def may_open(user: User | AnonymousUser, name: str) -> bool:
    """False, when the visitor may: whoever reads the transfer, what it shows.

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
    if transfer is None or not is_kept(transfer, name):
        raise Http404
    return False


def is_kept(transfer: Transfer, name: str) -> bool:
    return transfer.agreement_file.name == name or transfer.proofs.filter(file=name).exists()
