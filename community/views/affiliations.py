"""Where people work: saying so, having it confirmed, leaving, and asking who is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community.actions import affiliations as actions
from community.forms.organizations import EndForm, ProofForm
from community.models import Affiliation, Invitation
from community.permissions import (
    can_end_affiliation,
    can_hand_over,
    can_verify,
    is_coordinating_unit,
    is_facilitator,
)
from community.tokens import invitation_address
from community.zones import facilitators_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest
    from community.models import User

MOST_WAITING = 60


def affiliation_called(pk: int) -> Affiliation:
    """With its organization and person; raises Http404 when there is none."""
    found = Affiliation.objects.select_related("organization__territory", "user")
    affiliation = found.filter(pk=pk).first()
    if affiliation is None:
        raise Http404
    return affiliation


def own_affiliation(request: MemberRequest, pk: int) -> Affiliation:
    """One's own that holds today; nobody learns of others by its address."""
    affiliation = affiliation_called(pk)
    if not actions.is_own(affiliation, request.user):
        raise Http404
    return affiliation


@never_cache
@login_required
@require_safe
def own(request: MemberRequest) -> HttpResponse:
    """One's affiliations and invitations, and for each what can be done."""
    return show_own(request)


def show_own(
    request: MemberRequest, refused: ProofForm | None = None, about: int | None = None
) -> HttpResponse:
    """`refused` is the form of affiliation `about`, with what is wrong in it."""
    today = timezone.localdate()
    mine = request.user.affiliations.select_related("organization__territory", "verified_by")
    held = list(mine.current(today))
    for affiliation in held:
        prepare(affiliation, refused if affiliation.pk == about else None)
    invited = Invitation.objects.open().for_person(request.user)
    waiting = invited.select_related("organization", "invited_by")
    context = {
        "held": held,
        "left": mine.ended(today).verified(),
        "invitations": [(each, invitation_address(each.pk)) for each in waiting],
    }
    return render(request, "account/affiliations.html", context)


def prepare(affiliation: Any, refused: ProofForm | None) -> None:
    """Hang on it what its row shows while it is not confirmed."""
    if affiliation.is_verified:
        return
    organization = affiliation.organization
    if organization.domains:
        affiliation.form = refused or ProofForm(auto_id=f"id_{affiliation.pk}_%s")
    place = organization.territory
    affiliation.facilitators = list(facilitators_of(place)) if place else []


@login_required
@require_POST
def send_proof(request: MemberRequest, pk: int) -> HttpResponse:
    """Mail the link to the official address; the answer is the same whoever reads there."""
    affiliation = own_affiliation(request, pk)
    form = ProofForm(request.POST, auto_id=f"id_{pk}_%s")
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            if may_mail(request, email):
                actions.send_proof_to(affiliation, request.user, email)
                said = _("We sent a message to %(email)s. Open its link within three days.")
                messages.success(request, said % {"email": email})
                return redirect("account_affiliations")
            form.add_error("email", _("That is enough for today. Try again tomorrow."))
        except ValidationError as refused:
            form.add_error("email", refused)
    return show_own(request, form, pk)


def may_mail(request: HttpRequest, email: str) -> bool:
    """Neither does one person send many, nor does one address get many."""
    by_person = ratelimit.consume(request, action="official_address")
    return bool(by_person and ratelimit.consume(request, action="official_mailbox", key=email))


@never_cache
@login_required
def prove(request: MemberRequest, token: str) -> HttpResponse:
    """The link of the mail: asks for a click, because mail servers open links on their own."""
    try:
        if request.method == "POST":
            affiliation = actions.accept_proof(token, request.user)
            said = _("Confirmed: you work in %(name)s.")
            messages.success(request, said % {"name": affiliation.organization.name})
            return redirect("account_affiliations")
        affiliation = actions.read_proof(token, request.user)
    except ValidationError as refused:
        return render(request, "community/link_refused.html", {"reason": refused.messages[0]})
    return render(request, "community/affiliation_prove.html", {"affiliation": affiliation})


