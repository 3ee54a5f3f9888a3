"""Inviting to an organization, and accepting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from community.actions import invitations as actions
from community.forms.organizations import InviteForm
from community.models import Invitation
from community.permissions import can_invite
from community.views.organizations import organization_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest


@never_cache
@login_required
def invite(request: MemberRequest, slug: str) -> HttpResponse:
    """Write whom to invite; beneath, the invitations that nobody has answered."""
    organization = organization_for(request, slug)
    if not can_invite(request.user, organization):
        raise PermissionDenied
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if ratelimit.consume(request, action="invitation") and may_mail_to(request, form):
            actions.invite(organization, request.user, **form.cleaned_data)
            said = _("We sent the invitation to %(email)s.")
            messages.success(request, said % {"email": form.cleaned_data["email"]})
            return redirect("organizations:invite", slug)
        form.add_error(None, _("That is enough for today. Try again tomorrow."))
    undecided = organization.invitations.open().select_related("invited_by")
    context = {"organization": organization, "form": form, "invitations": undecided[:50]}
    return render(request, "community/organization_invite.html", context)


def may_mail_to(request: HttpRequest, form: InviteForm) -> bool:
    email = form.cleaned_data["email"]
    return bool(ratelimit.consume(request, action="official_mailbox", key=email))


@login_required
@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    found = Invitation.objects.select_related("organization__territory").filter(pk=pk).first()
    if found is None:
        raise Http404
    actions.withdraw_invitation(found, request.user)
    messages.success(
        request, _("The invitation to %(email)s is withdrawn.") % {"email": found.email}
    )
    return redirect("organizations:invite", found.organization.slug)


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail. Visitors read who invites them, and then sign in or up."""
    try:
        found = actions.read_invitation(token)
        if request.method == "POST" and request.user.is_authenticated:
            affiliation = actions.accept_invitation(token, request.user)
            said = _("Welcome: you can now speak on behalf of %(name)s.")
            messages.success(request, said % {"name": affiliation.organization.name})
            return redirect(affiliation.organization)
    except ValidationError as refused:
        return render(request, "community/link_refused.html", {"reason": refused.messages[0]})
    return render(request, "community/invitation.html", {"invitation": found})
