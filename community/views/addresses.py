"""Where the link in the mail to the present address leads: the account is to have another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from community.actions.addresses import approve, change_behind, refuse

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from community.models import AddressChange


@never_cache
def approve_address(request: HttpRequest, key: UUID) -> HttpResponse:
    """Whoever reads the mails of the present address decides; no need to sign in."""
    change = change_behind(key)
    if request.method != "POST" or change is None:
        return render(request, "account/address_change.html", {"change": change})
    if "refuse" in request.POST:
        refuse(change)
        messages.success(request, _("The address of the account stays as it was."))
        return redirect("account_change_password")
    if approve(change):
        finish(request, change)
    else:
        messages.success(
            request, _("One step is missing: open the link that we sent to the new address.")
        )
    return redirect("account_overview")


def finish(request: HttpRequest, change: AddressChange) -> None:
    address = EmailAddress.objects.filter(user=change.user, email__iexact=change.email).first()
    if address and not address.verified:
        get_adapter(request).confirm_email(request, address)
