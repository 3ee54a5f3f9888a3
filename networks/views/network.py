"""A network's addresses that are no pages: its members and its door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from community.http import is_fragment
from community.models import Affiliation
from community.permissions import may_contribute
from networks import actions
from networks.models import Membership, NetworkInvitation, NetworkPage
from networks.people_forms import AnswerForm
from networks.permissions import (
    is_free_to_go,
    is_let_ask,
    is_let_coordinate,
    is_let_in,
    membership_of,
)
from networks.tokens import invitation_address

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest

MEMBERS_PER_PAGE = 24


def network_for(request: HttpRequest, slug: str) -> NetworkPage:
    """The network at /redes/<slug>/, if this visitor may open it; raises Http404 otherwise."""
    networks: Any = NetworkPage.objects.visible_to(request.user)
    network: NetworkPage | None = networks.filter(slug=slug).first()
    if network is None:
        raise Http404
    return network


@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who belongs to a network: the people this visitor may see, and the number of all."""
    network = network_for(request, slug)
    posts = Affiliation.objects.current(timezone.localdate()).select_related("organization")
    shown = (
        Membership.objects.active()
        .visible_to(request.user)
        .filter(network=network)
        .select_related("user__photo")
        .prefetch_related(Prefetch("user__affiliations", posts, to_attr="posts"))
        .order_by("role", "user__display_name", "pk")
    )
    page_obj = Paginator(shown, MEMBERS_PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "network": network,
        "page_obj": page_obj,
        "may_coordinate": is_let_coordinate(request.user, network, tie_of(request, network)),
    }
    return render(request, "networks/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def join(request: MemberRequest, slug: str) -> HttpResponse:
    """The door: asks once, lets in, and then says what a new member reads first.

    Of a network that is joined on request: asks its question, and passes the answer on.
    """
    network = network_for(request, slug)
    form = None
    if request.method == "POST":
        if network.joining == NetworkPage.Joining.REQUEST:
            form = AnswerForm(request.POST, network=network)
            if ask(request, network, form):
                return redirect("networks:join", slug=slug)
        else:
            actions.join(network, request.user)
            if is_fragment(request):
                return membership(request, network, is_new=True)
            return redirect("networks:join", slug=slug)
    return door(request, network, "networks/join.html", form)


def ask(request: MemberRequest, network: NetworkPage, form: AnswerForm) -> bool:
    """Whether the request is with those who coordinate; what was refused stands in the form."""
    if not form.is_valid():
        return False
    try:
        actions.ask_to_join(network, request.user, form.cleaned_data["answer"])
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True


@require_POST
@login_required
def take_back_request(request: MemberRequest, slug: str) -> HttpResponse:
    network = network_for(request, slug)
    actions.take_back_request(network, request.user)
    messages.success(request, _("You no longer ask to join the network."))
    return redirect(network.get_url(request) or "/")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: MemberRequest, slug: str) -> HttpResponse:
    """The way out: asks once, naming what is lost, and lets go."""
    network = network_for(request, slug)
    if request.method == "POST":
        actions.leave(network, request.user)
        is_open = network.visibility == NetworkPage.Visibility.PUBLIC
        onward = network.get_url(request) if is_open else network.get_parent().get_url(request)
        if not is_fragment(request):
            return HttpResponseRedirect(onward)
        return membership(request, network) if is_open else HttpResponseClientRedirect(onward)
    return door(request, network, "networks/leave.html")


def door(
    request: HttpRequest, network: NetworkPage, template: str, form: AnswerForm | None = None
) -> HttpResponse:
    told = standing(request, network)
    context = {
        "network": network,
        "form": form or AnswerForm(network=network),
        "invitation": None if told["membership"] else invitation_for(request, network),
        **told,
    }
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def membership(request: HttpRequest, network: NetworkPage, *, is_new: bool = False) -> HttpResponse:
    """The fragment that replaces the button of the header."""
    request.__dict__.pop("network_ties", None)
    context = {"network": network, "is_new": is_new, **standing(request, network)}
    response = render(request, "networks/_membership.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def invitation_for(request: HttpRequest, network: NetworkPage) -> str:
    """Where the person answers an invitation that still holds; empty without one. One query."""
    mine = NetworkInvitation.objects.open().for_person(request.user).filter(network=network)
    found = mine.values_list("pk", flat=True).first()
    return invitation_address(found) if found else ""


def tie_of(request: HttpRequest, network: NetworkPage) -> Membership | None:
    """What ties the reader to the network, looked up once for a page. For templates alone."""
    known: dict[int, Membership | None] = request.__dict__.setdefault("network_ties", {})
    if network.pk not in known:
        known[network.pk] = membership_of(request.user, network)
    return known[network.pk]


def standing(request: HttpRequest, network: NetworkPage) -> dict[str, object]:
    """What ties the visitor to the network and which way is open to them."""
    user = request.user
    tie = tie_of(request, network)
    is_member = tie is not None and tie.is_active
    return {
        "membership": tie if is_member else None,
        "may_join": may_contribute(user) and is_let_in(network, tie),
        "may_ask": may_contribute(user) and is_let_ask(network, tie),
        "asks": tie is not None and tie.state == Membership.State.REQUESTED,
        "tie": tie,
        "may_leave": is_free_to_go(tie),
    }