@login_required
@require_POST
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    actions.ask_to_be_confirmed(own_affiliation(request, pk), request.user)
    messages.success(request, _("We have asked. You are told as soon as it is confirmed."))
    return redirect("account_affiliations")


@never_cache
@login_required
@require_safe
def waiting(request: MemberRequest) -> HttpResponse:
    """What waits for a facilitator or the unit: people to confirm, drafts without anybody."""
    if not (is_facilitator(request.user) or is_coordinating_unit(request.user)):
        raise PermissionDenied
    told = "organization__territory", "user__photo"
    claims = Affiliation.objects.waiting_for(request.user, timezone.localdate())
    left = Affiliation.objects.to_be_handed_over(request.user)
    context = {
        "claims": claims.select_related(*told).prefetch_related("user__photo__renditions")[
            :MOST_WAITING
        ],
        "total": claims.count(),
        "left": left.select_related("organization", "user")[:MOST_WAITING],
    }
    return render(request, "community/affiliations_waiting.html", context)


@login_required
@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    affiliation = affiliation_called(pk)
    if not affiliation.is_verified and not can_verify(request.user, affiliation):
        raise PermissionDenied
    actions.confirm_affiliation(affiliation, request.user)
    said = _("Confirmed: %(person)s works in %(name)s, and knows it.")
    names = {"person": affiliation.user.display_name, "name": affiliation.organization.name}
    messages.success(request, said % names)
    return redirect("organizations:waiting")


@never_cache
@login_required
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once, and who goes on; then the person no longer works there."""
    affiliation = affiliation_called(pk)
    if not can_end_affiliation(request.user, affiliation):
        raise PermissionDenied if affiliation.user_id != request.user.pk else Http404
    heirs = actions.heirs_of(affiliation, timezone.localdate())
    form = EndForm(request.POST if request.method == "POST" else None, heirs=heirs)
    is_mine = affiliation.user_id == request.user.pk
    if request.method == "POST" and form.is_valid():
        actions.end_affiliation(affiliation, request.user, heir_in(form))
        messages.success(request, said_at_the_end(affiliation, is_mine))
        return redirect("account_affiliations" if is_mine else affiliation.organization)
    context = {"affiliation": affiliation, "form": form, "is_mine": is_mine}
    return render(request, "community/affiliation_end.html", context)


def said_at_the_end(affiliation: Affiliation, is_mine: bool) -> str:
    names = {"person": affiliation.user.display_name, "name": affiliation.organization.name}
    if is_mine:
        return (
            _("Noted: you no longer work in %(name)s. What you published is still yours.") % names
        )
    return _("Noted: %(person)s no longer works in %(name)s, and knows it.") % names


@never_cache
@login_required
def hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose who goes on with what somebody left."""
    affiliation = affiliation_called(pk)
    if not can_hand_over(request.user, affiliation):
        raise PermissionDenied
    heirs = actions.heirs_of(affiliation, timezone.localdate())
    given = request.POST if request.method == "POST" else None
    form = EndForm(given, heirs=heirs, must_choose=True)
    if request.method == "POST" and form.is_valid():
        heir = form.cleaned_data["heir"]
        actions.hand_over(affiliation, request.user, heir)
        said = _("%(person)s goes on with the drafts, and knows it.")
        messages.success(request, said % {"person": heir.display_name})
        return redirect("organizations:waiting")
    context = {"affiliation": affiliation, "form": form}
    return render(request, "community/affiliation_hand_over.html", context)


def heir_in(form: EndForm) -> User | None:
    heir: User | None = form.cleaned_data["heir"]
    return heir


@never_cache
@login_required
def still_there(request: MemberRequest, pk: int) -> HttpResponse:
    """The question of the yearly notice, with a button for each answer."""
    affiliation = own_affiliation(request, pk)
    if request.method == "POST":
        actions.say_still_there(affiliation, request.user)
        messages.success(request, _("Thank you. We ask again in a year."))
        return redirect("account_affiliations")
    return render(request, "community/affiliation_still.html", {"affiliation": affiliation})
