"""Networks in the admin, for who governs them: a new one, their marks, their rest, their end."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import require_admin_access

from networks import actions
from networks.birth import template_of, templates
from networks.models import NetworkIndexPage, NetworkPage
from networks.models.removals import KEPT
from networks.opening_forms import OpeningForm, PlaceForm
from networks.outline import members_of
from networks.permissions import can_open_networks

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from community.http import MemberRequest
    from community.models import User


def may_govern(user: User) -> bool:
    """Whether this person opens networks. Two queries."""
    index = NetworkIndexPage.objects.first()
    return index is not None and can_open_networks(user, index)


def for_governors(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> Any:
        index = NetworkIndexPage.objects.first()
        if index is None or not can_open_networks(request.user, index):
            raise PermissionDenied
        return view(request, index, *args, **kwargs)

    return require_admin_access(guarded)


@require_safe
@for_governors
def networks(request: MemberRequest, index: NetworkIndexPage) -> HttpResponse:
    """All of them, archived and deleted ones too."""
    rows = NetworkPage.objects.child_of(index).select_related("part_of", "removal__by")
    rows = rows.annotate(people=members_of(OuterRef("pk")))
    everybody = sorted(rows, key=lambda row: (row.is_deleted, row.is_archived, row.title))
    context = {"networks": everybody, "page_title": _("Networks"), "header_icon": "group"}
    return render(request, "networks/admin/networks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_governors
def new(request: MemberRequest, index: NetworkIndexPage) -> HttpResponse:
    """One page, and the network is there with all that belongs to it. `?tipo=`."""
    kind = template_of(request.GET.get("tipo", "")).kind
    form = OpeningForm(request.POST or None, index=index, kind=kind, user=request.user)
    if request.method == "POST" and form.is_valid():
        born = actions.create_network(
            index,
            form.network(),
            themes=form.themes(),
            by=request.user,
            coordinators=form.coordinators(),
        )
        said = _("The network “%(network)s” is open, and its coordinators have been told.")
        messages.success(request, said % {"network": born.title})
        return redirect("govern_network", born.pk)
    context = {
        "form": form,
        "kind": kind,
        "templates": templates(),
        "page_title": _("New network"),
        "header_icon": "group",
    }
    return render(request, "networks/admin/new.html", context)


ACTS: dict[str, Callable[[NetworkPage, User], None]] = {
    "archivar": actions.archive_network,
    "reabrir": actions.reopen_network,
    "eliminar": actions.delete_network,
    "reponer": actions.restore_network,
}


def said_of(act: str) -> str:
    return {
        "archivar": _("“%(network)s” is archived: it can be read and takes nothing new."),
        "reabrir": _("“%(network)s” is open again."),
        "eliminar": _("“%(network)s” is off the site. You can put it back for thirty days."),
        "reponer": _("“%(network)s” is back as it was."),
    }[act]


def done(request: MemberRequest, network: NetworkPage, act: str, form: PlaceForm) -> bool:
    """Whether it was done; what was refused stands in the form."""
    if act == "lugar":
        if not form.is_valid():
            return False
        actions.place_network(network, request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return True
    if act not in ACTS:
        raise Http404
    ACTS[act](network, request.user)
    messages.success(request, said_of(act) % {"network": network.title})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@for_governors
def govern(request: MemberRequest, index: NetworkIndexPage, pk: int) -> HttpResponse:
    """One network: its marks, what it holds, its rest and its end; `acto` does it."""
    network = get_object_or_404(NetworkPage.objects.child_of(index), pk=pk)
    act = request.POST.get("acto", "")
    form = PlaceForm(request.POST if act == "lugar" else None, instance=network)
    if request.method == "POST" and done(request, network, act, form):
        return redirect("govern_network", pk)
    context = {
        "network": network,
        "form": form,
        "held": actions.what_it_holds(network),
        "people": network.memberships.coordinators().select_related("user"),
        "ends_at": network.deleted_at + KEPT if network.deleted_at else None,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[pk]),
        "page_title": network.title,
        "header_icon": "group",
    }
    return render(request, "networks/admin/govern.html", context)
