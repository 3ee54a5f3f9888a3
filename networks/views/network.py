"""A network's addresses that are no pages: its members, its door, its downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from community.http import is_fragment
from community.models import Affiliation
from community.permissions import may_contribute
from networks import actions
from networks.models import Membership, NetworkPage, ResourcePage
from networks.permissions import is_free_to_go, is_let_in, membership_of

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
    return render(request, "networks/members.html", {"network": network, "page_obj": page_obj})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def join(request: MemberRequest, slug: str) -> HttpResponse:
    """The door: asks once, lets in, and then says what a new member reads first."""
    network = network_for(request, slug)
    if request.method == "POST":
        actions.join(network, request.user)
        if is_fragment(request):
            return membership(request, network, is_new=True)
        return redirect("networks:join", slug=slug)
    return door(request, network, "networks/join.html")


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


def door(request: HttpRequest, network: NetworkPage, template: str) -> HttpResponse:
    response = render(request, template, {"network": network, **standing(request, network)})
    patch_vary_headers(response, ["HX-Request"])
    return response


def membership(request: HttpRequest, network: NetworkPage, *, is_new: bool = False) -> HttpResponse:
    """The fragment that replaces the button of the header."""
    context = {"network": network, "is_new": is_new, **standing(request, network)}
    response = render(request, "networks/_membership.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def standing(request: HttpRequest, network: NetworkPage) -> dict[str, object]:
    """What ties the visitor to the network and which way is open to them."""
    user = request.user
    tie = membership_of(user, network)
    is_member = tie is not None and tie.is_active
    return {
        "membership": tie if is_member else None,
        "may_join": may_contribute(user) and is_let_in(network, tie),
        "may_leave": is_free_to_go(tie),
    }


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Count, and lead to the file or the link. Where to is stored, never asked of the address."""
    resources: Any = ResourcePage.objects.visible_to(request.user)
    resource = get_object_or_404(resources.select_related("file"), pk=pk)
    if request.method == "GET":
        actions.count_download(resource)
    return HttpResponseRedirect(resource.file.url if resource.file else resource.link)
