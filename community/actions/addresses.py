"""How an account gets another e-mail address: the present mailbox and the new one both say yes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from community.models import AddressChange

if TYPE_CHECKING:
    from uuid import UUID

    from community.models import User

# As long as allauth's own link to the new address works.
LINKS_WORK_FOR = timedelta(days=3)


def is_a_change(address: EmailAddress) -> bool:
    """Whether it is to replace an address that was confirmed, not the first one of an account."""
    others = EmailAddress.objects.filter(user=address.user_id, verified=True)
    return not address.verified and others.exclude(pk=address.pk).exists()


@transaction.atomic
def begin_change(user: User, email: str) -> AddressChange:
    """Ask both mailboxes anew; what was asked before no longer counts."""
    AddressChange.objects.filter(user=user).delete()
    return AddressChange.objects.create(user=user, email=email.lower())


def change_behind(key: UUID) -> AddressChange | None:
    """The change a link leads to, as long as it works."""
    since = timezone.now() - LINKS_WORK_FOR
    found = AddressChange.objects.filter(key=key, asked_at__gt=since, user__is_active=True)
    return found.select_related("user").first()


def change_to(address: EmailAddress) -> AddressChange | None:
    return AddressChange.objects.filter(user=address.user_id, email__iexact=address.email).first()


def approve(change: AddressChange) -> bool:
    """Note that the present mailbox says yes; whether the new one said so before."""
    change.approved_at = change.approved_at or timezone.now()
    change.save(update_fields=["approved_at"])
    return change.confirmed_at is not None


def confirm(change: AddressChange) -> bool:
    """Note that the new mailbox says yes; whether the present one said so before."""
    change.confirmed_at = change.confirmed_at or timezone.now()
    change.save(update_fields=["confirmed_at"])
    return change.approved_at is not None


@transaction.atomic
def refuse(change: AddressChange) -> None:
    """The present mailbox says no: nothing is left of the new address."""
    EmailAddress.objects.filter(user=change.user_id, verified=False).delete()
    change.delete()
