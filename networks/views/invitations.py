"""Inviting people to a network, and their answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.models import User
from networks import actions
from networks.address_lists import ADDRESS, MOST_ROWS, NAME
from networks.models import InvitationList, NetworkInvitation
from networks.people_forms import InviteForm, ListForm
from networks.permissions import can_admit
from networks.views.people import for_coordinators

if TYPE_CHECKING:
    from django.http import HttpRequest

    from community.http import MemberRequest
    from networks.models import NetworkPage

A_PAGE = 40
LISTS_SHOWN = 5
ROWS_OF_A_LIST = 100
# After how many seconds a page that shows progress asks again, without any script.
REFRESH = "3"
TEMPLATE = f"{ADDRESS};{NAME}\r\nana.perez@municipio.example;Ana Pérez\r\n"


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def invite(request: MemberRequest, network: NetworkPage) -> HttpResponse:
    """Whom to invite, by handle, by address or in a file; beneath, who was invited."""
    if not can_admit(request.user, network):
        raise PermissionDenied
    form = InviteForm(
        request.POST if request.POST.get("acto") == "persona" else None,
        people=User.objects.visible_to(request.user),
        auto_id="invitar-%s",
    )
    listing = ListForm(
        *((request.POST, request.FILES) if request.POST.get("acto") == "lista" else (None, None)),
        auto_id="lista-%s",
    )
    if form.is_bound and form.is_valid() and invited(request, network, form):
        return redirect("networks:invite", network.slug)
    if listing.is_bound and listing.is_valid():
        sent = send_list(request, network, listing)
        if sent is not None:
            return redirect("networks:invitation_list", network.slug, sent.pk)
    return render(request, "networks/invite.html", invite_context(request, network, form, listing))


def invite_context(
    request: MemberRequest, network: NetworkPage, form: InviteForm, listing: ListForm
) -> dict[str, Any]:
    everybody = NetworkInvitation.objects.filter(network=network).exclude(outcome="accepted")
    rows = everybody.select_related("person", "invited_by").order_by("-invited_at", "-pk")
    lists = InvitationList.objects.filter(network=network).select_related("by")
    return {
        "network": network,
        "form": form,
        "listing": listing,
        "page_obj": Paginator(rows, A_PAGE).get_page(request.GET.get("pagina")),
        "lists": lists[:LISTS_SHOWN],
        "most_rows": MOST_ROWS,
    }


def invited(request: MemberRequest, network: NetworkPage, form: InviteForm) -> bool:
    """Whether the invitation went out; what was refused stands in the form."""
    whom = form.cleaned_data["who"]
    if not (ratelimit.consume(request, action="invitation") and may_mail(request, whom)):
        form.add_error(None, _("That is enough for today. Try again tomorrow."))
        return False
    try:
        actions.invite(network, request.user, message=form.cleaned_data["message"], **whom)
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    name = whom["person"].display_name if "person" in whom else whom["email"]
    messages.success(request, _("The invitation to %(name)s is on its way.") % {"name": name})
    return True


def may_mail(request: HttpRequest, whom: dict[str, Any]) -> bool:
    if "email" not in whom:
        return True
    return bool(ratelimit.consume(request, action="official_mailbox", key=whom["email"]))


def send_list(
    request: MemberRequest, network: NetworkPage, listing: ListForm
) -> InvitationList | None:
    told = listing.cleaned_data
    if not ratelimit.consume(request, action="invitation_list"):
        listing.add_error(None, _("That is enough for today. Try again tomorrow."))
        return None
    try:
        return actions.begin_list(
            network, request.user, told["file"].name, told["file"].read(), told["message"]
        )
    except ValidationError as refused:
        listing.add_error("file", refused)
    return None


@require_safe
@for_coordinators
def blank(request: MemberRequest, network: NetworkPage) -> HttpResponse:
    """An empty table of addresses, as spreadsheets in Spanish open it."""
    response = HttpResponse(f"\ufeff{TEMPLATE}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="invitaciones.csv"'
    return response


@require_safe
@for_coordinators
def invitation_list(request: MemberRequest, network: NetworkPage, pk: int) -> HttpResponse:
    """What became of each row. While it works, the page asks again by itself."""
    lists = InvitationList.objects.filter(network=network)
    sent = get_object_or_404(lists, pk=pk)
    labels = dict(InvitationList.Fate.choices)
    addresses = [row["email"] for row in sent.rows]
    returned = set(
        NetworkInvitation.objects.filter(
            network=network, email__in=addresses, bounced_at__isnull=False
        ).values_list("email", flat=True)
    )
    fates = [fate_now(row, returned) for row in sent.rows]
    rows = [(row, fate, labels.get(fate, "")) for row, fate in zip(sent.rows, fates, strict=True)]
    context = {
        "network": network,
        "sent": sent,
        "page_obj": Paginator(rows, ROWS_OF_A_LIST).get_page(request.GET.get("pagina")),
        "counts": [
            (label, fates.count(value)) for value, label in labels.items() if value in fates
        ],
        "is_working": sent.finished_at is None,
    }
    response = render(request, "networks/invitation_list.html", context)
    if sent.finished_at is None:
        response["Refresh"] = REFRESH
    return response


def fate_now(row: dict[str, Any], returned: set[str]) -> str:
    """A mail that came back since it was sent counts as such."""
    is_back = row["fate"] == InvitationList.Fate.INVITED and row["email"] in returned
    return InvitationList.Fate.BOUNCED.value if is_back else str(row["fate"])


@require_POST
@for_coordinators
def invitation_act(request: MemberRequest, network: NetworkPage, pk: int) -> HttpResponse:
    """Take it back or send it again, as `acto` says."""
    found = NetworkInvitation.objects.select_related("network", "person", "invited_by")
    invitation = get_object_or_404(found, pk=pk, network=network)
    name = invitation.person.display_name if invitation.person else invitation.email
    act = request.POST.get("acto", "")
    if act == "retirar":
        actions.withdraw_network_invitation(invitation, request.user)
        messages.success(request, _("The invitation to %(name)s is withdrawn.") % {"name": name})
    elif act == "repetir":
        try:
            actions.repeat_invitation(invitation, request.user)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            said = _("The invitation to %(name)s is on its way again.")
            messages.success(request, said % {"name": name})
    else:
        raise Http404
    return redirect("networks:invite", network.slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail. Visitors read who invites them to what, and then sign in or up."""
    try:
        found = actions.read_network_invitation(token)
        if request.method == "POST":
            return answered(request, token)
    except ValidationError as refused:
        context = {"reason": refused.messages[0]}
        return render(request, "networks/invitation_refused.html", context)
    return render(request, "networks/invitation.html", {"invitation": found})


def answered(request: HttpRequest, token: str) -> HttpResponse:
    """Say no, with an account or without; say yes, with one."""
    if request.POST.get("acto") == "no":
        person = request.user if request.user.is_authenticated else None
        actions.decline_network_invitation(token, person)
        return render(request, "networks/invitation_declined.html")
    if not request.user.is_authenticated:
        raise PermissionDenied
    membership = actions.accept_network_invitation(token, request.user)
    return redirect("networks:join", membership.network.slug)
