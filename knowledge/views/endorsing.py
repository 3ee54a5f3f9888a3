"""The page on which a coordinator shows a case or a solution in their network, or ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from knowledge import actions
from knowledge.forms.endorsing import EndorsementForm
from knowledge.lookup import case_for, moved
from knowledge.models import Case, Endorsement
from knowledge.models.endorsements import name_of
from knowledge.views.solutions import solution_for
from networks.permissions import networks_of_coordinator

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest
    from knowledge.models import SolutionPage
    from networks.models import NetworkPage


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def case(request: MemberRequest, reference: str) -> HttpResponse:
    found = case_for(request, reference, with_people=False)
    if not found.live:
        raise Http404
    return moved(request, found, reference) or show_in_networks(request, found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def solution(request: MemberRequest, pk: int) -> HttpResponse:
    return show_in_networks(request, solution_for(request, pk))


def show_in_networks(request: MemberRequest, thing: Case | SolutionPage) -> HttpResponse:
    """403 for who coordinates no network at all."""
    mine = networks_of_coordinator(request.user)
    if not mine:
        raise PermissionDenied
    at_work = [network for network in mine if network.takes_work]
    back = thing.get_absolute_url() if isinstance(thing, Case) else thing.get_url(request)
    shown = Endorsement.objects.about(thing).filter(network__in=mine).select_related("network")
    form = EndorsementForm(request.POST if "nota" in request.POST else None, networks=at_work)
    if request.method == "POST":
        if "quitar" in request.POST:
            return stop(request, thing)
        if form.is_valid() and endorsed(request, thing, form):
            return redirect(back or "/")
    context = {
        "thing": thing,
        "back": back,
        "form": form,
        "shown": shown.order_by("network__title"),
        "fronts": fronts_for(thing, at_work),
        "takes_more": bool(at_work),
        "kind": name_of(thing),
    }
    return render(request, "knowledge/show_in_networks.html", context)


def fronts_for(thing: Case | SolutionPage, mine: list[NetworkPage]) -> list[NetworkPage]:
    """Of these networks, those that show it: where it may be put first. At most two queries."""
    keys = set(Endorsement.objects.about(thing).values_list("network", flat=True))
    if isinstance(thing, Case):
        keys |= set(thing.case_networks.values_list("network", flat=True))
    else:
        keys.add(thing.network_id)
    return [network for network in mine if network.pk in keys]


def endorsed(request: MemberRequest, thing: Case | SolutionPage, form: EndorsementForm) -> bool:
    """Whether it is shown now; what stands against it is said beside the field otherwise."""
    network, note = form.cleaned_data["red"], form.cleaned_data["nota"]
    try:
        actions.endorse(thing, network, request.user, note)
    except ValidationError as refused:
        form.refuse(refused)
        return False
    said = _("“%(title)s” is shown in %(network)s, with your reason.")
    messages.success(request, said % {"title": thing.title, "network": network.title})
    return True


def stop(request: MemberRequest, thing: Case | SolutionPage) -> HttpResponse:
    """Show it no more in the network whose number is sent as `quitar`."""
    asked = request.POST.get("quitar", "")
    if not asked.isascii() or not asked.isdecimal() or len(asked) > 18:
        raise Http404
    found = Endorsement.objects.visible_to(request.user).about(thing).filter(network=int(asked))
    endorsement = found.select_related("network").first()
    if endorsement is not None:
        actions.end_endorsement(endorsement, request.user)
        said = _("%(network)s does not show “%(title)s” any more.")
        told = {"title": thing.title, "network": endorsement.network.title}
        messages.success(request, said % told)
    return redirect(request.path)
