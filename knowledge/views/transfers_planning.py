"""The three steps of the plan of a transfer, each a screen of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from knowledge.actions import transfer_plans as actions
from knowledge.forms.transfer_plan import CalendarForm, ChangesForm, FitForm, MilestonesForm
from knowledge.permissions_of_transfers import can_carry
from knowledge.reading import read_kept
from knowledge.transfer_reading import components_of, needs_by_key
from knowledge.views.transfers import transfer_for

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from community.http import MemberRequest
    from knowledge.forms.transfer_steps import StepForm
    from knowledge.models import Transfer


@dataclass(frozen=True)
class Step:
    """A step of the plan: its address, its question, its form."""

    name: str
    title: StrOrPromise
    lead: StrOrPromise
    form_class: type[StepForm]

    @property
    def template(self) -> str:
        return f"knowledge/transfers/{self.name}.html"

    @property
    def route(self) -> str:
        return f"transfers:{self.name}"


STEPS = (
    Step(
        "fit",
        gettext_lazy("Does it fit us?"),
        gettext_lazy(
            "What the origin had so that it worked: say whether you have it, and if not,"
            " how you solve it."
        ),
        FitForm,
    ),
    Step(
        "changes",
        gettext_lazy("What do we change?"),
        gettext_lazy(
            "Each component of what the origin did: you keep it, change it or leave it"
            " out. Add what is yours."
        ),
        ChangesForm,
    ),
    Step(
        "plan",
        gettext_lazy("How do we do it?"),
        gettext_lazy(
            "Milestones with their dates, the post that answers for each, and what it costs."
        ),
        MilestonesForm,
    ),
)


def to_carry(request: MemberRequest, pk: int) -> Transfer:
    """The transfer, for who may carry it.

    Raises:
        Http404: there is none, or not for this visitor.
        PermissionDenied: they may read it and no more.

    """
    transfer = transfer_for(request, pk)
    if not can_carry(request.user, transfer):
        raise PermissionDenied
    return transfer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    """One step: read it, write it, or decide when somebody else wrote in it meanwhile."""
    here = next(each for each in STEPS if each.name == name)
    transfer = to_carry(request, pk)
    if request.method != "POST":
        return show(
            request, transfer, here, here.form_class(transfer=transfer, writer=request.user.pk)
        )
    with transaction.atomic():
        # Locked before it is compared: what is looked at is what is written over.
        transfer = actions.locked(transfer)
        form = here.form_class(request.POST, transfer=transfer, writer=request.user.pk)
        form.is_valid()
        if form.is_stale:
            return show(request, transfer, here, form.beside())
        if not form.is_valid():
            return show(request, transfer, here, form)
        try:
            actions.keep_plan(
                transfer,
                request.user,
                seen=form.number,
                fields=form.values,
                rows=form.rows(),
                gone=form.gone(),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
            return show(request, transfer, here, form)
    messages.success(request, _("Saved."))
    following = STEPS[STEPS.index(here) + 1 :]
    if "next" not in request.POST:
        return redirect(here.route, transfer.pk)
    return redirect(following[0].route, transfer.pk) if following else redirect(transfer)


def show(
    request: MemberRequest, transfer: Transfer, here: Step, form: StepForm, **more: Any
) -> HttpResponse:
    told = read_kept(transfer.origin_case, transfer.origin_version)
    place = STEPS.index(here)
    context = {
        "transfer": transfer,
        "steps": STEPS,
        "step": here,
        "number": place + 1,
        "before": STEPS[place - 1] if place else None,
        "is_last": here is STEPS[-1],
        "form": form,
        "told": told,
        "needs": needs_by_key(told),
        "components": components_of(told),
        **more,
    }
    if here.form_class is MilestonesForm and "calendar" not in context:
        begins = transfer.starts_on or timezone.localdate()
        context["calendar"] = CalendarForm(initial={"starts_on": begins})
    return render(request, here.template, context)


@never_cache
@require_POST
@login_required
def calendar(request: MemberRequest, pk: int) -> HttpResponse:
    """Make the milestones, or move those that are open with the beginning of the plan."""
    transfer = to_carry(request, pk)
    form = CalendarForm(request.POST)
    here = STEPS[-1]
    if not form.is_valid():
        return show(
            request,
            transfer,
            here,
            here.form_class(transfer=transfer, writer=request.user.pk),
            calendar=form,
        )
    had_some = transfer.milestones.exists()
    actions.make_calendar(transfer, request.user, form.cleaned_data["starts_on"])
    if had_some:
        messages.success(request, _("The milestones that are open have moved with the beginning."))
    else:
        messages.success(request, _("The plan has its first milestones: change what you need."))
    return redirect(here.route, transfer.pk)
