"""The people of a network for those who coordinate it, at /redes/<slug>/miembros/coordinar/."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Prefetch, Q, Value, When
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.models import Affiliation, User
from community.permissions import contacts_open_to
from community.tables import csv_lines
from networks import actions
from networks.models import Membership
from networks.people_forms import PeopleFilter, ReasonForm
from networks.people_tables import people_table
from networks.permissions import (
    can_admit,
    can_appoint,
    can_dismiss,
    can_remove,
    can_step_down,
    is_let_coordinate,
)
from networks.views.network import network_for, tie_of
from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from community.http import MemberRequest
    from networks.models import MembershipQuerySet, NetworkPage

A_PAGE = 40
States = Membership.State


def for_coordinators(view: Callable[..., Any]) -> Callable[..., Any]:
    """Hands the network over to the view, for who coordinates it: 404 closed, 403 not theirs."""

    @wraps(view)
    def guarded(request: MemberRequest, slug: str, *args: Any, **kwargs: Any) -> Any:
        network = network_for(request, slug)
        if not is_let_coordinate(request.user, network, tie_of(request, network)):
            raise PermissionDenied
        return view(request, network, *args, **kwargs)

    return never_cache(login_required(guarded))


def people_of(network: NetworkPage, chosen: dict[str, str]) -> MembershipQuerySet:
    """Who asks, then who coordinates, then the others by name; as `PeopleFilter` narrows them."""
    people = Membership.objects.filter(network=network, user__is_active=True)
    if chosen["estado"]:
        people = people.filter(state=chosen["estado"])
    else:
        people = people.filter(state__in=(States.REQUESTED, States.ACTIVE))
    if chosen["rol"]:
        people = people.filter(role=chosen["rol"], state=States.ACTIVE)
    for word in fold(chosen["q"].lstrip("@")).split():
        people = people.filter(Q(user__search_name__contains=word) | Q(user__handle__contains=word))
    first = Case(When(state=States.REQUESTED, then=Value(0)), default=Value(1))
    return people.annotate(turn=first).order_by("turn", "role", "user__search_name", "pk")


@require_safe
@for_coordinators
def people(request: MemberRequest, network: NetworkPage) -> HttpResponse:
    """All of them, those who ask first, with where each works. `?q=&estado=&rol=`."""
    form = PeopleFilter(request.GET)
    chosen = form.chosen()
    posts = Affiliation.objects.current(timezone.localdate()).select_related("organization")
    shown = (
        people_of(network, chosen)
        .select_related("user__photo")
        .prefetch_related(Prefetch("user__affiliations", posts, to_attr="posts"))
    )
    context = {
        "network": network,
        "form": form,
        "is_filtered": any(chosen.values()),
        "page_obj": Paginator(shown, A_PAGE).get_page(request.GET.get("pagina")),
        "may_admit": network.takes_work,
        "mine": tie_of(request, network),
    }
    return render(request, "networks/people.html", context)


@require_safe
@for_coordinators
def people_csv(request: MemberRequest, network: NetworkPage) -> HttpResponseBase:
    """The same people as a table, with what each shows to this person and no more."""
    shown = people_of(network, PeopleFilter(request.GET).chosen())
    rows = people_table(network, shown, request.user)
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="miembros-{network.slug}.csv"'
    return response


def accept(tie: Membership, by: User, _reason: str) -> str:
    actions.accept_request(tie, by)
    return _("%(name)s belongs to the network now, and has been told.")


def decline(tie: Membership, by: User, reason: str) -> str:
    actions.decline_request(tie, by, reason)
    return _("%(name)s has been told why not.")


def appoint(tie: Membership, by: User, _reason: str) -> str:
    actions.appoint(tie, by)
    return _("%(name)s coordinates the network too, and has been told.")


def hand_over(tie: Membership, by: User, _reason: str) -> str:
    actions.hand_over(tie.network, tie.user, by)
    return _("%(name)s coordinates the network now. You are a member of it.")


def dismiss(tie: Membership, by: User, _reason: str) -> str:
    actions.dismiss(tie, by)
    return _("%(name)s no longer coordinates the network and is still a member.")


def take_out(tie: Membership, by: User, reason: str) -> str:
    actions.remove(tie.network, tie.user, by, reason)
    return _("%(name)s no longer belongs to the network, and has been told why.")


def let_back(tie: Membership, by: User, _reason: str) -> str:
    actions.let_back(tie, by)
    return _("%(name)s may come back, and has been told.")


ACTS: dict[str, Callable[[Membership, User, str], str]] = {
    "aceptar": accept,
    "no-aceptar": decline,
    "nombrar": appoint,
    "entregar": hand_over,
    "relevar": dismiss,
    "retirar": take_out,
    "readmitir": let_back,
}
WITH_REASON = ("no-aceptar", "retirar")


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def person(request: MemberRequest, network: NetworkPage, pk: int) -> HttpResponse:
    """One person of the network, what they answered, and what may be done; `acto` does it."""
    ties = Membership.objects.select_related("network", "user__photo", "changed_by")
    tie = get_object_or_404(ties, pk=pk, network=network, user__is_active=True)
    act = request.POST.get("acto", "") if request.method == "POST" else ""
    form = ReasonForm(request.POST if act in WITH_REASON else None)
    if act:
        done = do(request, tie, act, form)
        if done:
            return redirect("networks:people", network.slug)
    return render(request, "networks/person.html", person_context(request, network, tie, act, form))


def do(request: MemberRequest, tie: Membership, act: str, form: ReasonForm) -> bool:
    """Whether it was done; what was refused stands in the form."""
    if act not in ACTS:
        raise Http404
    if act in WITH_REASON and not form.is_valid():
        return False
    reason = form.cleaned_data["reason"] if act in WITH_REASON else ""
    try:
        said = ACTS[act](tie, request.user, reason)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return act not in WITH_REASON
    messages.success(request, said % {"name": tie.user.display_name})
    return True


def person_context(
    request: MemberRequest, network: NetworkPage, tie: Membership, act: str, form: ReasonForm
) -> dict[str, Any]:
    user, whose = request.user, tie.user
    is_mine = Membership.objects.coordinators().filter(network=network, user=user.pk).exists()
    visible = User.objects.visible_to(user).filter(pk=whose.pk)
    return {
        "network": network,
        "tie": tie,
        "whose": whose,
        "act": act,
        "form": form,
        "is_visible": visible.exists(),
        "contacts": contacts_open_to(user, whose),
        "may_decide": tie.state == States.REQUESTED and can_admit(user, network),
        "may_appoint": can_appoint(user, tie),
        "may_hand_over": is_mine and can_appoint(user, tie),
        "may_dismiss": can_dismiss(user, tie),
        "may_remove": can_remove(user, tie),
        "may_let_back": tie.state == States.REMOVED and can_admit(user, network),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def step_down(request: MemberRequest, network: NetworkPage) -> HttpResponse:
    """Asks once, and then: a plain member again."""
    if request.method == "POST":
        actions.step_down(network, request.user)
        said = _("You no longer coordinate the network. You are a member of it.")
        messages.success(request, said)
        return redirect(network.get_url(request) or "/")
    may = can_step_down(request.user, network)
    return render(request, "networks/step_down.html", {"network": network, "may_step_down": may})


@require_POST
@for_coordinators
def first_steps(request: MemberRequest, network: NetworkPage) -> HttpResponse:
    """Hide the list of first steps from this coordinator, or show it again with `ver`."""
    mine = Membership.objects.filter(network=network, user=request.user)
    mine.update(steps_hidden_at=None if "ver" in request.POST else timezone.now())
    return redirect(network.get_url(request) or "/")
